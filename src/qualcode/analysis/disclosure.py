"""Which numbers of people are hidden, so that no small one can be worked out from what is printed.

A number is hidden first because it is small, then because a reader could solve for a small one: everything that the
reader knows of the hidden numbers is written down as relations, and a small one is safe when whole numbers other than
the true one satisfy them all. (The complementary suppression of statistical offices, checked by integer programming.)

People are cut into the finest groups that the tables tell apart. How many of each have something in common is unknown
to a reader; every number of every table is a sum of these, and unions hold within each. So one solution speaks for all
tables at once, whatever they add up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from qualcode.domain.counts import EVERYBODY, Count, Counts, Union

_FIRST: Final = 1e5
"""How much more it weighs that a cell differs than that another one does."""
Key = tuple[str, frozenset[str]]
"""What is counted, of whom."""


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


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not printed in any table."""

    keys: frozenset[Key]
    exposed: frozenset[str]
    """What is hidden of everybody, since a total that must be taken as known gives a small number of it away."""


def withhold(told: Sequence[Counts], smallest: int) -> Withheld:
    """The numbers to hide in tables that are read together.

    Args:
        told: What each of the tables tells of people.
        smallest: The smallest number that may be printed, and the smallest base.
    """
    cells = {(cell.what, cell.of): cell for counts in told for cell in counts.cells}
    unions = list(dict.fromkeys(union for counts in told for union in counts.unions))
    # A total that one of the tables prints can be hidden there, so it need not be taken as known.
    totals = [
        total for total in dict.fromkeys(each for counts in told for each in counts.totals) if total[:2] not in cells
    ]
    keys, exposed = set[Key](), set[str]()
    # Bases first: a number whose base is hidden goes with it.
    for has_base in (False, True):
        mine = [cell for cell in cells.values() if bool(cell.base) is has_base]
        for family in _families(mine, unions):
            forced = {key for key in family.keys if (cells[key].base, cells[key].within) in keys}
            hidden, given_away = family.hide(cells, forced, totals, smallest)
            keys |= hidden
            exposed |= given_away
    return Withheld(frozenset(keys), frozenset(exposed))


@dataclass(frozen=True, slots=True)
class _Family:
    """Numbers that hang together, over all tables."""

    features: tuple[str, ...]
    unions: tuple[Union, ...]
    keys: tuple[Key, ...]

    def hide(
        self, cells: Mapping[Key, Count], forced: set[Key], totals: Iterable[tuple[str, frozenset[str], int]],
        smallest: int,
    ) -> tuple[set[Key], set[str]]:  # fmt: skip
        """The numbers hidden, and what is hidden of everybody."""
        mine = [total for total in totals if total[0] in self.features]
        atoms = _atoms([*(of for _, of in self.keys), *(of for _, of, _ in mine), *(u.of for u in self.unions if u.of)])
        places = {key: place for place, key in enumerate(self.keys)}
        for what in self.features:
            for atom in atoms:
                places.setdefault((what, atom), len(places))
        printed = range(len(self.keys))
        counts = [cells[key].n if place in printed else 0 for key, place in places.items()]
        found = hide(
            counts,
            [len(of) for _, of in places],
            [*_sums(self.keys, mine, atoms, places), *_unions(self.unions, atoms, places)],
            smallest,
            never=frozenset(range(len(self.keys), len(places))),
            forced=frozenset(places[key] for key in forced),
        )
        given_away = {self.keys[place][0] for place in found.exposed}
        hidden = {self.keys[place] for place in found.small | found.others}
        return hidden | {key for key in self.keys if key[0] in given_away}, given_away


def _families(cells: Sequence[Count], unions: Sequence[Union]) -> Iterator[_Family]:
    """The numbers that unions hold together; those of one thing always are."""
    head: dict[str, str] = {cell.what: cell.what for cell in cells}

    def top(what: str) -> str:
        while head[what] != what:
            what = head[what]
        return what

    for union in unions:
        known = [what for what in (union.whole, *union.parts) if what in head]
        for what in known[1:]:
            head[top(what)] = top(known[0])
    for leader in sorted({top(what) for what in head}):
        features = tuple(what for what in head if top(what) == leader)
        yield _Family(
            features,
            tuple(union for union in unions if set(features) & {union.whole, *union.parts}),
            tuple((cell.what, cell.of) for cell in cells if cell.what in features),
        )


def _atoms(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The finest groups that the sets tell apart."""
    signs: dict[str, list[int]] = {}
    for number, people in enumerate(dict.fromkeys(sets)):
        for who in people:
            signs.setdefault(who, []).append(number)
    atoms: dict[tuple[int, ...], set[str]] = {}
    for who in sorted(signs):
        atoms.setdefault(tuple(signs[who]), set()).add(who)
    return [frozenset(people) for people in atoms.values()]


def _sums(
    keys: Iterable[Key],
    totals: Iterable[tuple[str, frozenset[str], int]],
    atoms: Sequence[frozenset[str]],
    places: Mapping[Key, int],
) -> Iterator[Relation]:
    for what, of in keys:
        inside = [atom for atom in atoms if atom <= of]
        if inside != [of]:
            yield Relation({places[what, of]: -1, **{places[what, atom]: 1 for atom in inside}}, 0, 0)
    for what, of, n in totals:
        yield Relation({places[what, atom]: 1 for atom in atoms if atom <= of}, n, n)


def _unions(
    unions: Iterable[Union], atoms: Sequence[frozenset[str]], places: Mapping[Key, int]
) -> Iterator[Relation]:  # fmt: skip
    """No part is above its whole, and the whole not above their sum; equal where they exclude one another."""
    for union in unions:
        for atom in atoms:
            parts = [places[part, atom] for part in union.parts if (part, atom) in places]
            if union.of is not None and not atom <= union.of:
                continue
            whole, size = places.get((union.whole, atom)), 0
            if whole is None:
                if union.whole != EVERYBODY:
                    continue
                size = len(atom)
            above = {} if whole is None else {whole: -1}
            for part in parts:
                yield Relation({part: 1, **above}, -float("inf"), size)
            if parts and len(parts) == len(union.parts):
                most = size if union.is_exclusive else float("inf")
                yield Relation({**dict.fromkeys(parts, 1), **above}, size if union.is_covered else -float("inf"), most)


def hide(
    counts: Sequence[int],
    bases: Sequence[int],
    relations: Sequence[Relation],
    smallest: int,
    *,
    never: Collection[int] = frozenset(),
    forced: Collection[int] = frozenset(),
) -> Hidden:
    """The cells to hide so that no count from 1 to `smallest` - 1, and none of so small a base, can be solved.

    Args:
        counts: The count of each cell.
        bases: The largest that each count can be, as printed beside it.
        relations: What a reader knows: totals, parents and children.
        smallest: The smallest count that may be printed.
        never: Cells that are never printed, and so hide nothing and need no guard.
        forced: Cells that are hidden for another reason, and need no guard.
    """
    small = {
        place
        for place, (count, base) in enumerate(zip(counts, bases, strict=True))
        if place not in never and (0 < count < smallest or 0 < base < smallest)
    }
    problem = _Problem(counts, bases, relations, frozenset(never))
    exposed = frozenset(problem.solved(small, range(len(counts))))
    guarded, hidden = small - exposed, {*small, *never, *forced}
    for cell in problem.solved(guarded, hidden):
        # What is hidden for one cell can only make the others safer.
        while (
            next(problem.solved([cell], hidden), None) is not None
            and (more := problem.next_to_hide(cell, hidden)) is not None
        ):
            hidden.add(more)
    for place in sorted(hidden - small - {*never, *forced}, key=lambda each: -counts[each]):
        if next(problem.solved(guarded, hidden - {place}), None) is None:
            hidden.remove(place)
    return Hidden(frozenset(small), frozenset(hidden - small - {*never}), frozenset(exposed))


@dataclass(frozen=True, slots=True)
class _Problem:
    counts: Sequence[int]
    bases: Sequence[int]
    relations: Sequence[Relation]
    never: frozenset[int]
    ways: list[dict[int, int]] = field(default_factory=list)
    """Ways found to fill cells otherwise: those changed, apart from the ones that are never printed."""

    def solved(self, small: Collection[int], hidden: Collection[int]) -> Iterator[int]:
        """The cells, of the small ones, that a reader can solve while these are hidden, in order."""
        hidden = frozenset(hidden)
        safe = {cell for way in self.ways if way.keys() <= hidden for cell in way}
        waiting = sorted(set(small) - safe)
        while waiting:
            other = self._other_solution(waiting[0], waiting[1:], hidden)
            if other is None:
                yield waiting.pop(0)
                continue
            # One way to fill the cells otherwise speaks for every small cell that it changes.
            way = {
                place: n for place, n in other.items() if place not in self.never and n != self.counts[place]
            }  # fmt: skip
            self.ways.append(way)
            waiting = [place for place in waiting if place not in way]

    def _other_solution(self, cell: int, wished: Iterable[int], hidden: Collection[int]) -> dict[int, int] | None:
        """Counts of hidden cells that agree with all that is known and differ from the truth in this cell.

        Where that can be had they differ in the cells wished for as well, so that one solution speaks for many.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # only where cells are hidden
        from scipy.sparse import lil_array  # noqa: PLC0415  # as above

        cells, relations = self._connected(cell, hidden)
        places = {each: place for place, each in enumerate(cells)}
        matrix = lil_array((len(relations), len(cells)))
        low, high = np.zeros(len(relations)), np.zeros(len(relations))
        for row, relation in enumerate(relations):
            known = sum(weight * self.counts[each] for each, weight in relation.weights.items() if each not in places)
            low[row], high[row] = relation.low - known, relation.high - known
            for each, weight in relation.weights.items():
                if each in places:
                    matrix[row, places[each]] = weight
        wish = np.zeros(len(cells))
        for number, each in enumerate(wished):
            if each in places:
                wish[places[each]] = (-1) ** number / _FIRST
        for sign in (1, -1):
            wish[places[cell]] = sign
            found = milp(
                wish,
                integrality=np.ones(len(cells), dtype=np.int64),
                bounds=Bounds(np.zeros(len(cells)), np.array([self.bases[each] for each in cells], dtype=float)),
                constraints=[LinearConstraint(matrix.tocsr(), low, high)] if relations else [],
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
        while rest:
            touching, apart = list[Relation](), list[Relation]()
            for each in rest:
                (apart if reached.isdisjoint(each.weights) else touching).append(each)
            if not touching:
                break
            relations += touching
            reached |= {each for relation in touching for each in relation.weights if each in hidden}
            rest = apart
        return sorted(reached), relations
