"""Decisions as rows: which answer, which code, what was decided, by whom, why.

The disagreement list as a .csv file is one, so that it can be filled in and read back.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.formats.refusals import refuse, refuse_all
from qualcode.formats.rows import need, read_rows, records


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of a file of decisions."""

    line: int
    transcript: str
    question: str
    start: int | None
    end: int | None
    code: str
    decision: str
    """Empty where nothing was decided."""
    decider: str
    reason: str


def read_adjudications(data: bytes, filename: str) -> list[DecisionRow]:
    """The rows of a file of decisions.

    Raises:
        BadInput: a column is missing, a row names neither question nor offsets, or an offset is no whole number.
    """
    rows = read_rows(data, filename)
    for name in ("transcript", "code", "decision"):
        need(rows, filename, name)
    found: list[DecisionRow] = []
    faults: list[tuple[int, str]] = []
    for line, cells in records(rows):
        offsets = [_offset(cells.get(name, "")) for name in ("start", "end")]
        faults += [(line, f"{name} is empty") for name in ("transcript", "code") if not cells[name].strip()]
        faults += [(line, "an offset is no whole number")] * (-1 in offsets)
        if not cells.get("question") and None in offsets:
            faults.append((line, "there is neither a question nor start and end"))
        start, end = offsets
        found.append(
            DecisionRow(
                line, cells["transcript"], cells.get("question", ""), start, end, cells["code"],
                cells["decision"].strip(), cells.get("decider", "").strip(), cells.get("reason", ""),
            )
        )  # fmt: skip
    if not found:
        refuse(filename, "there are no decisions.", "Write a line for each decision.")
    refuse_all(filename, faults, rows.unit)
    return found


def _offset(cell: str) -> int | None:
    """The number; None for an empty cell, -1 where it is no number."""
    cell = cell.strip()
    if not cell:
        return None
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else -1  # noqa: PLR2004  # beyond any text
