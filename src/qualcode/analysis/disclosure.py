"""Which cells of a table of counts are hidden, so that no small one can be worked out from what is printed.

A cell is hidden first because it is small, then because a reader could solve for a small one: everything that the
reader knows of the hidden cells is written down as relations, and a small cell is safe when whole numbers other than
the true one satisfy them all. (The complementary suppression of statistical offices, checked by integer programming.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Relation:
    """What a reader knows of some cells: low <= sum of weight x count <= high."""

    weights: Mapping[int, int]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """The cells that are not printed."""

    small: frozenset[int]
    others: frozenset[int]
    """Hidden to protect the small ones."""
    exposed: frozenset[int]
    """Small cells that the relations give away whatever is hidden."""


def hide(counts: Sequence[int], bases: Sequence[int], relations: Sequence[Relation], smallest: int) -> Hidden:
    """The cells to hide so that no count from 1 to `smallest` - 1, and none of so small a base, can be solved.

    Args:
        counts: The count of each cell.
        bases: The largest that each count can be, as printed beside it.
        relations: What a reader knows: totals, parents and children.
        smallest: The smallest count that may be printed.
    """
    small = {
        place
        for place, (count, base) in enumerate(zip(counts, bases, strict=True))
        if 0 < count < smallest or 0 < base < smallest
    }
    problem = _Problem(counts, bases, relations)
    exposed = problem.solved(small, range(len(counts)))
    guarded, hidden = small - exposed, set(small)
    while solved := problem.solved(guarded, hidden):
        more = problem.next_to_hide(min(solved), hidden)
        if more is None:
            break
        hidden.add(more)
    for place in sorted(hidden - small, key=lambda each: -counts[each]):
        if not problem.solved(guarded, hidden - {place}):
            hidden.remove(place)
    return Hidden(frozenset(small), frozenset(hidden - small), frozenset(exposed))


@dataclass(frozen=True, slots=True)
class _Problem:
    counts: Sequence[int]
    bases: Sequence[int]
    relations: Sequence[Relation]

    def solved(self, small: Collection[int], hidden: Collection[int]) -> set[int]:
        """The cells, of the small ones, that a reader can solve while these are hidden."""
        found, waiting = set[int](), sorted(small)
        while waiting:
            other = self._other_solution(waiting[0], hidden)
            if other is None:
                found.add(waiting.pop(0))
            else:
                # One way to fill the cells otherwise speaks for every small cell that it changes.
                waiting = [place for place in waiting if other.get(place, self.counts[place]) == self.counts[place]]
        return found

    def _other_solution(self, cell: int, hidden: Collection[int]) -> dict[int, int] | None:
        """Counts of hidden cells that agree with all that is known and differ from the truth in this cell."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # only where cells are hidden

        cells, relations = self._connected(cell, hidden)
        places = {each: place for place, each in enumerate(cells)}
        matrix = np.zeros((len(relations), len(cells)))
        low, high = np.zeros(len(relations)), np.zeros(len(relations))
        for row, relation in enumerate(relations):
            known = sum(weight * self.counts[each] for each, weight in relation.weights.items() if each not in places)
            low[row], high[row] = relation.low - known, relation.high - known
            for each, weight in relation.weights.items():
                if each in places:
                    matrix[row, places[each]] = weight
        wish = np.zeros(len(cells))
        for sign in (1, -1):
            wish[places[cell]] = sign
            found = milp(
                wish,
                integrality=np.ones(len(cells), dtype=np.int64),
                bounds=Bounds(np.zeros(len(cells)), np.array([self.bases[each] for each in cells], dtype=float)),
                constraints=[LinearConstraint(matrix, low, high)] if relations else [],
            )
            solved = [round(value) for value in found.x.tolist()] if found.x is not None else []
            if solved and solved[places[cell]] != self.counts[cell]:
                return dict(zip(cells, solved, strict=True))
        return None

    def next_to_hide(self, cell: int, hidden: Collection[int]) -> int | None:
        """The cheapest visible cell that has to do with this one: the smallest above 0, nearest first."""
        reached, seen = [cell], {cell}
        while reached:
            near = {
                each
                for relation in self.relations
                if any(one in relation.weights for one in reached)
                for each in relation.weights
            } - seen
            visible = sorted((self.counts[each] == 0, self.counts[each], each) for each in near if each not in hidden)
            if visible:
                return visible[0][-1]
            seen |= near
            reached = sorted(near)
        return None

    def _connected(self, cell: int, hidden: Collection[int]) -> tuple[list[int], list[Relation]]:
        """The hidden cells that this one hangs together with, and the relations among them."""
        reached, relations = {cell}, list[Relation]()
        rest = list(self.relations)
        while touching := [each for each in rest if not reached.isdisjoint(each.weights)]:
            relations += touching
            reached |= {each for relation in touching for each in relation.weights if each in hidden}
            rest = [each for each in rest if not any(each is one for one in touching)]
        return sorted(reached), relations
