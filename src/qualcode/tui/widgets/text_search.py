"""Words found in a transcript, whatever their accents, case and apostrophes."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.widgets.transcript_model import Segment

_APOSTROPHES: Final = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " ", "\n": " ",
}  # fmt: skip


class TextSearch:
    """A text, folded once, in which words are looked for."""

    def __init__(self, text: str, bodies: Sequence[Segment]) -> None:
        self._text = folded(text)
        self._bodies = sorted(bodies)
        self._starts = [start for start, _ in self._bodies]

    def hits(self, query: str) -> list[Segment]:
        """Every place in somebody's speech where these words stand."""
        words = folded(query.strip())
        found: list[Segment] = []
        at = self._text.find(words) if words else -1
        while at >= 0:
            if self._is_said(at, at + len(words)):
                found.append((at, at + len(words)))
            at = self._text.find(words, at + 1)
        return found

    def _is_said(self, start: int, end: int) -> bool:
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._bodies[place][1]


def nearest(hits: Sequence[Segment], offset: int, step: int) -> int:
    """Which hit to go to from an offset: the one there or next (0), the next (1) or the one before (-1); round."""
    starts = [start for start, _ in hits]
    if step > 0:
        return bisect_right(starts, offset) % len(hits)
    if step < 0:
        return (bisect_left(starts, offset) - 1) % len(hits)
    return bisect_left(starts, offset) % len(hits)


def folded(text: str) -> str:
    """The text in lower case without accents, of equal length."""
    table = {ord(character): _plain(character) for character in set(text)}
    return text.translate(table)


def _plain(character: str) -> str:
    character = _APOSTROPHES.get(character, character)
    base = unicodedata.normalize("NFD", character)[0].casefold()
    return base if len(base) == 1 else character
