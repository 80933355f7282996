"""The participant's own words as a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.codebook import Code, folded
from qualcode.domain.phrases import Phrase
from qualcode.domain.transcript import quote
from qualcode.services import codebook as codebooks
from qualcode.tui.screens.coding.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.screens.coding.codes import CodeHand
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView

_LONGEST: Final = 60
"""Letters of a code made from a passage; whoever means more has not chosen its words yet."""


class InVivoHand(Hand):
    """Makes the selected words a code and applies it."""

    def __init__(self, screen: CodingView, codes: CodeHand) -> None:
        super().__init__(screen)
        self._codes = codes

    def acts(self) -> Mapping[str, Act]:
        """The verb."""
        return {"code.in_vivo": lambda _: self.screen.session.soon(lambda _: self._make())}

    def _make(self) -> None:
        view = self.screen.open
        if view is None:
            return
        name = code_name(quote(view.opened.text, view.bodies(), *self.screen.desk.pane.selection))
        session = self.screen.session
        if not name or len(name) > _LONGEST:
            hint = session.say("Extend or shrink with shift and the arrows, then press it again.")
            session.tell(session.say(Phrase("Select the few words that shall be the code.")), hint, refused=True)
            return
        known = self._known(name)
        if known:
            self._codes.toggle(known.id, only_on=True)
            return
        project, coder = session.project, session.coder

        def apply(changes: ChangeSet) -> None:
            for code in changes.made(Code):
                self._codes.toggle(code.id, only_on=True)

        session.perform(lambda: codebooks.add_code(project, coder.id, name), apply)

    def _known(self, name: str) -> Code | None:
        """The code in use that is called so already."""
        usable = (code for code in self.screen.book.codebook.codes.values() if not code.is_retired)
        return next((code for code in usable if not code.exclusive and folded(code.name) == folded(name)), None)


def code_name(words: str) -> str:
    """The words as a name: one line, no mark at either end, nothing that separates the parts of a path."""
    return " ".join(words.replace(">", " ").split()).strip(" .,;:!?…“”«»\"'’‘()-–—")
