"""`Table`: the only thing that results and writers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from qualcode.domain.counts import Counts
from qualcode.domain.phrases import Phrase

Value = str | int | float | None

SUPPRESSED: Final = "\N{DAGGER}"
"""Stands in a cell of numbers whose value is hidden to protect people; programs read it as absent."""


class Measure(StrEnum):
    """What the values of a column are, which decides how they are printed."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """0 to 1; printed as a per cent."""
    COEFFICIENT = "coefficient"
    """At most 1 in size; printed without a leading zero in English."""
    CORRELATION = "correlation"
    """As a coefficient, under a key `r_1`; printed with the stars of the p beside it under `p_1`."""
    PROBABILITY = "probability"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` in json and csv, `label` in print."""

    key: str
    label: Phrase | str
    measure: Measure = Measure.TEXT
    printed: bool = True
    """False where the column only serves programs that read json or csv."""
    is_beside: bool = False
    """True where print sets the value in parentheses behind that of the column before."""


@dataclass(frozen=True, slots=True)
class Table:
    """A result: unformatted values under named columns, with all that a reader must know to trust it.

    A value that is not estimable is None and its row says why under the key `reason`.
    """

    name: str
    """Short and stable, for file and sheet names: `agreement`, `themes`."""
    title: Phrase | str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[Phrase | str, ...] = ()
    provenance: Mapping[str, Value] = field(default_factory=dict)
    """What produced it: base, layer, unit, seed, codebook version, event number, synthetic flag."""
    indents: tuple[int, ...] = ()
    """Depth of each row in the codebook tree; empty where all rows stand level."""
    people: Counts | None = None
    """Which of its numbers count people, where some do."""

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]
