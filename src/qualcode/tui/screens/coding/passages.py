"""The same code elsewhere: its passages in all transcripts, beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coding import Coding
from qualcode.services.passages import passages_of
from qualcode.tui.screens.coding.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.passages import Passage
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView


class PassageHand(Hand):
    """Opens the split view, walks in it, keeps it up to date."""

    def __init__(self, screen: CodingView) -> None:
        super().__init__(screen)
        self._code = ""

    def acts(self) -> Mapping[str, Act]:
        """The verb of other passages."""
        return {"code.passages": lambda _: self._toggle()}

    def choose(self, index: int) -> None:
        """Go where the passage on a line stands."""
        passage = self.screen.desk.passages.list.passage_at(index)
        if passage is not None:
            self.go_to(passage.transcript_id, passage.start, passage.end)

    def close(self) -> None:
        """Leave the text alone on the desk again."""
        self._code = ""
        self.screen.desk.show_split(split=False)

    def follow(self, changes: ChangeSet) -> None:
        """Show what is different now, where it is this code's."""
        rows = [row for change in changes for row in (change.before, change.after)]
        if self._code and any(not isinstance(row, Coding) or row.code_id == self._code for row in rows if row):
            self._show()

    def _toggle(self) -> None:
        """Open it for the code at the cursor, or close it where it shows that one already."""
        desk = self.screen.desk
        if desk.place == "passages":
            self.close()
            return
        here = self.screen.codings_here()
        at_cursor = next((each for each in here if each.id == desk.pane.cycled), here[0] if here else None)
        if desk.place == "tree" and desk.codes.line_count():
            wished = desk.codes.code_at(desk.codes.cursor).id
        else:
            wished = at_cursor.code_id if at_cursor else next(iter(self.screen.book.recent), "")
        if not wished:
            words = self.screen.session.say("No code is on this passage, and none was applied yet.")
            self.screen.session.tell(words, refused=True)
        elif wished == self._code:
            self.close()
        else:
            self._code = wished
            self._show(at_cursor.id if at_cursor and at_cursor.code_id == wished else "", opens=True)

    def _show(self, here: str = "", *, opens: bool = False) -> None:
        project, coder, wished = self.screen.session.project, self.screen.session.coder, self._code

        def show(passages: list[Passage]) -> None:
            code = self.screen.book.codebook.codes.get(wished)
            if code is None or wished != self._code:
                return
            desk = self.screen.desk
            if opens:
                desk.show_split(split=True)
                desk.go("passages")
            desk.passages.show_code(self.screen.book.note(code), passages, here)

        self.screen.session.fetch(lambda: passages_of(project, coder.id, wished), show)
