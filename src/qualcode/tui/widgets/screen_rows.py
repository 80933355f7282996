"""The rows of a transcript on the screen: its text, an empty row before each turn, and headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from qualcode.tui.widgets.wrap_index import WordIndex, view


class RowKind(IntEnum):
    """What a row shows."""

    TEXT = 0
    EMPTY = 1
    HEADING = 2


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """A heading cut into rows, to stand before the text at an offset."""

    at: int
    lines: tuple[str, ...]


class ScreenRows:
    """Which part of the text stands on which row, for one width."""

    def __init__(
        self,
        words: WordIndex,
        turn_starts: Sequence[int],
        headings: Sequence[HeadingRows],
        width: int,
    ) -> None:
        turns = np.array(turn_starts, np.int32)
        starts, ends = _with_silent_turns(*words.wrap(width), turns)
        turn = np.searchsorted(turns, starts, "right") - 1
        opens = np.append(True, turn[1:] != turn[:-1])[: len(turn)]
        self._headings: dict[int, str] = {}
        place, self.count = self._place(starts, opens, headings)
        self._kinds = np.full(self.count, RowKind.EMPTY, np.uint8)
        self._kinds[place] = RowKind.TEXT
        self._kinds[list(self._headings)] = RowKind.HEADING
        self._row_starts, self._row_ends = _spread(starts, ends, place, self.count)
        self._starts, self._ends = view(self._row_starts), view(self._row_ends)
        self._turn_rows = view(place[opens].astype(np.int32))
        self._turn_of_opening = view(turn[opens].astype(np.int32))

    def kind(self, row: int) -> RowKind:
        """What the row shows."""
        return RowKind(int(self._kinds[row]))

    def span(self, row: int) -> tuple[int, int]:
        """Start and end of the text on a row; equal where there is none."""
        return self._starts[row], self._ends[row]

    def reach(self, row: int) -> int:
        """Where the next row begins: what is hidden after a row's end belongs to the row."""
        return self._starts[row + 1] if row + 1 < self.count else self._ends[row] + 1

    def heading(self, row: int) -> str:
        """The text of a heading's row."""
        return self._headings.get(row, "")

    def row_of(self, offset: int) -> int:
        """The row of an offset; hidden text belongs to the row before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def rows_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last row of a segment. One with no visible text has the row it follows."""
        first = self.row_of(start)
        if self._ends[first] <= start:
            following = self.row_of(self.reach(first))
            if self._starts[following] < end:
                first = following
        return first, max(first, self.row_of(max(start, end - 1)))

    def all_rows_of(self, starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
        """`rows_of` for many segments at once."""
        if not self.count:
            return [(0, 0)] * len(starts)
        opens, closes = np.array(starts, np.int32), np.array(ends, np.int32)
        first = np.maximum(np.searchsorted(self._row_starts, opens, "right") - 1, 0)
        below = self._row_starts[np.minimum(first + 1, self.count - 1)]
        following = np.searchsorted(self._row_starts, below, "right") - 1
        hidden = (self._row_ends[first] <= opens) & (self._row_starts[following] < closes) & (following > first)
        first = np.where(hidden, following, first)
        last = np.searchsorted(self._row_starts, np.maximum(opens, closes - 1), "right") - 1
        return list(zip(first.tolist(), np.maximum(first, last).tolist(), strict=True))

    def turn_of(self, row: int) -> int:
        """Index of the turn a row belongs to; a row before the first turn belongs to the first."""
        return self._turn_of_opening[self._opening(row)] if len(self._turn_rows) else -1

    def turn_rows(self, row: int) -> tuple[int, int]:
        """The rows of the turn that `row` belongs to, half-open, with what stands before the next one."""
        opening = self._opening(row)
        after = self._turn_rows[opening + 1] if opening + 1 < len(self._turn_rows) else self.count
        return self._turn_rows[opening], after

    def text_row(self, row: int, step: int = 1) -> int:
        """The nearest row with text from `row` on (`step` 1) or back (-1); `row` where there is none."""
        found = row
        while 0 <= found < self.count:
            if self._kinds[found] == RowKind.TEXT:
                return found
            found += step
        return row

    def _opening(self, row: int) -> int:
        return max(0, bisect_right(self._turn_rows, row) - 1)

    def _place(
        self, starts: NDArray[np.int32], opens: NDArray[np.bool_], headings: Sequence[HeadingRows]
    ) -> tuple[NDArray[np.int64], int]:
        """The screen row of each row of text, and how many rows there are."""
        before = opens.astype(np.int64)
        texts = view(starts)
        by_row: dict[int, list[str]] = {}
        for heading in headings:
            by_row.setdefault(bisect_left(texts, heading.at), []).extend(heading.lines)
        trailing = by_row.pop(len(starts), [])
        for row, lines in by_row.items():
            before[row] = len(lines) + 2
        if len(before):
            before[0] -= 1
        place = np.arange(len(starts)) + np.cumsum(before)
        for row, lines in by_row.items():
            first = int(place[row]) - len(lines) - 1
            self._headings.update(enumerate(lines, first))
        end = int(place[-1]) + 1 if len(place) else 0
        self._headings.update(enumerate(trailing, end + 1))
        return place, end + (len(trailing) + 1 if trailing else 0)


def _with_silent_turns(
    starts: NDArray[np.int32], ends: NDArray[np.int32], turns: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A turn without a word still has a row for its speaker."""
    first = np.searchsorted(starts, turns)
    after = np.append(first[1:], len(starts))[: len(turns)]
    silent = turns[first == after]
    at = np.searchsorted(starts, silent)
    return np.insert(starts, at, silent), np.insert(ends, at, silent)


def _spread(
    starts: NDArray[np.int32], ends: NDArray[np.int32], place: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Offsets by screen row. Rows without text take the start of the text below them, so the starts stay in order."""
    below = np.searchsorted(place, np.arange(count))
    last = ends[-1] if len(ends) else 0
    row_starts = np.append(starts, last)[below].astype(np.int32)
    row_ends = row_starts.copy()
    row_ends[place] = ends
    return row_starts, row_ends
