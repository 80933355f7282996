from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.conftest import SmallStudy
from tests.tui.conftest import Driver

Drive = Callable[..., None]

TEXT = """\
[Q1]
I: What gets in the way?
P: Time does. Always.
[Q2]
I: What works?
P: She listens.
[Q3]
I: Would you change something?
P: The doors. They slam.
"""


@pytest.fixture
def asked(new_study: Callable[[], SmallStudy]) -> SmallStudy:
    """A study whose first transcript has three questions."""
    study = new_study()
    study.project.undo(None)
    study.project.undo(None)
    study.add_transcript("first", TEXT)
    return replace(study, text=TEXT)


def test_r_and_e_go_to_answers_without_a_code(drive: Drive, asked: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.burst("r", "1", "home", "down", "r")
        assert it.codings == [("Time", "She listens.")]
        assert it.selected == "The doors."
        await it.press("down", "e")
        assert it.selected == "The doors."
        await it.press("e")
        assert it.selected == "Time does."
        await it.press("e")
        assert any("No uncoded answer before" in toast.message for toast in it.app._notifications)

    drive(script, study=asked)


def test_j_goes_to_a_question_by_its_words_or_number(drive: Drive, asked: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("j", "3")
        assert it.selected == "The doors."
        await it.press("j", *"q", "2")
        assert it.selected == "She listens."

    drive(script, study=asked)


def test_the_list_of_questions_says_which_have_codes_and_takes_clicks(drive: Drive, asked: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "j")
        box = it.app.screen.query_one("_Box")
        lines = it.words(box).splitlines()
        assert ["2 codes" in line for line in lines if "Q1" in line] == [True]
        row = next(y for y, line in enumerate(lines) if "Q2" in line)
        assert "no code yet" in lines[row]
        await it.click(box, offset=(10, row))
        assert it.selected == "She listens."

    drive(script, study=asked)


def test_a_transcript_without_questions_says_so(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("j", "r", "e")
        said = [toast.message for toast in it.app._notifications]
        assert said.count("This transcript has no questions marked.") == 3

    drive(script)
