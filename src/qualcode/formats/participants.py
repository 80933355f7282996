"""Files about people: participants, their measures, and who speaks under which label."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qualcode.domain.transcript import Role
from qualcode.formats.refusals import listed, refuse_all
from qualcode.formats.rows import need, read_rows, records

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WITH_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
"""1,234 may be a thousand and some or a little more than one: only in a file divided by semicolons is it clear."""
_MISSING: Final = {"", "NA"}
_WITHDRAWN: Final = {"withdrawn", "withdrew", "retiré", "retirée"}
_NAMED: Final = {"participant", "id", "group", "site", "transcript", "transcripts", "exclude"}
_YES: Final = {"yes", "y", "true", "1", "x", "oui", "vrai"}
_NO: Final = {"", "no", "n", "false", "0", "non", "faux"}


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A line of a participants' file; columns that have no field of their own are attributes."""

    line: int
    name: str
    group: str
    site: str
    attributes: Mapping[str, str]
    transcripts: tuple[str, ...]
    is_withdrawn: bool = False
    """True where the column `status` or `interview` says so."""
    is_excluded: bool | None = None
    """What the column `exclude` says; None where there is none."""


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
    faults += [
        (line, f'"{cells["exclude"]}" under exclude is neither yes nor no')
        for line, cells in records(rows)
        if cells.get("exclude", "").casefold() not in _YES | _NO
    ]
    refuse_all(filename, faults + _twice([(row.line, row.name) for row in found if row.name]), rows.unit)
    return found


def read_measures(data: bytes, filename: str) -> list[MeasureCell]:
    """Measures, one number a cell, with a decimal point or comma; empty cells and NA are missing.

    Raises:
        BadInput: no participant column, a participant twice, or a cell that is no number.
    """
    rows = read_rows(data, filename)
    id_column = rows.header[need(rows, filename, "participant", "id")]
    found: list[MeasureCell] = []
    faults: list[tuple[int, str]] = []
    people: list[tuple[int, str]] = []
    for line, cells in records(rows):
        name = cells[id_column]
        people.append((line, name))
        if not name:
            faults.append((line, "the participant has no id"))
        for column, cell in cells.items():
            if column == id_column or cell in _MISSING:
                continue
            value = _number(cell, rows.delimiter)
            if value is None:
                faults.append((line, f'"{cell}" in column {column} is no number; leave missing values empty'))
            else:
                found.append(MeasureCell(line, name, column, value))
    refuse_all(filename, faults + _twice([each for each in people if each[1]]), rows.unit)
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
                SpeakerRow(
                    line,
                    _without_suffix(cells["transcript"]),
                    cells["speaker"],
                    Role(role),
                    cells.get("participant", ""),
                )
            )
        else:
            faults.append((line, f'"{cells["role"]}" is no role; write {listed(Role)}'))
    refuse_all(filename, faults, rows.unit)
    return found


def _without_suffix(transcript: str) -> str:
    return transcript[: -len(".txt")] if transcript.lower().endswith(".txt") else transcript


def _participant(line: int, cells: Mapping[str, str], id_column: str) -> ParticipantRow:
    named = cells.get("transcript", "") or cells.get("transcripts", "")
    return ParticipantRow(
        line,
        cells[id_column],
        cells.get("group", ""),
        cells.get("site", ""),
        {name: cell for name, cell in cells.items() if name and name not in _NAMED and cell},
        tuple(name.strip() for name in named.split(";") if name.strip()),
        is_withdrawn=any(cells.get(column, "").casefold() in _WITHDRAWN for column in ("status", "interview")),
        is_excluded=cells["exclude"].casefold() in _YES if "exclude" in cells else None,
    )


def _number(cell: str, delimiter: str) -> float | None:
    """The number, if it is one; a comma is a decimal comma where it can be nothing else."""
    plain = cell.replace("\u2212", "-")
    if _WITH_COMMA.fullmatch(plain) and (delimiter != "," or not _THOUSANDS.fullmatch(plain)):
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def _twice(names: list[tuple[int, str]]) -> list[tuple[int, str]]:
    seen: dict[str, int] = {}
    faults: list[tuple[int, str]] = []
    for line, name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            faults.append((line, f'"{name}" is the participant of line {seen[key]} already'))
        seen.setdefault(key, line)
    return faults
