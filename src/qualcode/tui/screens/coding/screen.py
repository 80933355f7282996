"""The coding screen: which hand does what each key asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from qualcode.tui.screens.coding.codes import CodeHand
from qualcode.tui.screens.coding.edges import EdgeHand
from qualcode.tui.screens.coding.memos import MemoHand
from qualcode.tui.screens.coding.searching import SearchHand
from qualcode.tui.screens.coding.transcripts import TranscriptHand
from qualcode.tui.screens.coding.view import CodingView
from qualcode.tui.widgets.code_tree import FOLD
from qualcode.tui.widgets.keymap import APP_VERBS, VERBS, bindings
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.text_moves import MOVES
from qualcode.tui.widgets.transcript_view import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.events import Key

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.widgets.session import Session


class CodingScreen(CodingView):
    """Codes a transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in VERBS) - APP_VERBS

    def __init__(self, session: Session, transcript: str | None = None) -> None:
        super().__init__(session, transcript)
        self._codes = CodeHand(self)
        self._edges = EdgeHand(self)
        self._search = SearchHand(self)
        hands = (self._codes, self._edges, self._search, MemoHand(self), TranscriptHand(self))
        self._acts: dict[str, Callable[[str], None]] = {
            "act.undo": lambda _: self._perform(lambda: self.session.project.undo(self.session.coder.id)),
            "act.redo": lambda _: self._perform(lambda: self.session.project.redo(self.session.coder.id)),
            "act.pass_over": lambda _: self._perform(lambda: self.session.project.pass_over(self.session.coder.id)),
            "pane.next": lambda _: self.desk.go_next(1),
            "pane.previous": lambda _: self.desk.go_next(-1),
            "pane.enter": lambda _: self._enter(),
            "pane.left": lambda _: self.desk.toggle("left"),
            "pane.right": lambda _: self.desk.toggle("right"),
            "extend.drop": lambda _: self._drop(),
        }
        for hand in hands:
            self._acts |= hand.acts()

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        rows = self.desk.rows
        if rows is not None and verb in _ROW_STEPS:
            rows.move(_ROW_STEPS[verb])
            self.show_passage()
        elif verb in MOVES:
            if self.open:
                MOVES[verb](self.desk.pane)
                self.show_where(self.desk.pane.where())  # now, so that text and panels are painted in one frame
        elif verb in self._acts and (self.open or verb in _WITHOUT_TEXT):
            self._acts[verb](argument)

    def on_key(self, event: Key) -> None:
        """Capitals beyond A to Z open the picker as well."""
        letter = event.character or ""
        if letter.isupper() and self.open:
            event.stop()
            self._acts["code.find"](letter)

    @on(TranscriptPane.ResizeWished)
    def _resize(self, event: TranscriptPane.ResizeWished) -> None:
        event.stop()
        self._edges.resize(event.id, event.start, event.end)

    @on(TranscriptPane.CodingClicked)
    def _show_clicked(self, event: TranscriptPane.CodingClicked) -> None:
        event.stop()
        self.desk.go("text")

    @on(RowList.Chosen, "TranscriptList")
    def _open_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.open_transcript(self.desk.list.transcript_at(event.index).id)
        self.desk.go("text")

    @on(RowList.Chosen, "CodeTree")
    def _apply_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        tree, code = self.desk.codes, self.desk.codes.code_at(event.index)
        if event.act == FOLD or code.exclusive:
            tree.fold(event.index)
        else:
            self._codes.toggle(code.id)

    def _enter(self) -> None:
        """Choose what the cursor is on; keep the edge that was moved."""
        if self.desk.rows is not None:
            self.desk.rows.choose()
        elif self.desk.pane.cycled:
            self._edges.keep()

    def _drop(self) -> None:
        """Drop one thing: the edge being moved, the extension, the search; or leave the pane."""
        pane = self.desk.pane
        if self.desk.place != "text":
            self.desk.go("text")
        elif pane.cycled:
            self._edges.put_back(pane.cycled)
        elif pane.cursor.extending:
            pane.set_extending(extending=False)
            pane.goto(pane.selection[0], "sentence")
        elif self.hits:
            self._search.drop()
        else:
            pane.goto(pane.selection[0], "sentence")

    def _perform(self, verb: Callable[[], ChangeSet]) -> None:
        self.session.perform(verb)


_ROW_STEPS = {
    "move.down": 1,
    "move.up": -1,
    "move.page_down": 10,
    "move.page_up": -10,
    "move.home": -9999,
    "move.end": 9999,
}
_WITHOUT_TEXT = frozenset(
    {
        "act.undo", "act.redo", "act.pass_over", "code.new", "pane.next", "pane.previous", "pane.enter", "pane.left",
        "pane.right", "transcript.choose", "transcript.next", "extend.drop",
    }
)  # fmt: skip
