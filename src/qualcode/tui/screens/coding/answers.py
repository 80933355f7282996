"""What became of each question, and which passage answers which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import Phrase
from qualcode.domain.study import STATUS_WORDS, Status
from qualcode.services import answers
from qualcode.services.coding import code_interviewer
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.study import Question
    from qualcode.domain.transcript import Answer
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.widgets.open_view import OpenView

_BETWEEN: Final = "\n"
"""Between status and value in a row's id."""


class AnswerHand(Hand):
    """Sets statuses and moves passages from question to question."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of answers."""
        return {
            "answer.status": lambda _: self._ask_status(),
            "answer.reassign": lambda _: self._ask_question(),
            "study.interviewer": lambda _: self._toggle_interviewer(),
        }

    def _ask_status(self) -> None:
        view, question = self._here()
        if view is None or question is None:
            hint = self.screen.session.say("Press {key} to say which one it answers.")
            hint = hint.format(key=key_of(self.screen.app, "answer.reassign"))
            self.screen.session.tell(self.screen.session.say("This passage answers no question."), hint, refused=True)
            return
        project, coder, asked = self.screen.session.project, self.screen.session.coder, question

        def put(row_id: str) -> None:
            status, _, value = row_id.partition(_BETWEEN)
            self.screen.session.perform(
                lambda: answers.set_status(project, coder.id, view.id, asked.id, Status(status), value)
            )

        title = self.screen.session.say(Phrase("What became of {question}?", {"question": question.name}))
        self._choose(title, self._statuses(question, view.opened.answers.get(question.id)), put)

    def _statuses(self, question: Question, answer: Answer | None) -> list[tuple[str, str, str]]:
        """Closed values first, then what else may have become of the question; the one that holds is marked."""
        say = self.screen.session.say
        pairs = [(Status.ANSWERED, value) for value in question.values] + [(each, "") for each in answers.SETTABLE]
        now = (answer.status, answer.value) if answer else ("", "")
        rows = []
        for status, value in pairs:
            words = say(STATUS_WORDS[status.value])
            note = say("as it is now") if (status.value, value) == now else ""
            rows.append((f"{status.value}{_BETWEEN}{value}", f"{words}: {value}" if value else words, note))
        return rows

    def _ask_question(self) -> None:
        view, here = self._here()
        if view is None:
            return
        say, language = self.screen.session.say, self.screen.session.language
        questions = sorted(view.opened.questions.values(), key=lambda each: each.position)
        if not questions:
            hint = say("Import the interview guide first.")
            self.screen.session.tell(say("The study has no questions."), hint, refused=True)
            return
        rows = [
            (each.id, f"{each.name}  {each.wording(language)}", say("as it is now") if each == here else "")
            for each in questions
        ]
        project, coder = self.screen.session.project, self.screen.session.coder
        start, end = self.screen.desk.pane.selection

        def move(question_id: str) -> None:
            self.screen.session.perform(
                lambda: answers.reassign_passage(project, coder.id, view.revision_id, start, end, question_id)
            )

        self._choose(say("These turns answer"), rows, move)

    def _here(self) -> tuple[OpenView | None, Question | None]:
        view = self.screen.open
        section = view.section_at(self.screen.desk.pane.selection[0]) if view else None
        return view, view.opened.questions.get(section.question_id) if view and section else None

    def _choose(self, title: str, rows: Sequence[tuple[str, str, str]], done: Callable[[str], None]) -> None:
        anchor, language = self.screen.desk.pane.selection_region, self.screen.session.language
        self.screen.app.push_screen(Choice(title, rows, done, language=language, anchor=anchor, typed=True))

    def _toggle_interviewer(self) -> None:
        project, coder = self.screen.session.project, self.screen.session.coder
        codable = not self.screen.desk.pane.interviewer_codable
        self.screen.session.perform(lambda: code_interviewer(project, coder.id, codable=codable))
