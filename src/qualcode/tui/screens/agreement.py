"""Agreement: codes worst first, with figures, interval and state; other tables by key; Enter leads to the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from qualcode.domain.adjudication import Adjudication
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.errors import QualcodeError
from qualcode.domain.phrases import Phrase
from qualcode.domain.refusals import told_of
from qualcode.services.settings import load_settings, save_settings
from qualcode.tui.widgets.agreement_keys import AGREEMENT, ASIDE, STEPS
from qualcode.tui.widgets.agreement_rows import LEVELS, AgreementRows, by_code, figure, worst_first
from qualcode.tui.widgets.cells import wrapped
from qualcode.tui.widgets.difference_box import DifferenceBox
from qualcode.tui.widgets.grid_rows import GridRows
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.session import SettleWish
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.differences import Difference
    from qualcode.services.disagreements import Queue
    from qualcode.services.figures import Figures
    from qualcode.services.narrowing import Narrowing
    from qualcode.tui.widgets.rows import RowList
    from qualcode.tui.widgets.session import ProjectChanged, Session

_UNITS: Final = ("", "answer", "turn", "sentence", "transcript", "participant", "character")
_MARGINS: Final = 8
_VIEWS: Final = {
    "agreement.codes": "codes",
    "agreement.pairs": "pairs",
    "agreement.confusion": "confusion",
    "agreement.halves": "time",
    "agreement.rounds": "round",
    "agreement.questions": "question",
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be computed."""

    view: str = "codes"
    unit: str = ""


class _Computed(Message):
    """The thread is done. It posts and does not wait: the app may be gone by then."""

    def __init__(self, wish: _Wish, found: Figures | None, error: QualcodeError | None) -> None:
        super().__init__()
        self.wish = wish
        self.found = found
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
        self._found: Figures | None = None
        self._chosen = ""
        self._stale = True
        self._level = _level(load_settings().threshold)
        self._header = Header(session.language, "screen.agreement")
        self._title = PaneTitle("")
        self.rows = AgreementRows(session.language)
        self.grid = GridRows(session.language)
        self._lines = TextLines()
        self._status = StatusLine(session.language)
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, title, codes or a table, status, footer."""
        yield self._header
        with Vertical():
            yield from (self._title, self.rows, self.grid, self._lines)
        yield from (self._status, self._footer)

    def on_mount(self) -> None:
        """Say whose figures these are."""
        self._session.join(self)
        study = self._session.project.study()
        self._header.show_project(study.name, self._session.coder.name, synthetic=study.synthetic)
        self._offer()
        self._show_only(self.rows)

    def on_screen_resume(self) -> None:
        """Compute what is not there or no longer true."""
        if self._stale:
            self._renew()

    def on_project_changed(self, event: ProjectChanged) -> None:
        """The figures are no longer what the project says; decisions are none of them."""
        if _matters(event.changes):
            self._stale = True
            if self.is_current:
                self._status.show_place("STALE", None, 0, loud=True)

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
        elif verb == "agreement.words":
            self._read_words()
        elif verb in ASIDE:
            self.grid.step_aside(ASIDE[verb])
        elif verb in STEPS and self._lines.display:
            self._lines.scroll_relative(y=STEPS[verb], animate=False)
        elif verb in STEPS:
            self._list.move(STEPS[verb])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click puts the cursor on a row; on the row of the cursor it opens what stands behind it."""
        event.stop()
        if event.index == event.rows.cursor:
            self._open()
        elif event.rows.can_rest(event.index):
            event.rows.go(event.index)

    @property
    def _list(self) -> AgreementRows | GridRows:
        return self.grid if self.grid.display else self.rows

    def _renew(self, wish: _Wish | None = None) -> None:
        self._stale = False
        if self.rows.display and self.rows.selected:
            self._chosen = self.rows.selected.path
        self._wish = wish or self._wish
        self._status.show_place("COMPUTING", None, 0, loud=False)
        self._compute(self._wish)

    @work(thread=True, exclusive=True)
    def _compute(self, wish: _Wish) -> None:
        """Compute beside the queue of verbs, which must not wait for a bootstrap."""
        try:
            found = self._read(wish)
        except QualcodeError as error:
            self.post_message(_Computed(wish, None, error))
        else:
            self.post_message(_Computed(wish, found, None))

    def _read(self, wish: _Wish) -> Figures:
        from qualcode.services.figures import Sight, figures  # noqa: PLC0415  # loads the kernel
        from qualcode.services.ratings import Selection, Unit  # noqa: PLC0415  # loads the kernel
        from qualcode.services.results import main_rounds  # noqa: PLC0415  # loads the kernel

        project, sight = self._session.project, Sight(wish.view)
        chosen = Selection(Unit(wish.unit) if wish.unit else None)
        if sight is Sight.ROUND:
            return figures(project, sight, chosen, self._session.language)
        chosen = main_rounds.unless_named(project, chosen)
        found = figures(project, sight, chosen, self._session.language)
        return replace(found, table=main_rounds.noted(found.table, chosen))

    @on(_Computed)
    def _take(self, event: _Computed) -> None:
        if event.wish != self._wish:
            return
        self._found = event.found
        if event.found is None:
            self._title.show_note("")
            self._lines.show_lines(_refused(event.error, self._session.language, self.size.width - _MARGINS))
            self._show_only(self._lines)
            self._status.show_place("NO TABLE", None, 0, loud=False)
            return
        self._show_only(self.grid if event.found.grid else self.rows)
        self._show_figures(event.found)
        self._status.show_place("STALE" if self._stale else "TABLE", self._said(), 0, loud=self._stale)

    def _show_only(self, wanted: AgreementRows | GridRows | TextLines) -> None:
        for each in (self.rows, self.grid, self._lines):
            each.display = each is wanted
        wanted.focus()
        self._offer()

    def _offer(self) -> None:
        """The keys of the view: from a figure to its disagreements, to other tables, and back to codes."""
        first = ["agreement.codes"] if self._lines.display or self._wish.view != "codes" else []
        if not self._lines.display:
            first.insert(0, "agreement.open")
        names = ("pairs", "confusion", "rounds", "questions", "halves", "unit", "words", "level", "renew")
        self._footer.show_chips(chips(*first, *(f"agreement.{name}" for name in names)), 1)

    def _show_figures(self, found: Figures) -> None:
        notes = found.table.notes
        if found.grid:
            self.grid.show_grid(found.headings, found.grid, notes, by_cell=self._wish.view == "pairs")
            self._title.show_note(self._session.say(found.table.title))
            return
        is_split = any(row.part for row in found.rows)
        rows = by_code(found.rows, self._chosen) if is_split else worst_first(found.rows)
        level = {"level": figure(self._level, self._session.language)}
        words = Phrase("level {level}" if is_split else "level {level}, worst first", level)
        self._title.show_note(self._session.say(words))
        self.rows.show_rows(rows, self._level, notes)

    def _said(self) -> Phrase | None:
        if self._found is None:
            return None
        return Phrase("unit: {unit}", {"unit": Phrase(str(self._found.table.provenance["unit"]))})

    def _next_level(self) -> None:
        self._level = LEVELS[(LEVELS.index(self._level) + 1) % len(LEVELS)]
        save_settings(threshold=str(self._level))
        if self._found is not None:
            self._show_figures(self._found)

    def _open(self) -> None:
        """Go to the disagreements behind the figure of the cursor."""
        chosen = None if self._lines.display else self._list.selected
        if chosen is None:
            return
        from qualcode.services.disagreements import disagreement_queue  # noqa: PLC0415  # loads the kernel

        project, wanted = self._session.project, chosen.wanted
        self._session.fetch(lambda: disagreement_queue(project, wanted), lambda found: self._settle(wanted, found))

    def _settle(self, wanted: Narrowing, found: Queue) -> None:
        if not found.disputes:
            self._session.tell(self._session.say("Coders who finished do not differ there."))
        elif self.is_current:
            self._session.go_to_screen("screen.settle", SettleWish(wanted))

    def _read_words(self) -> None:
        """Read both sides of all answers, in a box."""
        row = self.rows.selected if self.rows.display else None
        if row is None or not row.path:
            return
        from qualcode.services.differences import differences  # noqa: PLC0415  # loads the kernel
        from qualcode.services.ratings import Unit  # noqa: PLC0415  # loads the kernel

        unit = Unit(self._wish.unit) if self._wish.unit else None
        project, coder, code = self._session.project, self._session.coder.id, str(row.figures["code"])
        self._session.fetch(
            lambda: differences(project, row.path, unit, coder), lambda found: self._show_words(code, found)
        )

    def _show_words(self, code: str, found: list[Difference]) -> None:
        if not found:
            self._session.tell(self._session.say("No answer that you may see differs on this code."))
        elif self.is_current:
            self.app.push_screen(DifferenceBox(code, found, self._session.language))


def _matters(changes: ChangeSet) -> bool:
    """Whether figures may be other ones: not where decisions and what they wrote are all that changed."""
    rows = [change.after or change.before for change in changes]
    return any(
        not isinstance(row, Adjudication) and not (isinstance(row, Coding) and row.layer == Layer.CONSENSUS)
        for row in rows
    )


def _level(stored: str) -> float:
    """The level that was chosen last."""
    return next((level for level in LEVELS if str(level) == stored), 0.70)


def _refused(error: QualcodeError | None, language: str, width: int) -> list[str]:
    """Why there are no figures, and what to do."""
    if error is None:
        return []
    message, hint = told_of(error, language)
    return [*wrapped(message, width), "", *wrapped(hint, width)]
