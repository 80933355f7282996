"""Where the words of a text are, and where its rows begin and end at a given width.

Everything is counted for all words at once, in arrays: 10 MB are indexed and wrapped in a fraction of a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from numpy.typing import NDArray

from qualcode.tui.widgets.cell_table import (
    EMOJI_STYLE,
    HOLDS,
    JOINER,
    SPACE,
    STAYS,
    WIDTH,
    cell_classes,
    widened_by_style,
)
from qualcode.tui.widgets.display import cluster_starts

if TYPE_CHECKING:
    from typing_extensions import Buffer

Offsets = NDArray[np.int32]
Marks = NDArray[np.bool_]
Codes = NDArray[np.uint16] | NDArray[np.uint32]


class WordIndex:
    """The words of the visible pieces of a text."""

    def __init__(self, text: str, bodies: Sequence[tuple[int, int]]) -> None:
        self._text = text
        edges = np.array(bodies, np.int32).reshape(-1, 2)
        starts, ends, lines, self._columns = _measured(text)
        self._starts, self._ends = _cut_at(starts, ends, edges.ravel())
        self._firsts, self._lasts = self._paragraphs(edges, lines)

    def wrap(self, width: int) -> tuple[Offsets, Offsets]:
        """Start and end of each row when no row is wider than `width` columns; rows of spaces only do not exist."""
        words = self._fitting(max(2, width))
        starts, ends = _walk(words, max(2, width))
        order = np.argsort(starts, kind="stable")
        return starts[order], ends[order]

    def count(self, start: int, end: int) -> int:
        """How many visible words share a character with `start` to `end`."""
        low, high = _place(self._ends, start, "right"), _place(self._starts, end)
        lines = slice(_place(self._lasts, low, "right"), _place(self._firsts, high))
        first = np.maximum(self._firsts[lines], low)
        last = np.minimum(self._lasts[lines], high)
        return int(np.maximum(last - first, 0).sum())

    def _paragraphs(self, edges: Offsets, lines: Offsets) -> tuple[Offsets, Offsets]:
        """First and last word (half-open) of each line of each body."""
        if not len(edges):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        starts, ends = edges[:, 0], edges[:, 1]
        body = np.searchsorted(starts, lines, "right") - 1
        inside = lines[(body >= 0) & (lines < ends[body])]
        opens = np.sort(np.concatenate([starts, inside + 1]))
        body = np.searchsorted(starts, opens, "right") - 1
        closes = np.minimum(ends[body], np.append(opens[1:], len(self._text)))
        first = np.searchsorted(self._starts, opens).astype(np.int32)
        last = np.searchsorted(self._starts, closes).astype(np.int32)
        return first[first < last], last[first < last]

    def _fitting(self, width: int) -> _Words:
        """The words, those wider than a row cut in pieces."""
        words = self._measured(self._starts, self._ends, self._firsts, self._lasts)
        long = np.flatnonzero(
            (words.right - words.left > width) | (self._ends - self._starts > _LONGEST_PIECE),
        )
        if not len(long):
            return words
        cuts = [self._cuts(int(self._starts[word]), int(self._ends[word]), width) for word in long]
        owners = np.repeat(long, [len(cut) for cut in cuts])
        at = np.concatenate(cuts).astype(np.int32)
        return self._measured(
            np.insert(self._starts, owners + 1, at),
            np.insert(self._ends, owners, at),
            self._firsts + np.searchsorted(owners, self._firsts).astype(np.int32),
            self._lasts + np.searchsorted(owners, self._lasts).astype(np.int32),
        )

    def _measured(self, starts: Offsets, ends: Offsets, firsts: Offsets, lasts: Offsets) -> _Words:
        if self._columns is None:
            return _Words(starts, ends, starts, ends, firsts, lasts)
        return _Words(starts, ends, self._columns[starts], self._columns[ends], firsts, lasts)

    def _cuts(self, start: int, end: int, width: int) -> NDArray[np.int32]:
        """Where to cut one long word; never inside a visible character."""
        if self._columns is None:
            return np.arange(start + width, end, width, dtype=np.int32)
        cuts: list[int] = []
        columns = view(self._columns)
        while (start := self._cut(columns, start, end, width)) < end:
            cuts.append(start)
        return np.array(cuts, np.int32)

    def _cut(self, columns: memoryview[int], start: int, end: int, width: int) -> int:
        reach = bisect_right(columns, columns[start] + width, start + 1, end + 1) - 1
        reach = max(start + 1, min(reach, start + _LONGEST_PIECE))
        if reach == end or (self._text[reach] < _FIRST_MARK and ord(self._text[reach - 1]) != JOINER):
            return reach
        low = max(start, reach - _LONGEST_CLUSTER)
        while low > start and self._text[low] >= _FIRST_FLAG:
            low -= 1
        clusters = cluster_starts(self._text[low : min(end, reach + _LONGEST_CLUSTER)])
        cut = low + clusters[bisect_right(clusters, reach - low) - 1]
        return cut if cut > start else reach


def _place(offsets: Offsets, value: int, side: Literal["left", "right"] = "left") -> int:
    """Where a value belongs in offsets in order; given as a plain integer, it would have all of them copied."""
    return int(np.searchsorted(offsets, np.int32(value), side))


def view(offsets: Offsets) -> memoryview[int]:
    """The offsets as plain integers, without copying them: looking one up is several times faster."""
    return memoryview(cast("Buffer", offsets)).cast("B").cast("i")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words with the columns at which they begin and end, and the words at which paragraphs do."""

    starts: Offsets
    ends: Offsets
    left: Offsets
    right: Offsets
    firsts: Offsets
    lasts: Offsets


_LONGEST_PIECE = 4_096
"""Characters of no width could otherwise put millions of them on one row."""
_LONGEST_CLUSTER = 32
"""Characters around a cut that are looked at to find out where visible characters begin."""
_FIRST_MARK = "\u0300"
_FIRST_FLAG = "\U0001f1e6"
"""From here on come flags: pairs, which can only be told by counting from the first."""
_FEW = 32
"""Below so many unfinished paragraphs, walking one by one is faster than in step."""


def _walk(words: _Words, width: int) -> tuple[Offsets, Offsets]:
    """Rows of all paragraphs: their first rows together, then their second rows, and so on."""
    starts: list[Offsets] = []
    ends: list[Offsets] = []
    word, last = words.firsts, words.lasts
    while len(word) > _FEW:
        fits = np.searchsorted(words.right, words.left[word] + np.int32(width), "right").astype(np.int32)
        if words.right is not words.ends:
            near = words.starts[word] + np.int32(_LONGEST_PIECE)
            fits = np.minimum(fits, np.searchsorted(words.ends, near, "right").astype(np.int32))
        following = np.minimum(np.maximum(fits, word + 1), last)
        starts.append(words.starts[word])
        ends.append(words.ends[following - 1])
        unfinished = following < last
        word, last = following[unfinished], last[unfinished]
    rows = [
        row for first, end in zip(word.tolist(), last.tolist(), strict=True) for row in _rows(words, first, end, width)
    ]
    rest = np.array(rows, np.int32).reshape(-1, 2)
    return np.concatenate([*starts, rest[:, 0]]), np.concatenate([*ends, rest[:, 1]])


def _rows(words: _Words, word: int, last: int, width: int) -> list[tuple[int, int]]:
    starts, ends = view(words.starts), view(words.ends)
    left, right = view(words.left), view(words.right)
    rows = []
    while word < last:
        limit = left[word] + width
        near = min(last, word + width)
        following = bisect_right(right, limit, word, near if right[near - 1] > limit else last)
        if ends[following - 1] - starts[word] > _LONGEST_PIECE:
            following = bisect_right(ends, starts[word] + _LONGEST_PIECE, word, following)
        following = max(word + 1, following)
        rows.append((starts[word], ends[following - 1]))
        word = following
    return rows


_NONE: Offsets = np.zeros(0, np.int32)
_CHUNK = 1 << 18
"""Characters that are measured at a time: memory that is asked for anew costs more than what is counted in it."""


def _measured(text: str) -> tuple[Offsets, Offsets, Offsets, Offsets | None]:
    """Start and end of each word, line ends, and the column of each offset unless it is the offset."""
    starts, ends, lines = [_NONE], [_NONE], [_NONE]
    widths: list[tuple[int, NDArray[np.uint8] | None]] = []
    for first, after in _chunks(text):
        part = text[first:after]
        measure = _measure_ascii if part.isascii() else _measure_wide
        ink, breaks, line_ends, wide = measure(part)
        opens, closes = _words(ink, breaks)
        starts.append(opens + np.int32(first))
        ends.append(closes + np.int32(first))
        lines.append(line_ends + np.int32(first))
        widths.append((after - first, wide))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(lines), _columns(widths)


def _columns(widths: list[tuple[int, NDArray[np.uint8] | None]]) -> Offsets | None:
    """The column of each offset, from the length of each chunk and its characters' columns; None if all take one."""
    if all(wide is None for _, wide in widths):
        return None
    each = [np.ones(length, np.uint8) if wide is None else wide for length, wide in widths]
    return np.cumsum(np.concatenate([np.zeros(1, np.uint8), *each]), dtype=np.int32)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of the text that end with a line: no word and no visible character goes beyond one."""
    start = 0
    while start < len(text):
        after = text.rfind("\n", start, start + _CHUNK) + 1 or text.find("\n", start + _CHUNK) + 1 or len(text)
        yield start, after
        start = after


def _words(ink: Marks, breaks: Marks | None) -> tuple[Offsets, Offsets]:
    """Starts and ends of the runs of ink, cut at the breaks."""
    turned = np.zeros(len(ink) + 1, np.bool_)
    turned[0], turned[-1] = ink[0], ink[-1]
    np.not_equal(ink[1:], ink[:-1], out=turned[1:-1])
    edges = np.flatnonzero(turned).astype(np.int32)  # starts and ends by turns
    if breaks is None:
        return edges[::2], edges[1::2]
    return _cut_at(edges[::2], edges[1::2], np.flatnonzero(breaks).astype(np.int32))


def _cut_at(starts: Offsets, ends: Offsets, places: Offsets) -> tuple[Offsets, Offsets]:
    """The words, those that go beyond one of these places (in order) cut there."""
    word = np.searchsorted(starts, places) - 1
    held = places[(word >= 0) & (places < ends[word])] if len(starts) else places[:0]
    cuts = held[np.append(True, held[1:] != held[:-1])[: len(held)]]
    return np.insert(starts, np.searchsorted(starts, cuts), cuts), np.insert(ends, np.searchsorted(ends, cuts), cuts)


def _measure_ascii(text: str) -> tuple[Marks, None, Offsets, None]:
    """Ink, no breaks, line ends; every character takes one column."""
    codes = np.frombuffer(text.encode("ascii"), np.uint8)
    lines = codes == ord("\n")
    ink = (codes != ord(" ")) & (codes != ord("\t")) & ~lines
    return ink, None, np.flatnonzero(lines).astype(np.int32), None


def _measure_wide(text: str) -> tuple[Marks, Marks | None, Offsets, NDArray[np.uint8] | None]:
    """Ink, breaks beside wide characters, line ends, and the columns of each character unless all take one."""
    codes = _codes(text)
    classes = _classes(codes)
    widths: NDArray[np.uint8] = np.bitwise_and(classes, WIDTH, dtype=np.uint8)
    if chr(JOINER) in text or chr(EMOJI_STYLE) in text:
        _join(codes, widths)
    ink = (classes & SPACE) == 0
    lines = np.flatnonzero(codes == ord("\n")).astype(np.int32)
    if (widths == 1).all():
        return ink, None, lines, None
    return ink, _breaks(codes, classes, widths), lines, widths


def _codes(text: str) -> Codes:
    """The text as an array of code points, no wider than most of them need."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _classes(codes: Codes) -> NDArray[np.uint8]:
    """The class of each character. Most are Latin, whose classes are found by the byte, all at once."""
    table = cell_classes()
    latin = codes.astype(np.uint8).tobytes().translate(table[:256].tobytes())
    classes = np.frombuffer(bytearray(latin), np.uint8)
    other = np.flatnonzero(codes > 0xFF)  # noqa: PLR2004  # a byte
    classes[other] = table[codes[other]]
    return classes


def _join(codes: Codes, widths: NDArray[np.uint8]) -> None:
    """What follows a joiner takes no room; an emoji style mark widens what it follows."""
    joiners = np.flatnonzero(codes == JOINER)
    if len(joiners):
        opens = np.append(True, np.diff(joiners) != 1)
        place = np.arange(len(joiners))
        odd = (place - np.maximum.accumulate(np.where(opens, place, 0))) % 2 == 1
        joined = joiners[~odd] + 1
        widths[joined[joined < len(widths)]] = 0
    styled = np.flatnonzero(codes[1:] == EMOJI_STYLE)
    if len(styled):
        widened = styled[widened_by_style()[codes[styled]] & (widths[styled] == 1)]
        widths[widened] = 2


def _breaks(codes: Codes, classes: NDArray[np.uint8], widths: NDArray[np.uint8]) -> Marks:
    """Chinese, Japanese and the like may break beside any character that does not bind to its neighbour."""
    breaks = np.zeros(len(codes) + 1, np.bool_)
    wide = widths == 2  # noqa: PLR2004 (columns)
    if wide.any():
        before, after = slice(None, -1), slice(1, None)
        breaks[1:-1] = (
            (wide[before] | wide[after])
            & (widths[after] != 0)
            & (classes[after] & STAYS == 0)
            & (classes[before] & HOLDS == 0)
            & (codes[before] != JOINER)
        )
    return breaks
