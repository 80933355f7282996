"""Memos: on what is under the cursor, on whom it is about, on the project; and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.domain.study import Participant, Study
from qualcode.domain.transcript import Transcript
from qualcode.services import coding, drafts, memos
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.memo_editor import MemoEditor, Subject
from qualcode.tui.widgets.memo_finder import MemoFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qualcode.services.memos import PlacedMemo
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView
    from qualcode.tui.widgets.open_view import OpenView


class MemoHand(Hand):
    """Writes memos and finds them again."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of memos."""
        return {
            "memo.write": lambda _: self._write(lambda: subjects(self.screen)),
            "memo.study": lambda _: self._write(lambda: [study_subject(self.screen)]),
            "memo.list": lambda _: self._list(),
        }

    def _write(self, on: Callable[[], list[Subject]]) -> None:
        project, coder = self.screen.session.project, self.screen.session.coder

        def save(subject: Subject, text: str) -> None:
            self.screen.session.perform(lambda: coding.write_memo(project, coder.id, subject.kind, subject.id, text))

        def draft(subject: Subject, text: str) -> None:
            drafts.keep_draft(project, coder.id, drafts.Draft(subject.kind, subject.id, text))

        editor = MemoEditor(
            save, draft, language=self.screen.session.language, anchor=self.screen.desk.pane.selection_region
        )
        self.screen.app.push_screen(editor)
        self.screen.session.soon(lambda _: editor.show_subjects(on()))

    def _list(self) -> None:
        session = self.screen.session
        project, coder, language = session.project, session.coder, session.language

        def show(found: list[PlacedMemo]) -> None:
            self.screen.app.push_screen(MemoFinder(found, self._go, language=language))

        session.fetch(lambda: memos.memos(project, coder.id, language), show)

    def _go(self, placed: PlacedMemo) -> None:
        """Go to the passage or the transcript; a memo on anything else opens, since it has no place to go to."""
        memo = placed.memo
        if memo.subject_kind == Coding.KIND and placed.transcript_id:
            self.go_to(placed.transcript_id, placed.start, placed.end)
        elif memo.subject_kind == Transcript.KIND:
            self.screen.open_transcript(placed.transcript_id)
            self.screen.desk.go("text")
        else:
            subject = Subject(memo.subject_kind, memo.subject_id, placed.what, placed.name, memo.text)
            self._write(lambda: [subject])


def subjects(screen: CodingView) -> list[Subject]:
    """What a memo can be on here, the nearest first: what the cursor is on, the transcript, who speaks, the project."""
    view = screen.open
    if view is None:
        return []
    here = sorted(screen.codings_here(), key=lambda each: each.id != screen.desk.pane.cycled)
    found = [_subject(view, Coding.KIND, each.id, screen.book.name(each.code_id)) for each in here]
    if screen.desk.place == "tree" and screen.desk.codes.line_count():
        code = screen.desk.codes.code_at(screen.desk.codes.cursor)
        found.insert(0, _subject(view, Code.KIND, code.id, screen.book.name(code.id)))
    elif screen.desk.place == "list" and screen.desk.list.line_count():
        transcript = screen.desk.list.transcript_at(screen.desk.list.cursor)
        found.insert(0, _subject(view, Transcript.KIND, transcript.id, transcript.name))
    opened = view.opened
    found.append(_subject(view, Transcript.KIND, opened.transcript.id, opened.transcript.name))
    codes = dict.fromkeys(each.code_id for each in here)
    found += [_subject(view, Code.KIND, each, screen.book.name(each)) for each in codes]
    found += [_subject(view, Participant.KIND, each.id, each.name) for each in opened.participants]
    return _once([*found, study_subject(screen)])


def study_subject(screen: CodingView) -> Subject:
    """The project."""
    study = screen.session.project.study()
    text = screen.open.memo_text(study.id) if screen.open else ""
    return Subject(Study.KIND, study.id, memos.WHAT[Study.KIND], study.name, text)


def _subject(view: OpenView, kind: str, subject_id: str, name: str) -> Subject:
    return Subject(kind, subject_id, memos.WHAT[kind], name, view.memo_text(subject_id))


def _once(found: Iterable[Subject]) -> list[Subject]:
    first: dict[str, Subject] = {}
    for each in found:
        first.setdefault(each.id, each)
    return list(first.values())
