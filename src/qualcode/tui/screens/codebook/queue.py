"""The recode queue: the coder's codings whose code means something else by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import quoted, say
from qualcode.services import recoding
from qualcode.tui.widgets.box_keys import QUEUE
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Choice, Finder
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.recoding import Outdated
    from qualcode.tui.widgets.session import Session
    from qualcode.tui.widgets.themes import Palette

_DETAIL: Final = 4


class QueueBox(Finder["Outdated"]):
    """One row a coding; k keeps it, o gives it another code, g goes there. A click offers the three."""

    def __init__(self, session: Session, codes: Sequence[tuple[str, str, str]]) -> None:
        language = session.language
        super().__init__(say("Recode queue", language), language=language)
        self.typed = self.numbered = False
        self.hint = "…"
        self._session = session
        self._codes = codes
        self._rows: Sequence[Outdated] = ()
        self._acts = {"queue.keep": self._keep, "queue.other": self._ask_code, "queue.go": self._go}

    def on_mount(self) -> None:
        """Look what is in it."""
        super().on_mount()
        self._renew()

    def find(self, query: str) -> Sequence[Outdated]:  # noqa: ARG002  # nothing is typed
        """All of them."""
        return self._rows

    def pieces(self, row: Outdated, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Code and words; the transcript at the right."""
        left = [
            Piece(f"{row.code.label(self.language)}  ", ink(palette.bright, ground, bold=True)),
            Piece(quoted(" ".join(row.words.split()), self.language), ink(palette.text, ground), gives_way=True),
        ]
        return left, [Piece(f" {row.transcript.name} ", ink(palette.muted, ground))]

    def detail_height(self) -> int:
        """Room for the words."""
        return _DETAIL

    def detail(self, row: Outdated, width: int, palette: Palette) -> list[list[Piece]]:
        """What the code means now."""
        definition = (row.code.definition_fr if self.language == "fr" else "") or row.code.definition
        words = f"{row.code.label(self.language)} — {definition or say('no definition yet', self.language)}"
        return [[Piece(line, ink(palette.text, palette.raised))] for line in wrapped(words, width)]

    def chips(self) -> tuple[tuple[str, str], ...]:
        """The three things to do."""
        return (("queue.keep", "keep"), ("queue.other", "other code"), ("queue.go", "go there"), ("box.close", "close"))

    @property
    def verb_ids(self) -> frozenset[str]:
        """The three, and what every box does."""
        return super().verb_ids | {verb.id for verb in QUEUE}

    def closes_on(self, row: Outdated) -> bool:  # noqa: ARG002  # none does
        """It stays until the coder leaves it."""
        return False

    def action_act(self, verb: str, argument: str = "") -> None:
        """The three act on the row; the others move and leave."""
        if verb in self._acts:
            self._session.soon(lambda _: self._with_row(self._acts[verb]))
        else:
            super().action_act(verb, argument)

    def chosen(self, row: Outdated, *, stay: bool) -> None:  # noqa: ARG002  # the box stays
        """Offer the three."""
        rows = [(verb.id, say(verb.name, self.language), key_of(self.app, verb.id)) for verb in QUEUE]
        title = row.code.label(self.language)
        self.app.push_screen(Choice(title, rows, lambda each: self._acts[each](row), language=self.language))

    def _with_row(self, act: Callable[[Outdated], None]) -> None:
        if self.found and self.is_active:
            act(self.found[self._at])

    def _keep(self, row: Outdated) -> None:
        project, coder = self._session.project, self._session.coder
        self._perform(lambda: recoding.confirm_coding(project, coder.id, row.coding.id))

    def _ask_code(self, row: Outdated) -> None:
        project, coder = self._session.project, self._session.coder

        def recode(code_id: str) -> None:
            self._perform(lambda: recoding.recode_coding(project, coder.id, row.coding.id, code_id))

        title = say("Which code instead?", self.language)
        self.app.push_screen(Choice(title, self._codes, recode, language=self.language, typed=True))

    def _go(self, row: Outdated) -> None:
        self.dismiss()
        self._session.visit(row.transcript.id, row.coding.start, row.coding.end)

    def _perform(self, verb: Callable[[], ChangeSet]) -> None:
        self._session.perform(verb)
        self._renew()

    def _renew(self) -> None:
        project, coder = self._session.project, self._session.coder
        self._session.fetch(lambda: recoding.recode_queue(project, coder.id), self._show)

    def _show(self, rows: Sequence[Outdated]) -> None:
        at = self._at
        self._rows = rows
        self.note = str(len(rows))
        self.hint = say("nothing waits to be looked at again", self.language)
        self.search()
        if at and rows:
            self._move(min(at, len(rows) - 1))
