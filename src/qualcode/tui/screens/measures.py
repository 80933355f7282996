"""Measures: scales and correlations as rows; Enter shows one in full with its participants, and goes to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from qualcode.tui.widgets.find_keys import MEASURE_VERBS
from qualcode.tui.widgets.key_footer import chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.measure_rows import MeasureList
from qualcode.tui.widgets.measured_box import MeasuredBox
from qualcode.tui.widgets.result_screen import ResultScreen
from qualcode.tui.widgets.session import MeasureWish
from qualcode.tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from qualcode.services.results.measure_rows import MeasureRows
    from qualcode.services.results.measured import Measured
    from qualcode.tui.widgets.session import Session

_WIDEST: Final = 160


class MeasuresScreen(ResultScreen):
    """What participants scored, and how that goes together."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(MEASURE_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in MEASURE_VERBS)

    def __init__(self, session: Session) -> None:
        self.rows = MeasureList(session.language)
        super().__init__(session, "screen.measures", self.rows)
        self._wish = MeasureWish()
        self._groups: tuple[str, ...] = ()
        opens = ("find.open", "Enter", "in full")
        self.footer.show_chips((opens, *chips("find.group", "find.rank", "find.printed", "find.renew")), 1)

    def wish(self, wish: object) -> None:
        """Show these tables, the cursor on a row of them."""
        if isinstance(wish, MeasureWish):
            self._wish = wish
            self.renew()

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        wish = replace(self._wish, names=())
        if verb == "find.group":
            groups = ("", *self._groups)
            place = groups.index(wish.group) if wish.group in groups else -1
            self.wish(replace(wish, group=groups[(place + 1) % len(groups)]))
        elif verb == "find.rank":
            self.wish(replace(wish, by_rank=not wish.by_rank))
        elif verb == "find.printed":
            self._read_printed()
        else:
            super().action_act(verb, argument)

    def renew(self) -> None:
        """Compute anew, and say what."""
        say = self.session.say
        kind = "Spearman" if self._wish.by_rank else "Pearson"
        self.title_line.show_note(f"{say(self._wish.group) or say('all participants')} · {kind}")
        super().renew()

    def read(self) -> Callable[[], None]:
        """The tables that are wished for."""
        from qualcode.services.results.measure_rows import measure_rows  # noqa: PLC0415  # loads the statistics

        wish = self._wish
        rows = measure_rows(
            self.session.project, wish.group or None, by_rank=wish.by_rank, language=self.session.language
        )
        return lambda: self._show(rows, wish)

    def open_row(self) -> None:
        """Show the scale or the pair in full."""
        row, wish, project, language = self.rows.selected, self._wish, self.session.project, self.session.language
        if row is None:
            return
        from qualcode.services.results.measured import measured  # noqa: PLC0415  # loads the statistics

        self.session.fetch(
            lambda: measured(project, row.names, wish.group or None, language=language), self._show_measured
        )

    def _show(self, rows: MeasureRows, wish: MeasureWish) -> None:
        self._groups = rows.groups
        self.show_about(rows.about)
        self.rows.show_rows(rows, by_rank=wish.by_rank, wished=wish.names)

    def _show_measured(self, found: Measured) -> None:
        if self.is_current:
            self.app.push_screen(MeasuredBox(found, self.session.language), self.go_to_words)

    def _read_printed(self) -> None:
        """Both tables as text, in a box."""
        from qualcode.services.results.measure_rows import printed_measures  # noqa: PLC0415  # loads the statistics

        wish, project, language = self._wish, self.session.project, self.session.language
        width = max(40, min(_WIDEST, self.size.width - 12))
        self.session.fetch(
            lambda: printed_measures(project, wish.group or None, width, language=language), self._show_printed
        )

    def _show_printed(self, text: str) -> None:
        if self.is_current:
            self.app.push_screen(TextBox(text.split("\n"), self.session.language))
