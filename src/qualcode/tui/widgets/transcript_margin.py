"""Beside the text: the margin with stripes and names, and the overview of the whole transcript.

They are widgets of their own, because terminals differ in how wide they draw some characters: what stands in another
widget is put in its place whatever the text before it did.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment as Piece
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.lanes import Rows
from qualcode.tui.widgets.transcript_colours import TranscriptColours, style
from qualcode.tui.widgets.transcript_sheet import TranscriptSheet
from qualcode.tui.widgets.transcript_text import TranscriptView, refresh_rows, sheet_lines


class Margin(Widget):
    """Stripes and names, beside the rows that the view shows."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Margin { width: 1fr; height: 1fr; }"

    class Clicked(Message):
        """A stripe or a name was clicked."""

        def __init__(self, coding: str) -> None:
            super().__init__()
            self.coding = coding

    def __init__(self, view: TranscriptView) -> None:
        super().__init__()
        self._view = view
        self._sheet: TranscriptSheet | None = None

    def show(self, sheet: TranscriptSheet | None) -> None:
        """Draw another sheet."""
        self._sheet = sheet
        self.refresh()

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Draw these rows again, as far as they are in view."""
        refresh_rows(self, rows, self._view.scroll_offset.y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of the sheet themselves."""
        return sheet_lines(self, crop, self._view.scroll_offset.y, self._sheet, margin=True)

    def on_click(self, event: events.Click) -> None:
        """Report which coding stands there."""
        row = self._view.scroll_offset.y + event.y
        if self._sheet and row < self._sheet.rows.count:
            coding = self._sheet.coding_at(row, event.x)
            if coding is not None:
                self.post_message(self.Clicked(coding))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls the text."""
        self._view.on_mouse_scroll_down(event)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls the text."""
        self._view.on_mouse_scroll_up(event)


class Minimap(Widget):
    """The whole transcript in one column, two slices a cell, lighter where the view is; scrolls when clicked."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Minimap { width: 1; height: 1fr; }"

    def __init__(self, view: TranscriptView) -> None:
        super().__init__()
        self._view = view
        self._sheet: TranscriptSheet | None = None
        self._colours: TranscriptColours | None = None
        self._slices: dict[int, str | None] = {}
        self._cells: dict[tuple[str, str], Strip] = {}

    def show(self, sheet: TranscriptSheet | None, colours: TranscriptColours | None) -> None:
        """Draw another sheet."""
        self._sheet = sheet
        self._colours = colours
        self._slices.clear()
        self._cells.clear()
        self.refresh()

    def renew(self, extents: Iterable[Rows]) -> None:
        """Look again at the slices of these rows."""
        total = self._total
        for first, last in extents:
            low, high = first * 2 * self.size.height // total, last * 2 * self.size.height // total
            for place in [place for place in self._slices if low - 1 <= place <= high + 1]:
                del self._slices[place]
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """One half block a row."""
        if self._sheet is None or self._colours is None or crop.width < 1:
            return [Strip.blank(crop.width, self.rich_style)] * crop.height
        return [self._cell(row, self._colours) for row in range(crop.y, crop.y + crop.height)]

    def on_resize(self, _event: events.Resize) -> None:
        """Other slices."""
        self._slices.clear()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go there."""
        self.capture_mouse()
        self._go(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the view along."""
        if self.app.mouse_captured is self:
            self._go(event.y)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """Let go."""
        self.release_mouse()

    @property
    def _total(self) -> int:
        """Rows that the column stands for: never fewer than it has."""
        return max(1, self.size.height, self._sheet.rows.count if self._sheet else 0)

    def _go(self, y: int) -> None:
        middle = y * self._total // max(1, self.size.height)
        self._view.scroll_rows_to(middle - self._view.size.height // 2)

    def _cell(self, row: int, colours: TranscriptColours) -> Strip:
        pair = self._slice(2 * row, colours), self._slice(2 * row + 1, colours)
        if pair not in self._cells:
            strip = Strip([Piece("▀", style(*pair))], 1)
            for line_filter in self.get_line_filters():
                strip = strip.apply_filter(line_filter, self.background_colors[1])
            self._cells[pair] = strip
        return self._cells[pair]

    def _slice(self, place: int, colours: TranscriptColours) -> str:
        first, last = self._rows(place)
        top = self._view.scroll_offset.y
        if place not in self._slices:
            self._slices[place] = self._look(first, last)
        return colours.slice(self._slices[place], in_view=first < top + self._view.size.height and last >= top)

    def _rows(self, place: int) -> Rows:
        slices = 2 * max(1, self.size.height)
        first = place * self._total // slices
        return first, max(first, (place + 1) * self._total // slices - 1)

    def _look(self, first: int, last: int) -> str | None:
        sheet = self._sheet
        if sheet is None or first >= sheet.rows.count:
            return None
        start, end = sheet.rows.span(first)[0], sheet.rows.span(min(last, sheet.rows.count - 1))[1]
        coding = sheet.model.any_coding(start, end)
        return coding.colour if coding else None
