"""The cursor: always a whole unit, and the selection that grows from it."""

from __future__ import annotations

from typing import Literal

from qualcode.tui.widgets.cursor_units import UnitIndex, UnitKind
from qualcode.tui.widgets.transcript_model import Segment, TranscriptModel

Side = Literal["start", "end"]
Step = Literal[-1, 1]


class TextCursor:
    """A selection in a transcript, moved and stretched by units."""

    def __init__(self, model: TranscriptModel, *, interviewer_codable: bool = False) -> None:
        self._model = model
        self._units = model.all_units if interviewer_codable else model.units
        self._grown: list[tuple[Segment, UnitKind]] = []
        self.unit: UnitKind = "sentence"
        self.extending = False
        self.active: Side = "end"
        self.start, self.end = self._units.after("sentence", 0) or (0, 0)

    @property
    def units(self) -> UnitIndex:
        """The units the cursor stops at."""
        return self._units

    @property
    def segment(self) -> Segment:
        """What is selected."""
        return self.start, self.end

    @property
    def head(self) -> int:
        """The character that must stay in view."""
        return self.start if self.active == "start" or not self.extending else max(self.start, self.end - 1)

    def move(self, kind: UnitKind, step: Step) -> None:
        """Go to the next or previous unit; while extending, stretch by it."""
        if self.extending:
            self.extend(kind, step)
        else:
            self._stand_on(kind, self._next(kind, step))

    def extend(self, kind: UnitKind, step: Step) -> None:
        """Move the active end by a unit. An end that would pass the other makes the other one active."""
        edge = self._edge(kind, step, self.active)
        if edge is not None and self.active == "end" and edge <= self.start:
            self.active, edge = "start", self._edge(kind, step, "start")
        elif edge is not None and self.active == "start" and edge >= self.end:
            self.active, edge = "end", self._edge(kind, step, "end")
        if edge is not None:
            self._stretch(edge)
            self.unit = kind

    def moved_edge(self, start: int, end: int, side: Side, step: Step) -> Segment:
        """A segment with one end moved by a word; the same where that would leave nothing."""
        edge = self._edge("word", step, side, (start, end))
        moved = (start if edge is None else edge, end) if side == "start" else (start, end if edge is None else edge)
        return moved if moved[0] < moved[1] else (start, end)

    def go_to(self, offset: int, kind: UnitKind | None = None) -> None:
        """Stand on the unit that holds an offset, whoever speaks; while extending, stretch to it."""
        kind = kind or self.unit
        unit = self._model.all_units.around(kind, offset)
        if unit and self.extending:
            self.stretch_to(*unit)
        else:
            self._stand_on(kind, unit)

    def stretch_to(self, start: int, end: int) -> None:
        """Let the active end be where this unit is, the other staying."""
        fixed = self.start if self.active == "end" else self.end
        if start >= fixed or (self.active == "end" and end > fixed):
            self.active, self.start, self.end = "end", fixed, max(end, fixed)
        else:
            self.active, self.start, self.end = "start", start, fixed
        self._grown.clear()

    def select(self, start: int, end: int) -> None:
        """Select exactly this much."""
        limit = len(self._model.text)
        self.start = max(0, min(start, limit))
        self.end = max(self.start, min(end, limit))
        self.active = "end"
        self._grown.clear()

    def grow(self) -> None:
        """Word, then sentence, then turn, then the question with its answer."""
        before = self.segment, self.unit
        for kind in _KINDS[_KINDS.index(self.unit) :]:
            if self._cover(self._surrounding(kind)):
                self._grown.append(before)
                self.unit = kind
                return
        if self._cover(self._model.exchange_at(self.start)):
            self._grown.append(before)
            self.unit = "turn"

    def shrink(self) -> None:
        """Take back what `grow` did; without it, the first smaller unit of the selection."""
        if self._grown:
            (self.start, self.end), self.unit = self._grown.pop()
            return
        for kind in reversed(_KINDS):
            unit = self._model.all_units.around(kind, self.start)
            if unit and unit[1] < self.end:
                self._stand_on(kind, unit)
                return

    def swap_end(self) -> None:
        """Let the other end be the one that moves."""
        self.active = "start" if self.active == "end" else "end"

    def to_first(self) -> None:
        """The first unit of the transcript; while extending, up to it."""
        self._jump(self._units.after(self.unit, 0))

    def to_last(self) -> None:
        """The last unit of the transcript; while extending, up to it."""
        self._jump(self._units.before(self.unit, len(self._model.text) + 1))

    def to_near(self, offset: int, step: Step) -> None:
        """The first unit from `offset` on, or back; the last one where there is none."""
        near = self._units.after(self.unit, offset) if step > 0 else self._units.before(self.unit, offset + 1)
        if near:
            self._jump(near)
        elif step > 0:
            self.to_last()
        else:
            self.to_first()

    def next_uncoded(self, step: Step) -> bool:
        """Go to the next sentence without a coding; False where there is none."""
        unit: Segment | None = self.segment
        while unit:
            unit = self._units.after("sentence", unit[1]) if step > 0 else self._units.before("sentence", unit[0])
            if unit and not self._model.is_coded(*unit):
                self.extending = False
                self._stand_on("sentence", unit)
                return True
        return False

    def _jump(self, unit: Segment | None) -> None:
        if unit and self.extending:
            self.stretch_to(*unit)
        else:
            self._stand_on(self.unit, unit)

    def _next(self, kind: UnitKind, step: Step) -> Segment | None:
        """The unit to go to. A smaller unit than the selection is first looked for inside it."""
        inside = _KINDS.index(kind) < _KINDS.index(self.unit)
        if step > 0:
            if inside:
                return self._units.after(kind, self.start)
            here = self._units.before(kind, self.end)
            return self._units.after(kind, max(self.end, here[1] if here else 0))
        if inside:
            return self._units.before(kind, self.end)
        return self._units.before(kind, min(self.start, (self._units.after(kind, self.start) or self.segment)[0]))

    def _edge(self, kind: UnitKind, step: Step, side: Side, segment: Segment | None = None) -> int | None:
        """The next place of an end in a direction: ends of units for the end, beginnings for the start."""
        start, end = segment or self.segment
        if side == "end":
            if step > 0:
                unit = self._units.after(kind, end)
                return unit[1] if unit else None
            unit = self._units.before(kind, end)
            if unit and unit[1] >= end:
                unit = self._units.before(kind, unit[0])
            return unit[1] if unit else 0
        if step < 0:
            unit = self._units.before(kind, start)
            return unit[0] if unit else None
        unit = self._units.after(kind, start)
        if unit and unit[0] <= start:
            unit = self._units.after(kind, unit[1])
        return unit[0] if unit else len(self._model.text)

    def _surrounding(self, kind: UnitKind) -> Segment | None:
        """The units of a kind from the one at the selection's start to the one at its end."""
        units = self._model.all_units
        first, last = units.around(kind, self.start), units.around(kind, max(self.start, self.end - 1))
        return (first[0], last[1]) if first and last else None

    def _cover(self, unit: Segment | None) -> bool:
        """Take a unit that holds the selection and more."""
        if unit is None or not (unit[0] <= self.start and unit[1] >= self.end) or unit == self.segment:
            return False
        self.start, self.end = unit
        return True

    def _stand_on(self, kind: UnitKind, unit: Segment | None) -> None:
        if unit:
            self.start, self.end = unit
            self.unit = kind
            self.active = "end"
            self._grown.clear()

    def _stretch(self, edge: int) -> None:
        if self.active == "end":
            self.end = edge
        else:
            self.start = edge
        self._grown.clear()


_KINDS: tuple[UnitKind, ...] = ("word", "sentence", "turn")
