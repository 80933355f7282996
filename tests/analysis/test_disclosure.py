"""Hidden cells are attacked: every whole number that a reader could put in their place is tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.disclosure import Hidden, Relation, hide

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
