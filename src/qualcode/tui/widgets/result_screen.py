"""What screens of findings have in common: rows computed in the background, anew when stale and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from qualcode.domain.errors import QualcodeError
from qualcode.domain.refusals import told_of
from qualcode.tui.widgets.cells import wrapped
from qualcode.tui.widgets.find_keys import STEPS
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.table_line import TableLine
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from qualcode.domain.table import Value
    from qualcode.tui.widgets.session import Place, ProjectChanged, Session

    Show = Callable[[], None]


T = TypeVar("T")

_MARGINS: Final = 8
LAYERS: Final = ("", "union", "consensus")
"""Those that a key goes through before the coders; the first one is what tables read by default."""


def after(values: tuple[T, ...], value: T) -> T:
    """The next of these, the first one after the last one or after another value."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


class _Computed(Message):
    """The thread is done. It posts and does not wait: the app may be gone by then."""

    def __init__(self, turn: int, show: Show | None, error: QualcodeError | None) -> None:
        super().__init__()
        self.turn = turn
        self.show = show
        self.error = error


class ResultScreen(Screen[None]):
    """Rows with a cursor under a title; a refusal in their place."""

    DEFAULT_CSS = """
    ResultScreen > Vertical { background: $surface; }
    ResultScreen TextLines { margin: 1 0; }
    """
    AUTO_FOCUS = "RowList"
    verb_ids: frozenset[str] = frozenset()

    def __init__(self, session: Session, mode: str, rows: RowList) -> None:
        super().__init__()
        self.session = session
        self.list = rows
        self.title_line = PaneTitle("")
        self.footer = KeyFooter(session.language)
        self._header = Header(session.language, mode)
        self._lines = TextLines()
        self._status = TableLine(session.language)
        self._stale = True
        self._turn = 0
        self._about: Mapping[str, Value] = {}

    def compose(self) -> ComposeResult:
        """Header, title, rows or a refusal, status, footer."""
        yield self._header
        with Vertical():
            yield from (self.title_line, self.list, self._lines)
        yield from (self._status, self.footer)

    def on_mount(self) -> None:
        """Say whose findings these are."""
        self.session.join(self)
        study = self.session.project.study()
        self._header.show_project(study.name, self.session.coder.name, synthetic=study.synthetic)
        self._lines.display = False

    def on_screen_resume(self) -> None:
        """Compute what is not there or no longer true."""
        if self._stale:
            self.renew()

    def on_project_changed(self, event: ProjectChanged) -> None:
        """What is shown is no longer what the project says: it is computed anew where it is looked at."""
        if event.changes.changes:
            self._stale = True
            if self.is_current:  # also asked while the app is leaving
                self.renew()

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb in STEPS and self.list.display:
            self.list.move(STEPS[verb])
        elif verb in STEPS:
            self._lines.scroll_relative(y=STEPS[verb], animate=False)
        elif verb == "find.renew":
            self.renew()
        elif verb == "find.open" and self.list.display:
            self.open_row()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click puts the cursor on a row; on the row of the cursor it opens what stands behind it."""
        event.stop()
        index = self.row_at(event.index)
        if index == self.list.cursor:
            self.open_row()
        elif self.list.can_rest(index):
            self.list.go(index)

    def row_at(self, index: int) -> int:
        """The line where the row stands that has this line."""
        return index

    def renew(self) -> None:
        """Compute anew."""
        self._stale = False
        self._turn += 1
        self._status.show_state("COMPUTING")
        self._compute(self._turn)

    def show_about(self, about: Mapping[str, Value]) -> None:
        """Keep in view what the table was made from."""
        self._about = about

    def coder_names(self) -> tuple[str, ...]:
        """The coders whose layer can be read."""
        return tuple(coder.name for coder in self.session.project.coders())

    def go_to_words(self, place: Place | None) -> None:
        """Show them on the coding screen, selected, if there are any."""
        if place is not None:
            self.session.go_to_screen("screen.code", place)

    def refuse(self, message: str, hint: str) -> None:
        """Say why there are no rows."""
        self.list.display, self._lines.display = False, True
        width = self.size.width - _MARGINS
        self._lines.show_lines([*wrapped(message, width), "", *wrapped(hint, width)])
        self._status.show_state("NO TABLE")

    def read(self) -> Show:
        """Read in the thread; what comes back shows it."""
        raise NotImplementedError

    def open_row(self) -> None:
        """Open what stands behind the row of the cursor."""
        raise NotImplementedError

    @work(thread=True, exclusive=True)
    def _compute(self, turn: int) -> None:
        """Compute beside the queue of verbs, which must not wait for it."""
        try:
            show = self.read()
        except QualcodeError as error:
            self.post_message(_Computed(turn, None, error))
        else:
            self.post_message(_Computed(turn, show, None))

    @on(_Computed)
    def _take(self, event: _Computed) -> None:
        if event.turn != self._turn:
            return
        if event.error is not None:
            self.refuse(*told_of(event.error, self.session.language))
        elif event.show is not None:
            self._lines.display, self.list.display = False, True
            event.show()
            if self.is_current:
                self.list.focus()
            self._status.show_state("TABLE", self._about)
