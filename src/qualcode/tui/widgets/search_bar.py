"""Find words in the transcript: what is typed is searched at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import SEARCH_LINE
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.key_scheme import key_of, verb_pressed

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
        for verbs, name in (
            ("line.previous line.next", "other hits"), ("line.keep", "keep: n, p go on"), ("line.drop", "back"),
        ):  # fmt: skip
            keys, act = "".join(key_of(self.app, verb) for verb in verbs.split()), verbs.split()[-1]
            right += [
                Piece(f" {keys} ", ink(palette.bright, palette.key, bold=True), act),
                Piece(f" {say(name, self._language)}  ", ink(palette.muted, ground), act),
            ]
        return lay(width, left, right if width >= 90 else [], blank=ink(palette.text, ground))  # noqa: PLR2004  # columns


class SearchBar(Box[None]):
    """One line over the status line. It takes every key itself, in the order typed."""

    DEFAULT_CSS = "SearchBar { background: transparent; } SearchBar _Line { dock: bottom; margin-bottom: 1; }"
    AUTO_FOCUS = ""
    verb_ids: frozenset[str] = frozenset(verb.id for verb in SEARCH_LINE)

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
        """Every key but those that work on every screen, in the order typed."""
        verb = verb_pressed(self.app, event.key, self.verb_ids)
        if verb:
            self.action_act(verb)
        elif event.character and event.character.isprintable():
            self._find(self._line.typed + event.character, 0)
        else:
            return False
        return True

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        typed = self._line.typed
        if verb in {"line.keep", "line.drop"}:
            self._leave(kept=verb == "line.keep")
        elif verb in {"line.next", "line.previous"}:
            self._find(typed, 1 if verb == "line.next" else -1)
        elif verb in {"line.erase", "line.clear"}:
            self._find(typed[:-1] if verb == "line.erase" else "", 0)

    def on_paste(self, event: Paste) -> None:
        """Pasted letters count as typed."""
        self._find(self._line.typed + " ".join(event.text.split()), 0)

    def on_click(self, event: Click) -> None:
        """A click elsewhere keeps the search."""
        event.stop()
        if self.is_active:
            self._leave(kept=True)

    def _find(self, typed: str, step: int) -> None:
        self._line.typed = typed
        self._line.place = self._search(typed, step)
        self._line.redraw()

    def _leave(self, *, kept: bool) -> None:
        kept = kept and bool(self._line.typed)
        self.dismiss()
        self._done(kept)
