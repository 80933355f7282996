"""Find words in the transcript: what is typed is searched at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.events import Click, Key, Paste

    from qualcode.tui.widgets.themes import Palette


class _Line(Bar):
    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.typed = ""
        self.place = (0, 0)

    def draw(self, width: int, palette: Palette) -> Laid:
        """What is typed, how often it is found, the keys."""
        ground = palette.raised
        found = Phrase("{at} of {n}", {"at": self.place[0], "n": self.place[1]})
        count = say(found if self.place[1] else "nothing found", self._language) if self.typed else ""
        left = [
            Piece(" / ", ink(palette.on_amber, palette.amber, bold=True)),
            Piece(f" {self.typed}", ink(palette.bright, ground)),
            Piece("▏", ink(palette.amber, ground)),
            Piece(f"   {count}", ink(palette.muted, ground)),
        ]
        right: list[Piece] = []
        for key, name in (("↑↓", "other hits"), ("enter", "keep: n, p go on"), ("esc", "back")):
            right += [
                Piece(f" {key} ", ink(palette.bright, palette.key, bold=True)),
                Piece(f" {say(name, self._language)}  ", ink(palette.muted, ground)),
            ]
        return lay(width, left, right if width >= 90 else [], blank=ink(palette.text, ground))  # noqa: PLR2004  # columns


class SearchBar(ModalScreen[None]):
    """One line over the status line. It takes every key itself, in the order typed."""

    DEFAULT_CSS = "SearchBar { background: transparent; } SearchBar _Line { dock: bottom; margin-bottom: 1; }"
    AUTO_FOCUS = ""

    def __init__(
        self, search: Callable[[str, int], tuple[int, int]], done: Callable[[bool], None], *, language: str
    ) -> None:
        """Make the line.

        Args:
            search: Goes to a hit of the words, some hits further on, and tells which of how many it is.
            done: Told at the end whether the search is kept.
            language: Of the interface.
        """
        super().__init__()
        self._search = search
        self._done = done
        self._line = _Line(language)

    def compose(self) -> ComposeResult:
        """The line."""
        yield self._line

    def take_key(self, event: Key) -> bool:
        """Every key but those with which one leaves, in the order typed."""
        typed = self._line.typed
        if event.key in {"enter", "escape"}:
            self._leave(kept=event.key == "enter")
        elif event.key in {"down", "up", "ctrl+n", "ctrl+p"}:
            self._find(typed, 1 if event.key in {"down", "ctrl+n"} else -1)
        elif event.key in {"backspace", "ctrl+h"}:
            self._find(typed[:-1], 0)
        elif event.key in {"ctrl+u", "ctrl+w"}:
            self._find("", 0)
        elif event.character and event.character.isprintable():
            self._find(typed + event.character, 0)
        else:
            return False
        return True

    def on_paste(self, event: Paste) -> None:
        """Pasted letters count as typed."""
        self._find(self._line.typed + " ".join(event.text.split()), 0)

    def on_click(self, event: Click) -> None:
        """A click elsewhere keeps the search."""
        event.stop()
        if self.is_current:
            self._leave(kept=True)

    def _find(self, typed: str, step: int) -> None:
        self._line.typed = typed
        self._line.place = self._search(typed, step)
        self._line.redraw()

    def _leave(self, *, kept: bool) -> None:
        kept = kept and bool(self._line.typed)
        self.dismiss()
        self._done(kept)
