"""Which segments touch a stretch of text: bins as in genome browsers.

A segment lives in the smallest bin that holds it whole, so that adding and removing one cost the same whatever else
is there, and a question visits a handful of bins.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Bin = dict[Key, tuple[int, int]]


class SpanIndex(Generic[Key]):
    """Segments by key, found by the offsets they touch."""

    def __init__(self) -> None:
        self._levels: dict[int, dict[int, Bin[Key]]] = {shift: {} for shift in _SHIFTS}
        self._spans: Bin[Key] = {}

    def __len__(self) -> int:
        return len(self._spans)

    def __contains__(self, key: object) -> bool:
        return key in self._spans

    def add(self, key: Key, start: int, end: int) -> None:
        """Put a segment in; one of the same key is replaced."""
        if key in self._spans:
            self.remove(key)
        shift = _SHIFT_OF_BITS[(start ^ max(start, end - 1)).bit_length()]
        self._levels[shift].setdefault(start >> shift, {})[key] = self._spans[key] = (start, end)

    def add_all(self, spans: Iterable[tuple[Key, int, int]]) -> None:
        """Put many segments in at once, none of which is in yet."""
        levels, held, shift_of = self._levels, self._spans, _SHIFT_OF_BITS
        for key, start, end in spans:
            shift = shift_of[(start ^ max(start, end - 1)).bit_length()]
            bins = levels[shift]
            place = start >> shift
            if place not in bins:
                bins[place] = {}
            bins[place][key] = held[key] = (start, end)

    def remove(self, key: Key) -> None:
        """Take a segment out; a KeyError where it is not in."""
        start, end = self._spans.pop(key)
        shift = _SHIFT_OF_BITS[(start ^ max(start, end - 1)).bit_length()]
        bins = self._levels[shift]
        del bins[start >> shift][key]
        if not bins[start >> shift]:
            del bins[start >> shift]

    def query(self, start: int, end: int) -> list[Key]:
        """The keys of all segments that share a character with `start` to `end`."""
        return [
            key
            for held in self._bins(start, end)
            for key, (first, last) in held.items()
            if first < end and last > start
        ]

    def any_in(self, start: int, end: int) -> Key | None:
        """One of the segments touching `start` to `end`."""
        for held in self._bins(start, end):
            for key, (first, last) in held.items():
                if first < end and last > start:
                    return key
        return None

    def _bins(self, start: int, end: int) -> list[Bin[Key]]:
        """The bins that may hold such segments; a list, since this is asked for every row that is drawn."""
        found: list[Bin[Key]] = []
        if end <= start:
            return found
        for shift, bins in self._levels.items():
            low, high = start >> shift, (end - 1) >> shift
            if low == high:
                if low in bins:
                    found.append(bins[low])
            elif high - low < len(bins):
                found += [bins[number] for number in range(low, high + 1) if number in bins]
            else:
                found += [held for number, held in bins.items() if low <= number <= high]
        return found


_SHIFTS = (9, 12, 15, 18, 21, 24, 62)
"""Bins of 512, 4k, 32k, 256k, 2M and 16M characters, and one for the rest."""
_SHIFT_OF_BITS = tuple(next(shift for shift in _SHIFTS if shift >= bits) for bits in range(_SHIFTS[-1] + 1))
