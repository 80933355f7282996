from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.services.passages import passages_of

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]
FIRST = "There is never enough time."
SIZES = ((150, 40), (100, 30), (80, 24))


def coded(study: SmallStudy) -> None:
    for transcript, words in (("first", FIRST), ("second", "She listens."), ("second", FIRST)):
        study.apply("Ana", transcript, words, "Time")
    study.apply("Ben", "second", "Officers rotate every week.", "Time")


def test_a_codes_passages_are_the_coders_own_by_transcript_and_place(small_study: SmallStudy) -> None:
    coded(small_study)
    found = passages_of(small_study.project, small_study.coder("Ana").id, small_study.code("Time").id)
    assert [(each.transcript, each.group, each.words) for each in found] == [
        ("first", "women", FIRST), ("second", "staff", FIRST), ("second", "staff", "She listens."),
    ]  # fmt: skip


def test_w_shows_them_beside_the_text_and_enter_goes_there(drive: Drive, small_study: SmallStudy) -> None:
    coded(small_study)

    async def script(it: Driver) -> None:
        await it.press("w")
        pane = it.desk.passages
        assert pane.region.height > 5
        assert not pane.region.overlaps(it.desk.pane.selection_region)
        shown = it.words(pane.list)
        assert "She listens." in shown
        assert "Officers rotate" not in shown
        await it.press("down", "down", "enter")
        assert it.app.screen.open.opened.transcript.name == "second"  # type: ignore[attr-defined]
        assert it.selected == "She listens."
        assert it.desk.place == "text"

    for size in SIZES:
        drive(script, size=size)


def test_the_definition_stands_above(drive: Drive, small_study: SmallStudy) -> None:
    coded(small_study)

    async def script(it: Driver) -> None:
        await it.press("w")
        assert "Time" in it.words(it.desk.passages.definition)
        assert "3 in 2 transcripts" in it.words(it.desk.passages.title)

    drive(script, size=(80, 24))


def test_the_split_view_follows_what_is_coded_and_esc_closes_it(drive: Drive, small_study: SmallStudy) -> None:
    coded(small_study)

    async def script(it: Driver) -> None:
        await it.press("w", "shift+tab", "down", "1")
        assert "Officers rotate every week." in it.words(it.desk.passages.list)
        await it.press("u")
        assert "Officers rotate every week." not in it.words(it.desk.passages.list)
        await it.press("tab", "escape")
        assert not it.desk.has_class("split")
        assert it.desk.place == "text"

    drive(script)


def test_a_click_on_a_passage_goes_there_too(drive: Drive, small_study: SmallStudy) -> None:
    coded(small_study)

    async def script(it: Driver) -> None:
        await it.press("w")
        rows = it.desk.passages.list
        line = next(y for y in range(rows.size.height) if "She listens" in it.line(rows, y))
        await it.click(rows, (6, line))
        assert it.selected == "She listens."

    drive(script)


def test_without_a_code_it_says_so(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("w")
        assert not it.desk.has_class("split")
        assert any("none was applied" in each.message for each in it.app._notifications)

    drive(script)
