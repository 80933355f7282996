"""Codings to discuss: flagging them, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services import unsure
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.unsure_finder import UnsureFinder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.services.unsure import UnsureCoding
    from qualcode.tui.screens.coding.hand import Act


class FlagHand(Hand):
    """Flags codings and lists those that are flagged."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of flags."""
        return {"coding.flag": lambda _: self._flag(), "unsure.list": lambda _: self._list()}

    def _flag(self) -> None:
        view = self.screen.open
        if view is None:
            return
        project, coder, cycled = self.screen.session.project, self.screen.session.coder, self.screen.desk.pane.cycled
        if cycled:
            self.screen.session.perform(lambda: unsure.flag_coding(project, coder.id, cycled))
            return
        start, end = self.screen.desk.pane.selection
        several: list[Coding] = []

        def flag() -> ChangeSet:
            changes, several[:] = unsure.flag_here(project, coder.id, view.revision_id, start, end)
            return changes

        def flag_one(coding_id: str) -> None:
            self.screen.session.perform(lambda: unsure.flag_coding(project, coder.id, coding_id))

        def ask(_: ChangeSet) -> None:
            if several:
                self.ask_which(self.screen.session.say("Flag which code?"), several, flag_one)

        self.screen.session.perform(flag, ask)

    def _list(self) -> None:
        project, coder = self.screen.session.project, self.screen.session.coder
        self.screen.session.fetch(lambda: unsure.unsure_codings(project, coder.id), self._show)

    def _show(self, found: list[UnsureCoding]) -> None:
        def go(each: UnsureCoding) -> None:
            self.go_to(each.transcript_id, each.coding.start, each.coding.end)

        self.screen.app.push_screen(UnsureFinder(found, self.screen.book, go, language=self.screen.session.language))
