"""Themes: a table computed in the background, to read and scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from qualcode.domain.errors import QualcodeError
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

    from qualcode.domain.table import Table
    from qualcode.tui.widgets.session import ProjectChanged, Session

_MARGIN = 8
_WIDEST = 160


class _Computed(Message):
    """The thread is done. It posts and does not wait: the app may be gone by then."""

    def __init__(self, table: Table | None, error: QualcodeError | None) -> None:
        super().__init__()
        self.table = table
        self.error = error


class ResultScreen(Screen[None]):
    """One table, computed anew when it is stale and looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "act('table.renew')", "compute again", id="table.renew"),
        Binding("down,j", "scroll(1)", "down", id="table.down"),
        Binding("up,k", "scroll(-1)", "up", id="table.up"),
    ]
    AUTO_FOCUS = "TextLines"
    CSS = "ResultScreen TextLines { margin: 1 0; }"
    verb_ids: frozenset[str] = frozenset()

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self._session = session
        self._table: Table | None = None
        self._stale = True
        self._header = Header(session.language, f"screen.{name}")
        self._lines = TextLines()
        self._status = StatusLine(session.language)
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, table, status, footer."""
        yield from (self._header, self._lines, self._status, self._footer)

    def on_mount(self) -> None:
        """Say whose table this is."""
        self._session.join(self)
        study = self._session.project.study()
        self._header.show_project(study.name, self._session.coder.name, synthetic=study.synthetic)
        self._footer.show_chips(
            (("", "↑↓", "scroll"), ("table.renew", "r", "compute again"), ("screen.code", "F2", "code"))
        )

    def on_screen_resume(self) -> None:
        """Compute what is not there or no longer true."""
        if self._stale:
            self._renew()

    def on_project_changed(self, event: ProjectChanged) -> None:
        """The table is no longer what the project says."""
        if event.changes.changes:
            self._stale = True
            if self.is_current:
                self._status.show_place("STALE", None, 0, loud=True)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002  # Textual's
        """Set the table in the new width."""
        if self._table:
            self._show(self._table)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb == "table.renew":
            self._renew()

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self._lines.scroll_relative(y=step, animate=False)

    def _renew(self) -> None:
        self._stale = False
        self._status.show_place("COMPUTING", None, 0, loud=False)
        self._compute()

    @work(thread=True, exclusive=True)
    def _compute(self) -> None:
        """Compute beside the queue of verbs, which must not wait for a bootstrap."""
        try:
            table = self._read()
        except QualcodeError as error:
            self.post_message(_Computed(None, error))
        else:
            self.post_message(_Computed(table, None))

    @on(_Computed)
    def _take(self, event: _Computed) -> None:
        if event.table is not None:
            self._show(event.table)
        elif event.error is not None:
            self._refuse(event.error)

    def _read(self) -> Table:
        from qualcode.services.themes import theme_table  # noqa: PLC0415  # loads the statistics

        return theme_table(self._session.project, language=self._session.language)

    def _show(self, table: Table) -> None:
        from qualcode.services.exchange import table_text  # noqa: PLC0415  # loads the writers

        self._table = table
        width = max(40, min(_WIDEST, self.size.width - _MARGIN))
        self._lines.show_lines(table_text(table, self._session.language, width).split("\n"))
        self._status.show_place("STALE" if self._stale else "TABLE", None, 0, loud=self._stale)

    def _refuse(self, error: QualcodeError) -> None:
        self._table = None
        self._lines.show_lines([error.message, "", error.hint])
        self._status.show_place("NO TABLE", None, 0, loud=False)
