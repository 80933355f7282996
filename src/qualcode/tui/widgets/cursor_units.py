"""Sentences, words and turns: what the cursor stands on, found turn by turn when asked for.

English and French. Every pattern is linear in the text it reads.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

import regex

from qualcode.domain.sentences import sentences, stripped_segment
from qualcode.domain.transcript import Segment

UnitKind = Literal["word", "sentence", "turn"]


class UnitIndex:
    """The units of the turns of a text. Turns that are not `codable` are passed over, unless none is."""

    def __init__(self, text: str, bodies: Sequence[Sequence[Segment]], codable: Sequence[bool]) -> None:
        self._text = text
        self._bodies = bodies
        self._codable = codable if any(codable) else [True] * len(bodies)
        self._opens = [pieces[0][0] if pieces else 0 for pieces in bodies]
        self._blocks: dict[int, list[Segment]] = {}
        self._units: dict[tuple[UnitKind, int], list[Segment]] = {}

    def after(self, kind: UnitKind, offset: int) -> Segment | None:
        """The first unit that ends after `offset`: the one that holds it, or else the next."""
        turn = max(0, bisect_right(self._opens, offset) - 1)
        for number in range(turn, len(self._bodies)):
            for block in self._codable_blocks(number):
                if block[1] > offset:
                    units = self._in_block(kind, number, block)
                    place = bisect_right(units, offset, key=_end)
                    if place < len(units):
                        return units[place]
        return None

    def sentences(self) -> Iterator[Segment]:
        """All sentences at which the cursor stops, in order. None is kept: of a long text they take as much as it."""
        for number, pieces in enumerate(self._bodies):
            for piece in pieces if self._codable[number] else ():
                for first, last in _split(self._text, piece):
                    for start, end in sentences(self._text[first:last]):
                        yield start + first, end + first

    def before(self, kind: UnitKind, offset: int) -> Segment | None:
        """The last unit that begins before `offset`."""
        turn = bisect_left(self._opens, offset) - 1
        for number in range(turn, -1, -1):
            for block in reversed(self._codable_blocks(number)):
                if block[0] < offset:
                    units = self._in_block(kind, number, block)
                    place = bisect_left(units, offset, key=_start)
                    if place:
                        return units[place - 1]
        return None

    def any_word(self, offset: int) -> Segment | None:
        """The word that holds `offset`, whoever speaks; the last one before it where none does."""
        turn = max(0, bisect_right(self._opens, offset) - 1)
        for block in reversed(self._blocks_of(turn) if self._bodies else []):
            if block[0] <= offset:
                words = self._in_block("word", turn, block)
                if words:
                    return words[max(0, bisect_right(words, offset, key=_start) - 1)]
        return None

    def around(self, kind: UnitKind, offset: int) -> Segment | None:
        """The unit that holds `offset`, whoever speaks; the nearest of the same turn where none does."""
        turn = max(0, bisect_right(self._opens, offset) - 1)
        units = [unit for block in self._near_blocks(turn, offset) for unit in self._in_block(kind, turn, block)]
        return units[min(bisect_right(units, offset, key=_end), len(units) - 1)] if units else None

    def _near_blocks(self, turn: int, offset: int) -> list[Segment]:
        blocks = self._blocks_of(turn) if self._bodies else []
        return blocks[max(0, bisect_right(blocks, offset, key=_start) - 1) :][:2]

    def _codable_blocks(self, turn: int) -> list[Segment]:
        return self._blocks_of(turn) if self._codable[turn] else []

    def _blocks_of(self, turn: int) -> list[Segment]:
        if turn not in self._blocks:
            self._blocks[turn] = [block for piece in self._bodies[turn] for block in _split(self._text, piece)]
        return self._blocks[turn]

    def _in_block(self, kind: UnitKind, turn: int, block: Segment) -> list[Segment]:
        if kind == "turn":
            return self._whole(turn)
        key = (kind, block[0])
        if key not in self._units:
            find = sentences if kind == "sentence" else words
            self._units[key] = [
                (start + block[0], end + block[0]) for start, end in find(self._text[block[0] : block[1]])
            ]
        return self._units[key]

    def _whole(self, turn: int) -> list[Segment]:
        pieces = [stripped for piece in self._bodies[turn] if (stripped := stripped_segment(self._text, *piece))]
        return [(pieces[0][0], pieces[-1][1])] if pieces else []


def words(text: str) -> list[Segment]:
    """The words of a stretch of speech with the marks that touch them; no-break spaces hold words together."""
    return [(match.start(), match.start() + len(match[0].rstrip())) for match in _WORD.finditer(text)]


_LONGEST_BLOCK = 32_768
"""A turn longer than this is searched in blocks, so that the cursor answers at once in any text."""

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORD = regex.compile(
    rf"""(?:«[ \u00a0\u202f])?
    (?:[{_CJK}]|(?:(?![{_CJK}])\S)(?:(?![{_CJK}])[\S\u00a0\u202f\u2007])*)
    (?:[ \u00a0\u202f][»!?;:]+(?=\s|$))*""",
    regex.VERBOSE,
)


def _split(text: str, piece: Segment) -> list[Segment]:
    """The piece in blocks of bearable length, cut at spaces where there are any."""
    start, end = piece
    blocks = []
    while end - start > _LONGEST_BLOCK:
        cut = start + _LONGEST_BLOCK
        space = max(text.rfind(" ", start, cut), text.rfind("\n", start, cut)) + 1
        blocks.append((start, space or cut))
        start = space or cut
    return [*blocks, (start, end)] if end > start else blocks


def _start(unit: Segment) -> int:
    return unit[0]


def _end(unit: Segment) -> int:
    return unit[1]
