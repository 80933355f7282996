"""Files about people: participants, their measures, and who speaks under which label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qualcode.domain.transcript import Role
from qualcode.formats.refusals import listed, refuse_all
from qualcode.formats.rows import need, read_rows, records

_NAMED: Final = {"participant", "id", "group", "site", "transcript", "transcripts"}


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A line of a participants' file; columns that have no field of their own are attributes."""

    line: int
    name: str
    group: str
    site: str
    attributes: Mapping[str, str]
    transcripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One number of a measures' file; empty cells have none."""

    line: int
    participant: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A line of a speakers' file."""

    line: int
    transcript: str
    """`*` stands for every transcript."""
    speaker: str
    role: Role
    participant: str


def read_participants(data: bytes, filename: str) -> list[ParticipantRow]:
    """Participants; ids stay the text that they are (007, NA, 1e5).

    Raises:
        BadInput: no id column, an empty id, or an id twice.
    """
    rows = read_rows(data, filename)
    id_column = rows.header[need(rows, filename, "participant", "id")]
    found = [_participant(line, cells, id_column) for line, cells in records(rows)]
    faults = [(row.line, "the participant has no id") for row in found if not row.name]
    refuse_all(filename, faults + _twice([(row.line, row.name) for row in found if row.name]))
    return found


def read_measures(data: bytes, filename: str) -> list[MeasureCell]:
    """Measures, one number a cell, with a decimal point or comma.

    Raises:
        BadInput: no participant column, a participant twice, or a cell that is no number.
    """
    rows = read_rows(data, filename)
    id_column = rows.header[need(rows, filename, "participant", "id")]
    found: list[MeasureCell] = []
    faults: list[tuple[int, str]] = []
    people: list[tuple[int, str]] = []
    for line, cells in records(rows):
        people.append((line, cells[id_column]))
        for name, cell in cells.items():
            if name == id_column or not cell:
                continue
            value = _number(cell)
            if value is None:
                faults.append((line, f'"{cell}" in column {name} is no number; leave missing values empty'))
            else:
                found.append(MeasureCell(line, cells[id_column], name, value))
    refuse_all(filename, faults + _twice(people))
    return found


def read_speakers(data: bytes, filename: str) -> list[SpeakerRow]:
    """Who speaks under which label.

    Raises:
        BadInput: a column is missing, or a role is none of the three.
    """
    rows = read_rows(data, filename)
    for name in ("transcript", "speaker", "role"):
        need(rows, filename, name)
    found: list[SpeakerRow] = []
    faults: list[tuple[int, str]] = []
    for line, cells in records(rows):
        role = cells["role"].lower()
        if role in set(Role):
            found.append(
                SpeakerRow(line, cells["transcript"], cells["speaker"], Role(role), cells.get("participant", ""))
            )
        else:
            faults.append((line, f'"{cells["role"]}" is no role; write {listed(Role)}'))
    refuse_all(filename, faults)
    return found


def _participant(line: int, cells: Mapping[str, str], id_column: str) -> ParticipantRow:
    named = cells.get("transcript", "") or cells.get("transcripts", "")
    return ParticipantRow(
        line,
        cells[id_column],
        cells.get("group", ""),
        cells.get("site", ""),
        {name: cell for name, cell in cells.items() if name and name not in _NAMED and cell},
        tuple(name.strip() for name in named.split(";") if name.strip()),
    )


def _number(cell: str) -> float | None:
    """The number, if it is one; a single comma is a decimal comma."""
    try:
        value = float(
            cell.replace("\u2212", "-").replace(",", ".")
            if cell.count(",") == 1 and "." not in cell
            else cell.replace("\u2212", "-")
        )
    except ValueError:
        return None
    return value if abs(value) != float("inf") and value == value else None  # noqa: PLR0124  # NaN differs from itself


def _twice(names: list[tuple[int, str]]) -> list[tuple[int, str]]:
    seen: dict[str, int] = {}
    faults: list[tuple[int, str]] = []
    for line, name in names:
        key = name.casefold()
        if key in seen:
            faults.append((line, f'participant "{name}" stands on line {seen[key]} already'))
        seen.setdefault(key, line)
    return faults
