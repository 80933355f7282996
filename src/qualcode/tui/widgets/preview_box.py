"""Say what an act would change, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.widgets.themes import Palette

_LINES: Final = 8


class PreviewBox(Finder[str]):
    """A sentence and one row: Enter does it, Esc does not. Until the sentence is known there is nothing to choose."""

    def __init__(self, title: str, act: str, done: Callable[[], None], *, language: str) -> None:
        super().__init__(title, language=language)
        self.typed = self.numbered = False
        self.hint = "…"
        self._act = act
        self._done = done
        self._sentence = ""

    def show_sentence(self, sentence: str) -> None:
        """Say what would change."""
        self._sentence = sentence
        self.search()

    def find(self, query: str) -> Sequence[str]:  # noqa: ARG002  # nothing is typed
        """The act."""
        return [self._act] if self._sentence else []

    def pieces(self, row: str, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Its name."""
        return [Piece(row, ink(palette.bright, ground, bold=True))], []

    def detail_height(self) -> int:
        """Room for the sentence."""
        return _LINES

    def detail(self, row: str, width: int, palette: Palette) -> list[list[Piece]]:  # noqa: ARG002  # there is one row
        """The sentence."""
        return [[Piece(line, ink(palette.text, palette.raised))] for line in wrapped(self._sentence, width)]

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Do it or not."""
        return (("box.choose", "do it"), ("box.close", "close"))

    def chosen(self, row: str, *, stay: bool) -> None:  # noqa: ARG002  # there is one row, and it closes
        """Do it."""
        self.dismiss()
        self._done()
