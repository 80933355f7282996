"""The line above a pane: what it is, and a figure or a hint at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from qualcode.tui.widgets.themes import Palette


class PaneTitle(Bar):
    """A quiet heading with an empty line above and below; bright where its pane has the keys."""

    DEFAULT_CSS = "PaneTitle { height: 1; margin: 1 0; background: $surface; }"

    def __init__(self, title: str, note: str = "", act: str = "", *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._title = title
        self._note = note
        self._act = act
        self._lit = False

    def show_note(self, note: str) -> None:
        """Say this at the right."""
        if note != self._note:
            self._note = note
            self.redraw()

    def show_lit(self, *, lit: bool) -> None:
        """Tell whether the keys go to the pane below."""
        if lit != self._lit:
            self._lit = lit
            self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Title and note."""
        style = ink(palette.amber if self._lit else palette.muted, palette.pane, bold=True)
        note = self._note.replace("{key}", key_of(self.app, self._act)) if self._act else self._note
        right = [Piece(f"{note}  ", ink(palette.muted, palette.pane), self._act)] if note else []
        return lay(width, [Piece(f"  {self._title}", style, gives_way=True)], right, blank=style)


class TextTitle(Bar):
    """The line above the text: the transcript's name, and what is known about it."""

    DEFAULT_CSS = "TextTitle { height: 1; background: $background; }"

    def __init__(self) -> None:
        super().__init__()
        self._heading = ""
        self._facts = ""
        self._state = ""

    def show_transcript(self, name: str, facts: str, state: str) -> None:
        """Say which transcript this is; `state` is empty until it is finished."""
        self._heading, self._facts, self._state = name, facts, state
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Name, facts and, in green, that it is finished."""
        ground = palette.ground
        left = [
            Piece("   ", ink(palette.text, ground)),
            Piece(self._heading, ink(palette.bright, ground, bold=True)),
            Piece(f"   {self._facts}", ink(palette.muted, ground), gives_way=True),
        ]
        right = [Piece(f"✓ {self._state}   ", ink(palette.green, ground), "transcript.finish")] if self._state else []
        return lay(width, left, right, blank=ink(palette.text, ground))
