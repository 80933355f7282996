"""What a right click offers: the verbs that fit a passage, a stripe or a code, with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.geometry import Region

from qualcode.domain.phrases import quoted
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.keymap import BY_ID, NO_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.tui.screens.coding.codes import CodeHand
    from qualcode.tui.screens.coding.edges import EdgeHand
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView

_BARE: Final = (
    "code.find", "code.repeat", "code.in_vivo", "memo.write", "answer.status", "answer.reassign", "extend.grow",
    "extend.shrink", "act.undo",
)  # fmt: skip
_CODED: Final = (
    "code.remove", "coding.cycle", "coding.flag", "memo.write", "code.passages", "code.give_digit", "code.find",
    "code.repeat", "code.in_vivo", "answer.status", "answer.reassign", "extend.grow", "extend.shrink", "act.undo",
)  # fmt: skip
_ON_CODING: Final = frozenset(
    {"code.remove", "coding.cycle", "coding.flag", "memo.write", "code.passages", "code.give_digit"}
)
"""What is done to the coding whose stripe was clicked, whatever else lies there."""
_APPLY: Final = "apply"
_FOLD: Final = "fold"


class MenuHand(Hand):
    """Opens menus where the mouse is."""

    def __init__(self, screen: CodingView, codes: CodeHand, edges: EdgeHand) -> None:
        super().__init__(screen)
        self._codes = codes
        self._edges = edges

    def acts(self) -> Mapping[str, Act]:
        """Menus are the mouse's own: each of their verbs has a key already."""
        return {}

    def on_passage(self, x: int, y: int, coding_id: str) -> None:
        """Offer what can be done with the selection, or with the coding whose stripe was clicked."""
        view, session = self.screen.open, self.screen.session
        if view is None:
            return
        of = view.codings.get(coding_id)
        rows = self._rows(_CODED if of or self.screen.codings_here() else _BARE)
        words = " ".join(self.screen.desk.pane.selected_text.split())
        title = self.screen.book.name(of.code_id) if of else quoted(words, self.screen.session.language)

        def done(chosen: str) -> None:
            if of and of.id in view.codings and chosen in _ON_CODING:
                self._do_to(of.id, chosen)
            else:
                session.reach(chosen)

        self._push(title, rows, x, y, done)

    def _do_to(self, coding_id: str, chosen: str) -> None:
        """Do it to this coding; only for its edges it stays picked."""
        session = self.screen.session
        self._edges.pick(coding_id)
        if chosen != "coding.cycle":
            session.reach(chosen)
            session.fetch(lambda: None, lambda _: self._edges.let_go(coding_id))

    def on_code(self, index: int, x: int, y: int) -> None:
        """Offer what can be done with a code of the codebook."""
        tree, book, say = self.screen.desk.codes, self.screen.book, self.screen.session.say
        code = tree.code_at(index)
        self.screen.desk.go("tree")
        tree.go(index)
        rows: list[tuple[str, str, str]] = []
        if self.screen.open and not code.exclusive and not code.is_retired:
            is_here = code.id in {each.code_id for each in self.screen.codings_here()}
            words = say("remove from this passage") if is_here else say("apply to this passage")
            rows.append((_APPLY, words, book.digit_of(code.id)))
        if not code.exclusive and not code.is_retired:
            rows += self._rows(("code.give_digit",))
        if book.codebook.children.get(code.id):
            rows.append((_FOLD, say("fold or unfold"), ""))
        rows += self._rows(("code.new",))

        def done(chosen: str) -> None:
            if chosen == _APPLY:
                self._codes.toggle(code.id)
            elif chosen == _FOLD:
                tree.fold(index)
            else:
                self.screen.session.reach(chosen)

        self._push(code.label(book.language), rows, x, y, done)

    def _push(self, title: str, rows: Sequence[tuple[str, str, str]], x: int, y: int, done: Act) -> None:
        language = self.screen.session.language
        menu = Choice(title, rows, done, language=language, anchor=Region(x, y, 1, 1))
        menu.most_rows = len(rows)
        self.screen.app.push_screen(menu)

    def _rows(self, ids: Sequence[str]) -> list[tuple[str, str, str]]:
        rows = []
        for each in ids:
            key = key_of(self.screen.app, each)
            rows.append((each, self.screen.session.say(BY_ID[each].name), "" if key == NO_KEY else key))
        return rows
