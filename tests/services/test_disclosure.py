"""Tables with hidden cells, attacked with all that is printed and with the totals over groups."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SmallStudy

from qualcode.domain.counts import Count, Counts, Union
from qualcode.domain.errors import RuleRefused
from qualcode.domain.table import SUPPRESSED, Column, Measure, Table
from qualcode.formats.tables import format_table
from qualcode.services.disclosure import suppressed
from qualcode.services.themes import theme_table

COLUMNS = (
    Column("code", "Theme"),
    Column("group", "Group"),
    Column("n", "n", Measure.COUNT),
    Column("base", "Base", Measure.COUNT),
    Column("percent", "%", Measure.SHARE),
    Column("reason", "Note"),
)
Grid = tuple[tuple[int, ...], ...]


def table(grid: Grid, bases: tuple[int, ...], indents: tuple[int, ...] | None = None) -> Table:
    """A theme table of these counts; an indented code is a child of the one before it."""
    rows = tuple(
        (f"code {at}", f"site {group}", n, base, n / base, "")
        for at, row in enumerate(grid)
        for group, (n, base) in enumerate(zip(row, bases, strict=True))
    )
    people = [frozenset(f"{group} {number}" for number in range(base)) for group, base in enumerate(bases)]
    cells = [
        Count(at * len(bases) + group, ("n", "percent"), f"code {at}", people[group], n)
        for at, row in enumerate(grid)
        for group, n in enumerate(row)
    ]
    everybody = frozenset().union(*people)
    totals = tuple((f"code {at}", everybody, sum(row)) for at, row in enumerate(grid))
    unions = (Union("code 0", tuple(f"code {at}" for at in range(1, len(grid)))),) if indents else ()
    depths = tuple(depth for depth in indents or (0,) * len(grid) for _ in bases)
    return Table("themes", "T", COLUMNS, rows, indents=depths, people=Counts(tuple(cells), unions, totals))


def hidden(made: Table, smallest: int) -> Table:
    (found,) = suppressed([made], smallest)
    return found


def counts(found: Table) -> list[list[object]]:
    values = [row["n"] for row in found.records()]
    wide = len({row["group"] for row in found.records()})
    return [values[at : at + wide] for at in range(0, len(values), wide)]


def test_a_small_cell_and_its_complement_are_hidden_in_print_and_for_programs() -> None:
    found = hidden(table(((2, 8, 9), (7, 7, 9)), (20, 20, 20)), 5)
    assert counts(found) == [[SUPPRESSED, SUPPRESSED, 9], [7, 7, 9]]
    assert "fewer than 5 participants" in str(found.notes[0])
    assert found.provenance["suppress"] == 5
    assert "†" in format_table(found)
    rows = json.loads(format_table(found, "json"))["rows"]
    assert (rows[0]["n"], rows[0]["percent"], rows[2]["n"]) == (None, None, 9)


def test_what_everybody_raised_is_hidden_whole_and_its_total_warned_of() -> None:
    found = hidden(table(((3, 9, 9), (0, 5, 6)), (3, 9, 9)), 5)
    assert counts(found)[0] == [SUPPRESSED] * 3
    assert "Print no total over all groups of code 0" in str(found.notes[1])


def test_tests_and_tables_without_counts_are_refused(small_study: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="no counts of people"):
        hidden(Table("scales", "", (Column("code", ""),), ()), 5)
    with pytest.raises(RuleRefused, match="Tests give hidden counts away"):
        hidden(theme_table(small_study.project, tests=True), 5)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=3, max_size=3).map(tuple),
    st.tuples(*[st.integers(4, 5)] * 3),
)
def test_no_small_count_of_a_theme_or_its_parent_can_be_worked_out(grid: Grid, bases: tuple[int, ...]) -> None:
    first, second = grid[1:]
    # A parent is a union of its children: at least the larger of the two, at most their sum and the base.
    parent = tuple(
        min(base, max(a, b) + extra % (min(a, b) + 1))
        for extra, a, b, base in zip(grid[0], first, second, bases, strict=True)
    )
    rows = (parent, first, second)
    found = counts(hidden(table(rows, bases, (0, 1, 1)), 3))
    exposed = [set(row) == {SUPPRESSED} and sum(true) == sum(bases) for row, true in zip(found, rows, strict=True)]
    possible = possible_counts(found, [sum(row) for row in rows], bases)
    for at, group in product(range(3), range(3)):
        if 0 < rows[at][group] < 3 and not exposed[at]:
            assert found[at][group] == SUPPRESSED
            assert len(possible[at, group]) > 1


def possible_counts(
    printed: list[list[object]], totals: list[int], bases: tuple[int, ...]
) -> dict[tuple[int, int], set[int]]:
    """Every count that a reader can still think of, who knows what is printed, the totals, and what a union is."""
    rows = [
        [
            way
            for way in product(*(range(base + 1) for base in bases))
            if sum(way) == total
            and all(n in (cell, SUPPRESSED) or cell == SUPPRESSED for n, cell in zip(way, row, strict=True))
        ]
        for row, total in zip(printed, totals, strict=True)
    ]
    possible: dict[tuple[int, int], set[int]] = {}
    for ways in product(*rows):
        parent, first, second = ways
        if all(max(a, b) <= n <= a + b for n, a, b in zip(parent, first, second, strict=True)):
            for at, way in enumerate(ways):
                for group, n in enumerate(way):
                    possible.setdefault((at, group), set()).add(n)
    return possible
