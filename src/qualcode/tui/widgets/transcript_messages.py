"""What the transcript pane reports. Handlers are named as if these were defined in it."""

from __future__ import annotations

from textual.message import Message

from qualcode.tui.widgets.cursor_units import UnitKind


class SelectionChanged(Message, namespace="transcript_pane"):
    """The cursor stands elsewhere, or covers more or less."""

    def __init__(self, start: int, end: int, words: int, turn_number: int, unit: UnitKind, *, extending: bool) -> None:
        super().__init__()
        self.start = start
        self.end = end
        self.words = words
        self.turn_number = turn_number
        """Counted from 1; 0 where there are no turns."""
        self.unit = unit
        self.extending = extending

    def is_same(self, other: SelectionChanged) -> bool:
        """Whether the other one reports the same."""
        return self._facts == other._facts

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.start, self.end, self.words, self.turn_number, self.unit, self.extending


class CodingClicked(Message, namespace="transcript_pane"):
    """A coding's stripe or name was clicked; its segment is selected."""

    def __init__(self, coding: str) -> None:
        super().__init__()
        self.id = coding


class ResizeWished(Message, namespace="transcript_pane"):
    """An end of a coding shall stand elsewhere."""

    def __init__(self, coding: str, start: int, end: int) -> None:
        super().__init__()
        self.id = coding
        self.start = start
        self.end = end


class MenuWished(Message, namespace="transcript_pane"):
    """The right button was pressed on the text or on a stripe; what is meant is selected."""

    def __init__(self, x: int, y: int, coding: str = "") -> None:
        super().__init__()
        self.x = x
        self.y = y
        """Where on the screen."""
        self.coding = coding
        """The stripe's."""
