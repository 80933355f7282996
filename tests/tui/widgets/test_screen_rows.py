from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.screen_rows import HeadingRows, RowKind, ScreenRows
from qualcode.tui.widgets.wrap_index import WordIndex

TEXT = "I: Why?\nA: One two three.\nB:\nA: Four."
TURNS = [0, 8, 26, 29]
BODIES = [(3, 7), (11, 25), (32, 37)]


def drawn(rows: ScreenRows, text: str = TEXT) -> list[str]:
    lines = []
    for row in range(rows.count):
        start, end = rows.span(row)
        lines.append(rows.heading(row) if rows.kind(row) == RowKind.HEADING else text[start:end])
    return lines


def layout(*headings: HeadingRows, width: int = 8) -> ScreenRows:
    return ScreenRows(WordIndex(TEXT, BODIES), TURNS, headings, width)


def test_an_empty_row_stands_between_turns_and_a_silent_turn_has_a_row() -> None:
    assert drawn(layout()) == ["Why?", "", "One two", "three.", "", "", "", "Four."]


def test_a_heading_stands_before_the_text_that_follows_it() -> None:
    rows = layout(HeadingRows(8, ("[Q1] Why", "indeed?")), HeadingRows(37, ("[Q2]",)))
    assert drawn(rows)[:6] == ["Why?", "", "[Q1] Why", "indeed?", "", "One two"]
    assert drawn(rows)[-2:] == ["", "[Q2]"]


def test_a_heading_inside_a_turn_stands_between_its_rows() -> None:
    assert drawn(layout(HeadingRows(15, ("[Q2]",))))[1:6] == ["", "One two", "", "[Q2]", ""]


def test_turns_know_their_rows() -> None:
    rows = layout()
    assert [rows.turn_of(row) for row in range(rows.count)] == [0, 0, 1, 1, 1, 2, 2, 3]
    assert rows.turn_rows(3) == (2, 5)


def test_a_segment_in_hidden_text_has_the_row_before_it() -> None:
    rows = layout()
    assert rows.rows_of(8, 10) == (0, 0)
    assert rows.rows_of(8, 12) == (2, 2)
    assert rows.rows_of(3, 37) == (0, 7)


def test_a_text_without_turns_has_no_rows() -> None:
    rows = ScreenRows(WordIndex("", []), [], [], 20)
    assert (rows.count, rows.row_of(0), rows.turn_of(0)) == (0, 0, -1)
    assert rows.all_rows_of([0], [1]) == [(0, 0)]


@given(st.lists(st.tuples(st.integers(0, 36), st.integers(1, 12)), max_size=20), st.integers(4, 20))
def test_many_segments_lie_where_each_lies(spans: list[tuple[int, int]], width: int) -> None:
    rows = layout(HeadingRows(8, ("[Q1]",)), width=width)
    starts = [start for start, _ in spans]
    ends = [start + length for start, length in spans]
    assert rows.all_rows_of(starts, ends) == [rows.rows_of(*span) for span in zip(starts, ends, strict=True)]
