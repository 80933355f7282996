from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.tui.conftest import Driver

Drive = Callable[..., None]
FIRST = "There is never enough time."
SECOND = "Officers rotate every week."


async def _right_click(it: Driver, widget: Any, offset: tuple[int, int]) -> None:
    await it.pilot.click(widget, offset=offset, button=3)
    await it.settle()


async def _choose(it: Driver, words: str) -> None:
    """Click the row of the menu that says this."""
    box = it.app.screen.query_one("_Box")
    row = next(y for y, line in enumerate(it.words(box).splitlines()) if words in line)
    await it.click(box, offset=(10, row))


def _gutter(it: Driver) -> int:
    return int(it.desk.pane.selection_region.x - it.desk.pane.view.region.x)


def test_a_right_click_on_the_text_offers_verbs_for_the_sentence_there(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await _right_click(it, it.desk.pane.view, (_gutter(it) + 30, 2))
        assert it.selected == SECOND
        words = it.words(it.app.screen.query_one("_Box"))
        assert "find code" in words
        assert "space" in words
        assert "remove" not in words
        await _choose(it, "words as code")
        assert it.codings == [(SECOND.rstrip("."), SECOND)]

    drive(script)


def test_a_right_click_on_the_selection_keeps_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("shift+down")
        await _right_click(it, it.desk.pane.view, (_gutter(it) + 3, 2))
        assert it.selected == f"{FIRST} {SECOND}"
        await it.press("escape", "1")
        assert it.codings == [("Time", f"{FIRST} {SECOND}")]

    drive(script)


def test_a_right_click_on_a_stripe_takes_that_code_off(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "home", "end")
        margin = it.desk.pane.margin
        row = next(y for y in range(margin.size.height) if it.line(margin, y).startswith("╺ ╺"))
        await _right_click(it, margin, (2, row))
        assert it.selected == FIRST
        assert "Shift rotation" in it.line(it.app.screen.query_one("_Box"), 1)
        await _choose(it, "remove")
        assert it.codings == [("Time", FIRST)] == it.shown

    drive(script)


def test_a_right_click_on_a_code_offers_what_fits_it_and_applies_nothing(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await _right_click(it, "CodeTree", (8, 1))
        assert it.codings == []
        await _choose(it, "apply to this passage")
        assert it.codings == [("Time", FIRST)]
        await _right_click(it, "CodeTree", (8, 1))
        await _choose(it, "give digit")
        await it.press("7")
        assert it.study.code("Time").hotkey == "7"
        await _right_click(it, "CodeTree", (8, 0))
        await _choose(it, "fold or unfold")
        assert it.desk.codes.line_count() == 2

    drive(script)


def test_three_clicks_on_a_code_show_its_digit(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        for _ in range(3):
            await it.click("CodeTree", offset=(8, 1))
        assert "Quicker: 1 does “apply code”." in it.line(it.desk.footer)
        assert it.codings == [("Time", FIRST)]

    drive(script)


def test_three_quick_clicks_on_the_text_select_the_turn(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.click(it.desk.pane.view, offset=(_gutter(it) + 30, 2), times=3)
        assert it.selected == f"{FIRST} {SECOND}"

    drive(script)


def test_edges_from_the_menu_of_a_stripe_are_those_of_that_coding(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "home", "end")
        margin = it.desk.pane.margin
        row = next(y for y in range(margin.size.height) if it.line(margin, y).startswith("╺ ╺"))
        for column, code in ((2, "Shift rotation"), (0, "Time")):
            await _right_click(it, margin, (column, row))
            await _choose(it, "edges")
            before = dict(it.codings)
            await it.press("left", "enter")
            assert {name for name, words in it.codings if before[name] != words} == {code}
            await it.press("u")

    drive(script)


def test_a_flag_from_the_menu_of_a_stripe_goes_to_that_coding_and_leaves_it_alone_again(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "home", "end")
        margin = it.desk.pane.margin
        row = next(y for y in range(margin.size.height) if it.line(margin, y).startswith("╺ ╺"))
        await _right_click(it, margin, (2, row))
        await _choose(it, "flag")
        assert it.desk.pane.cycled is None
        await it.press("g")
        assert "Shift rotation" in it.words(it.app.screen.query_one("_Box"))
        assert "Time" not in it.words(it.app.screen.query_one("_Box"))

    drive(script)


def test_every_verb_of_the_coding_screen_is_reached_by_mouse(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1")
        await it.click("KeyFooter", offset=(it.line(it.desk.footer).index("ctrl+p"), 0))
        listed = {verb.id for verb in it.app.screen.found}  # type: ignore[attr-defined]  # a list of verbs
        await it.press("escape")
        assert it.app.screen.verb_ids <= listed  # type: ignore[attr-defined]  # the coding screen
        await _right_click(it, it.desk.pane.view, (_gutter(it) + 3, 2))
        words = it.words(it.app.screen.query_one("_Box"))
        for offered in ("other passages", "answer status", "other question", "edges", "flag", "memo", "undo"):
            assert offered in words

    drive(script)
