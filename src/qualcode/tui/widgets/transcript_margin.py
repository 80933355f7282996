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
from qualcode.tui.widgets.rows import RIGHT
from qualcode.tui.widgets.transcript_colours import TranscriptColours, style
from qualcode.tui.widgets.transcript_sheet import TranscriptSheet
from qualcode.tui.widgets.transcript_text import TranscriptView, blank, finish, refresh_rows, sheet_lines


class Margin(Widget):
    """Stripes and names, beside the rows that the view shows."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Margin { width: 1fr; height: 1fr; }"

    class Clicked(Message):
        """A stripe or a name was clicked."""

        def __init__(self, coding: str, menu_at: tuple[int, int] | None = None) -> None:
            super().__init__()
            self.coding = coding
            self.menu_at = menu_at
            """Where on the screen, after the right button."""

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
                menu_at = (event.screen_x, event.screen_y) if event.button == RIGHT else None
                self.post_message(self.Clicked(coding, menu_at))

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
        self._drawn: tuple[tuple[int, int, int], list[Strip]] | None = None
        """Height, first row in view and rows in view; and what was drawn for them."""

    def show(self, sheet: TranscriptSheet | None, colours: TranscriptColours | None) -> None:
        """Draw another sheet."""
        self._sheet = sheet
        self._colours = colours
        self._slices.clear()
        self._cells.clear()
        self._drawn = None
        self.refresh()

    def renew(self, extents: Iterable[Rows]) -> None:
        """Look again at the slices of these rows."""
        height = self.size.height
        total = self._total(height)
        renewed: set[int] = set()
        for first, last in extents:
            low, high = first * 2 * height // total - 1, last * 2 * height // total + 1
            for place in [place for place in self._slices if low <= place <= high]:
                del self._slices[place]
                renewed.add(place // 2)
        self._drawn = None
        refresh_rows(self, renewed, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """One half block a row."""
        sheet, colours = self._sheet, self._colours
        if sheet is None or colours is None or crop.width < 1:
            return [blank(self, crop.width)] * crop.height
        frame = self.size.height, self._view.scroll_offset.y, self._view.size.height
        if self._drawn is None or self._drawn[0] != frame:
            self._drawn = frame, self._draw(sheet, colours, *frame)
        return self._drawn[1][crop.y : crop.y + crop.height]

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

    def _total(self, height: int) -> int:
        """Rows that the column stands for: never fewer than it has."""
        return max(1, height, self._sheet.rows.count if self._sheet else 0)

    def _go(self, y: int) -> None:
        height = max(1, self.size.height)
        self._view.scroll_rows_to(y * self._total(height) // height - self._view.size.height // 2)

    def _draw(
        self, sheet: TranscriptSheet, colours: TranscriptColours, height: int, top: int, shown: int
    ) -> list[Strip]:
        total = self._total(height)
        halves = []
        for place in range(2 * height):
            first = place * total // (2 * height)
            last = max(first, (place + 1) * total // (2 * height) - 1)
            if place not in self._slices:
                self._slices[place] = _look(sheet, first, last)
            halves.append(colours.slice(self._slices[place], in_view=first < top + shown and last >= top))
        return [self._cell(halves[place], halves[place + 1]) for place in range(0, 2 * height, 2)]

    def _cell(self, upper: str, lower: str) -> Strip:
        if (upper, lower) not in self._cells:
            self._cells[upper, lower] = finish(self)(Strip([Piece("▀", style(upper, lower))], 1))
        return self._cells[upper, lower]


def _look(sheet: TranscriptSheet, first: int, last: int) -> str | None:
    """The colour of a coding on these rows."""
    if first >= sheet.rows.count:
        return None
    start, end = sheet.rows.span(first)[0], sheet.rows.span(min(last, sheet.rows.count - 1))[1]
    coding = sheet.model.any_coding(start, end)
    return coding.colour if coding else None
