"""What the transcript view shows: text, turns, headings and codings, as plain values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Literal, NamedTuple

from qualcode.tui.widgets.cursor_units import UnitIndex
from qualcode.tui.widgets.span_index import SpanIndex
from qualcode.tui.widgets.wrap_index import WordIndex

Segment = tuple[int, int]
"""Start and end in the text, in code points, half-open."""
ShownRole = Literal["interviewer", "participant", "other"]


class ShownTurn(NamedTuple):
    """One turn. Only its bodies are drawn; headers, labels and markers are structure."""

    start: int
    end: int
    bodies: tuple[Segment, ...]
    label: str
    role: ShownRole


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A question of the guide, on rows of its own before the text that follows `at`."""

    at: int
    text: str
    status: str = ""


class ShownCoding(NamedTuple):
    """A code on a segment."""

    id: str
    start: int
    end: int
    code: str
    label: str
    colour: str
    """`#rrggbb`."""
    has_memo: bool = False
    unsure: bool = False


class TranscriptModel:
    """The transcript with the codings it has now."""

    def __init__(
        self,
        text: str = "",
        turns: Sequence[ShownTurn] = (),
        headings: Sequence[ShownHeading] = (),
        codings: Iterable[ShownCoding] = (),
    ) -> None:
        self.text = text
        self.turns = tuple(turns)
        self.headings = tuple(headings)
        self.words = WordIndex(text, [body for turn in self.turns for body in turn.bodies])
        self.starts = [turn.start for turn in self.turns]
        self.codings = {coding.id: coding for coding in codings}
        self._index: SpanIndex[str] = SpanIndex()
        self._index.add_all((coding.id, coding.start, coding.end) for coding in self.codings.values())
        self._numbers = count()
        self._order = dict(zip(self.codings, self._numbers, strict=False))

    def add(self, coding: ShownCoding) -> None:
        """Put a coding in, in place of one of the same id."""
        self.codings[coding.id] = coding
        self._order.setdefault(coding.id, next(self._numbers))
        self._index.add(coding.id, coding.start, coding.end)

    def remove(self, coding: str) -> ShownCoding:
        """Take a coding out."""
        self._index.remove(coding)
        return self.codings.pop(coding)

    def codings_in(self, start: int, end: int) -> list[ShownCoding]:
        """The codings touching a segment in stacking order: the one drawn on top comes last."""
        if len(ids := self._index.query(start, end)) > 1:
            ids.sort(key=self._depth)
        return [self.codings[coding] for coding in ids]

    def is_coded(self, start: int, end: int) -> bool:
        """Whether any coding touches the segment."""
        return self._index.any_in(start, end) is not None

    def any_coding(self, start: int, end: int) -> ShownCoding | None:
        """One of the codings touching the segment."""
        coding = self._index.any_in(start, end)
        return None if coding is None else self.codings[coding]

    def turn_at(self, offset: int) -> int:
        """Index of the turn that an offset belongs to; -1 where there are no turns."""
        return max(0, bisect_right(self.starts, offset) - 1) if self.turns else -1

    @cached_property
    def units(self) -> UnitIndex:
        """Sentences, words and turns of the participants."""
        return self._units([turn.role == "participant" for turn in self.turns])

    @cached_property
    def all_units(self) -> UnitIndex:
        """Sentences, words and turns of everybody."""
        return self._units([True] * len(self.turns))

    def exchange_at(self, offset: int) -> Segment | None:
        """The question and its answer around an offset: what is asked, and all that is said until the next question."""
        last = self.turn_at(offset)
        if last < 0:
            return None
        while last + 1 < len(self.turns) and (self._answers(last + 1) or not self._answers(last)):
            last += 1
        first = min(last, self.turn_at(offset))
        while first and (self._answers(first) or not self._answers(first - 1)):
            first -= 1
        return self._body_of(first, last)

    def _answers(self, turn: int) -> bool:
        return self.turns[turn].role == "participant"

    def _body_of(self, first: int, last: int) -> Segment | None:
        pieces = [body for turn in self.turns[first : last + 1] for body in turn.bodies]
        if not pieces:
            return None
        start, end = pieces[0][0], pieces[-1][1]
        part = self.text[start:end]
        return start + len(part) - len(part.lstrip()), start + len(part.rstrip())

    def _units(self, codable: list[bool]) -> UnitIndex:
        return UnitIndex(self.text, [turn.bodies or ((turn.start, turn.start),) for turn in self.turns], codable)

    def _depth(self, coding: str) -> tuple[int, int, int]:
        shown = self.codings[coding]
        return shown.start, -shown.end, self._order[coding]
