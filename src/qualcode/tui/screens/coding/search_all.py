"""Search over all transcripts: type, look through what was found, mark, open or code it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical

from qualcode.services import search
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.hit_list import MARK, HitList
from qualcode.tui.widgets.key_footer import Chip, KeyFooter, chips
from qualcode.tui.widgets.key_scheme import verb_pressed
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.search_keys import SEARCH_HITS, SEARCH_STEPS, SEARCH_WORDS
from qualcode.tui.widgets.words_line import WordsLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Key, Paste

    from qualcode.domain.errors import QualcodeError
    from qualcode.services.hits import Hit
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


class SearchAll(Box[None]):
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
        """Every key but those that work on every screen."""
        verb = verb_pressed(self.app, event.key, self.verb_ids)
        if verb in SEARCH_STEPS or (verb and not self._typing and verb != "search.close"):
            self._session.soon(lambda _: self.action_act(verb))
        elif verb:
            self.action_act(verb)
        elif self._typing and event.is_printable:
            self._type(self._line.typed + (event.character or ""))
        else:
            return event.is_printable
        return True

    @property
    def verb_ids(self) -> frozenset[str]:
        """What can be done while words are typed, or among what was found."""
        return frozenset(verb.id for verb in (SEARCH_WORDS if self._typing else SEARCH_HITS))

    def on_paste(self, event: Paste) -> None:
        """Pasted letters count as typed."""
        self._type(self._line.typed + " ".join(event.text.split()))

    @on(RowList.Chosen)
    def _click(self, event: RowList.Chosen) -> None:
        """A click on a box marks, one on the words goes there."""
        event.stop()
        self._typing = False
        self._list.go(event.index)
        is_mark = event.act == MARK or self._list.hit_at(event.index) is None
        self.action_act("search.mark" if is_mark else "search.open")

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        acts: dict[str, Callable[[], None]] = {
            "search.find": self._find, "search.mark": self._mark, "search.all": self._mark_all,
            "search.open": self._open, "search.code": self._code, "search.fuzzy": lambda: self._turn("fuzzy"),
            "search.everybody": lambda: self._turn("everybody"), "search.whole": self._turn_whole,
            "search.undo": self._undo, "search.words": self._edit, "search.close": self._leave,
            "search.erase": lambda: self._type(self._line.typed[:-1]), "search.clear": lambda: self._type(""),
        }  # fmt: skip
        if verb in SEARCH_STEPS:
            self._move(SEARCH_STEPS[verb])
        elif verb in acts:
            acts[verb]()

    def _move(self, step: int) -> None:
        if self._state.hits:
            self._typing = False
            self._list.move(step)
            self._show()

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
            self._session.refuse(error)
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
        self.dismiss()

    def _show(self, *, searched: bool = False) -> None:
        """Say what is looked for and which keys matter."""
        state = self._state
        places = len({each.transcript_id for each in state.hits})
        found = (len(state.marked), len(state.hits), places) if state.hits or searched else None
        self._line.show(state.words, found, typing=self._typing)
        self.set_focus(None if self._typing else self._list)
        turned: tuple[Chip, ...] = (
            ("search.fuzzy", "f", "alike words: on" if state.fuzzy else "alike words: off"),
            ("search.everybody", "i", "all speakers: on" if state.everybody else "all speakers: off"),
        )
        if self._typing:
            self._footer.show_chips((*chips("search.find", "search.close"), *turned), loud=1)
            return
        whole: Chip = ("search.whole", "w", "code sentences" if state.whole else "code the words")
        acts = chips(
            "search.open", "search.mark", "search.code", "search.close", "search.all", "search.words", "search.undo"
        )
        self._footer.show_chips((*acts, whole, *turned), loud=3)
