"""The final exam, point 6: what is hidden in the tables of the sample cannot be worked out from all that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from qualcode.domain.codebook import Code
from qualcode.domain.table import SUPPRESSED, Table
from qualcode.services.disclosure import suppressed
from qualcode.services.project import Project
from qualcode.services.results.sites import sites_table
from qualcode.services.themes import theme_table
from qualcode.store import reads

SMALLEST = 5
Cell = tuple[str, str, str]
"""Group, code, and site or total."""


@pytest.fixture(scope="module")
def tables(sample: Project) -> tuple[list[Table], list[Table]]:
    """Themes by group and by site, as they are and as they are printed."""
    true = [theme_table(sample), sites_table(sample)]
    return true, suppressed(true, SMALLEST)


def counts(tables: list[Table]) -> dict[Cell, Any]:
    themes, sites = tables
    found = {(row["group"], row["code"], "Total"): row["n"] for row in themes.records()}
    for row in sites.records():
        cell = (str(row["panel"]), str(row["code"]), str(row["group"]))
        assert found.setdefault(cell, row["n"]) == row["n"], "a count is hidden in all tables or in none"
    return found


def sums(cells: dict[Cell, Any], exclusive: dict[str, list[str]]) -> Iterator[tuple[Cell, list[Cell]]]:
    """What a reader knows to add up: sites to the group's total, values of a choice set to who gave one."""
    places = sorted({place for *_, place in cells} - {"Total"})
    for group, code, place in cells:
        if place == "Total":
            yield (group, code, place), [(group, code, each) for each in places]
        if code in exclusive:
            yield (group, code, place), [(group, value, place) for value in exclusive[code]]


@pytest.fixture(scope="module")
def exclusive(sample: Project) -> dict[str, list[str]]:
    """The values of each choice set."""
    with sample.read() as reader:
        codes = reads.every(reader, Code)
    return {each.name: [code.name for code in codes if code.parent_id == each.id] for each in codes if each.exclusive}


def determined(cells: dict[Cell, Any], true: dict[Cell, int], exclusive: dict[str, list[str]]) -> set[Cell]:
    """The hidden counts that have but one value, by linear algebra or because none is below zero."""
    hidden = {cell: at for at, cell in enumerate(cell for cell, value in cells.items() if value == SUPPRESSED)}
    matrix, right = [], []
    for whole, parts in sums(cells, exclusive):
        row, known = np.zeros(len(hidden)), 0
        for cell, sign in [(whole, -1), *((part, 1) for part in parts)]:
            if cell in hidden:
                row[hidden[cell]] += sign
            else:
                known -= sign * cells[cell]
        assert row @ [true[cell] for cell in hidden] == known, "the attack knows only what is true"
        if row.any():
            matrix.append(row)
            right.append(known)
    equations = np.array(matrix)
    _, values, basis = np.linalg.svd(equations)
    free = np.abs(basis[int((values > 1e-9).sum()) :]).max(axis=0)
    small = [cell for cell in hidden if 0 < true[cell] < SMALLEST]
    return {cell for cell in small if free[hidden[cell]] < 1e-9 or spread(equations, right, hidden[cell]) < 1}


def spread(equations: Any, right: list[int], at: int) -> float:
    """How far apart the least and the largest value are that a hidden count may have."""
    wish = np.zeros(equations.shape[1])
    wish[at] = 1
    least, most = (linprog(sign * wish, A_eq=equations, b_eq=right) for sign in (1, -1))
    return float("inf") if most.status else float(-most.fun - least.fun)


def test_no_small_count_of_the_sample_is_determined_by_what_is_printed(
    tables: tuple[list[Table], list[Table]], exclusive: dict[str, list[str]]
) -> None:
    true, printed = (counts(each) for each in tables)
    small = [cell for cell, value in true.items() if 0 < value < SMALLEST]
    assert len(small) > 80
    assert {printed[cell] for cell in small} == {SUPPRESSED}
    assert determined(printed, true, exclusive) == set()


def test_the_attack_finds_small_counts_where_only_they_are_hidden(
    tables: tuple[list[Table], list[Table]], exclusive: dict[str, list[str]]
) -> None:
    true = counts(tables[0])
    cells = {cell: SUPPRESSED if 0 < value < SMALLEST else value for cell, value in true.items()}
    assert len(determined(cells, true, exclusive)) > 10


def test_no_interval_or_share_stands_beside_a_hidden_count(tables: tuple[list[Table], list[Table]]) -> None:
    for table in tables[1]:
        for row in table.records():
            if row["n"] == SUPPRESSED:
                assert row["percent"] == SUPPRESSED
                assert row["low"] is row["high"] is None
