"""Codings as rows: the one file that can hold a hundred thousand lines, so it is read by place, not by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from qualcode.formats.refusals import refuse_all
from qualcode.formats.rows import Rows, need, read_rows, restored, write_rows

COLUMNS: Final = (
    "coder", "transcript", "code", "start", "end", "quote", "memo", "layer", "round", "created", "codebook_version",
)  # fmt: skip

CodingRow = tuple[int, str, str, str, int | None, int | None, str, str, str, str, str, int | None]
"""Line, then the columns in their order; offsets None where the quote must be found."""

_LAYERS: Final = {"", "independent", "consensus"}


def read_codings(data: bytes, filename: str) -> list[CodingRow]:
    """The rows of a file of codings.

    Raises:
        BadInput: coder, transcript or code has no column, an offset is no whole number, or a layer is unknown.
    """
    rows = read_rows(data, filename)
    for name in ("coder", "transcript", "code"):
        need(rows, filename, name)
    columns = [_column(rows, name, restored) for name in ("coder", "transcript", "code")]
    faults: list[tuple[int, str]] = []
    columns += [_whole(rows, name, faults) for name in ("start", "end")]
    columns += [_column(rows, name, restored) for name in ("quote", "memo", "layer", "round", "created")]
    columns.append(_whole(rows, "codebook_version", faults))
    found: list[CodingRow] = list(zip(rows.lines, *columns, strict=True))  # type: ignore[arg-type]  # by construction
    faults += [
        (row[0], f'"{row[8]}" is no layer; write independent or consensus') for row in found if row[8] not in _LAYERS
    ]
    faults += [(row[0], "one of start and end is empty") for row in found if (row[4] is None) != (row[5] is None)]
    refuse_all(filename, faults)
    return found


def write_codings(rows: Iterable[Iterable[object]]) -> bytes:
    """The file that `read_codings` reads, from rows in the order of `COLUMNS`."""
    return write_rows(COLUMNS, rows)


def _column(rows: Rows, name: str, convert: Callable[[str], str]) -> list[Any]:
    place = rows.column(name)
    if place is None:
        return [""] * len(rows.rows)
    return [convert(row[place]) for row in rows.rows]


def _whole(rows: Rows, name: str, faults: list[tuple[int, str]]) -> list[int | None]:
    place = rows.column(name)
    if place is None:
        return [None] * len(rows.rows)
    try:
        return [int(row[place]) if row[place] else None for row in rows.rows]
    except ValueError:
        return list(_slowly(rows, name, place, faults))


def _slowly(rows: Rows, name: str, place: int, faults: list[tuple[int, str]]) -> Iterator[int | None]:
    for line, row in zip(rows.lines, rows.rows, strict=True):
        cell = row[place].strip()
        if cell and not cell.isdecimal():
            faults.append((line, f'{name} is "{cell}", which is no whole number'))
            yield None
        else:
            yield int(cell) if cell else None
