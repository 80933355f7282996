from __future__ import annotations

from tests.cli.conftest import Command


def test_a_recode_round_from_opening_to_the_coder_against_themself(project: Command) -> None:
    assert "recode round is blind" in project("round", "open", "Again", "--kind", "recode", "--not-blind").err
    assert project("round", "open", "Again", "--kind", "recode").code == 0
    assert project("assign", "P1", "--round", "Again", "--to", "Ana").code == 0
    assert 'recode round "Again" is open' in project("report", "agreement", "--self", "Again").err
    assert 'report agreement --self "Again"' in project("round", "close", "Again").err
    done = project("report", "agreement", "--self", "Again")
    assert "finished a transcript before and again in the round Again" in done.err
    assert "one of recoding" in project("report", "agreement", "--round", "Again").err
