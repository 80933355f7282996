"""A table as an .xlsx workbook: typed cells, the notes beneath, the same bytes every time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.phrases import say
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.numbers import ABSENT
from qualcode.formats.printing import REASON, interval_end, reason_letters, sentence

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS: Final = {
    "in_memory": True,  # nothing of a study is left in a temporary folder
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""One date for all, so that a second run gives the same bytes."""
_SHAPES: Final = {
    "en": {Measure.COEFFICIENT: "#.00", Measure.PROBABILITY: '[<0.001]"<.001";#.000'},
    "fr": {Measure.COEFFICIENT: "0.00", Measure.PROBABILITY: '[<0.001]"<0,001";0.000'},
}
_WIDEST: Final = 60
_HEAD: Final = 2
"""The row of the column labels: behind the title and a blank row."""


def workbook(table: Table, language: str) -> bytes:
    """The bytes of the workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # only where a workbook is written

    stream = BytesIO()
    with Workbook(stream, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        _write_sheet(book, table, language)
    return stream.getvalue()


def _write_sheet(book: Workbook, table: Table, language: str) -> None:
    sheet = book.add_worksheet(_sheet_name(table.name))
    letters = reason_letters(table, language)
    places = [
        place for place, each in enumerate(table.columns) if each.printed and (letters or each.key != REASON)
    ]  # fmt: skip
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, visible_line(say(table.title, language)), bold)
    head = book.add_format({"bold": True, "top": 1, "bottom": 1})
    for column, place in enumerate(places):
        sheet.write_string(_HEAD, column, _label(table.columns, place, language), head)
        sheet.set_column(column, column, _width(table, place, language))
    sheet.freeze_panes(_HEAD + 1, 1)
    formats = _Formats(book, language)
    for at, row in enumerate(table.rows):
        indent = table.indents[at] if table.indents else 0
        for column, place in enumerate(places):
            value = (
                letters.get(say(str(row[place] or ""), language), "")
                if table.columns[place].key == REASON
                else row[place]
            )
            _write_cell(
                sheet, (_HEAD + 1 + at, column), value, formats.of(table.columns[place], indent if not column else 0)
            )
    _write_notes(sheet, table, letters, language)


class _Formats:
    """Cell formats by measure and indent, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.book = book
        self.shapes = {
            Measure.SHARE: "0%",
            Measure.COUNT: "#,##0",
            Measure.NUMBER: "General",
            **_SHAPES["fr" if language == "fr" else "en"],
        }
        self.made: dict[tuple[Measure, int], Any] = {}

    def of(self, column: Column, indent: int) -> Any:  # a library without types
        """The format of a column's cells."""
        key = column.measure, indent
        if key not in self.made:
            is_text = column.measure is Measure.TEXT
            wish: dict[str, object] = {"align": "left" if is_text else "right"}
            if indent:
                wish["indent"] = indent
            if not is_text:
                wish["num_format"] = self.shapes[column.measure]
            self.made[key] = self.book.add_format(wish)
        return self.made[key]


def _write_cell(sheet: Any, at: tuple[int, int], value: Value, shape: Any) -> None:  # a library without types
    if isinstance(value, str):
        sheet.write_string(*at, visible_line(value), shape)
    elif value is None or not abs(value) < float("inf"):
        sheet.write_string(*at, ABSENT, shape)
    else:
        sheet.write_number(*at, value, shape)


def _write_notes(sheet: Any, table: Table, letters: dict[str, str], language: str) -> None:  # as above
    at = _HEAD + 2 + len(table.rows)
    notes = [visible_line(say(note, language)) for note in table.notes]
    if notes:
        notes[0] = f"{say('Note.', language)} {notes[0]}"
    notes += [f"{letter} {sentence(visible_line(reason))}" for reason, letter in letters.items()]
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
    cells = (len(row[place]) for row in table.rows if isinstance(row[place], str))  # type: ignore[arg-type]  # a str
    longest = max([len(_label(table.columns, place, language)), *cells])
    return min(_WIDEST, longest + 2) if table.columns[place].key != REASON else len(say("Note", language)) + 2


def _sheet_name(name: str) -> str:
    """A name that spreadsheet programs take."""
    return "".join("_" if each in "[]:*?/\\'" else each for each in name)[:31] or "table"
