"""A scatter of points, and a histogram, in characters."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]

_MARKS: Final = ((4, "●"), (2, "•"), (1, "·"))
"""What stands for so many points in a cell, or more."""


class Scatter:
    """Points on a grid of cells, the smallest values at the left and at the bottom."""

    def __init__(self, points: Sequence[Point], width: int, height: int) -> None:
        columns, lines = zip(*points, strict=True)
        self._width, self._height = width, height
        self._columns, self._lines = (min(columns), max(columns)), (min(lines), max(lines))
        self._counts = Counter(self.cell(point) for point in points)

    def lines(self) -> list[str]:
        """The grid, top line first; the more points in a cell, the heavier its mark."""
        return [
            "".join(_mark(self._counts[column, line]) for column in range(self._width)) for line in range(self._height)
        ]  # fmt: skip

    def cell(self, point: Point) -> tuple[int, int]:
        """Column and line of a point."""
        return (
            _bin(point[0], self._columns, self._width),
            self._height - 1 - _bin(point[1], self._lines, self._height),
        )


def histogram(values: Sequence[float], most: int) -> list[tuple[float, float, int]]:
    """Lower and upper end of each of at most so many bins, and how many values are in it.

    Bins of whole values hold both their ends; of other values only the last one holds its upper end.
    """
    low, high = min(values), max(values)
    if all(float(value).is_integer() for value in values):
        step = ceil((high - low + 1) / most)
        sizes = Counter(int(value - low) // step for value in values)
        last = int(high - low) // step
        return [(low + step * at, low + step * (at + 1) - 1, sizes[at]) for at in range(last + 1)]
    count = min(most, len(set(values)))
    width = (high - low) / count
    sizes = Counter(_bin(value, (low, high), count) for value in values)
    return [(low + width * at, low + width * (at + 1), sizes[at]) for at in range(count)]


def _mark(count: int) -> str:
    return next((mark for least, mark in _MARKS if count >= least), " ")


def _bin(value: float, ends: tuple[float, float], size: int) -> int:
    low, high = ends
    return min(size - 1, int((value - low) / (high - low) * size)) if high > low else 0
