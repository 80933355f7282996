"""Keeps the keys of a person: loads and stores them, lets them be changed, and tells of keys that would be quicker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qualcode.domain.errors import BadInput
from qualcode.domain.phrases import say
from qualcode.services.keymaps import Keymap, load_keymap, save_keymap
from qualcode.services.settings import count_reached
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.key_footer import KeyFooter
from qualcode.tui.widgets.key_places import EVERY_VERB, SINGLY, VERB_BY_ID
from qualcode.tui.widgets.key_presets import ABOUT, PRESETS
from qualcode.tui.widgets.key_recorder import KeyChooser, KeyRecorder
from qualcode.tui.widgets.key_scheme import KeyScheme, printed_key, scheme_of
from qualcode.tui.widgets.keymap import NO_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.screen import Screen

    from qualcode.tui.widgets.keymap import Verb
    from qualcode.tui.widgets.session import Session

_OFTEN: Final = 3
_AGAIN: Final = 10
"""A key is told of the third time that it would have been quicker, then every tenth."""


class KeyKeeper:
    """The keys of one app."""

    def __init__(self, app: App[None], session: Session, use: Callable[[KeyScheme], Iterable[Screen[object]]]) -> None:
        self._app = app
        self._session = session
        self._use = use
        self._keymap = Keymap()

    def load(self) -> None:
        """Use the keys that are stored; the default ones where the file is faulty, which is said."""
        try:
            keymap = load_keymap()
            scheme = scheme_of(keymap)
        except BadInput as error:
            self._session.refuse(error)
            return
        self._keymap = keymap
        self._use(scheme)

    def choose_verb(self, here: list[Verb]) -> None:
        """Let a verb be chosen, those that work here first, and a key for it."""
        if self._app.screen.is_modal:
            return
        language = self._session.language
        verbs = [verb for verb in dict.fromkeys((*here, *EVERY_VERB)) if verb.id not in {*SINGLY, "box.row"}]
        title = self._session.say("Which verb shall have another key?")
        self._app.push_screen(KeyChooser(verbs, self._record, language=language, title=title))

    def choose_preset(self) -> None:
        """Let a preset be chosen; it takes the place of all keys changed so far."""
        if self._app.screen.is_modal:
            return
        say = self._session.say
        rows = [(name, say(name), say(ABOUT[name])) for name in PRESETS]
        title = say("Start from which keys?")
        self._app.push_screen(
            Choice(title, rows, lambda name: self._take(Keymap(name)), language=self._session.language)
        )

    def reached(self, verb_id: str, argument: str = "") -> None:
        """A verb was reached by palette or mouse: from the third time on, its key is shown now and then."""
        key_id = f"{verb_id}.{argument}" if argument else verb_id
        if verb_id not in VERB_BY_ID or self._scheme.printed(key_id) == NO_KEY:
            return

        def show(times: int) -> None:
            if times == _OFTEN or times % _AGAIN == 0:
                for footer in self._app.screen.query(KeyFooter):
                    footer.show_hint(key_id, VERB_BY_ID[verb_id].name)

        self._session.fetch(lambda: count_reached(key_id), show)

    @property
    def _scheme(self) -> KeyScheme:
        return scheme_of(self._keymap)

    def _record(self, verb_id: str) -> None:
        recorder = KeyRecorder(VERB_BY_ID[verb_id], self._scheme, self._give, language=self._session.language)
        self._app.push_screen(recorder)

    def _give(self, verb_id: str, key: str) -> None:
        others = {each: tuple(kept for kept in keys if kept != key) for each, keys in self._keymap.keys.items()}
        self._take(replace(self._keymap, keys={**others, verb_id: (key,)}))
        words = self._session.say("{key}: {name}, from now on.")
        self._session.tell(
            words.format(key=printed_key(key), name=say(VERB_BY_ID[verb_id].name, self._session.language))
        )

    def _take(self, keymap: Keymap) -> None:
        """Use these keys and store them."""
        self._keymap = keymap
        for screen in self._use(self._scheme):
            for bar in screen.query(Bar):
                bar.redraw()
        self._session.fetch(lambda: save_keymap(keymap), lambda _: None)
