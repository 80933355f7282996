"""What was found in a text: places, and what is said around each, made when it is looked at.

A phrase may stand at tens of thousands of places, of which a screen shows forty.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from qualcode.domain.folding import Folded
from qualcode.domain.sentences import sentences
from qualcode.domain.transcript import Segment

Span = tuple[int, int, int, int]
"""Start and end of a place, and the pieces of speech in which it begins and ends."""


class Speech:
    """The pieces of a text that are looked through, in order."""

    def __init__(self, turns: Iterable[tuple[str, int, int, Sequence[Sequence[int]]]], closed: frozenset[str]) -> None:
        self.opens, self.closes, self.turns = array("i"), array("i"), array("i")
        self.labels: list[str] = []
        """By turn."""
        for number, (label, _, _, body) in enumerate(turns):
            self.labels.append(label)
            for start, end in body if label not in closed else ():
                self.opens.append(start)
                self.closes.append(end)
                self.turns.append(number)

    def said(self, copy: Folded, places: Iterable[Segment]) -> Iterator[Span]:
        """Those of the places (in the folded text, in order) that lie in one turn of speech."""
        opens, closes, turns = self.opens, self.closes, self.turns
        piece, count = 0, len(opens)
        for place in places:
            start, end = copy.segment(*place)
            while piece < count and closes[piece] <= start:
                piece += 1
            if piece == count:
                return
            if opens[piece] <= start:
                last = piece if end <= closes[piece] else bisect_right(opens, end - 1) - 1
                if end <= closes[last] and turns[piece] == turns[last]:
                    yield start, end, piece, last


class Page:
    """A text in which something was found."""

    def __init__(
        self, transcript_id: str, transcript: str, group: str, revision_id: str, speech: Speech, read: Callable[[], str]
    ) -> None:
        self.transcript_id, self.transcript, self.group = transcript_id, transcript, group
        self.revision_id = revision_id
        self.speech = speech
        self._read = read
        self._sentences: dict[int, list[Segment]] = {}

    def hits(self, found: Sequence[Sequence[Span]]) -> Iterable[Hit]:
        """From the places of each term, those where every term stands: for several, one in each sentence with all."""
        if len(found) == 1:
            return [Hit(self, *span) for span in found[0]]
        held = [self._by_sentence(each) for each in found]
        common = (sentence for sentence in held[0] if all(sentence in each for each in held))
        return [self._around([each[sentence] for each in held]) for sentence in common]

    def sentence(self, first: int, start: int, last: int, end: int) -> Segment:
        """The whole sentence around a place."""
        return self._sentence(first, start)[0], self._sentence(last, end - 1)[1]

    def part(self, start: int, end: int) -> str:
        """What is said there, in one line."""
        words = self._read()[start:end]
        return words if words.isprintable() else re.sub(r"\s", " ", words)

    def _by_sentence(self, spans: Iterable[Span]) -> Mapping[Segment, Span]:
        """The first place in each sentence."""
        first: dict[Segment, Span] = {}
        for start, end, opens, closes in spans:
            first.setdefault(self.sentence(opens, start, closes, end), (start, end, opens, closes))
        return first

    def _around(self, spans: Sequence[Span]) -> Hit:
        opens, closes = min(spans), max(spans, key=lambda span: span[1])
        return Hit(self, opens[0], closes[1], opens[2], closes[3])

    def _sentence(self, piece: int, offset: int) -> Segment:
        start, end = self.speech.opens[piece], self.speech.closes[piece]
        if piece not in self._sentences:
            self._sentences[piece] = [(a + start, b + start) for a, b in sentences(self._read()[start:end])]
        return next((found for found in self._sentences[piece] if offset < found[1]), (start, end))


class Hit(NamedTuple):
    """A place where all that was looked for stands."""

    page: Page
    start: int
    end: int
    first: int
    """The piece of speech in which it begins."""
    last: int

    @property
    def transcript_id(self) -> str:
        """The transcript."""
        return self.page.transcript_id

    @property
    def transcript(self) -> str:
        """Its name."""
        return self.page.transcript

    @property
    def group(self) -> str:
        """Of whom was interviewed."""
        return self.page.group

    @property
    def revision_id(self) -> str:
        """The text."""
        return self.page.revision_id

    @property
    def speaker(self) -> str:
        """Who says it, as the text writes the name."""
        return self.page.speech.labels[self.page.speech.turns[self.first]]

    @property
    def sentence(self) -> Segment:
        """The whole sentence around it."""
        return self.page.sentence(self.first, self.start, self.last, self.end)

    @property
    def before(self) -> str:
        """What is said just before it."""
        return self.page.part(max(self.page.speech.opens[self.first], self.start - _AROUND), self.start)

    @property
    def words(self) -> str:
        """What was found."""
        return self.page.part(self.start, self.end)

    @property
    def after(self) -> str:
        """What is said just after it."""
        return self.page.part(self.end, min(self.page.speech.closes[self.last], self.end + _AROUND))


_AROUND: Final = 60
"""Characters of context on each side."""
