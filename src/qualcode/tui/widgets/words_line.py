"""The words looked for, and how much was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay

if TYPE_CHECKING:
    from qualcode.tui.widgets.themes import Palette


class WordsLine(Bar):
    """One line to type words into."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.typed = ""
        self._found: tuple[int, int, int] | None = None
        self._typing = True

    def show(self, typed: str, found: tuple[int, int, int] | None, *, typing: bool) -> None:
        """Show the words; `found` is how many hits are marked, how many there are, and in how many transcripts."""
        self.typed, self._found, self._typing = typed, found, typing
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Title, words, figures."""
        ground = palette.raised
        left = [
            Piece(f" {say('ALL TRANSCRIPTS', self._language)} ", ink(palette.on_amber, palette.amber, bold=True)),
            Piece(f" {self.typed}", ink(palette.bright, ground, bold=self._typing), "words", gives_way=True),
            Piece("▏" if self._typing else " ", ink(palette.amber, ground)),
        ]
        if not self.typed and self._typing:
            hint = say('words, or a "phrase" in quotes; Enter', self._language)
            left.append(Piece(f" {hint}", ink(palette.muted, ground), gives_way=True))
        return lay(width, left, self._figures(palette, width), blank=ink(palette.text, ground))

    def _figures(self, palette: Palette, width: int) -> list[Piece]:
        if self._found is None:
            return []
        marked, hits, places = self._found
        if not hits:
            return [Piece(f"{say('nothing found', self._language)} ", ink(palette.red, palette.raised))]
        words = Phrase("{k} of {n} hits marked · {m} transcripts", {"k": marked, "n": hits, "m": places})
        if width < 100:  # noqa: PLR2004  # columns
            words = Phrase("{k} of {n} marked", {"k": marked, "n": hits})
        return [Piece(f"{say(words, self._language)} ", ink(palette.text, palette.raised))]
