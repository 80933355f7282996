"""A line of chips: what header, status line and footer have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.cells import Laid, filtered, ink, lay
from qualcode.tui.widgets.themes import Palette, palette_of

if TYPE_CHECKING:
    from textual.events import Click
    from textual.geometry import Region, Size


class Bar(Widget):
    """One row of pieces; a click on a piece with an act reports it."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    class Pressed(Message):
        """A chip was clicked."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    _laid: Laid | None = None

    def draw(self, width: int, palette: Palette) -> Laid:
        """The line in that width. Each bar says its own."""
        return lay(width, (), blank=ink(palette.text, palette.raised))

    def redraw(self) -> None:
        """Draw anew what the bar says; a line that comes out the same costs the terminal nothing."""
        before, self._laid = self._laid, None
        if before is not None and before.strip.cell_length == self.size.width:
            laid = self._lay()
            if laid == before:
                self._laid = before  # what the compositor knows of its strip stays known
                return
            self._laid = laid
        self.refresh()

    def notify_style_update(self) -> None:
        """The look changed."""
        self._laid = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The only line; empty ones where the bar was given more."""
        width = self.size.width
        if self._laid is None or self._laid.strip.cell_length != width:
            self._laid = self._lay()
        below = [Strip.blank(width, self.rich_style)] * (crop.bottom - 1)
        strips = [self._laid.strip, *below][crop.y : crop.bottom]
        return strips if crop.width == width else [strip.crop(crop.x, crop.right) for strip in strips]

    def _lay(self) -> Laid:
        laid = self.draw(self.size.width, palette_of(self.app))
        return Laid(filtered(self, laid.strip), laid.targets)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """One row."""
        return 1

    def on_click(self, event: Click) -> None:
        """Report the act under the pointer."""
        act = self._laid.act_at(event.x) if self._laid else ""
        if act:
            event.stop()
            self.post_message(self.Pressed(act))
