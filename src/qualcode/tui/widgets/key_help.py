"""The keys that work here, filtered by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.keymap import Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.widgets.themes import Palette


class KeyHelp(Finder[Verb]):
    """Every verb with its key and a sentence; Enter does it."""

    def __init__(self, verbs: Sequence[Verb], done: Callable[[str], None], *, language: str, title: str) -> None:
        super().__init__(title, say("type to filter", language), language=language)
        self.numbered = False
        self.hint = say("no key does that", language)
        self._verbs = verbs
        self._done = done

    def find(self, query: str) -> Sequence[Verb]:
        """Verbs whose key, name or sentence holds what was typed."""
        words = query.casefold().split()
        return [verb for verb in self._verbs if all(word in self._haystack(verb) for word in words)]

    def pieces(self, row: Verb, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Key, name; group."""
        left = [
            Piece(f"{key_of(self.app, row.id):<8}", ink(palette.amber, ground, bold=True)),
            Piece(say(row.name, self.language), ink(palette.text, ground), gives_way=True),
        ]
        return left, [Piece(f" {say(row.group, self.language)} ", ink(palette.muted, ground))]

    def detail_height(self) -> int:
        """The sentence."""
        return 2

    def detail(self, row: Verb, width: int, palette: Palette) -> list[list[Piece]]:
        """What the key does."""
        text = ink(palette.text, palette.raised)
        return [[Piece(line, text)] for line in wrapped(say(row.help, self.language), width)]

    def chosen(self, row: Verb, *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Do it."""
        self.dismiss()
        self._done(row.id)

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.up box.down", "move"), ("box.choose", "do it"), ("box.close", "close"))

    def _haystack(self, verb: Verb) -> str:
        parts = (key_of(self.app, verb.id), verb.keys, verb.name, verb.help, verb.group)
        return " ".join(f"{part} {say(part, self.language)}" for part in parts).casefold()
