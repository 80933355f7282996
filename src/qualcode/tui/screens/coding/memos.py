"""Memos on what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services import coding, drafts
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.memo_editor import MemoEditor, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.screens.coding.hand import Act


class MemoHand(Hand):
    """Writes memos."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of memos."""
        return {"memo.write": lambda _: self._write_memo()}

    def _write_memo(self) -> None:
        project, coder = self.screen.session.project, self.screen.session.coder

        def save(subject: Subject, text: str) -> None:
            self.screen.session.perform(lambda: coding.write_memo(project, coder.id, subject.kind, subject.id, text))

        def draft(subject: Subject, text: str) -> None:
            drafts.keep_draft(project, coder.id, drafts.Draft(subject.kind, subject.id, text))

        editor = MemoEditor(
            save, draft, language=self.screen.session.language, anchor=self.screen.desk.pane.selection_region
        )
        self.screen.app.push_screen(editor)
        self.screen.session.soon(lambda _: editor.show_subjects(self._subjects()))

    def _subjects(self) -> list[Subject]:
        view = self.screen.open
        if view is None:
            return []
        here = sorted(self.screen.codings_here(), key=lambda each: each.id != self.screen.desk.pane.cycled)
        found = [
            Subject("coding", each.id, "coding", self.screen.book.name(each.code_id), view.memo_text(each.id))
            for each in here
        ]
        transcript = view.opened.transcript
        found.append(Subject("transcript", transcript.id, "transcript", transcript.name, view.memo_text(transcript.id)))
        codes = dict.fromkeys(each.code_id for each in here)
        return found + [
            Subject("code", each, "code", self.screen.book.name(each), view.memo_text(each)) for each in codes
        ]
