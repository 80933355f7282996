"""Where each coding's stripe and name stand beside the text.

Two stripes share a lane only if they share no screen row. While coding, no stripe ever moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

Rows = tuple[int, int]
"""First and last screen row."""
BLOCK = 64
"""Names are placed in blocks of so many rows, so that scrolling never moves one."""


class Stripe(NamedTuple):
    """One coding on the rows it covers."""

    id: str
    first: int
    last: int


class Label(NamedTuple):
    """The name on a row, and how many more begin there without room for theirs."""

    id: str
    more: int


class Lanes:
    """A lane for each coding."""

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self._lanes = _sweep(rows)

    def __getitem__(self, coding: str) -> int:
        return self._lanes[coding]

    def add(self, coding: str, neighbours: Iterable[str]) -> int:
        """The lowest lane that none of the codings on the same rows has."""
        taken = {self._lanes[other] for other in neighbours if other != coding and other in self._lanes}
        self._lanes[coding] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        return self._lanes[coding]

    def keep(self, coding: str, lane: int, neighbours: Iterable[str]) -> int:
        """The lane it had, where that is still free; else as `add`."""
        if any(self._lanes.get(other) == lane for other in neighbours if other != coding):
            return self.add(coding, neighbours)
        self._lanes[coding] = lane
        return lane

    def remove(self, coding: str) -> int:
        """Free the coding's lane and tell which it was."""
        return self._lanes.pop(coding)


class Labels:
    """The names beside the rows, block by block as they are asked for."""

    def __init__(self, stripes_between: Callable[[int, int], Iterable[Stripe]]) -> None:
        self._stripes_between = stripes_between
        self._blocks: dict[int, dict[int, Label]] = {}

    def on(self, row: int) -> Label | None:
        """The name on a row."""
        return self._block(row // BLOCK).get(row)

    def renew(self, rows: Rows) -> set[int]:
        """Place the names anew after a change on these rows; the rows whose name is another now."""
        changed: set[int] = set()
        for number in range(rows[0] // BLOCK, rows[1] // BLOCK + 2):
            old = self._blocks.pop(number, None)
            if old is not None:
                new = self._block(number)
                changed |= {row for row in old.keys() | new.keys() if old.get(row) != new.get(row)}
        return changed

    def _block(self, number: int) -> dict[int, Label]:
        if number not in self._blocks:
            start = (number - 1) * BLOCK
            placed = place_labels(self._stripes_between(start, start + 2 * BLOCK - 1), start, start + 2 * BLOCK - 1)
            self._blocks[number] = {row: label for row, label in placed.items() if row >= number * BLOCK}
        return self._blocks[number]


def place_labels(stripes: Iterable[Stripe], first: int, last: int) -> dict[int, Label]:
    """A name on the first free row of each stripe that begins from `first` to `last`, else counted on its first row."""
    placed: dict[int, Label] = {}
    for stripe in sorted(stripes, key=lambda each: (each.first, each.last, each.id)):
        if not first <= stripe.first <= last:
            continue
        row = next((row for row in range(stripe.first, min(stripe.last, last) + 1) if row not in placed), None)
        if row is None:
            shown = placed[stripe.first]
            placed[stripe.first] = shown._replace(more=shown.more + 1)
        else:
            placed[row] = Label(stripe.id, 0)
    return placed


def _sweep(rows: Mapping[str, Rows]) -> dict[str, int]:
    """Lanes from the top down, the longest of those that begin together first."""
    lanes: dict[str, int] = {}
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    for first, reach, coding in sorted((first, -last, coding) for coding, (first, last) in rows.items()):
        while busy and busy[0][0] < first:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        heappush(busy, (-reach, lane))
        lanes[coding] = lane
    return lanes
