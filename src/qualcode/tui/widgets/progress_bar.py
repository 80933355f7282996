"""How far a long act is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.status_line import progress_line

if TYPE_CHECKING:
    from qualcode.tui.widgets.themes import Palette


class ProgressBar(Bar):
    """A thin line with figures; empty while nothing is under way."""

    _state = (0, 0)

    def show_state(self, done: int, total: int) -> None:
        """Say how many of how many are done."""
        if (done, total) != self._state:
            self._state = (done, total)
            self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Line and figures."""
        done, total = self._state
        blank = ink(palette.text, palette.raised)
        if not total:
            return lay(width, (), blank=blank)
        room = max(10, width - 24)
        line = progress_line(done / total, room, palette.amber, palette.faint, palette.raised)
        return lay(width, [Piece("  ", blank), *line, Piece(f"  {done} / {total}", blank)], blank=blank)
