"""Agreement: codes worst first, with figures, interval and state; other tables by key; Enter opens the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from qualcode.domain.errors import QualcodeError
from qualcode.domain.phrases import Phrase
from qualcode.domain.refusals import told_of
from qualcode.services.settings import load_settings, save_settings
from qualcode.tui.widgets.agreement_keys import AGREEMENT, STEPS
from qualcode.tui.widgets.agreement_rows import LEVELS, AgreementRows, CodeRow, figure, worst_first
from qualcode.tui.widgets.difference_box import DifferenceBox
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

    from qualcode.domain.table import Table
    from qualcode.services.differences import Difference
    from qualcode.tui.widgets.rows import RowList
    from qualcode.tui.widgets.session import ProjectChanged, Session

_MARGIN: Final = 8
_WIDEST: Final = 160
_UNITS: Final = ("", "answer", "turn", "sentence", "transcript", "participant", "character")
_VIEWS: Final = {
    "agreement.codes": "codes",
    "agreement.pairs": "pairs",
    "agreement.confusion": "confusion",
    "agreement.halves": "time",
    "agreement.rounds": "round",
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be computed."""

    view: str = "codes"
    unit: str = ""


class _Computed(Message):
    """The thread is done. It posts and does not wait: the app may be gone by then."""

    def __init__(self, wish: _Wish, table: Table | None, rows: list[CodeRow], error: QualcodeError | None) -> None:
        super().__init__()
        self.wish = wish
        self.table = table
        self.rows = rows
        self.error = error


class AgreementScreen(Screen[None]):
    """The agreement of coders who worked apart."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(AGREEMENT)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in AGREEMENT)
    AUTO_FOCUS = "AgreementRows"
    CSS = """
    AgreementScreen > Vertical { background: $surface; }
    AgreementScreen TextLines { margin: 1 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wish = _Wish()
        self._table: Table | None = None
        self._rows: list[CodeRow] = []
        self._stale = True
        self._level = _level(load_settings().threshold)
        self._header = Header(session.language, "screen.agreement")
        self._title = PaneTitle("")
        self.rows = AgreementRows(session.language)
        self._lines = TextLines()
        self._status = StatusLine(session.language)
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, title, codes or a table, status, footer."""
        yield self._header
        with Vertical():
            yield from (self._title, self.rows, self._lines)
        yield from (self._status, self._footer)

    def on_mount(self) -> None:
        """Say whose figures these are."""
        self._session.join(self)
        study = self._session.project.study()
        self._header.show_project(study.name, self._session.coder.name, synthetic=study.synthetic)
        self._offer()
        self._lines.display = False

    def on_screen_resume(self) -> None:
        """Compute what is not there or no longer true."""
        if self._stale:
            self._renew()

    def on_project_changed(self, event: ProjectChanged) -> None:
        """The figures are no longer what the project says."""
        if event.changes.changes:
            self._stale = True
            if self.is_current:
                self._status.show_place("STALE", None, 0, loud=True)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002  # Textual's
        """Set a table in the new width."""
        if self._table is not None:
            self._show_text(self._table)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb in _VIEWS:
            self._renew(_Wish(_VIEWS[verb], self._wish.unit))
        elif verb == "agreement.unit":
            self._renew(_Wish(self._wish.view, _UNITS[(_UNITS.index(self._wish.unit) + 1) % len(_UNITS)]))
        elif verb == "agreement.renew":
            self._renew()
        elif verb == "agreement.level":
            self._next_level()
        elif verb == "agreement.open":
            self._open()
        elif verb in STEPS and self.rows.display:
            self.rows.move(STEPS[verb])
        elif verb in STEPS:
            self._lines.scroll_relative(y=STEPS[verb], animate=False)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click puts the cursor on a code; on the code of the cursor it opens the words."""
        event.stop()
        if event.index == self.rows.cursor:
            self._open()
        elif self.rows.can_rest(event.index):
            self.rows.go(event.index)

    def _renew(self, wish: _Wish | None = None) -> None:
        self._stale = False
        self._wish = wish or self._wish
        self._status.show_place("COMPUTING", None, 0, loud=False)
        self._compute(self._wish)

    @work(thread=True, exclusive=True)
    def _compute(self, wish: _Wish) -> None:
        """Compute beside the queue of verbs, which must not wait for a bootstrap."""
        try:
            table, rows = self._read(wish)
        except QualcodeError as error:
            self.post_message(_Computed(wish, None, [], error))
        else:
            self.post_message(_Computed(wish, table, rows, None))

    def _read(self, wish: _Wish) -> tuple[Table, list[CodeRow]]:
        from qualcode.services.agreement import Shown, agreement_report  # noqa: PLC0415  # loads the kernel
        from qualcode.services.agreement_views import By  # noqa: PLC0415  # loads the kernel
        from qualcode.services.confusion import confusion_table  # noqa: PLC0415  # loads the kernel
        from qualcode.services.differences import code_paths  # noqa: PLC0415  # loads the kernel
        from qualcode.services.pairs import pair_table  # noqa: PLC0415  # loads the kernel
        from qualcode.services.ratings import Selection, Unit  # noqa: PLC0415  # loads the kernel

        project, language = self._session.project, self._session.language
        selection = Selection(Unit(wish.unit) if wish.unit else None)
        if wish.view == "pairs":
            return pair_table(project, selection, language=language), []
        if wish.view == "confusion":
            return confusion_table(project, selection, language=language), []
        if wish.view != "codes":
            return agreement_report(project, selection, Shown(), by=By(wish.view), language=language), []
        table = agreement_report(project, selection, Shown(every=True), language=language)
        found = zip(code_paths(project), table.indents, table.records(), strict=True)
        return table, worst_first([CodeRow(path, depth, figures) for path, depth, figures in found])

    @on(_Computed)
    def _take(self, event: _Computed) -> None:
        if event.wish != self._wish:
            return
        self._table, self._rows = event.table, event.rows
        self.rows.display = bool(event.rows)
        self._lines.display = not event.rows
        self._offer()
        if event.error is not None:
            self._title.show_note("")
            message, hint = told_of(event.error, self._session.language)
            self._lines.show_lines([message, "", hint])
            self._status.show_place("NO TABLE", None, 0, loud=False)
            return
        if event.table is not None:
            self._show_text(event.table)
        self._show_codes()
        (self.rows if event.rows else self._lines).focus()
        self._status.show_place("STALE" if self._stale else "TABLE", self._said(), 0, loud=self._stale)

    def _offer(self) -> None:
        """The keys of the view: from codes to the words and other tables, from a table back to codes."""
        first = "agreement.open" if self._rows else "agreement.codes"
        names = ("pairs", "confusion", "unit", "halves", "rounds", "level", "renew")
        self._footer.show_chips(chips(first, *(f"agreement.{name}" for name in names)), 1)

    def _show_codes(self) -> None:
        level = Phrase("level {level}, worst first", {"level": figure(self._level, self._session.language)})
        self._title.show_note(self._session.say(level) if self._rows else "")
        self.rows.show_rows(self._rows, self._level)

    def _show_text(self, table: Table) -> None:
        from qualcode.services.exchange import table_text  # noqa: PLC0415  # loads the writers

        width = max(40, min(_WIDEST, self.size.width - _MARGIN))
        self._lines.show_lines(table_text(table, self._session.language, width).split("\n"))

    def _said(self) -> Phrase | None:
        if self._table is None:
            return None
        return Phrase("unit: {unit}", {"unit": Phrase(str(self._table.provenance["unit"]))})

    def _next_level(self) -> None:
        self._level = LEVELS[(LEVELS.index(self._level) + 1) % len(LEVELS)]
        save_settings(threshold=str(self._level))
        self._show_codes()

    def _open(self) -> None:
        row = self.rows.selected
        if row is None or not self.rows.display:
            return
        from qualcode.services.differences import differences  # noqa: PLC0415  # loads the kernel
        from qualcode.services.ratings import Unit  # noqa: PLC0415  # loads the kernel

        unit = Unit(self._wish.unit) if self._wish.unit else None
        project, coder = self._session.project, self._session.coder.id
        self._session.fetch(
            lambda: differences(project, row.path, unit, coder), lambda found: self._show_words(row, found)
        )

    def _show_words(self, row: CodeRow, found: list[Difference]) -> None:
        if not found:
            self._session.tell(self._session.say("No answer that you may see differs on this code."))
        elif self.is_current:
            self.app.push_screen(DifferenceBox(str(row.figures["code"]), found, self._session.language))


def _level(stored: str) -> float:
    """The level that was chosen last."""
    return next((level for level in LEVELS if str(level) == stored), 0.70)
