"""Lists drawn line by line: only what is in view is drawn, and a line is drawn once until it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.widgets.cells import Laid, filtered, ink
from qualcode.tui.widgets.themes import Palette, palette_of

if TYPE_CHECKING:
    from textual.events import Click, Resize


RIGHT: Final = 3
"""The mouse's right button."""


class Lines(ScrollView):
    """Lines that a subclass draws; the width is the widget's."""

    DEFAULT_CSS = """
    Lines {
        width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: auto;
        scrollbar-background: $surface; scrollbar-background-hover: $surface; scrollbar-background-active: $surface;
        scrollbar-color: $panel; scrollbar-color-hover: $primary; scrollbar-color-active: $primary;
    }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self._drawn: dict[int, Laid] = {}

    def line_count(self) -> int:
        """How many lines there are."""
        return 0

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """One line, exactly as wide as asked."""
        raise NotImplementedError

    def ground(self, palette: Palette) -> str:
        """The colour behind the lines."""
        return palette.pane

    def redraw(self) -> None:
        """Draw all lines anew."""
        self._drawn.clear()
        self.virtual_size = Size(self.content_size.width, self.line_count())
        self.refresh()

    def redraw_line(self, index: int) -> None:
        """Draw one line anew."""
        self._drawn.pop(index, None)
        self.refresh(Region(0, index - round(self.scroll_y), self.size.width, 1))

    def notify_style_update(self) -> None:
        """The look changed."""
        self._drawn.clear()
        super().notify_style_update()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002  # Textual's
        """Lines are as wide as the widget."""
        self.redraw()

    def on_mount(self) -> None:
        """Measure once there is something to measure."""
        self.redraw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines at these heights of the window, each the very strip that was drawn once."""
        first, count, width = round(self.scroll_y), self.line_count(), self.size.width
        inner, palette = self.scrollable_content_region.width, palette_of(self.app)
        strips = []
        for index in range(first + crop.y, first + crop.bottom):
            line = index if 0 <= index < count else _BEYOND
            laid = self._drawn.get(line)
            if laid is None or laid.strip.cell_length != width:
                laid = self._drawn[line] = self._lay(line, width, inner, palette)
            strips.append(laid.strip)
        return strips if crop.width == width else [strip.crop(crop.x, crop.right) for strip in strips]

    def _lay(self, line: int, width: int, inner: int, palette: Palette) -> Laid:
        """Draw a line as wide as the widget: what stands under the scrollbar is empty."""
        blank = ink(palette.text, self.ground(palette))
        laid = self.draw_line(line, inner, palette) if line >= 0 else Laid(Strip.blank(inner, blank), ())
        return Laid(filtered(self, laid.strip.adjust_cell_length(width, blank)), laid.targets)

    def act_at(self, x: int, y: int) -> tuple[int, str]:
        """The line under a cell of the window (-1 for none) and what a click there does."""
        index = y + round(self.scroll_y)
        if not 0 <= index < self.line_count():
            return -1, ""
        laid = self._drawn.get(index)
        return index, laid.act_at(x) if laid else ""


_BEYOND: Final = -1
"""Stands for the empty lines after the last one."""


class RowList(Lines, can_focus=True):
    """Lines with a cursor."""

    class Chosen(Message):
        """A row was clicked, or entered."""

        def __init__(self, rows: RowList, index: int, act: str = "", *, by_mouse: bool = False) -> None:
            super().__init__()
            self.rows = rows
            self.index = index
            self.act = act
            self.by_mouse = by_mouse

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Asked(Message):
        """A row was clicked with the right button."""

        def __init__(self, rows: RowList, index: int, x: int, y: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index
            self.x = x
            self.y = y
            """Where on the screen."""

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self.cursor = 0

    def can_rest(self, index: int) -> bool:
        """Whether the cursor may stand on this row."""
        return 0 <= index < self.line_count()

    def move(self, step: int) -> None:
        """Go that many rows on, over those where the cursor may not stand, and no further than the first or last."""
        way = 1 if step > 0 else -1
        at = rest = self.cursor
        left = abs(step)
        while left and 0 <= at + way < self.line_count():
            at += way
            if self.can_rest(at):
                rest, left = at, left - 1
        if self.can_rest(rest):
            self.go(rest)

    def go(self, index: int) -> None:
        """Put the cursor on a row and the row in view."""
        before, self.cursor = self.cursor, index
        self.redraw_line(before)
        self.redraw_line(index)
        self.scroll_to_region(Region(0, index, 1, 1), animate=False, force=True)

    def choose(self) -> None:
        """Report the row of the cursor."""
        if self.can_rest(self.cursor):
            self.post_message(self.Chosen(self, self.cursor))

    def on_focus(self) -> None:
        """The cursor is shown only where keys go."""
        self.redraw_line(self.cursor)

    def on_blur(self) -> None:
        """Take the cursor off."""
        self.redraw_line(self.cursor)

    def on_click(self, event: Click) -> None:
        """A click chooses; one with the right button asks what can be done."""
        index, act = self.act_at(event.x, event.y)
        if index < 0:
            return
        event.stop()
        if event.button == RIGHT:
            self.post_message(self.Asked(self, index, event.screen_x, event.screen_y))
        else:
            self.post_message(self.Chosen(self, index, act, by_mouse=True))
