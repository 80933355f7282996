"""The recode queue: the coder's codings whose code means something else by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.services import recoding
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Choice, Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Key

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
            Piece(f"“{' '.join(row.words.split())}”", ink(palette.text, ground), gives_way=True),
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
        return (("k", "keep"), ("o", "other code"), ("g", "go there"), ("esc", "close"))

    def closes_on(self, row: Outdated) -> bool:  # noqa: ARG002  # none does
        """It stays until the coder leaves it."""
        return False

    def take_key(self, event: Key) -> bool:
        """The three keys act on the row; the others move and leave."""
        acts = {"k": self._keep, "o": self._ask_code, "g": self._go}
        if event.key in acts:
            self._session.soon(lambda _: self._with_row(acts[event.key]))
            return True
        return super().take_key(event)

    def chosen(self, row: Outdated, *, stay: bool) -> None:  # noqa: ARG002  # the box stays
        """Offer the three."""
        acts = {"keep": self._keep, "other": self._ask_code, "go": self._go}
        words = {"keep": "keep", "other": "other code", "go": "go there"}
        rows = [(each, say(words[each], self.language), "") for each in acts]
        title = row.code.label(self.language)
        self.app.push_screen(Choice(title, rows, lambda each: acts[each](row), language=self.language))

    def _with_row(self, act: Callable[[Outdated], None]) -> None:
        if self.found and self.is_current:
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
