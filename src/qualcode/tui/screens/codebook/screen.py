"""The codebook screen: which verb each key and click does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on

from qualcode.tui.screens.codebook.verbs import BookHand
from qualcode.tui.screens.codebook.view import CodebookView
from qualcode.tui.widgets.book_keys import BOOK_VERBS
from qualcode.tui.widgets.code_tree import FOLD
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.key_footer import chips
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from qualcode.tui.widgets.session import Session

_FAR: Final = 9999
_STEPS: Final = {"book.down": 1, "book.up": -1, "book.home": -_FAR, "book.end": _FAR}
_SCROLLS: Final = {"book.page_down": 8, "book.page_up": -8}
_OFFERED: Final = (
    "book.edit", "book.add_under", "book.rename", "book.move", "book.merge", "book.split", "book.retire", "book.queue",
    "book.alike", "book.add_beside", "book.undo", "book.redo",
)  # fmt: skip


class CodebookScreen(CodebookView):
    """Reads and revises the codebook."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(BOOK_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in BOOK_VERBS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._acts: dict[str, Callable[[], None]] = {
            **BookHand(self).acts(),
            "book.fold": lambda: self._fold(self.codes.cursor),
        }

    def on_mount(self) -> None:
        """Offer the verbs."""
        self.footer.show_chips(chips(*_OFFERED))

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb in _STEPS:
            self.codes.move(_STEPS[verb])
            self.show_code()
        elif verb in _SCROLLS:
            self.page.scroll_relative(y=_SCROLLS[verb], animate=False)
        elif verb in self._acts:
            self._acts[verb]()

    @on(RowList.Chosen, "CodeTree")
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        if not self.codes.can_rest(event.index):  # gone since the click
            return
        self.codes.go(event.index)
        if event.act == FOLD:
            self._fold(event.index)
        self.show_code()

    @on(RowList.Asked, "CodeTree")
    def _offer(self, event: RowList.Asked) -> None:
        event.stop()
        if not self.codes.can_rest(event.index):
            return
        self.codes.go(event.index)
        self.show_code()
        code = self.code
        if code is not None:
            say = self.session.say
            rows = [(each, say(name), key_of(self.app, each)) for each, _, name in chips(*_OFFERED)]
            language = self.session.language
            self.app.push_screen(Choice(self.name_of(code), rows, self.action_act, language=language))

    def _fold(self, index: int) -> None:
        self.codes.fold(index)
        self.show_code()
