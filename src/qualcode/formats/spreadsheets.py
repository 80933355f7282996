"""The rows of an .xlsx sheet as text."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Final

from qualcode.formats.refusals import refuse

_UNPACKED: Final = 50_000_000
_ENTRIES: Final = 2_000
_ROWS: Final = 50_000
_COLUMNS: Final = 300
_REMEDY: Final = "Open it in a spreadsheet program and save it again as .xlsx or as CSV in UTF-8."


def xlsx_rows(data: bytes, filename: str) -> list[list[str]]:
    """The cells of the first sheet; numbers as a spreadsheet shows them, empty cells as empty text.

    Raises:
        BadInput: it is no workbook, is too large, or brings a document type of its own.
    """
    _check_archive(data, filename)
    from openpyxl import load_workbook  # noqa: PLC0415  # only where a file needs it

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = [list(row) for row in sheet.iter_rows(max_row=_ROWS + 1, max_col=_COLUMNS, values_only=True)]
        book.close()
    except (KeyError, ValueError, TypeError, IndexError, SyntaxError, OSError, AttributeError, zipfile.BadZipFile):
        refuse(filename, "this is no readable workbook.", _REMEDY)
    if len(rows) > _ROWS:
        refuse(filename, f"there are more than {_ROWS} rows.", "Divide it into parts.")
    return _squared([[_text(cell) for cell in row] for row in rows])


def _check_archive(data: bytes, filename: str) -> None:
    """Refuse archives that unpack to too much, and document types in their parts."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _ENTRIES or sum(part.file_size for part in parts) > _UNPACKED:
                refuse(
                    filename,
                    "the workbook unpacks to too much.",
                    "Keep only the sheet with the rows, or save it as CSV.",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                    refuse(filename, "the workbook brings a document type of its own, which is not read.", _REMEDY)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        refuse(filename, "this is no .xlsx workbook.", _REMEDY)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _squared(rows: list[list[str]]) -> list[list[str]]:
    """The rows with as many cells as the widest has, without empty columns at the end."""
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell.strip()), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in rows]
