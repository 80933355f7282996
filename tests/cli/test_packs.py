from __future__ import annotations

from tests.cli.conftest import Command


def test_two_packs_are_coded_apart_and_merged(project: Command) -> None:
    for coder in ("Ana", "Ben"):
        assert project("pack", f"{coder}.qualcode", "--for", coder).code == 0
        assert project("undo", "--coder", coder, "-p", f"{coder}.qualcode").code == 1
        made = project("codebook", "add", f"seen by {coder}", "--coder", coder, "-p", f"{coder}.qualcode")
        assert made.code == 0, made.err
    done = project("merge", "Ben.qualcode", "Ana.qualcode", "--dry-run")
    assert done.err.count("would take in 1 acts (1 code)") == 2
    done = project("merge", "Ben.qualcode", "Ana.qualcode", "--coder", "Lead")
    assert done.err.count("took in 1 acts (1 code)") == 2
    assert project("merge", "Ana.qualcode").err == "Ana.qualcode: nothing new.\n"
    assert project("check").code == 0


def test_a_pack_for_nobody_is_refused(project: Command) -> None:
    done = project("pack", "x.qualcode", "--for", "Nobody")
    assert done.code == 1
    assert 'no coder "Nobody"' in done.err
