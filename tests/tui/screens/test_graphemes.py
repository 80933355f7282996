"""Whatever script an interview is in, mouse, cursor, selection and stripe meet on the same visible character."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest
import regex
from rich.cells import cell_len
from textual.geometry import Region

from qualcode.tui.widgets.display import shown

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

TEXTS: Final = {
    "wide": "これは長い文章です。彼女は説明してくれる、毎日。한국어도 있어요. 中文 mixed with latin 字.",
    "emoji": "She said 👩‍👩‍👧 and 🇫🇷 then 👍🏽 and ❤️ and 1️⃣. Next 🧑‍🚀 flies.",
    "combining": "Cafe\u0301 und nai\u0308ve, Z\u0310\u0311\u0312\u0313algo n\u0303. हिन्दी में क्षत्रिय. กำลัง.",
    "right to left": "שלום עולם, she said. مرحبا بالعالم، قالت. end.",
    "tabs and controls": "one\ttwo\x1b[2Jthree \x07bell \u202eback\u202c \ufeffbom \x9bcsi soft\u00adhyphen.",
    "one long word": "x" * 900 + " short. " + "字" * 300 + " end.",
    "one long line": "Officers rotate every week, they say so each time we meet here again. " * 40,
}
_GRAPHEME: Final = regex.compile(r"(?:\X(?<=\u200d))*\X", flags=regex.DOTALL)


def painted(widget: Any, y: int) -> list[tuple[str, str]]:
    """For each cell of a line: the visible character that covers it, and the colour behind it."""
    found: list[tuple[str, str]] = []
    for text, style, _ in widget.render_lines(Region(0, y, widget.size.width, 1))[0]:
        ground = style.bgcolor.name if style and style.bgcolor else ""
        for match in _GRAPHEME.finditer(text):
            found += [(match.group(), ground)] * cell_len(match.group())
    return found


def grapheme_at(text: str, offset: int) -> str:
    """The visible character of a text that holds an offset."""
    return next(match.group() for match in _GRAPHEME.finditer(text) if match.start() <= offset < match.end())


@pytest.fixture(params=TEXTS, ids=lambda name: name.replace(" ", "-"))
def study(request: pytest.FixtureRequest, small_study: SmallStudy) -> SmallStudy:
    """An interview of which the participant's only turn is one of the texts."""
    small_study.add_transcript("strange", f"I: Well?\nP: {TEXTS[request.param]}\n", {"participant": "P3"})
    return small_study


def test_mouse_cursor_selection_and_stripe_meet_on_the_same_visible_character(
    drive: Callable[..., None], study: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        await it.press("t", *"strange", "enter")
        assert it.desk.pane.model.text.startswith("I: Well?")
        each_cell_leads_to_what_is_painted_there(it)
        await a_click_selects_the_word_there_and_paints_just_that(it)
        await a_coding_has_its_stripe_beside_its_rows(it)

    drive(script, study=study)


def each_cell_leads_to_what_is_painted_there(it: Driver) -> None:
    pane, view = it.desk.pane, it.desk.pane.view
    sheet, gutter = pane._sheet, pane._sheet.columns.gutter
    checked = 0
    for row in range(min(sheet.rows.count, view.size.height)):
        start, end = sheet.rows.span(row)
        text, cells = shown(pane.model.text[start:end]), painted(view, row)
        assert len(cells) == view.size.width
        for column in range(cell_len(text)):
            offset, character = sheet.offset_at(row, column), cells[gutter + column][0]
            assert grapheme_at(text, offset - start) == character
            line, first = sheet.column_of(offset)
            assert line == row
            assert first <= column < first + cell_len(character)
            checked += 1
    assert checked > 40


async def a_click_selects_the_word_there_and_paints_just_that(it: Driver) -> None:
    pane, view = it.desk.pane, it.desk.pane.view
    sheet, gutter = pane._sheet, pane._sheet.columns.gutter
    row = sheet.rows.row_of(pane.selection[0])
    start, end = sheet.rows.span(row)
    columns = range(cell_len(shown(pane.model.text[start:end])))
    for column in columns[::13]:
        await it.pilot.click(view, offset=(gutter + column, row))
        await it.pilot.pause()
        before, after = pane.selection
        inside = [cell for cell in columns if before <= sheet.offset_at(row, cell) < after]
        if pane.model.text[sheet.offset_at(row, column)].isalnum():  # between words, the nearest one is taken
            assert column in inside
        grounds = [ground for _, ground in painted(view, row)[gutter:]]
        assert {grounds[cell] for cell in inside}.isdisjoint({grounds[cell] for cell in columns if cell not in inside})


async def a_coding_has_its_stripe_beside_its_rows(it: Driver) -> None:
    await it.press("1")
    pane = it.desk.pane
    (coding,) = pane.model.codings.values()
    first, last = pane._sheet.rows.rows_of(coding.start, coding.end)
    height, top = pane.view.size.height, pane.view.scroll_offset.y
    striped = [y for y in range(height) if set(it.line(pane.margin, y)) & set("┏┃┗╺")]
    assert striped == [row - top for row in range(first, last + 1) if 0 <= row - top < height]
    await it.click(pane.margin, (0, striped[0]))
    assert pane.selection == (coding.start, coding.end)
