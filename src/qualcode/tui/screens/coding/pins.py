"""Digits of codes: given by hand, kept in the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services import codebook as codebooks
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.digits import KEYS
from qualcode.tui.widgets.finder import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.events import Key

    from qualcode.domain.codebook import Code
    from qualcode.tui.screens.coding.hand import Act


class DigitChoice(Choice):
    """Which digit: the key itself picks it."""

    def take_key(self, event: Key) -> bool:
        """A digit is meant as such, not as the number of a row."""
        if (event.character or "-") not in KEYS:
            return super().take_key(event)
        self.chosen((event.character or "", "", ""), stay=False)
        return True


class PinHand(Hand):
    """Pins codes to digits."""

    def acts(self) -> Mapping[str, Act]:
        """The verb."""
        return {"code.give_digit": lambda _: self._choose()}

    def _choose(self) -> None:
        session, book, code = self.screen.session, self.screen.book, self._code_here()
        if code is None:
            hint = session.say("Put the cursor on a coded passage, or on a code in the codebook.")
            session.tell(session.say("Which code shall have a digit?"), hint, refused=True)
            return
        holders = {digit: book.name(code_id) for digit, code_id in book.keys.items()}
        free = session.say("free")
        rows = [(digit, digit, holders.get(digit, free)) for digit in KEYS]
        if code.hotkey:
            rows.append(("", session.say("no digit"), ""))
        project, coder = session.project, session.coder

        def pin(digit: str) -> None:
            session.perform(lambda: codebooks.pin_code(project, coder.id, code.id, digit))

        title = session.say("Which digit for “{name}”?").format(name=code.label(book.language))
        box = DigitChoice(title, rows, pin, language=session.language, anchor=self.screen.desk.pane.selection_region)
        box.numbered = False
        self.screen.app.push_screen(box)

    def _code_here(self) -> Code | None:
        """The code under the cursor of the codebook, else the one on the passage that is picked or on top."""
        desk, codes = self.screen.desk, self.screen.book.codebook.codes
        if desk.place == "tree" and desk.codes.line_count():
            found = desk.codes.code_at(desk.codes.cursor)
        else:
            here = sorted(self.screen.codings_here(), key=lambda each: each.id != desk.pane.cycled)
            if not here or here[0].code_id not in codes:
                return None
            found = codes[here[0].code_id]
        return None if found.exclusive or found.is_retired else found
