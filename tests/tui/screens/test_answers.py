from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.conftest import SmallStudy
from tests.services.test_answers import guided, parts

if TYPE_CHECKING:
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def guided_study(small_study: SmallStudy) -> SmallStudy:
    guided(small_study)
    return small_study


async def to_guided(it: Driver) -> None:
    await it.press("t", *"guided", "enter")


def test_a_says_what_became_of_the_question_and_the_heading_shows_it(drive: Drive, guided_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await to_guided(it)
        await it.press("down", "down", "a", *"know", "enter")
        assert "Q2  ·  does not know" in it.words(it.desk.pane.view)
        assert it.selected == "Never enough time."
        await it.press("u")
        assert "does not know" not in it.words(it.desk.pane.view)
        assert it.selected == "Never enough time."

    drive(script)


def test_q_lets_the_turns_answer_another_question_and_codes_keep_their_place(
    drive: Drive, guided_study: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        await to_guided(it)
        await it.press("1", "q", *"again", "enter")
        assert "Q3  Would you do it again?" in it.words(it.desk.pane.view)
        assert [name for name, _ in parts(guided_study)] == ["Q1", "Q3", "Q2"]
        assert it.selected == "She listens."
        assert [each.label for each in it.desk.pane.model.codings.values()] == ["Time"]
        await it.press("a", "2")
        assert "Q3  Would you do it again?  [no]" in it.words(it.desk.pane.view)
        await it.press("u", "u", "u")
        assert [name for name, _ in parts(guided_study)] == ["Q1", "Q2"]

    drive(script)


def test_a_transcript_without_questions_says_so(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("a", "q")
        said = [each.message for each in it.app._notifications]
        assert any("answers no question" in each for each in said)
        assert any("has no questions" in each for each in said)

    drive(script)


def test_the_palette_lets_the_interviewer_be_coded(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"code the int", "enter", "home")
        assert it.selected == "What gets in the way here?"
        await it.press("1")
        assert it.codings == [("Time", "What gets in the way here?")]
        await it.press("ctrl+p", *"code the int", "enter", "home")
        assert it.selected != "What gets in the way here?"

    drive(script)
