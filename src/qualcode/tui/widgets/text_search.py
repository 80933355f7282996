"""Words found in a transcript, whatever their accents, case and apostrophes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.domain.folding import fold, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.widgets.transcript_model import Segment


class TextSearch:
    """A text, folded once, in which words are looked for."""

    def __init__(self, text: str, bodies: Sequence[Segment]) -> None:
        self._copy = fold(text)
        self._bodies = sorted(bodies)
        self._starts = [start for start, _ in self._bodies]

    def hits(self, query: str) -> list[Segment]:
        """Every place in somebody's speech where these words stand."""
        words, text = folded(query.strip()), self._copy.text
        found: list[Segment] = []
        at = text.find(words) if words else -1
        while at >= 0:
            place = self._copy.segment(at, at + len(words))
            if self._is_said(*place):
                found.append(place)
            at = text.find(words, at + 1)
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
