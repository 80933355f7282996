"""Reasons of absent values as letters, explained beneath the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from qualcode.domain.phrases import say
from qualcode.domain.table import Column, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.printing import REASON, reason_letters, sentence

_BETWEEN: Final = "; "
_MARKER: Final = "marker"


def parts(reason: Value) -> list[str]:
    """The single reasons in the cell of a row."""
    return [part for part in str(reason or "").split(_BETWEEN) if part]


def joined(reasons: Iterable[str]) -> str:
    """Several reasons in one cell, each of them once."""
    return _BETWEEN.join(dict.fromkeys(reasons))


def reason_place(table: Table) -> int | None:
    """The place of the column of reasons, where there is one."""
    return next((place for place, column in enumerate(table.columns) if column.key == REASON), None)


def lettered(table: Table, language: str) -> tuple[Table, tuple[tuple[str, str], ...]]:
    """The table with a last column of letters for its reasons, and what the letters mean.

    The column is left out where no row has a reason.
    """
    place = reason_place(table)
    if place is None:
        return table, ()
    letters = _letters([row[place] for row in table.rows], language)
    bare = _without(table, place)
    if not letters:
        return bare, ()
    column = Column(_MARKER, table.columns[place].label)
    marks = [", ".join(letters[said] for said in _said(row[place], language)) for row in table.rows]
    rows = tuple((*row, mark) for row, mark in zip(bare.rows, marks, strict=True))
    meanings = tuple((letter, sentence(visible_line(reason))) for reason, letter in letters.items())
    return replace(bare, columns=(*bare.columns, column), rows=rows), meanings


def _letters(cells: Iterable[Value], language: str) -> dict[str, str]:
    rows = tuple((part,) for cell in cells for part in parts(cell))
    return reason_letters(Table("", "", (Column(REASON, ""),), rows), language)


def _said(cell: Value, language: str) -> list[str]:
    return [say(part, language) for part in dict.fromkeys(parts(cell))]


def _without(table: Table, place: int) -> Table:
    rows = tuple((*row[:place], *row[place + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[:place], *table.columns[place + 1 :]), rows=rows)
