"""The text of a transcript as a widget: draws rows of a sheet and reports where the mouse is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from textual import events
from textual.filter import ANSIToTruecolor, DimFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from qualcode.tui.widgets.columns import share_out
from qualcode.tui.widgets.rows import RIGHT
from qualcode.tui.widgets.transcript_sheet import TranscriptSheet


class TranscriptView(ScrollView, can_focus=True, inherit_bindings=False):
    """Gutter and text. The keys are the screen's; the wheel and the mouse are its own."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TranscriptView {
        width: auto;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """

    class Pointed(Message):
        """The mouse is down on a place of the text, or is dragged over it."""

        def __init__(
            self, row: int, column: int, *, clicks: int = 1, dragging: bool = False,
            menu_at: tuple[int, int] | None = None,
        ) -> None:  # fmt: skip
            super().__init__()
            self.row = row
            self.column = column
            """Of the text; negative in the gutter."""
            self.clicks = clicks
            self.dragging = dragging
            self.menu_at = menu_at
            """Where on the screen, if it was the right button."""

    def __init__(self) -> None:
        super().__init__()
        self.followers: tuple[Widget, ...] = ()
        """Widgets that show the rows which this one does; drawn in the same frame."""
        self.longest_name = 12
        """Columns of the longest speaker's name."""
        self._sheet: TranscriptSheet | None = None
        self._pointer: tuple[int, int] | None = None
        self._auto_scroll: Timer | None = None

    def show(self, sheet: TranscriptSheet | None) -> None:
        """Draw another sheet."""
        self._sheet = sheet
        self.virtual_size = Size(self.size.width, sheet.rows.count if sheet else 0)
        self.refresh()

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Draw these rows again, as far as they are in view."""
        refresh_rows(self, rows, self.scroll_offset.y)

    def bring_into_view(self, first: int, last: int) -> None:
        """Scroll no more than needed to show these rows; a far jump puts them in the upper third."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        context = min(_CONTEXT, max(0, (height - (last - first + 1)) // 2))
        if first - context >= top and last + context < top + height:
            return
        if first > top + 2 * height or last < top - height:
            target = first - height // 3
        elif first - context < top:
            target = first - context
        else:
            target = min(first - context, last + context - height + 1)
        self.scroll_rows_to(target)

    def scroll_rows_to(self, row: int) -> None:
        """Let this row be the uppermost, as far as there are rows below."""
        self.scroll_to(y=row, animate=False, force=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 (Textual's signature)
        """As wide as gutter and text shall be, so that one layout pass does."""
        return share_out(container.width, self.longest_name).view

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Let the margin and the overview follow. No scrollbar does: it is never seen, and would lay the screen out."""
        if round(old_value) != round(new_value):
            for widget in (self, *self.followers):
                widget.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The very strips of the sheet: what the compositor worked out for them is worked out once."""
        return sheet_lines(self, crop, self.scroll_offset.y, self._sheet, margin=False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without animation."""
        self.scroll_wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without animation."""
        self.scroll_wheel(event, -_WHEEL)

    def scroll_wheel(self, event: events.MouseEvent, rows: int) -> None:
        """Scroll by some rows instead of what Textual would do."""
        event.prevent_default().stop()
        self.scroll_rows_to(self.scroll_offset.y + rows)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press: the word under the pointer, and perhaps the beginning of a drag."""
        if event.button == 1 and self._sheet:
            self.capture_mouse()
            self._pointer = (event.x, event.y)
            self._point(dragging=False)
        elif event.button == RIGHT and self._sheet:
            menu_at = event.screen_x, event.screen_y
            self.post_message(self.Pointed(*self._place(event.x, event.y), menu_at=menu_at))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self._pointer and self._pointer != (event.x, event.y):
            self._pointer = (event.x, event.y)
            self._point(dragging=True)
            self._follow(outside=not 0 <= event.y < self.size.height)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """The end of a press or drag."""
        self._release()

    def on_mouse_release(self, _event: events.MouseRelease) -> None:
        """The mouse was taken away from us."""
        self._release()

    def on_click(self, event: events.Click) -> None:
        """Twice for a sentence, three times for a turn."""
        if event.chain > 1 and event.button != RIGHT and self._sheet:
            row, column = self._place(event.x, event.y)
            self.post_message(self.Pointed(row, column, clicks=event.chain))

    def _release(self) -> None:
        if self._pointer:
            self._pointer = None
            self._follow(outside=False)
            self.release_mouse()

    def _follow(self, *, outside: bool) -> None:
        """Scroll for as long as the pointer is dragged beyond an edge."""
        if outside and self._auto_scroll is None:
            self._auto_scroll = self.set_interval(_AUTO_SCROLL, self._scroll_after_pointer)
        elif not outside and self._auto_scroll is not None:
            self._auto_scroll.stop()
            self._auto_scroll = None

    def _scroll_after_pointer(self) -> None:
        if self._pointer:
            beyond = min(self._pointer[1], 0) + max(self._pointer[1] - self.size.height + 1, 0)
            self.scroll_rows_to(self.scroll_offset.y + beyond)
            self._point(dragging=True)

    def _point(self, *, dragging: bool) -> None:
        if self._pointer:
            row, column = self._place(*self._pointer)
            self.post_message(self.Pointed(row, column, dragging=dragging))

    def _place(self, x: int, y: int) -> tuple[int, int]:
        sheet = self._sheet
        if sheet is None:
            return 0, 0
        row = self.scroll_offset.y + max(0, min(y, self.size.height - 1))
        return max(0, min(row, sheet.rows.count - 1)), x - sheet.columns.gutter


def refresh_rows(widget: Widget, rows: Iterable[int], top: int) -> None:
    """Draw rows of a widget again whose uppermost row is `top`, a region for each run of rows."""
    visible = sorted(row - top for row in rows if 0 <= row - top < widget.size.height)
    runs = (list(run) for _, run in groupby(enumerate(visible), key=lambda pair: pair[1] - pair[0]))
    regions = [Region(0, run[0][1], widget.size.width, len(run)) for run in runs]
    if regions:
        widget.refresh(*regions)


def blank(widget: Widget, width: int) -> Strip:
    """A strip of nothing but the widget's ground."""
    return finish(widget)(Strip.blank(width, widget.rich_style))


def finish(widget: Widget) -> Callable[[Strip], Strip]:
    """What the app's filters do to a strip: take the colours out where the terminal is to have none.

    Those for dim text and for the sixteen colours of a terminal are left out: nothing here is either, and they would
    take as long as the painting.
    """
    filters = [each for each in widget.get_line_filters() if not isinstance(each, (ANSIToTruecolor, DimFilter))]
    ground = widget.background_colors[1]

    def finished(strip: Strip) -> Strip:
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, ground)
        return strip

    return finished


def sheet_lines(widget: Widget, crop: Region, top: int, sheet: TranscriptSheet | None, *, margin: bool) -> list[Strip]:
    """The strips of the part of a widget that is asked for."""
    width = widget.size.width
    first = top + crop.y
    count = sheet.rows.count if sheet else 0
    if sheet is None or count <= first:
        return [blank(widget, crop.width)] * crop.height
    paint = sheet.margin_strip if margin else sheet.text_strip
    drawn = [paint(row) for row in range(first, min(count, first + crop.height))]
    strips = drawn
    if len(drawn) < crop.height:
        strips = drawn + [blank(widget, width)] * (crop.height - len(drawn))
    if drawn[0].cell_length != width:
        strips = [strip.adjust_cell_length(width, widget.rich_style) for strip in strips]
    return strips if crop.width == width else [strip.crop(crop.x, crop.x + crop.width) for strip in strips]


_CONTEXT = 2
_WHEEL = 3
_AUTO_SCROLL = 0.05
