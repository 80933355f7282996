"""Plain lines to read and scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.rows import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.widgets.themes import Palette


class TextLines(Lines, can_focus=True):
    """Lines as they are, on the ground of the text."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._text: Sequence[str] = ()

    def show_lines(self, text: Sequence[str]) -> None:
        """Show these."""
        self._text = text
        self.redraw()

    def line_count(self) -> int:
        """One row each."""
        return len(self._text)

    def ground(self, palette: Palette) -> str:
        """As behind the transcript."""
        return palette.ground

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """The line; rules are fainter, the title is brighter."""
        text = self._text[index]
        colour = palette.faint if set(text.strip()) <= {"-", "─"} else palette.bright if index == 0 else palette.text
        return lay(
            width,
            [Piece(f"   {text}", ink(colour, palette.ground, bold=index == 0))],
            blank=ink(colour, palette.ground),
        )
