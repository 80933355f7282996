"""How many of the participants' sentences are coded, kept up to date one coding at a time."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qualcode.tui.widgets.transcript_model import Segment, TranscriptModel


class SentenceTally:
    """The sentences of a transcript, and which of them are coded."""

    def __init__(self, sentences: Iterable[Segment]) -> None:
        self._starts, self._ends = array("i"), array("i")
        for start, end in sentences:
            self._starts.append(start)
            self._ends.append(end)
        self._coded = bytearray(len(self._starts))
        self.coded = 0

    @classmethod
    def of(cls, sentences: Iterable[Segment], codings: Iterable[Segment]) -> SentenceTally:
        """The tally of sentences with all these codings; nothing else is asked, so that a thread can count."""
        tally = cls(sentences)
        for first, last in map(tally._touched, codings):
            tally._coded[first:last] = b"\1" * (last - first)
        tally.coded = sum(tally._coded)
        return tally

    @property
    def total(self) -> int:
        """How many sentences there are."""
        return len(self._starts)

    def mark(self, segments: Iterable[Segment], is_coded: Callable[[int, int], bool]) -> None:
        """Look again at the sentences that these segments touch."""
        for first, last in map(self._touched, segments):
            for place in range(first, last):
                now = is_coded(self._starts[place], self._ends[place])
                self.coded += now - self._coded[place]
                self._coded[place] = now

    def _touched(self, segment: Segment) -> Segment:
        first = bisect_right(self._ends, segment[0])
        return first, max(first, bisect_left(self._starts, segment[1]))


def participants_sentences(model: TranscriptModel) -> Iterator[Segment]:
    """Every sentence that a participant says, in order."""
    return model.units.sentences()
