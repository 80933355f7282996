"""Codings as rows: the one file that can hold a hundred thousand lines, so it is read column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from qualcode.formats.refusals import refuse, refuse_all
from qualcode.formats.rows import Rows, need, read_columns, restored, without_collector, write_rows

COLUMNS: Final = (
    "coder", "transcript", "code", "start", "end", "quote", "memo", "layer", "round", "created", "codebook_version",
    "unsure",
)  # fmt: skip

CodingRow = tuple[int, str, str, str, int | None, int | None, str, str, str, str, str, int | None, bool]
"""Line, then the columns in their order; offsets None where the quote must be found."""

_YES: Final = {"yes", "y", "true", "1", "x", "oui", "o", "vrai"}
_LAYERS: Final = {"", "independent", "consensus", "recode"}
Faults = list[tuple[int, str]]


def read_codings(data: bytes, filename: str) -> list[CodingRow]:
    """The rows of a file of codings.

    Raises:
        BadInput: coder, transcript or code has no column or is empty, a row has neither offsets nor a quote, an offset
            is no whole number, or a layer is unknown; all faults are named.
    """
    with without_collector():
        return _read(data, filename)


def write_codings(rows: Iterable[Iterable[object]]) -> bytes:
    """The file that `read_codings` reads, from rows in the order of `COLUMNS`."""
    with without_collector():
        return write_rows(COLUMNS, rows)


def _read(data: bytes, filename: str) -> list[CodingRow]:
    rows, cells = read_columns(data, filename)
    for name in ("coder", "transcript", "code"):
        need(rows, filename, name)
    if not rows.lines:
        refuse(filename, "there are no codings.", "Write a line for each coding.")
    faults: Faults = []
    coder, transcript, code, quote, memo, layer, round_, created = (
        _text(rows, cells.get(name))
        for name in ("coder", "transcript", "code", "quote", "memo", "layer", "round", "created")
    )
    start, end, version = (_whole(rows, cells.get(name), name, faults) for name in ("start", "end", "codebook_version"))
    unsure = _flags(rows, cells.get("unsure"))
    faults += _empty(rows, {"coder": coder, "transcript": transcript, "code": code})
    faults += _unplaced(rows, start, end, quote)
    if not set(layer) <= _LAYERS:
        wrong = [(line, each) for line, each in zip(rows.lines, layer, strict=True) if each not in _LAYERS]
        faults += [(line, f'"{each}" is no layer; write independent, consensus or recode') for line, each in wrong]
    refuse_all(filename, faults, rows.unit)
    return list(
        zip(
            rows.lines, coder, transcript, code, start, end, quote, memo, layer, round_, created, version, unsure,
            strict=True,
        )
    )  # fmt: skip


def _text(rows: Rows, cells: Sequence[str] | None) -> Sequence[str]:
    if cells is None:
        return [""] * len(rows.lines)
    return [restored(cell) for cell in cells] if any(cell[:1] == "'" for cell in set(cells)) else cells


def _flags(rows: Rows, cells: Sequence[str] | None) -> list[bool]:
    return [cell.strip().casefold() in _YES for cell in cells] if cells else [False] * len(rows.lines)


def _whole(rows: Rows, cells: Sequence[str] | None, name: str, faults: Faults) -> list[int | None]:
    if cells is None:
        return [None] * len(rows.lines)
    digits = "".join(cells)
    if digits.isascii() and digits.isdigit() and "" not in cells:
        return list(map(int, cells))
    found: list[int | None] = []
    for line, cell in zip(rows.lines, map(str.strip, cells), strict=True):
        is_whole = cell.isascii() and cell.isdigit() and len(cell) < 10  # noqa: PLR2004  # beyond any transcript
        if cell and not is_whole:
            faults.append((line, f'{name} is "{cell}", which is no whole number'))
        found.append(int(cell) if is_whole else None)
    return found


def _empty(rows: Rows, columns: dict[str, Sequence[str]]) -> Faults:
    return [
        (line, f"{name} is empty")
        for name, cells in columns.items()
        if "" in cells
        for line, cell in zip(rows.lines, cells, strict=True)
        if not cell
    ]


def _unplaced(rows: Rows, start: Sequence[int | None], end: Sequence[int | None], quote: Sequence[str]) -> Faults:
    """Rows that do not say where the coding stands."""
    if None not in start and None not in end:
        return []
    faults: Faults = []
    for line, first, last, words in zip(rows.lines, start, end, quote, strict=True):
        if (first is None) != (last is None):
            faults.append((line, "one of start and end is empty"))
        elif first is None and not words:
            faults.append((line, "there are neither start and end nor a quote"))
    return faults
