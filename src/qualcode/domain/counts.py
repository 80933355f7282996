"""Numbers of people in a table, and how they hang together: what a reader can add up and take away.

A table declares this beside its rows, so that hiding a number can be decided for all tables of a report at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EVERYBODY: Final = ""
"""The whole that everybody counted belongs to."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some people have something in common; two tables that count the same say the same."""

    row: int
    shows: tuple[str, ...]
    """Keys of the columns of the row that say the number, or that give it away beside others."""
    what: str
    """What they have in common: the id of a code, a site, a status."""
    of: frozenset[str]
    """The people counted among."""
    n: int
    base: str = ""
    """What all counted among have in common, where a table prints how many these are: hidden, it hides the number."""
    within: frozenset[str] = frozenset()
    """The people among whom that base is counted."""


@dataclass(frozen=True, slots=True)
class Union:
    """A whole and its parts: who is in a part is in the whole."""

    whole: str
    parts: tuple[str, ...]
    is_exclusive: bool = False
    """Whether nobody is in two of the parts."""
    is_covered: bool = True
    """Whether everybody in the whole is in some part."""
    of: frozenset[str] | None = None
    """Among whom it holds; None for all."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a table tells of people."""

    cells: tuple[Count, ...] = ()
    unions: tuple[Union, ...] = ()
    totals: tuple[tuple[str, frozenset[str], int], ...] = ()
    """Numbers that are in no cell and must be taken as known: what, of whom, how many."""
