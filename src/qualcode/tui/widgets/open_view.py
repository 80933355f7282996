"""The open transcript as one coder works on it: its codings and memos, kept up to date by what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.domain.coding import Coding, Layer, Memo
from qualcode.domain.phrases import Phrase, group_word, say
from qualcode.domain.study import STATUS_WORDS, Status
from qualcode.tui.widgets.book_view import is_own
from qualcode.tui.widgets.transcript_model import Segment, ShownHeading, ShownRole, ShownTurn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import Change, ChangeSet
    from qualcode.domain.transcript import Section
    from qualcode.services.coding import OpenTranscript


@dataclass(slots=True)
class Repaint:
    """What a change means for the transcript that is shown."""

    added: dict[str, Coding] = field(default_factory=dict)
    """Codings to draw, new or changed, by id."""
    removed: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    """Where codings came, went or moved."""


class OpenView:
    """One transcript with the coder's own codings and memos."""

    def __init__(self, opened: OpenTranscript, coder_id: str) -> None:
        self.opened = opened
        self.codings = {coding.id: coding for coding in opened.codings}
        self.memos = dict(opened.memos)
        self._unsure = {coding.id for coding in opened.codings if coding.unsure}
        self._coder_id = coder_id

    @property
    def id(self) -> str:
        """The transcript."""
        return self.opened.transcript.id

    @property
    def revision_id(self) -> str:
        """Its text."""
        return self.opened.revision.id

    @property
    def unsure(self) -> int:
        """How many of the codings are flagged."""
        return len(self._unsure)

    def take_changes(self, changes: ChangeSet) -> Repaint:
        """Let codings and memos come and go as they did in the project."""
        repaint = Repaint()
        for change in changes:
            if change.kind == Coding.KIND:
                self._take_coding(change, repaint)
            elif change.kind == Memo.KIND:
                self._take_memo(change, repaint)
        return repaint

    def turns(self) -> list[ShownTurn]:
        """The turns as the view draws them."""
        opened = self.opened
        labels = {turn.label for turn in opened.revision.turns}
        roles: dict[str, ShownRole] = {label: opened.role(label).value for label in labels}
        return [
            ShownTurn(turn.start, turn.end, turn.body, turn.label, roles[turn.label]) for turn in opened.revision.turns
        ]

    def headings(self, language: str) -> list[ShownHeading]:
        """The guide's questions above their answers."""
        return [self._heading(section, language) for section in self.opened.sections]

    def facts(self, language: str) -> str:
        """What is known about the interview, in a few words."""
        opened = self.opened
        people = [
            part
            for person in opened.participants
            for part in (person.name, group_word(person.group, language), person.site)
            if part
        ]
        again = Phrase("coded again: {round}", {"round": opened.recode_round}) if opened.recode_round else ""
        known = [say(again, language), *people, opened.transcript.date, say(opened.transcript.mode, language)]
        return " · ".join(fact for fact in dict.fromkeys(known) if fact and fact != opened.transcript.name)

    def bodies(self) -> Sequence[Segment]:
        """Every piece of speech."""
        return [body for turn in self.opened.revision.turns for body in turn.body]

    def section_at(self, offset: int) -> Section | None:
        """The part of the text around an offset that answers a question."""
        return next((each for each in self.opened.sections if each.start <= offset < each.end), None)

    def memo_text(self, subject_id: str) -> str:
        """The coder's memo on something; empty where there is none."""
        memo = self.memos.get(subject_id)
        return memo.text if memo else ""

    def _heading(self, section: Section, language: str) -> ShownHeading:
        question = self.opened.questions.get(section.question_id)
        group = next((person.group for person in self.opened.participants if person.group), "")
        answer = self.opened.answers.get(section.question_id)
        parts = [question.name, question.wording(language, group)] if question else ["?"]
        if answer and answer.value:
            parts.append(f"[{answer.value}]")
        status = answer.status if answer and answer.status != Status.ANSWERED else ""
        return ShownHeading(
            section.start, "  ".join(part for part in parts if part), say(STATUS_WORDS.get(status, status), language)
        )

    def _take_coding(self, change: Change, repaint: Repaint) -> None:
        before, after = change.before, change.after
        if is_own(before, self._coder_id) and self._shows(before):
            self.codings.pop(before.id, None)
            self._unsure.discard(before.id)
            repaint.added.pop(before.id, None)
            repaint.segments.append((before.start, before.end))
            repaint.removed.append(before.id)
        if is_own(after, self._coder_id) and self._shows(after):
            self.codings[after.id] = repaint.added[after.id] = after
            if after.unsure:
                self._unsure.add(after.id)
            repaint.segments.append((after.start, after.end))
            repaint.removed = [each for each in repaint.removed if each != after.id]

    def _shows(self, coding: Coding) -> bool:
        """Whether it is of this text and, where that is coded again, of the same time."""
        again = self.opened.recode_round
        seen = (Layer.RECODE, again) if again else (Layer.INDEPENDENT, coding.round)
        return coding.revision_id == self.revision_id and (coding.layer, coding.round) == seen

    def _take_memo(self, change: Change, repaint: Repaint) -> None:
        before, after = change.before, change.after
        if isinstance(before, Memo) and before.coder_id == self._coder_id:
            self.memos.pop(before.subject_id, None)
        if isinstance(after, Memo) and after.coder_id == self._coder_id:
            self.memos[after.subject_id] = after
        subject = after if isinstance(after, Memo) else before
        if isinstance(subject, Memo) and subject.subject_id in self.codings:
            repaint.added[subject.subject_id] = self.codings[subject.subject_id]
