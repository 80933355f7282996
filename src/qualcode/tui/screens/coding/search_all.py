"""Search over all transcripts: type, look through what was found, mark, open or code it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.screen import ModalScreen

from qualcode.services import search
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.hit_list import MARK, HitList
from qualcode.tui.widgets.key_footer import Chip, KeyFooter
from qualcode.tui.widgets.key_help import KeyHelp
from qualcode.tui.widgets.keymap import Verb
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.words_line import WordsLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Key, Paste

    from qualcode.domain.errors import QualcodeError
    from qualcode.services.search import Hit
    from qualcode.tui.widgets.session import Session


@dataclass(slots=True)
class SearchState:
    """What was looked for, what was found, and which of it is marked."""

    words: str = ""
    fuzzy: bool = False
    everybody: bool = False
    whole: bool = True
    """Whether whole sentences are coded; else the words that were found."""
    hits: list[Hit] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)
    cursor: int = 0

    def passages(self) -> list[tuple[str, int, int]]:
        """Revision, start and end of what is marked, each once."""
        chosen = (self.hits[place] for place in sorted(self.marked))
        found = ((each.revision_id, *(each.sentence if self.whole else (each.start, each.end))) for each in chosen)
        return list(dict.fromkeys(found))


class SearchAll(ModalScreen[None]):
    """A line of words over a list of hits. It takes every key itself, in the order typed."""

    DEFAULT_CSS = """
    SearchAll > Vertical { width: 1fr; height: 1fr; background: $surface; }
    SearchAll HitList { height: 1fr; margin: 1 0; }
    """
    AUTO_FOCUS = ""

    def __init__(
        self,
        session: Session,
        state: SearchState,
        go: Callable[[Hit], None],
        choose_code: Callable[[Sequence[tuple[str, int, int]]], None],
    ) -> None:
        super().__init__()
        self._session = session
        self._state = state
        self._go = go
        self._choose_code = choose_code
        self._typing = not state.hits
        self._line = WordsLine(session.language)
        self._list = HitList(session.language)
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """The line, the hits, the keys."""
        with Vertical():
            yield from (self._line, self._list, self._footer)

    def on_mount(self) -> None:
        """Show what was found last time."""
        self._list.show_hits(self._state.hits, self._state.marked)
        if self._state.hits:
            self._list.go(self._state.cursor)
        self._show()

    def take_key(self, event: Key) -> bool:
        """Every key but those with which one leaves the program."""
        if event.key == "escape":
            self._leave()
        elif event.key in {"f1", "ctrl+p"}:
            self._help()
        elif event.key in _STEPS:
            self._soon(lambda: self._move(_STEPS[event.key]))
        elif self._typing:
            return self._type_key(event)
        elif event.key in _KEYS:
            self._soon(lambda: self._act(_KEYS[event.key]))
        else:
            return event.is_printable
        return True

    def on_paste(self, event: Paste) -> None:
        """Pasted letters count as typed."""
        self._type(self._line.typed + " ".join(event.text.split()))

    def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """A chip does as its key."""
        event.stop()
        self._act(event.act)

    @on(RowList.Chosen)
    def _click(self, event: RowList.Chosen) -> None:
        """A click on a box marks, one on the words goes there."""
        event.stop()
        self._typing = False
        self._list.go(event.index)
        self._act("mark" if event.act == MARK or self._list.hit_at(event.index) is None else "open")

    def _act(self, act: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "find": self._find, "mark": self._mark, "all": self._mark_all, "open": self._open, "code": self._code,
            "fuzzy": lambda: self._turn("fuzzy"), "everybody": lambda: self._turn("everybody"),
            "whole": self._turn_whole, "undo": self._undo, "words": self._edit, "close": self._leave,
            "screen.help": self._help, "screen.palette": self._help,
        }  # fmt: skip
        if act in acts:
            acts[act]()

    def _soon(self, act: Callable[[], None]) -> None:
        """Act once what was looked for before is there."""
        self._session.soon(lambda _: act())

    def _help(self) -> None:
        say, language = self._session.say, self._session.language
        self.app.push_screen(KeyHelp(SEARCH_VERBS, self._act, language=language, title=say("Keys that work here")))

    def _move(self, step: int) -> None:
        if self._state.hits:
            self._typing = False
            self._list.move(step)
            self._show()

    def _type_key(self, event: Key) -> bool:
        typed = self._line.typed
        if event.key == "enter":
            self._find()
        elif event.key in {"backspace", "ctrl+h"}:
            self._type(typed[:-1])
        elif event.key in {"ctrl+u", "ctrl+w"}:
            self._type("")
        elif event.character and event.character.isprintable():
            self._type(typed + event.character)
        else:
            return False
        return True

    def _type(self, typed: str) -> None:
        self._state.words, self._typing = typed, True
        self._show()

    def _edit(self) -> None:
        self._typing = True
        self._show()

    def _find(self) -> None:
        state, project = self._state, self._session.project
        words, fuzzy, everybody = state.words, state.fuzzy, state.everybody
        self._typing = False

        def take(hits: list[Hit]) -> None:
            state.hits, state.marked, state.cursor = hits, set(range(len(hits))), 0
            self._typing = not hits
            self._list.show_hits(hits, state.marked)
            self._show(searched=True)

        def refuse(error: QualcodeError) -> None:
            self._typing = True
            self._session.tell(error.message, error.hint, refused=True)
            self._show()

        self._session.fetch(lambda: search.search(project, words, fuzzy=fuzzy, everybody=everybody), take, refuse)

    def _turn(self, name: str) -> None:
        """Look otherwise, and at once where something is looked for."""
        setattr(self._state, name, not getattr(self._state, name))
        if self._state.words.strip():
            self._find()
        self._show()

    def _turn_whole(self) -> None:
        self._state.whole = not self._state.whole
        self._show()

    def _mark(self) -> None:
        """Mark the hit under the cursor or unmark it; under a heading, all of them."""
        places = set(self._list.hits_under(self._list.cursor))
        self._set_marked(self._state.marked - places if places <= self._state.marked else self._state.marked | places)
        if self._list.hit_at(self._list.cursor) is not None:
            self._list.go_to_next_hit()

    def _mark_all(self) -> None:
        every = set(range(len(self._state.hits)))
        self._set_marked(set() if self._state.marked == every else every)

    def _set_marked(self, marked: set[int]) -> None:
        self._state.marked = marked
        self._list.show_marks(marked)
        self._show(searched=True)

    def _open(self) -> None:
        place = self._list.hit_at(self._list.cursor)
        if place is None:
            self._list.move(1)
        else:
            self._leave()
            self._go(self._state.hits[place])

    def _code(self) -> None:
        passages = self._state.passages()
        if passages:
            self._choose_code(passages)
        else:
            self._session.tell(self._session.say("No hit is marked."), refused=True)

    def _undo(self) -> None:
        self._session.perform(lambda: self._session.project.undo(self._session.coder.id))

    def _leave(self) -> None:
        self._state.cursor = self._list.cursor
        if self.is_current:
            self.dismiss()

    def _show(self, *, searched: bool = False) -> None:
        """Say what is looked for and which keys matter."""
        state = self._state
        places = len({each.transcript_id for each in state.hits})
        found = (len(state.marked), len(state.hits), places) if state.hits or searched else None
        self._line.show(state.words, found, typing=self._typing)
        self.set_focus(None if self._typing else self._list)
        turned: tuple[Chip, ...] = (
            ("fuzzy", "f", "alike words: on" if state.fuzzy else "alike words: off"),
            ("everybody", "i", "all speakers: on" if state.everybody else "all speakers: off"),
        )
        if self._typing:
            self._footer.show_chips((("find", "enter", "search"), ("close", "esc", "close"), *turned), loud=1)
            return
        whole = ("whole", "w", "code sentences" if state.whole else "code the words")
        chips: list[Chip] = [(verb.id, verb.printed, verb.name) for verb in SEARCH_VERBS if verb.id not in _TURNED]
        self._footer.show_chips((*chips, whole, *turned), loud=3)


SEARCH_VERBS = (
    Verb("open", "enter", "go there", "Go to the hit; n and p go on, s comes back here.", "Search", "enter"),
    Verb("mark", "space", "mark", "Mark the hit or take the mark off; on a heading, all under it.", "Search", "space"),
    Verb("code", "c", "code marked", "Choose a code for all that is marked: one step, one undo.", "Search"),
    Verb("close", "esc", "close", "Go back to the transcript; the list stays as it is.", "Search"),
    Verb("all", "a", "all or none", "Mark all hits, or none.", "Search"),
    Verb("words", "slash", "other words", "Look for other words.", "Search", "/"),
    Verb("whole", "w", "sentence or words", "Code whole sentences, or only the words found.", "Search"),
    Verb("fuzzy", "f", "alike words", "Find words that are merely alike as well.", "Search"),
    Verb("everybody", "i", "all speakers", "Look through what interviewers and others say as well.", "Search"),
    Verb("undo", "u", "undo", "Take your last act back; goes on across restarts.", "Search"),
)
_TURNED = {"whole", "fuzzy", "everybody"}
"""Verbs whose chip says how they stand."""
_STEPS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}
_KEYS = {
    "enter": "open", "space": "mark", "c": "code", "a": "all", "f": "fuzzy", "i": "everybody", "w": "whole",
    "u": "undo", "ctrl+z": "undo", "slash": "words", "s": "words",
    "question_mark": "screen.help",
}  # fmt: skip
