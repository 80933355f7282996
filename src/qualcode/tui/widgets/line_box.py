"""Ask for one line: type it, or take one that is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink
from qualcode.tui.widgets.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.widgets.themes import Palette


class LineBox(Finder[str]):
    """What is typed is the first row, lines typed before follow; last, where allowed, stands the empty line."""

    def __init__(
        self, title: str, note: str, done: Callable[[str], None],
        *, language: str, letters: str = "", known: Sequence[str] = (), empty: str = "",
    ) -> None:  # fmt: skip
        super().__init__(title, note, language=language, letters=letters)
        self.numbered = False
        self.hint = say("type it, then Enter", language)
        self._done = done
        self._known = known
        self._empty = empty

    def find(self, query: str) -> Sequence[str]:
        """The line as typed; for none, those offered."""
        typed = query.strip()
        if typed:
            return [typed]
        return [*self._known, ""] if self._empty else self._known

    def pieces(self, row: str, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """The words."""
        colour = palette.bright if row else palette.muted
        return [Piece(row or self._empty, ink(colour, ground), gives_way=True)], []

    def chosen(self, row: str, *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Hand the line on."""
        self.dismiss()
        self._done(row)
