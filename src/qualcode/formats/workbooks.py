"""Tables as an .xlsx workbook: typed cells, the notes beneath, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.phrases import say
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.numbers import ABSENT, printed
from qualcode.formats.printing import correlation_stars, interval_end, named
from qualcode.formats.reasons import lettered
from qualcode.formats.side_by_side import Spans, side_by_side

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS: Final = {
    "in_memory": True,  # nothing of a study is left in a temporary folder
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""One date for all workbooks, so that a second run gives the same bytes."""
_SHAPES: Final = {
    "en": {Measure.COEFFICIENT: "#.00", Measure.CORRELATION: "#.00", Measure.PROBABILITY: '[<0.001]"<.001";#.000'},
    "fr": {Measure.COEFFICIENT: "0.00", Measure.CORRELATION: "0.00", Measure.PROBABILITY: '[<0.001]"<0,001";0.000'},
}
_WIDEST: Final = 60
_LABEL: Final = 14
"""Letters in a line of a label; longer ones go on beneath."""
_LINE: Final = 15
"""Height of a line in points."""
_TALLEST: Final = 405
"""As high as a row may be."""
_HEAD: Final = 2
"""The row of the column labels: behind the title and a blank row."""


def workbook(tables: Iterable[Table], language: str) -> bytes:
    """The bytes of the workbook, a sheet a table."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # only where a workbook is written

    stream = BytesIO()
    with Workbook(stream, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        for table in tables:
            _write_sheet(book, table, language)
    return stream.getvalue()


def _write_sheet(book: Workbook, table: Table, language: str) -> None:
    sheet = book.add_worksheet(_sheet_name(table.name))
    wide = side_by_side(table, language)
    shown, reasons = lettered(_shown(wide.table if wide else table), language)
    sheet.write_string(0, 0, visible_line(say(table.title, language)), book.add_format({"bold": True}))
    _write_heads(book, sheet, shown, wide.spans if wide else (), language)
    formats, starred = _Formats(book, language), correlation_stars(table)
    for at, row in enumerate(shown.rows):
        indent = shown.indents[at] if shown.indents else 0
        for place, (value, column) in enumerate(zip(row, shown.columns, strict=True)):
            _write_cell(
                sheet,
                (_HEAD + 1 + at, place),
                named(value, column.key, language),
                formats.of(column, 0 if place else indent, starred.get((at, column.key), "")),
            )
    _write_notes(sheet, table, _HEAD + 2 + len(shown.rows), reasons, language)


def _shown(table: Table) -> Table:
    """The table with the columns that are printed."""
    places = [place for place, column in enumerate(table.columns) if column.printed]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)


def _write_heads(book: Workbook, sheet: Any, table: Table, spans: Spans, language: str) -> None:  # as below
    """The labels, those of groups above them, and the first row and column kept in view."""
    bold = book.add_format({"bold": True, "align": "center"})
    for label, first, last in spans:
        if last > first:
            sheet.merge_range(_HEAD - 1, first, _HEAD - 1, last, "", bold)
        sheet.write_string(_HEAD - 1, first, label, bold)
    head = book.add_format({"bold": True, "top": 1, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    widths = [_width(table, place, language) for place in range(len(table.columns))]
    for label, first, last in spans:
        widths[last] += max(0, len(label) + 2 - sum(widths[first : last + 1]))
    labels = [_label(table.columns, place, language) for place in range(len(table.columns))]
    for place, (label, width) in enumerate(zip(labels, widths, strict=True)):
        sheet.write_string(_HEAD, place, label, head)
        sheet.set_column(place, place, width)
    for at, row in enumerate([labels, *table.rows], start=_HEAD):
        lines = _lines(row, widths)
        if lines > 1:
            sheet.set_row(at, min(_TALLEST, lines * _LINE))  # some programs do not find the height themselves
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # printed as wide as a page, and as long as it is


class _Formats:
    """Cell formats by measure and indent, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.book = book
        self.shapes = {
            Measure.SHARE: "0%",
            Measure.COUNT: "#,##0",
            Measure.NUMBER: "0.00",
            **_SHAPES["fr" if language == "fr" else "en"],
        }
        self.made: dict[tuple[Measure, int, str], Any] = {}

    def of(self, column: Column, indent: int, stars: str = "") -> Any:  # a library without types
        """The format of a column's cells, which prints these stars behind the number."""
        key = column.measure, indent, stars
        if key not in self.made:
            is_text = column.measure is Measure.TEXT
            wish: dict[str, object] = {"align": "left" if is_text else "right"}
            if indent:
                wish["indent"] = indent
            if is_text:
                wish |= {"text_wrap": True, "valign": "top"}
            else:
                wish["num_format"] = self.shapes[column.measure] + (f'"{stars}"' if stars else "")
            self.made[key] = self.book.add_format(wish)
        return self.made[key]


def _write_cell(sheet: Any, at: tuple[int, int], value: Value, shape: Any) -> None:  # a library without types
    if isinstance(value, str):
        sheet.write_string(*at, visible_line(value), shape)
    elif value is None or not abs(value) < float("inf"):
        sheet.write_string(*at, ABSENT, shape)
    else:
        sheet.write_number(*at, value, shape)


def _write_notes(sheet: Any, table: Table, at: int, reasons: Iterable[tuple[str, str]], language: str) -> None:
    notes = [visible_line(say(note, language)) for note in table.notes]
    if notes:
        notes[0] = f"{say('Note.', language)} {notes[0]}"
    notes += [f"{letter} {reason}" for letter, reason in reasons]
    for place, note in enumerate(notes):
        sheet.write_string(at + place, 0, note)


def _label(columns: tuple[Column, ...], place: int, language: str) -> str:
    """The label; bounds of an interval say which they are."""
    label = visible_line(say(columns[place].label, language))
    if interval_end(columns, place) is not None:
        return f"{label} ({say('low', language)})"
    if place and interval_end(columns, place - 1) == place:
        return f"{label} ({say('high', language)})"
    return label


def _width(table: Table, place: int, language: str) -> int:
    """The width in which the label and every value of the column have room."""
    measure = table.columns[place].measure
    sign = 1 if measure is Measure.SHARE else 0
    longest = (len(printed(row[place], measure, language)) + sign for row in table.rows if row[place] is not None)
    words = _label(table.columns, place, language).split(" ")
    label = max(min(_LABEL, len(" ".join(words))), *map(len, words))
    return min(_WIDEST, max(label, *longest, 0) + 2)


def _lines(row: Sequence[Value], widths: Sequence[int]) -> int:
    """How many lines the words of the row take."""
    cells = (
        sum(max(1, math.ceil(len(line) / max(1, width - 2))) for line in each.splitlines())
        for each, width in zip(row, widths, strict=True)
        if isinstance(each, str)
    )
    return max(cells, default=1)


def _sheet_name(name: str) -> str:
    """A name that spreadsheet programs take."""
    return "".join("_" if each in "[]:*?/\\'" else each for each in name)[:31] or "table"
