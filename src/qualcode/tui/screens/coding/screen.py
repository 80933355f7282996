"""The coding screen: which hand does what each key asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from qualcode.tui.screens.coding.answers import AnswerHand
from qualcode.tui.screens.coding.codes import CodeHand
from qualcode.tui.screens.coding.edges import EdgeHand
from qualcode.tui.screens.coding.finding import FindHand
from qualcode.tui.screens.coding.flags import FlagHand
from qualcode.tui.screens.coding.in_vivo import InVivoHand
from qualcode.tui.screens.coding.looks import LookHand
from qualcode.tui.screens.coding.memos import MemoHand
from qualcode.tui.screens.coding.menus import MenuHand
from qualcode.tui.screens.coding.orientation import OrientationHand
from qualcode.tui.screens.coding.passages import PassageHand
from qualcode.tui.screens.coding.pins import PinHand
from qualcode.tui.screens.coding.questions import QuestionHand
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
    from qualcode.tui.widgets.session import CoderChanged, ProjectChanged, Session


class CodingScreen(CodingView):
    """Codes a transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in VERBS) - APP_VERBS

    def __init__(self, session: Session, transcript: str | None = None) -> None:
        super().__init__(session, transcript)
        self._codes = CodeHand(self)
        self._edges = EdgeHand(self)
        self._search = SearchHand(self)
        self._menus = MenuHand(self, self._codes, self._edges)
        self._passages = PassageHand(self)
        self._orientation = OrientationHand(self)
        self._looks = LookHand(self)
        hands = (
            self._orientation, self._looks, self._passages, self._codes, self._edges, self._search, MemoHand(self),
            TranscriptHand(self), FlagHand(self), FindHand(self), AnswerHand(self),
        )  # fmt: skip
        self._acts: dict[str, Callable[[str], None]] = {
            "act.undo": lambda _: self._perform(lambda: self.session.project.undo(self.session.coder.id)),
            "act.redo": lambda _: self._perform(lambda: self.session.project.redo(self.session.coder.id)),
            "act.pass_over": lambda _: self._perform(lambda: self.session.project.pass_over(self.session.coder.id)),
            "pane.next": lambda _: self.desk.go_next(1),
            "pane.previous": lambda _: self.desk.go_next(-1),
            "pane.enter": lambda _: self._enter(),
            "extend.drop": lambda _: self._drop(),
        }
        more = (InVivoHand(self, self._codes), PinHand(self), QuestionHand(self))
        for hand in (*hands, *more):
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

    def show_passage_at(self, transcript_id: str, start: int, end: int) -> None:
        """Show a passage of any transcript, selected."""
        self._codes.go_to(transcript_id, start, end)

    def on_key(self, event: Key) -> None:
        """Capitals beyond A to Z open the picker as well."""
        letter = event.character or ""
        if letter.isupper() and self.open:
            event.stop()
            self._acts["code.find"](letter)

    def on_project_changed(self, event: ProjectChanged) -> None:
        """The split view and the figures follow; what else is shown does so by itself."""
        self._orientation.follow(event.changes)
        if event.changes.touches("coding", "memo", "code", "transcript", "revision"):
            self._passages.follow(event.changes)

    def on_coder_changed(self, event: CoderChanged) -> None:  # noqa: ARG002  # the session knows who
        """Nobody sees what another coder had open."""
        self._passages.close()
        self._orientation.keep()
        self.call_later(self._orientation.count)

    def on_mount(self) -> None:
        """Look as the coder likes it, and count what is done so far."""
        self._looks.dress()
        self.call_later(self._orientation.count)

    def on_unmount(self) -> None:
        """Keep the place when the coder leaves."""
        self._orientation.keep()

    @on(TranscriptPane.SelectionChanged)
    def _follow(self, event: TranscriptPane.SelectionChanged) -> None:
        self._orientation.moved(event.start)

    @on(TranscriptPane.ResizeWished)
    def _resize(self, event: TranscriptPane.ResizeWished) -> None:
        event.stop()
        self._edges.resize(event.id, event.start, event.end)

    @on(TranscriptPane.CodingClicked)
    def _show_clicked(self, event: TranscriptPane.CodingClicked) -> None:
        event.stop()
        self.desk.go("text")

    @on(TranscriptPane.MenuWished)
    def _offer_for_passage(self, event: TranscriptPane.MenuWished) -> None:
        event.stop()
        self._menus.on_passage(event.x, event.y, event.coding)

    @on(RowList.Asked, "CodeTree")
    def _offer_for_code(self, event: RowList.Asked) -> None:
        event.stop()
        self._menus.on_code(event.index, event.x, event.y)

    @on(RowList.Chosen, "TranscriptList")
    def _open_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.open_transcript(self.desk.list.transcript_at(event.index).id)
        self.desk.go("text")

    @on(RowList.Chosen, "PassageList")
    def _go_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._passages.choose(event.index)

    @on(RowList.Chosen, "CodeTree")
    def _apply_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        tree, code = self.desk.codes, self.desk.codes.code_at(event.index)
        if event.act == FOLD or code.exclusive:
            tree.fold(event.index)
        elif event.by_mouse and (digit := self.book.digit_of(code.id)):
            self.session.reach("code.pin", digit)
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
        if self.desk.place == "passages":
            self._passages.close()
        elif self.desk.place != "text":
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
        "act.undo", "act.redo", "act.pass_over", "code.new", "code.give_digit", "pane.next", "pane.previous",
        "pane.enter", "pane.left", "pane.right", "transcript.choose", "transcript.next", "extend.drop", "unsure.list",
        "memo.list", "text.search_all", "study.interviewer", "text.tints",
    }
)  # fmt: skip
