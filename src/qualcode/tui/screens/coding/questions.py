"""From question to question, and to the answers that have no code yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Status
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.finder import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.transcript import Section
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.widgets.transcript_model import Segment


class QuestionHand(Hand):
    """Goes to questions and answers."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of questions."""
        return {
            "answer.next": lambda _: self._next_answer(1),
            "answer.previous": lambda _: self._next_answer(-1),
            "question.choose": lambda _: self._choose(),
        }

    def _next_answer(self, step: int) -> None:
        """Go to the next answer without a code, once what was typed before has come back."""

        def go(_: None) -> None:
            at = self.screen.desk.pane.selection[0]
            wanted = [first for first in self._uncoded() if (first[0] > at if step > 0 else first[0] < at)]
            if wanted:
                self._stand_on((wanted[0] if step > 0 else wanted[-1])[0])
            else:
                words = "No uncoded answer after this one." if step > 0 else "No uncoded answer before this one."
                self.screen.session.tell(self.screen.session.say(words if self._sections() else _NO_QUESTIONS))

        self.screen.session.soon(go)

    def _choose(self) -> None:
        view, session = self.screen.open, self.screen.session
        sections = self._sections()
        if view is None or not sections:
            session.tell(session.say(_NO_QUESTIONS), refused=True)
            return
        headings = sorted(view.headings(session.language), key=lambda each: each.at)
        rows = [
            (str(section.start), heading.text, heading.status or self._coded(section))
            for section, heading in zip(sections, headings, strict=True)
        ]
        box = Choice(session.say("Go to a question"), rows, self._go_to, language=session.language, typed=True)
        self.screen.app.push_screen(box)

    def _go_to(self, start: str) -> None:
        first = self._first_sentence(int(start), len(self.screen.desk.pane.model.text))
        self._stand_on(first[0] if first else int(start))

    def _stand_on(self, offset: int) -> None:
        pane = self.screen.desk.pane
        pane.stop_cycling()
        pane.set_extending(extending=False)
        pane.goto(offset, "sentence")

    def _sections(self) -> list[Section]:
        return sorted(self.screen.open.opened.sections, key=lambda each: each.start) if self.screen.open else []

    def _uncoded(self) -> list[Segment]:
        """The first sentences of the answers that were given and have no code."""
        view, model = self.screen.open, self.screen.desk.pane.model
        found: list[Segment] = []
        for section in self._sections():
            answer = view.opened.answers.get(section.question_id) if view else None
            first = self._first_sentence(section.start, section.end)
            given = answer is None or answer.status == Status.ANSWERED
            if first and given and not model.is_coded(section.start, section.end):
                found.append(first)
        return found

    def _first_sentence(self, start: int, end: int) -> Segment | None:
        unit = self.screen.desk.pane.cursor.units.after("sentence", start)
        return unit if unit and unit[0] < end else None

    def _coded(self, section: Section) -> str:
        codings = self.screen.desk.pane.model.codings_in(section.start, section.end)
        codes = {each.code for each in codings}
        words = Phrase("{n} code" if len(codes) == 1 else "{n} codes", {"n": len(codes)})
        return self.screen.session.say(words) if codes else self.screen.session.say("no code yet")


_NO_QUESTIONS = "This transcript has no questions marked."
