"""Giving verbs other keys: choose a verb, press the key; or start from a preset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.key_help import KeyHelp
from qualcode.tui.widgets.key_places import VERB_BY_ID
from qualcode.tui.widgets.key_scheme import KeyScheme, key_name, printed_key, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Key

    from qualcode.tui.widgets.keymap import Verb
    from qualcode.tui.widgets.themes import Palette


class KeyChooser(KeyHelp):
    """Every verb with its key; Enter lets it have another one."""

    def detail_height(self) -> int:
        """The sentence, and the verb's id."""
        return super().detail_height() + 1

    def detail(self, row: Verb, width: int, palette: Palette) -> list[list[Piece]]:
        """What it does, and what it is called in the file of keys."""
        return [*super().detail(row, width, palette), [Piece(row.id, ink(palette.muted, palette.raised))]]

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.up box.down", "move"), ("box.choose", "another key"), ("box.close", "close"))


class KeyRecorder(Finder[str]):
    """Waits for one key. A key that another verb has is named, and taken when it is pressed again."""

    def __init__(self, verb: Verb, scheme: KeyScheme, done: Callable[[str, str], None], *, language: str) -> None:
        super().__init__(say(verb.name, language), say("change keys", language), language=language)
        self.typed = self.numbered = False
        self.hint = say("Press the key that it shall have.", language)
        self._verb = verb
        self._scheme = scheme
        self._done = done
        self._asked = ""

    def find(self, query: str) -> Sequence[str]:  # noqa: ARG002  # there is nothing to find
        """Nothing: the hint says what to do."""
        return ()

    def pieces(self, row: str, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:  # noqa: ARG002
        """No rows."""
        return [], []

    def chosen(self, row: str, *, stay: bool) -> None:
        """No rows."""

    def take_key(self, event: Key) -> bool:
        """Esc leaves; every other key is meant."""
        if event.key == "escape":
            self.dismiss()
        else:
            self._take(key_name(event.key))
        return True

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.close", "cancel"),)

    def _take(self, key: str) -> None:
        owner = self._scheme.owner(key, self._verb.id)
        refused = refusal(self._verb.id, key) if key else "The terminal gives this key no name."
        if refused:
            self._ask_again(say(refused, self.language).format(key=printed_key(key)))
        elif owner and self._asked != key:
            self._asked = key
            other = (
                VERB_BY_ID.get(owner) or VERB_BY_ID["code.pin" if owner.startswith("code.pin") else "code.find_letter"]
            )
            words = say("{key} does “{name}”. Press it again to take it.", self.language)
            self._ask_again(words.format(key=printed_key(key), name=say(other.name, self.language)))
        else:
            self.dismiss()
            self._done(self._verb.id, key)

    def _ask_again(self, hint: str) -> None:
        self.hint = hint
        self.draw()
