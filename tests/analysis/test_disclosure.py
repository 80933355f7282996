"""Hidden cells are attacked: every whole number that a reader could put in their place is tried."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.disclosure import Hidden, Relation, hide, withhold
from qualcode.domain.counts import EVERYBODY, Count, Counts, Union

Grid = tuple[tuple[int, ...], ...]


def rows_and_columns(grid: Grid) -> tuple[list[int], list[Relation]]:
    """The cells of a grid whose totals, across and down, are all known."""
    wide = len(grid[0])
    counts = [count for row in grid for count in row]
    lines = [range(at * wide, (at + 1) * wide) for at in range(len(grid))]
    lines += [range(at, len(counts), wide) for at in range(wide)]
    return counts, [
        Relation(dict.fromkeys(line, 1), total, total) for line in lines for total in [sum(counts[c] for c in line)]
    ]


def attacks(
    counts: Sequence[int], bases: Sequence[int], relations: Sequence[Relation], hidden: Hidden
) -> Iterator[dict[int, int]]:
    """Every way to fill the hidden cells that agrees with what is printed."""
    cells = sorted(hidden.small | hidden.others)
    for values in product(*(range(bases[cell] + 1) for cell in cells)):
        filled = [*counts]
        for cell, value in zip(cells, values, strict=True):
            filled[cell] = value
        if all(
            each.low <= sum(weight * filled[cell] for cell, weight in each.weights.items()) <= each.high
            for each in relations
        ):
            yield dict(zip(cells, values, strict=True))


def test_a_small_cell_alone_in_its_row_takes_the_smallest_other_one_with_it() -> None:
    counts = [2, 9, 6, 8]
    found = hide(counts, [20] * 4, [Relation(dict.fromkeys(range(4), 1), 25, 25)], 5)
    assert (found.small, found.others) == ({0}, {2})


def test_two_small_cells_of_a_row_protect_each_other() -> None:
    found = hide([2, 9, 3], [20] * 3, [Relation(dict.fromkeys(range(3), 1), 14, 14)], 5)
    assert (found.small, found.others) == ({0, 2}, set())


def test_two_small_cells_that_fill_their_base_do_not() -> None:
    found = hide([2, 9, 3], [2, 20, 3], [Relation(dict.fromkeys(range(3), 1), 14, 14)], 5)
    assert found.others == {1}


def test_columns_that_give_a_rectangle_away_are_closed_too() -> None:
    counts, relations = rows_and_columns(((1, 7, 8), (6, 9, 5), (7, 5, 9)))
    found = hide(counts, [9] * 9, relations, 3)
    assert len(found.others) == 3, "a rectangle is enough"
    assert not found.exposed


def test_a_parent_and_its_other_children_do_not_give_a_child_away() -> None:
    # cell 0 is the parent of 1 and 2 in the first group, 3 of 4 and 5 in the second; totals over groups are known
    counts = [6, 6, 0, 9, 2, 8]
    relations = [
        Relation({a: 1, b: 1}, counts[a] + counts[b], counts[a] + counts[b]) for a, b in ((0, 3), (1, 4), (2, 5))
    ]
    for parent, *children in ((0, 1, 2), (3, 4, 5)):
        relations += [Relation({parent: 1, child: -1}, 0, float("inf")) for child in children]
        relations.append(Relation({parent: -1, **dict.fromkeys(children, 1)}, 0, float("inf")))
    found = hide(counts, [20] * 6, relations, 5)
    ways = list(attacks(counts, [20] * 6, relations, found))
    assert found.small == {4}
    assert len({way[4] for way in ways}) > 1


def test_what_totals_give_away_in_any_case_is_said() -> None:
    found = hide([3, 7], [3, 7], [Relation({0: 1, 1: 1}, 10, 10)], 5)
    assert found.exposed == {0}


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda wide: st.lists(st.tuples(*[st.integers(0, 3)] * wide), min_size=2, max_size=3).map(tuple)
    ),
    st.integers(2, 3),
)
def test_no_small_cell_of_any_grid_can_be_solved(grid: Grid, smallest: int) -> None:
    counts, relations = rows_and_columns(grid)
    bases = [4] * len(counts)
    found = hide(counts, bases, relations, smallest)
    assert not {cell for cell, count in enumerate(counts) if 0 < count < smallest} - found.small
    possible: dict[int, set[int]] = {cell: set() for cell in found.small}
    for way in attacks(counts, bases, relations, found):
        for cell, values in possible.items():
            values.add(way[cell])
    assert all(len(values) > 1 for cell, values in possible.items() if cell not in found.exposed)
    everything = Hidden(frozenset(range(len(counts))), frozenset(), frozenset())
    free = list(attacks(counts, bases, relations, everything)) if found.exposed else []
    assert all({way[cell] for way in free} == {counts[cell]} for cell in found.exposed)


People = frozenset[str]
SITES = {"A": 7, "B": 12, "C": 4}


def people(group: str, sites: str = "ABC") -> People:
    return frozenset(f"{group} {site} {number}" for site in sites for number in range(SITES[site]))


def told(present: dict[str, People], among: Sequence[People], base: str = "") -> Counts:
    """A table with a row a theme and group of people."""
    cells = [
        Count(row, ("n",), what, of, len(who & of), base, of)
        for row, ((what, who), of) in enumerate(product(present.items(), among))
    ]
    everybody = frozenset[str]().union(*among)
    return Counts(tuple(cells), totals=tuple((what, everybody, len(who)) for what, who in present.items()))


def solved(tables: Sequence[Counts], hidden: Collection[tuple[str, People]]) -> set[tuple[str, People]]:
    """The hidden numbers that linear algebra over the finest groups gives away, of all tables together."""
    keys = {(cell.what, cell.of) for table in tables for cell in table.cells}
    features = sorted({what for what, _ in keys})
    everybody = sorted(frozenset[str]().union(*(of for _, of in keys)))
    places = {place: at for at, place in enumerate(product(features, everybody))}

    def row(what: str, of: People) -> list[float]:
        line = [0.0] * len(places)
        for who in of:
            line[places[what, who]] = 1.0
        return line

    known = [row(*key) for key in sorted(keys - set(hidden), key=str)]
    known += [row(what, of) for table in tables for what, of, _ in table.totals if (what, of) not in keys]
    rank = np.linalg.matrix_rank(np.array(known))
    return {key for key in hidden if np.linalg.matrix_rank(np.array([*known, row(*key)])) == rank}


def test_a_number_hidden_in_one_table_cannot_be_taken_from_the_margins_of_another() -> None:
    women, staff = people("women"), people("staff")
    present = {
        "rare": frozenset({"women A 1", "women B 1", "women B 2", "women B 3", "women B 4", *sorted(staff)[:9]}),
        "usual": frozenset(sorted(women)[:15]) | frozenset(sorted(staff)[3:20]),
    }
    by_group = told(present, [women, staff])
    by_site = told(present, [people(group, site) for group in ("women", "staff") for site in ("A", "B", "C", "ABC")])
    apart = withhold([by_site], 3).keys
    together = withhold([by_group, by_site], 3)
    assert ("rare", people("women", "A")) in apart & together.keys
    assert not together.exposed
    assert not solved([by_group, by_site], together.keys)
    # Hidden once, hidden everywhere: the total of a group is one number in both tables.
    assert {cell.of for cell in by_group.cells if (cell.what, cell.of) in together.keys} == {
        cell.of for cell in by_site.cells if (cell.what, cell.of) in together.keys and cell.of in (women, staff)
    }


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 5))
def test_no_hidden_small_number_of_tables_read_together_has_a_unique_solution(rolls: Random, smallest: int) -> None:
    groups = [people("women"), people("staff")]
    everybody = groups[0] | groups[1]
    present = {
        what: frozenset(who for who in sorted(everybody) if rolls.random() < share)
        for what, share in (("a", 0.1), ("b", 0.4), ("c", 0.8))
    }
    thirds = [frozenset(each for at, each in enumerate(sorted(groups[0])) if at % 3 == third) for third in range(3)]
    cross = [people(group, site) for group in ("women", "staff") for site in ("A", "B", "C", "ABC")]
    tables = [told(present, groups), told(present, cross), told(present, thirds)]
    found = withhold(tables, smallest)
    counts = {(cell.what, cell.of): cell.n for table in tables for cell in table.cells}
    small = {key for key, n in counts.items() if 0 < n < smallest or len(key[1]) < smallest}
    assert small <= found.keys
    guarded = {key for key in small if key[0] not in found.exposed}
    assert not solved(tables, found.keys) & guarded


def test_a_number_goes_with_its_base() -> None:
    women = people("women")
    base = Counts((Count(0, ("base",), "answers", women, 2),))
    value = Counts((Count(0, ("n", "percent"), "yes", women, 0, "answers", women),))
    assert withhold([base, value], 5).keys == {("answers", women), ("yes", women)}


def test_values_that_make_up_everybody_protect_each_other() -> None:
    women = people("women")
    values = Counts(
        tuple(
            Count(row, ("n",), what, women, n) for row, (what, n) in enumerate((("yes", 2), ("mixed", 9), ("no", 12)))
        ),
        (Union(EVERYBODY, ("yes", "mixed", "no"), is_exclusive=True),),
    )
    assert withhold([values], 5).keys == {("yes", women), ("mixed", women)}
