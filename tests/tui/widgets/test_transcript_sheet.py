from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.columns import MEASURE, Columns, share_out
from qualcode.tui.widgets.display import shown
from qualcode.tui.widgets.row_painter import Emphasis
from qualcode.tui.widgets.themes import CONTRAST, DARK, LIGHT, Palette
from qualcode.tui.widgets.transcript_colours import TranscriptColours, tint_256
from qualcode.tui.widgets.transcript_model import ShownCoding, ShownHeading, ShownTurn, TranscriptModel
from qualcode.tui.widgets.transcript_sheet import TranscriptSheet

SPEECH = "I called the number eleven times. Eleven. First it was the ward, then the nurse. You need the form. "
HUE = "#5fb3f7"


def coding(name: str, quote: str, text: str, *, memo: bool = False) -> ShownCoding:
    start = text.index(quote)
    return ShownCoding(name, start, start + len(quote), name, name, HUE, memo)


def sheet(text: str = SPEECH, codings: Sequence[ShownCoding] = (), columns: Columns | None = None) -> TranscriptSheet:
    turns = [ShownTurn(0, len(text), ((0, len(text)),), "Amara", "participant")]
    made = TranscriptSheet(TranscriptModel(text, turns, (), codings), columns or Columns(5, 30, 20))
    made.dress(TranscriptColours(DARK), lambda strip: strip)
    return made


def margin(drawn: TranscriptSheet) -> list[str]:
    return [drawn.margin_strip(row).text.rstrip() for row in range(drawn.rows.count)]


def tinted(drawn: TranscriptSheet) -> str:
    """What has another ground than the rest."""
    ground = TranscriptColours(DARK).ground.bgcolor
    segments = [each for row in range(drawn.rows.count) for each in drawn.text_strip(row)]
    return " ".join(each.text for each in segments if each.style and each.style.bgcolor != ground)


def test_brackets_stand_beside_their_rows_and_names_on_the_first_free_one() -> None:
    drawn = sheet(
        codings=[
            coding("calls", "I called the number eleven times. Eleven.", SPEECH, memo=True),
            coding("count", "Eleven.", SPEECH),
            coding("form", "You need the form.", SPEECH),
        ]
    )
    assert [drawn.text_strip(row).text[8:].rstrip() for row in range(4)] == [
        "I called the number eleven",
        "times. Eleven. First it was",
        "the ward, then the nurse. You",
        "need the form.",
    ]
    assert margin(drawn) == ["┏   calls ✎", "┗ ╺ count", "┏   form", "┗"]


def test_too_many_names_are_counted() -> None:
    drawn = sheet(codings=[coding(name, "Eleven.", SPEECH) for name in ("a", "b", "c")])
    assert margin(drawn)[1] == "╺ ╺ ╺ a +2"


def test_only_what_is_coded_or_selected_has_a_tint() -> None:
    drawn = sheet(codings=[coding("count", "Eleven.", SPEECH)])
    assert tinted(drawn) == "Eleven."
    start = SPEECH.index("You need")
    drawn.emphasise(Emphasis((start, start + 8)))
    assert tinted(drawn) == "Eleven. You need"


def test_a_cursor_move_draws_only_the_rows_it_leaves_and_enters() -> None:
    drawn = sheet(codings=[coding("calls", "I called", SPEECH), coding("form", "form", SPEECH)])
    drawn.emphasise(Emphasis((0, 8)))
    before = [drawn.text_strip(row) for row in range(4)]
    marks = [drawn.margin_strip(row) for row in range(4)]
    at = SPEECH.index("form")
    changed = drawn.emphasise(Emphasis((at, at + 4)))
    assert (changed.text, changed.margin) == ({0, 3}, {0, 3})
    assert [drawn.text_strip(row) is before[row] for row in range(4)] == [False, True, True, False]
    assert [drawn.margin_strip(row) is marks[row] for row in range(4)] == [False, True, True, False]


def test_applying_a_code_draws_only_its_rows_and_moves_no_stripe() -> None:
    drawn = sheet(codings=[coding("calls", "I called the number eleven times.", SPEECH)])
    drawn.emphasise(Emphasis((0, 8)))
    last = [drawn.text_strip(row) for row in range(4)][3]
    assert margin(drawn) == ["┏ calls", "┗", "", ""]
    changed = drawn.apply([coding("count", "Eleven. First it was the ward", SPEECH)], [])
    assert changed.text == {1, 2}
    assert drawn.text_strip(3) is last
    assert margin(drawn) == ["┏   calls", "┗ ┏ count", "  ┗", ""]
    drawn.apply([], ["calls"])
    assert margin(drawn) == ["", "  ┏ count", "  ┗", ""]
    assert tinted(drawn).startswith("I called Eleven")


def test_a_resized_coding_keeps_its_lane() -> None:
    drawn = sheet(
        codings=[coding("calls", "I called the number eleven times.", SPEECH), coding("count", "Eleven.", SPEECH)]
    )
    drawn.apply([coding("count", "First it was the ward", SPEECH)], ["count"])
    assert margin(drawn) == ["┏   calls", "┗ ┏ count", "  ┗", ""]


def test_what_is_removed_twice_is_removed() -> None:
    drawn = sheet(codings=[coding("calls", "I called", SPEECH)])
    drawn.apply([], ["calls", "calls", "never there"])
    assert margin(drawn) == [""] * 4


def test_a_click_on_the_margin_finds_the_stripe_or_the_name() -> None:
    drawn = sheet(
        codings=[coding("calls", "I called the number eleven times.", SPEECH), coding("count", "Eleven.", SPEECH)]
    )
    assert [drawn.coding_at(1, column) for column in (0, 2, 6)] == ["calls", "count", "count"]
    assert drawn.coding_at(3, 0) is None


@pytest.mark.parametrize("colour", ["", "red", "[bold]", "#12345", "#zzzzzz"])
def test_a_colour_that_is_none_does_no_harm(colour: str) -> None:
    text = "one"
    drawn = sheet(text, [ShownCoding("a", 0, 3, "c", "name", colour)])
    assert margin(drawn) == ["╺ name"]


ANY = st.text(
    st.one_of(st.sampled_from("ab é\u0301漢字カ한\u200d\ufe0f👩👧❤🇫🏽नमस्ते\u0301\t\n\x1b\u202e[/]"), st.characters()),
    max_size=80,
)


@given(
    ANY,
    st.text(max_size=20),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=6),
    st.integers(40, 120),
)
def test_every_strip_is_exactly_as_wide_as_its_widget(
    text: str, label: str, spans: list[tuple[int, int]], width: int
) -> None:
    codings = [
        ShownCoding(str(number), start, min(start + length, len(text)), "c", label, HUE, has_memo=True)
        for number, (start, length) in enumerate(spans)
        if start < len(text)
    ]
    turns = [ShownTurn(0, len(text), ((0, len(text)),), label, "participant")]
    columns = share_out(width)
    drawn = TranscriptSheet(TranscriptModel(text, turns, [ShownHeading(0, label, label)], codings), columns)
    drawn.dress(TranscriptColours(LIGHT), lambda strip: strip)
    drawn.emphasise(Emphasis((0, len(text) // 2)))
    for row in range(drawn.rows.count):
        for strip, wide in ((drawn.text_strip(row), columns.view), (drawn.margin_strip(row), columns.margin)):
            assert sum(segment.cell_length for segment in strip) == strip.cell_length == wide
            assert shown(strip.text) == strip.text


@given(ANY)
def test_offset_to_cell_to_offset_comes_back(text: str) -> None:
    drawn = sheet(text)
    for offset in range(len(text)):
        row, column = drawn.column_of(offset)
        start, end = drawn.rows.span(row)
        if start <= offset < end:
            assert drawn.column_of(drawn.offset_at(row, column)) == (row, column)


def test_each_cell_of_wide_text_belongs_to_the_character_drawn_there() -> None:
    drawn = sheet("e\u0301漢👩\u200d👧x")
    assert [drawn.offset_at(0, column) for column in range(6)] == [0, 2, 2, 3, 3, 6]
    assert [drawn.column_of(offset)[1] for offset in (0, 1, 2, 3, 5, 6)] == [0, 0, 1, 3, 3, 5]


@pytest.mark.parametrize("width", range(46, 161))
def test_the_widths_add_up(width: int) -> None:
    columns = share_out(width)
    assert columns.view + columns.margin + 1 == width
    assert columns.margin >= 14
    assert 20 <= columns.measure <= MEASURE


def test_short_names_leave_more_room_for_the_text() -> None:
    assert share_out(80, 2).measure > share_out(80, 11).measure
    assert share_out(80, 11).name == 12
    assert share_out(80, 400).name == 13


def test_tints_stay_apart_on_a_terminal_of_256_colours() -> None:
    hues = ("#f0718a", "#e0a35c", "#b8c25d", "#7fd18b", "#4fc4b7", "#5fb3f7", "#a78bfa")
    for dark in (True, False):
        assert len({tint_256(hue, dark=dark) for hue in hues}) == len(hues)


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST])
def test_without_tints_coded_and_selected_text_still_differ(palette: Palette) -> None:
    drawn = sheet(codings=[coding("count", "Eleven.", SPEECH)])
    drawn.dress(TranscriptColours(palette, depth="few"), lambda strip: strip)
    drawn.emphasise(Emphasis((0, 8)))
    styles = {segment.text: segment.style for row in range(2) for segment in drawn.text_strip(row) if segment.style}
    assert styles["Eleven."].underline
    assert styles["I called"].reverse


def test_a_sheet_that_is_left_is_gone_at_once() -> None:
    gc.disable()
    try:
        left = sheet(codings=[coding("calls", "I called", SPEECH)])
        left.text_strip(0)
        left.margin_strip(0)
        gone = weakref.ref(left.model)
        del left
        assert gone() is None
    finally:
        gc.enable()
