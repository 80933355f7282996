"""Ask who is coding: pick a name, or type a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.header import initials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.widgets.themes import Palette


class WhoCodes(Finder[tuple[str, bool]]):
    """The coders of the project; whatever else is typed is a new coder's name."""

    def __init__(self, names: Sequence[str], done: Callable[[str], None], *, language: str) -> None:
        super().__init__(say("Who is coding?", language), language=language)
        self.numbered = bool(names)
        self.hint = say("Type your name.", language)
        self._names = names
        self._done = done

    def find(self, query: str) -> Sequence[tuple[str, bool]]:
        """Names that hold what was typed; the typed name as a new one."""
        typed = query.strip()
        known = [(name, True) for name in self._names if typed.casefold() in name.casefold()]
        if typed and typed.casefold() not in {name.casefold() for name in self._names}:
            known.append((typed, False))
        return known

    def pieces(self, row: tuple[str, bool], palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Badge and name."""
        name, is_known = row
        badge = Piece(f" {initials(name)} ", ink(palette.on_amber, palette.blue, bold=True))
        left = [badge, Piece(f" {name}", ink(palette.bright, ground), gives_way=True)]
        return left, [] if is_known else [Piece(f" {say('new coder', self.language)} ", ink(palette.green, ground))]

    def chosen(self, row: tuple[str, bool], *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Hand the name on."""
        self.dismiss()
        self._done(row[0])
