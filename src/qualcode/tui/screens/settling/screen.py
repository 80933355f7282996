"""The settling screen: what each key decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from qualcode.domain.adjudication import Decision, Ruling
from qualcode.services import codebook as codebooks
from qualcode.services.adjudication import adjudicate
from qualcode.tui.screens.settling.view import SettlingView
from qualcode.tui.widgets.code_picker import Candidate, CodePicker, candidates
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.reading_panel import ReadingPanel
from qualcode.tui.widgets.reason_box import ReasonBox
from qualcode.tui.widgets.settle_keys import SETTLING, SETTLING_TOO, TAKES
from qualcode.tui.widgets.text_moves import MOVES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.errors import QualcodeError
    from qualcode.tui.widgets.session import Session


class SettlingScreen(SettlingView):
    """Settles disagreements by key. The reason is asked for once and goes with every decision until it is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings((*SETTLING, *SETTLING_TOO))]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in (*SETTLING, *SETTLING_TOO))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = False
        self._deciding = False
        self._waiting: list[str] = []
        self._acts: dict[str, Callable[[], None]] = {
            "settle.both": lambda: self._decide(Ruling(Decision.BOTH)),
            "settle.neither": lambda: self._decide(Ruling(Decision.NEITHER)),
            "settle.later": lambda: self._decide(Ruling(Decision.LATER)),
            "settle.span": self._other_words,
            "settle.code": self._other_code,
            "settle.reason": lambda: self._ask_reason(self.show),
            "settle.next": lambda: self.go(self.at + 1),
            "settle.previous": lambda: self.go(self.at - 1),
            "settle.names": self._toggle_names,
            "act.undo": lambda: self._perform(lambda: self.session.project.undo(self.session.coder.id), self.show),
            "act.redo": lambda: self._perform(lambda: self.session.project.redo(self.session.coder.id), self.show),
        }

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb; what is typed while a decision is under way waits until the next disagreement is shown."""
        if verb in MOVES:
            MOVES[verb](self.pane)
        else:
            self._waiting.append(verb)
            self._go_on()

    @on(ReadingPanel.Pressed)
    def _press(self, event: ReadingPanel.Pressed) -> None:
        event.stop()
        self.action_act(event.act)

    def _act(self, verb: str) -> None:
        if verb in TAKES:
            place = TAKES.index(verb)
            if place < len(self.coders):
                self._decide(Ruling(Decision.TAKE, taken=self.coders[place]))
        elif verb in self._acts:
            self._acts[verb]()

    def _decide(self, ruling: Ruling) -> None:
        """Settle the disagreement that is shown, and go on to the next one that waits."""
        if self.dispute is None:
            return
        wished = self.dispute.disagreement

        def settle() -> None:
            project, coder, reason = self.session.project, self.session.coder, self.reason
            told = Ruling(ruling.decision, reason, ruling.taken, ruling.segment, ruling.code_id)
            self._perform(lambda: adjudicate(project, coder.id, wished, told), self.go_to_unsettled)

        if self._asked or ruling.decision is Decision.LATER:
            settle()
        else:
            self._ask_reason(settle)

    def _perform(self, verb: Callable[[], ChangeSet], then: Callable[[], None]) -> None:
        """Run a verb; act once what it changed is painted."""
        self._deciding = True

        def painted() -> None:
            then()
            self._deciding = False
            self._go_on()

        def refused(error: QualcodeError) -> None:
            self.session.refuse(error)
            self._deciding = False
            self._waiting.clear()

        def came_back(_: ChangeSet) -> None:
            self.call_later(painted)

        self.session.perform(verb, came_back, refused)

    def _go_on(self) -> None:
        """Do what was typed meanwhile."""
        while self._waiting and not self._deciding:
            self._act(self._waiting.pop(0))

    def _ask_reason(self, then: Callable[[], None]) -> None:
        def take(reason: str) -> None:
            self._asked, self.reason = True, reason
            then()

        disputes = self.queue.disputes if self.queue else ()
        given = [each.decision.reason for each in disputes if each.decision and each.decision.reason]
        known = list(dict.fromkeys([*([self.reason] if self.reason else []), *reversed(given)]))
        box = ReasonBox(known, take, language=self.session.language, anchor=self.pane.selection_region)
        self.app.push_screen(box)

    def _other_words(self) -> None:
        if self.chosen_words is None:
            words = self.session.say("Select other words first: arrows move, v or ⇧ with arrows extends.")
            self.session.tell(words, refused=True)
        else:
            self._decide(Ruling(Decision.SPAN, segment=self.chosen_words))

    def _other_code(self) -> None:
        def search(letters: str) -> Sequence[Candidate]:
            book = self.book
            found = codebooks.find_codes(book.codebook, letters, book.counts, book.recent, book.language)
            pairs = ((each.code, each.positions) for each in found)
            return candidates(pairs, book.parents, book.counts, book.colours, book.language)

        def pick(picked: Candidate) -> None:
            if picked.code is not None:
                self.book.used(picked.code.id)
                self._decide(Ruling(Decision.CODE, code_id=picked.code.id, segment=self.chosen_words))

        if self.dispute is not None:
            start, end = self.pane.selection
            picker = CodePicker(
                search, pick, words=self.pane.model.words.count(start, end), language=self.session.language,
                anchor=self.pane.selection_region,
            )  # fmt: skip
            self.app.push_screen(picker)

    def _toggle_names(self) -> None:
        self.hides_names = not self.hides_names
        self.show()
