"""The line below a table: whether it is there, and what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.table import Value
    from qualcode.tui.widgets.themes import Palette

_WIDE: Final = 100
_KEYS: Final = ("base", "layer")


class TableLine(Bar):
    """A chip, then synthetic or not, base, codebook version, event and layer: what a reader must know at any row."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._chip = ""
        self._about: Mapping[str, Value] = {}

    def show_state(self, chip: str, about: Mapping[str, Value] | None = None) -> None:
        """Say this of the table."""
        self._chip, self._about = chip, about or {}
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """The line."""
        text, dot = (
            ink(palette.text, palette.raised),
            Piece("  ·  " if width >= _WIDE else " · ", ink(palette.muted, palette.raised)),
        )
        chip = ink(palette.on_amber, palette.amber, bold=True)
        pieces = [Piece(f" {say(self._chip, self._language)} ", chip), Piece("  ", text)]
        facts = self._facts()
        if self._about.get("synthetic"):
            facts = [say("SYNTHETIC DATA", self._language), *facts]
        for place, fact in enumerate(facts):
            pieces += [*([dot] if place else []), Piece(fact, text)]
        return lay(width, pieces, blank=text)

    def _facts(self) -> list[str]:
        about, language = self._about, self._language
        if not about:
            return []
        version = Phrase("codebook v{n}", {"n": about["codebook_version"]})
        event = Phrase("event {n}", {"n": about["event"]})
        known = [say(str(about[key]), language) for key in _KEYS if about.get(key)]
        return [*known[:-1], say(version, language), say(event, language), *known[-1:]]
