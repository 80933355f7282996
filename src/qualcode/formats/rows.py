"""Tables that people bring as text: header names forgiven, every cell kept as the text it is."""

from __future__ import annotations

import csv
import gc
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import methodcaller
from pathlib import PurePath
from typing import Final

from qualcode.formats.encodings import decode
from qualcode.formats.refusals import listed, refuse, refuse_all

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""A text cell that begins like this can start a formula in a spreadsheet program."""
_AS_UTF8: Final = "Save it as CSV in UTF-8, then import it again."
_CLOSE_QUOTES: Final = "Close every quotation mark, and double those inside a cell; then import the file again."


@dataclass(frozen=True, slots=True)
class Rows:
    """The body of a file of rows; every row has a cell for each column."""

    header: tuple[str, ...]
    """Column names as qualcode writes them: lower case, `_` for blanks."""
    rows: list[list[str]]
    lines: Sequence[int]
    """The line of the file on which each row begins."""
    delimiter: str = ","
    unit: str = "line"
    """What a place in the file is called: line, or row of a sheet."""

    def column(self, *names: str) -> int | None:
        """The place of the first of these columns that there is."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def read_rows(data: bytes, filename: str, encoding: str | None = None) -> Rows:
    """The rows of a .csv file with commas, semicolons or tabs, or of the first sheet of an .xlsx file.

    Args:
        data: The file.
        filename: Says by its suffix what it is; named in refusals.
        encoding: Used for a .csv file that is not Unicode, where somebody named it.

    Raises:
        BadInput: the file is no table, has no rows, or rows have another number of cells than the header.
    """
    if PurePath(filename).suffix.lower() == ".xlsx":
        from qualcode.formats.spreadsheets import xlsx_rows  # noqa: PLC0415  # only where a file needs it

        rows, delimiter, unit = xlsx_rows(data, filename), "\t", "row"
        lines: Sequence[int] = range(1, len(rows) + 1)
    else:
        text = decode(data, filename, encoding, _AS_UTF8).text
        delimiter, unit = _delimiter(text), "line"
        rows, lines = _parsed(text, delimiter, filename)
    first = next((place for place, row in enumerate(rows) if any(map(str.strip, row))), None)
    if first is None:
        refuse(filename, "there are no rows.", "Write the names of the columns into the first line.")
    header = tuple(map(column_name, rows[first]))
    while header and not header[-1] and all(len(row) < len(header) or not row[len(header) - 1] for row in rows):
        header = header[:-1]
    return _checked(Rows(header, rows[first + 1 :], lines[first + 1 :], delimiter, unit), filename)


def read_columns(data: bytes, filename: str) -> tuple[Rows, dict[str, Sequence[str]]]:
    """The same file column by column, for the ones too long for a list a row; the `Rows` are without rows.

    Raises:
        BadInput: as `read_rows`.
    """
    found = None if PurePath(filename).suffix.lower() == ".xlsx" else _fast_columns(data, filename)
    if found is None:
        rows = read_rows(data, filename)
        return rows, {name: [row[place] for row in rows.rows] for place, name in enumerate(rows.header)}
    return found


def column_name(name: str) -> str:
    """The name of a column whatever its case and blanks."""
    return "_".join(unicodedata.normalize("NFC", name).strip().lower().split())


def need(rows: Rows, filename: str, *names: str) -> int:
    """The place of a column that must be there, under any of its names.

    Raises:
        BadInput: it is not.
    """
    found = rows.column(*names)
    if found is None:
        refuse(
            filename,
            f'there is no column "{names[0]}"; the columns are: {listed(rows.header, 12)}.',
            f'Name the column "{names[0]}" in the first line.',
        )
    return found


def defused(cell: str) -> str:
    """The cell so that no spreadsheet program takes it for a formula."""
    return f"'{cell}" if cell[:1] == "'" or cell[:1] in _FORMULA else cell


def restored(cell: str) -> str:
    """The cell as it was before `defused`; another leading apostrophe is the writer's own."""
    return cell[1:] if cell[:1] == "'" and (cell[1:2] == "'" or cell[1:2] in _FORMULA) else cell


def write_rows(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as CSV in UTF-8; text cells are defused, numbers stay numbers."""
    columns = [_defused_column(column) for column in zip(*rows, strict=True)]
    breaks = any(isinstance(cell, str) and "\r" in cell for column in columns for cell in set(column))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL if breaks else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue().encode("utf-8", "surrogatepass")


def records(rows: Rows) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line and cells by column name, outer blanks taken off, of every row."""
    for line, row in zip(rows.lines, rows.rows, strict=True):
        yield line, {name: restored(cell.strip()) for name, cell in zip(rows.header, row, strict=True)}


def _defused_column(cells: Sequence[object]) -> Sequence[object]:
    risky = {cell: defused(cell) for cell in set(cells) if isinstance(cell, str) and defused(cell) is not cell}
    return [risky.get(cell, cell) if isinstance(cell, str) else cell for cell in cells] if risky else cells


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _parsed(text: str, delimiter: str, filename: str) -> tuple[list[list[str]], Sequence[int]]:
    """The records and the line each begins on; a walk line by line only where records run over lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        rows = []
    if rows and reader.line_num == len(rows):
        return rows, range(1, len(rows) + 1)
    rows, lines, begin = [], [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        refuse(
            filename, f"line {begin}: a quotation mark is not closed, or stands inside a cell ({error}).", _CLOSE_QUOTES
        )
    return rows, lines


def _fast_columns(data: bytes, filename: str) -> tuple[Rows, dict[str, Sequence[str]]] | None:
    """The columns of a file in which nothing is at fault; None for any other, which the patient reader explains.

    Keeping no row halves the time of a hundred thousand of them: lists keep the garbage collector busy, text does not.
    """
    text = decode(data, filename, remedy=_AS_UTF8).text
    delimiter = _delimiter(text)
    cells, widths, ends = _split(text, delimiter) if '"' not in text else _scanned(text, delimiter)
    width = widths.pop() if len(widths) == 1 else 0
    header = tuple(map(column_name, cells[:width]))
    if "" in header or not len(set(header)) == width > 0:
        return None
    columns: dict[str, Sequence[str]] = {name: cells[width + place :: width] for place, name in enumerate(header)}
    return Rows(header, [], range(2, len(cells) // width + 1) if ends is None else ends, delimiter), columns


def _split(text: str, delimiter: str) -> tuple[list[str], set[int], None]:
    """The cells of a text without quotation marks, one after the other, and the widths of its lines."""
    text = text.replace("\r\n", "\n").rstrip("\n")
    widths = {1 + count for count in set(map(methodcaller("count", delimiter), text.split("\n")))}
    return text.replace("\n", delimiter).split(delimiter), widths if "\r" not in text else set(), None


def _scanned(text: str, delimiter: str) -> tuple[list[str], set[int], list[int]]:
    """The cells one after the other, the widths of the records, and the line on which each but the first begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells: list[str] = []
    widths: set[int] = set()
    begins: list[int] = []
    try:
        for row in reader:
            cells += row
            widths.add(len(row))
            begins.append(reader.line_num + 1)
    except csv.Error:
        return [], set(), []
    return cells, widths, begins[:-1]


@contextmanager
def without_collector() -> Iterator[None]:
    """Stop looking for garbage while very many values are made that are all kept; a third of the time goes there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _checked(rows: Rows, filename: str) -> Rows:
    twice = {name for name in rows.header if name and rows.header.count(name) > 1}
    if twice:
        refuse(filename, f"the column {listed(sorted(twice))} stands there twice.", "Rename or remove one of them.")
    nameless = [
        at + 1
        for at, name in enumerate(rows.header)
        if not name and any("".join(row[at : at + 1]) for row in rows.rows)
    ]
    if nameless:
        refuse(filename, f"column {listed(nameless)} has no name.", "Name it in the first line, or empty it.")
    width = len(rows.header)
    if set(map(len, rows.rows)) <= {width} and all(map(any, rows.rows)):
        return rows
    kept: list[list[str]] = []
    lines: list[int] = []
    faults: list[tuple[int, str]] = []
    for line, row in zip(rows.lines, rows.rows, strict=True):
        if not any(map(str.strip, row)):
            continue
        if len(row) < width or any(row[width:]):
            faults.append((line, f"there are {len(row)} cells, and the header has {width} columns"))
        kept.append(row[:width])
        lines.append(line)
    refuse_all(filename, faults, rows.unit, "Put a cell that holds a comma into quotation marks, then import it again.")
    return Rows(rows.header, kept, lines, rows.delimiter, rows.unit)
