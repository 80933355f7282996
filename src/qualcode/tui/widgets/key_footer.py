"""The last line: the keys that matter here, as chips that can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.key_places import VERB_BY_ID
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tui.widgets.themes import Palette

Chip = tuple[str, str, str]
"""What it does, the key printed, the words beside it."""

_WIDE: Final = 100
_HINT_SECONDS: Final = 6.0
ALWAYS: Final = ("screen.palette", "screen.help")


def chips(*ids: str) -> tuple[Chip, ...]:
    """The chips of these verbs."""
    return tuple((each, VERB_BY_ID[each].printed, VERB_BY_ID[each].name) for each in ids)


class KeyFooter(Bar):
    """Chips of the verbs that matter now; the first ones stand on amber."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._chips: tuple[Chip, ...] = ()
        self._loud = 2
        self._hint: tuple[str, str] | None = None

    def show_chips(self, chosen: Sequence[Chip], loud: int = 2) -> None:
        """Offer these verbs, the first `loud` of them on amber."""
        if (tuple(chosen), loud) != (self._chips, self._loud):
            self._chips, self._loud = tuple(chosen), loud
            self.redraw()

    def show_hint(self, key_id: str, name: str) -> None:
        """Say for a moment, in place of the chips, which key does what was just done without it."""
        self._hint = (key_id, name)
        self.redraw()
        self.set_timer(_HINT_SECONDS, self.drop_hint)

    def drop_hint(self) -> None:
        """Offer the verbs again."""
        self._hint = None
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """As many chips as the line holds; help and palette always."""
        blank = ink(palette.text, palette.pane)
        always = chips(*ALWAYS) if width >= _WIDE else tuple((act, key, "") for act, key, _ in chips(*ALWAYS))
        right = [piece for chip in always for piece in self._chip(chip, palette, loud=False)]
        room = width - 1 - sum(piece.width for piece in right)
        if self._hint:
            return lay(width, self._hint_pieces(*self._hint, palette), right, blank=blank)
        left: list[Piece] = []
        for place, chip in enumerate(self._chips):
            pieces = self._chip(chip, palette, loud=place < self._loud)
            taken = sum(piece.width for piece in pieces)
            if taken > room:
                break
            room -= taken
            left += pieces
        return lay(width, left, right, blank=blank)

    def _hint_pieces(self, key_id: str, name: str, palette: Palette) -> list[Piece]:
        words = say("Quicker: {key} does “{name}”.", self._language)
        told = words.format(key=key_of(self.app, key_id), name=say(name, self._language))
        return [Piece(f" {told}", ink(palette.text, palette.pane), gives_way=True)]

    def _chip(self, chip: Chip, palette: Palette, *, loud: bool) -> list[Piece]:
        act, default, name = chip
        key = key_of(self.app, act) if act in VERB_BY_ID else say(default, self._language)
        style = ink(palette.on_amber, palette.amber, bold=True) if loud else ink(palette.bright, palette.key, bold=True)
        words = ink(palette.text if loud else palette.muted, palette.pane)
        return [
            Piece(" ", words),
            Piece(f" {key} ", style, act),
            Piece(f" {say(name, self._language)} " if name else " ", words, act),
        ]
