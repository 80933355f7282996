"""Tables that people bring as text: header names forgiven, every cell kept as the text it is."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.formats.encodings import decode
from qualcode.formats.refusals import listed, refuse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins like this can start a formula in a spreadsheet program."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The body of a file of rows."""

    header: tuple[str, ...]
    """Column names as qualcode writes them: lower case, `_` for blanks."""
    rows: list[list[str]]
    lines: list[int]
    """The line of the file on which each row ends."""

    def column(self, *names: str) -> int | None:
        """The place of the first of these columns that there is."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def read_rows(data: bytes, filename: str) -> Rows:
    """The rows of a .csv file; commas, semicolons or tabs, with or without a BOM.

    Raises:
        BadInput: the file is no text, has no rows, or a row has another number of cells than the header.
    """
    text = decode(data, filename).text
    if "\0" in text:
        refuse(filename, "holds NUL characters, so it is no table.", "Save it as CSV in UTF-8.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        refuse(filename, f"line {reader.line_num}: {error}.", "Close every quotation mark, then import it again.")
    if not rows:
        refuse(filename, "the file is empty.", "Write the names of the columns into the first line.")
    header = tuple(column_name(name) for name in rows[0])
    return _checked(Rows(header, rows[1:], lines[1:]), filename)


def column_name(name: str) -> str:
    """The name of a column whatever its case and blanks."""
    return "_".join(unicodedata.normalize("NFC", name).strip().lstrip("\ufeff").lower().split())


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
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def restored(cell: str) -> str:
    """The cell as it was before `defused`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def write_rows(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as CSV in UTF-8; text cells are defused, numbers stay numbers."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue().encode("utf-8", "surrogatepass")


def records(rows: Rows) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line and cells by column name, outer blanks taken off, of every row."""
    for line, row in zip(rows.lines, rows.rows, strict=True):
        yield line, {name: restored(cell.strip()) for name, cell in zip(rows.header, row, strict=True)}


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _checked(rows: Rows, filename: str) -> Rows:
    twice = {name for name in rows.header if name and rows.header.count(name) > 1}
    if twice:
        refuse(filename, f"the column {listed(sorted(twice))} stands there twice.", "Rename or remove one of them.")
    width = len(rows.header)
    kept = [place for place, row in enumerate(rows.rows) if any(cell.strip() for cell in row)]
    ragged = [rows.lines[place] for place in kept if len(rows.rows[place]) != width]
    if ragged:
        refuse(
            filename,
            f"line {listed(ragged)}: another number of cells than the {width} columns of the header.",
            "Put a cell with a comma in it into quotation marks, then import it again.",
        )
    return Rows(rows.header, [rows.rows[place] for place in kept], [rows.lines[place] for place in kept])
