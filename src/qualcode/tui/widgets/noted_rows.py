"""Rows under one line of headings, with the notes of their table below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.phrases import Phrase
    from qualcode.tui.widgets.themes import Palette


class NotedRows(RowList):
    """A subclass draws headings and rows; the cursor stands on rows only."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self._texts: tuple[str, ...] = ()
        self._notes: list[str] = []
        self.cursor = 1

    def row_count(self) -> int:
        """How many lines lie between headings and notes."""
        raise NotImplementedError

    def draw_headings(self, width: int, palette: Palette) -> Laid:
        """The first line."""
        raise NotImplementedError

    def draw_row(self, index: int, width: int, palette: Palette) -> Laid:
        """The line of a row, which are numbered from 1."""
        raise NotImplementedError

    def show_notes(self, notes: Sequence[Phrase | str]) -> None:
        """These stand below the rows from now on."""
        self._texts = tuple(say(note, self.language) for note in notes)

    def redraw(self) -> None:
        """Wrap the notes anew."""
        width = max(20, self.size.width - 4)
        self._notes = ["", *(line for text in self._texts for line in wrapped(text, width))] if self._texts else []
        super().redraw()

    def line_count(self) -> int:
        """Headings, rows, notes."""
        rows = self.row_count()
        return 1 + rows + len(self._notes) if rows else 0

    def can_rest(self, index: int) -> bool:
        """Only on rows."""
        return 1 <= index <= self.row_count()

    def move(self, step: int) -> None:
        """Go that many rows on, no further than the first or last."""
        rests = self._rests()
        if rests:
            before = sum(at < self.cursor for at in rests)
            self.go(rests[max(0, min(len(rests) - 1, before + step))])

    def go(self, index: int) -> None:
        """Put the cursor on a row; with the first one the headings come into view, with the last one the notes."""
        super().go(index)
        rests = self._rests()
        if rests and index == rests[0]:
            self.scroll_to(y=0, animate=False, force=True)
        elif rests and index == rests[-1]:
            top = min(index, self.line_count() - self.size.height)
            self.scroll_to(y=max(0, top), animate=False, force=True)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        if not index:
            return self.draw_headings(width, palette)
        if index <= self.row_count():
            return self.draw_row(index, width, palette)
        muted = ink(palette.muted, palette.pane)
        return lay(width, [Piece(f"  {self._notes[index - 1 - self.row_count()]}", muted)], blank=muted)

    def _rests(self) -> list[int]:
        return [index for index in range(1, self.row_count() + 1) if self.can_rest(index)]
