"""Ask why something was decided: type it, or pick a reason given before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink
from qualcode.tui.widgets.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.geometry import Region

    from qualcode.tui.widgets.themes import Palette


class ReasonBox(Finder[str]):
    """Reasons given before; whatever else is typed is a new one. The empty reason is the last row."""

    def __init__(
        self, known: Sequence[str], done: Callable[[str], None], *, language: str, anchor: Region | None
    ) -> None:
        note = say("used again until you change it", language)
        super().__init__(say("Why?", language), note, language=language, anchor=anchor)
        self.numbered = False
        self._known = known
        self._done = done

    def find(self, query: str) -> Sequence[str]:
        """What was typed as a new reason, those that hold it, and none."""
        typed = query.strip()
        known = [reason for reason in self._known if typed.casefold() in reason.casefold() and reason != typed]
        return [typed, *known] if typed else [*known, ""]

    def pieces(self, row: str, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """The words."""
        if row:
            return [Piece(row, ink(palette.bright, ground), gives_way=True)], []
        return [Piece(say("no reason", self.language), ink(palette.muted, ground))], []

    def chosen(self, row: str, *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Hand the reason on."""
        self.dismiss()
        self._done(row)
