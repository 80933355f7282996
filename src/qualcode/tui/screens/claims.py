"""Claims: the sentences of a draft with what the data say of each, live; Enter leads to what is behind one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.phrases import Phrase
from qualcode.tui.widgets.claim_rows import ClaimRows
from qualcode.tui.widgets.find_keys import CLAIM_VERBS
from qualcode.tui.widgets.key_footer import chips
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.measured_box import MeasuredBox
from qualcode.tui.widgets.path_finder import PathFinder, PathKind
from qualcode.tui.widgets.result_screen import ResultScreen
from qualcode.tui.widgets.session import ThemeWish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.domain.table import Table
    from qualcode.services.claim_grounds import Ground
    from qualcode.services.results.measured import Measured
    from qualcode.tui.widgets.session import Session


class ClaimsScreen(ResultScreen):
    """The ledger of claims."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(CLAIM_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in CLAIM_VERBS)

    def __init__(self, session: Session) -> None:
        self.rows = ClaimRows(session.language)
        super().__init__(session, "screen.claims", self.rows)
        self._file = session.project.path.parent / "claims.toml"
        opens = ("find.open", "Enter", "what is behind it")
        self.footer.show_chips((opens, *chips("find.file", "find.renew")), 1)

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        if verb == "find.file":
            self._choose_file()
        else:
            super().action_act(verb, argument)

    def row_at(self, index: int) -> int:
        """The first line of the claim."""
        return self.rows.first_line(index)

    def renew(self) -> None:
        """Evaluate anew; without a file, say how to name one."""
        if self._file.is_file():
            super().renew()
        else:
            say = self.session.say
            key = key_of(self.app, "find.file")
            hint = say(Phrase("Press {key} and choose it, or put claims.toml beside the project.", {"key": key}))
            self.refuse(say("There is no file of claims here."), hint)

    def read(self) -> Callable[[], None]:
        """Every claim of the file, evaluated."""
        from qualcode.services.claims import claims_table  # noqa: PLC0415  # loads the statistics

        table = claims_table(self.session.project, self._file, language=self.session.language)
        return lambda: self._show(table)

    def open_row(self) -> None:
        """Go to the theme, the agreement or the correlation that the claim stands on."""
        number = self.rows.selected
        if number is None:
            return
        from qualcode.services.claim_grounds import claim_ground  # noqa: PLC0415  # loads the statistics

        project, file, language = self.session.project, self._file, self.session.language
        self.session.fetch(lambda: claim_ground(project, file, number, language=language), self._show_ground)

    def _show(self, table: Table) -> None:
        rows = table.records()
        self.show_about(table.provenance)
        self.rows.show_claims(rows)
        holding = len(rows) - int(table.provenance["failed"] or 0)
        words = Phrase("{holding} of {n} hold", {"holding": holding, "n": len(rows)})
        self.title_line.show_note(f"{self._file.name} · {self.session.say(words)}")

    def _show_ground(self, ground: Ground) -> None:
        if not self.is_current:
            return
        if ground.measures:
            from qualcode.services.results.measured import measured  # noqa: PLC0415  # loads the statistics

            project, language = self.session.project, self.session.language
            self.session.fetch(
                lambda: measured(project, ground.measures, ground.value or None, language=language),
                self._show_measured,
            )
        elif ground.code:
            wish = ThemeWish(ground.by, ground.base, ground.layer, code=ground.code, value=ground.value)
            self.session.go_to_screen("screen.themes", wish)
        else:
            self.session.go_to_screen("screen.agreement")

    def _show_measured(self, found: Measured) -> None:
        if self.is_current:
            self.app.push_screen(MeasuredBox(found, self.session.language), self.go_to_words)

    def _choose_file(self) -> None:
        title = self.session.say("A file of claims")
        here, language = self._file.parent, self.session.language
        self.app.push_screen(PathFinder(title, PathKind(".toml"), self._use, language=language, here=here))

    def _use(self, path: Path) -> None:
        self._file = path
        self.renew()
