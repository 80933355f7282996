from __future__ import annotations

from tests.cli.conftest import Command


def test_a_dry_run_of_a_merge_says_whose_codings_it_would_change_and_stores_nothing(project: Command) -> None:
    done = project("codebook", "merge", "Time", "Trust", "--dry-run")
    assert (done.code, done.err) == (0, "Would change 1 codes.\nCodings that change: Ana 2, Ben 2.\n")
    assert "Trust" not in project("codebook", "versions").out
    done = project("codebook", "merge", "Time", "Trust", "--reason", "one idea", "--coder", "Lead")
    assert done.err == "Changed 1 codes.\nCodings that change: Ana 2, Ben 2.\n"
    assert "one idea" in project("codebook", "versions", "--format", "csv").out
    assert project("undo", "--coder", "Lead").code == 0


def test_a_new_definition_fills_the_queue_of_those_who_used_the_code(project: Command) -> None:
    assert project("codebook", "edit", "Time", "--definition", "Too few hours").code == 0
    assert "There is no time." in project("codebook", "recode", "--coder", "Ana").out
    assert project("codebook", "edit", "Time").code == 2


def test_a_code_that_is_not_there_gets_a_sentence(project: Command) -> None:
    done = project("codebook", "retire", "Tyme")
    assert done.code == 1
    assert 'no code "Tyme"' in done.err


def test_codes_are_added_moved_split_and_retired(project: Command) -> None:
    for words in (
        ("add", "Space", "--parent", "Resources"), ("move", "Space"), ("split", "Space", "Own room", "Quiet room"),
        ("retire", "Own room"), ("add", "Quiet rooms"),
    ):  # fmt: skip
        assert project("codebook", *words).code == 0
    assert "split code" in project("codebook", "versions").out
    assert "Quiet room" in project("codebook", "alike", "--format", "csv").out
