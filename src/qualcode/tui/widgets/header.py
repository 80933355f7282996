"""The first line: which project, which mode, saved when, who is coding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, centred, ink

if TYPE_CHECKING:
    from qualcode.tui.widgets.themes import Palette

_WIDE: Final = 130

MODES: Final = (
    ("screen.code", "Coding"),
    ("screen.agreement", "Agreement"),
    ("screen.themes", "Themes"),
    ("screen.settle", "Settle"),
    ("screen.codebook", "Codebook"),
)
MORE_MODES: Final = (
    ("screen.measures", "Measures"),
    ("screen.quotes", "Quotes"),
    ("screen.claims", "Claims"),
)
"""One of them where there is little room: the one that is shown, else the last one."""
_ROOMY: Final = 160


class Header(Bar):
    """Project, modes, clock of the last save, coder. A click on a mode goes there."""

    def __init__(self, language: str, mode: str = "") -> None:
        super().__init__()
        self._language = language
        self._mode = mode
        self._project = ""
        self._coder = ""
        self._saved = ""
        self._synthetic = False

    def show_project(self, name: str, coder: str, *, synthetic: bool) -> None:
        """Say whose project this is."""
        self._project, self._coder, self._synthetic = name, coder, synthetic
        self.redraw()

    def show_saved(self, clock: str) -> None:
        """Say when something was written last."""
        self._saved = clock
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Mark and project, modes, clock and badge; what matters least goes first when it is narrow."""
        plain = ink(palette.text, palette.pane)
        return centred(
            width, self._left(palette, width), self._modes(palette, width), self._right(palette, width), plain
        )

    def _left(self, palette: Palette, width: int) -> list[Piece]:
        pieces = [Piece(" ◧ ", ink(palette.amber, palette.pane))]
        if width >= _WIDE or not self._project:
            pieces.append(Piece("qualcode   ", ink(palette.amber, palette.pane)))
        pieces.append(Piece(self._project, ink(palette.bright, palette.pane, bold=True)))
        if self._synthetic and width >= 100:  # noqa: PLR2004  # columns
            word = say("invented", self._language)
            pieces.append(Piece(f"  {word}", ink(palette.muted, palette.pane), gives_way=True))
        return pieces

    def _modes(self, palette: Palette, width: int) -> list[Piece]:
        if not self._mode:
            return []
        here = ink(palette.on_amber, palette.amber, bold=True)
        away = ink(palette.muted, palette.pane)
        air = "  " if width >= _WIDE else " "
        more = [each for each in MORE_MODES if width >= _ROOMY or each[0] == self._mode]
        return [
            Piece(f"{air}{say(label, self._language)}{air}", here if act == self._mode else away, act)
            for act, label in (*MODES, *(more or MORE_MODES[-1:]))
        ]

    def _right(self, palette: Palette, width: int) -> list[Piece]:
        pieces: list[Piece] = []
        if self._saved and width >= 90:  # noqa: PLR2004  # columns
            words = f"{say('saved', self._language)} {self._saved}" if width >= _WIDE else self._saved
            pieces = [
                Piece("● ", ink(palette.green, palette.pane)),
                Piece(f"{words}   ", ink(palette.muted, palette.pane)),
            ]
        if self._coder:
            badge = ink(palette.on_amber if palette.dark else "#ffffff", palette.blue, bold=True)
            pieces.append(Piece(f" {initials(self._coder)} ", badge, "coder.change"))
            if width >= 100:  # noqa: PLR2004  # columns
                pieces.append(Piece(f" {self._coder[:20]} ", ink(palette.text, palette.pane), "coder.change"))
        return pieces


def initials(name: str) -> str:
    """Two letters for a coder."""
    words = [word for word in name.split() if word]
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else name.strip()[:2]
    return letters.upper()
