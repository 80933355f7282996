"""Themes: the theme table as rows; keys change what is counted, Enter leads to who said it and to the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from qualcode.domain.phrases import Phrase, group_word
from qualcode.tui.widgets.find_keys import THEME_VERBS
from qualcode.tui.widgets.key_footer import chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.only_box import ATTRIBUTES, only_box, only_words
from qualcode.tui.widgets.raised_box import RaisedBox
from qualcode.tui.widgets.result_screen import LAYERS, ResultScreen, after
from qualcode.tui.widgets.session import ThemeWish
from qualcode.tui.widgets.theme_rows import ThemeRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from qualcode.domain.table import Table
    from qualcode.services.results.raised import Raiser
    from qualcode.services.results.theme_rows import ThemeRow
    from qualcode.tui.widgets.only_box import Only
    from qualcode.tui.widgets.session import Session

_BASES: Final = ("interviewed", "asked", "answered")


class ThemesScreen(ResultScreen):
    """Who raised what, by group."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(THEME_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in THEME_VERBS)

    def __init__(self, session: Session) -> None:
        self.rows = ThemeRows(session.language)
        super().__init__(session, "screen.themes", self.rows)
        self._wish = ThemeWish()
        self.footer.show_chips(
            chips("find.open", "find.by", "find.only", "find.base", "find.layer", "find.tests", "find.renew"), 1
        )

    def wish(self, wish: object) -> None:
        """Show this table, the cursor on a row of it."""
        if isinstance(wish, ThemeWish):
            self._wish = wish
            self.renew()

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        wish = replace(self._wish, code="", value="")
        if verb == "find.by":
            self.wish(replace(wish, by=after(ATTRIBUTES, wish.by)))
        elif verb == "find.base":
            self.wish(replace(wish, base=after(_BASES, wish.base)))
        elif verb == "find.layer":
            self.wish(replace(wish, layer=after((*LAYERS, *self.coder_names()), wish.layer)))
        elif verb == "find.only":
            self._choose_only()
        elif verb == "find.tests":
            self.wish(replace(wish, has_tests=not wish.has_tests))
        else:
            super().action_act(verb, argument)

    def renew(self) -> None:
        """Compute anew, and say what."""
        self.title_line.show_note(self._said())
        super().renew()

    def read(self) -> Callable[[], None]:
        """The table that is wished for."""
        from qualcode.services.frequencies import Base  # noqa: PLC0415  # as above
        from qualcode.services.results.theme_rows import theme_rows  # noqa: PLC0415  # loads the statistics
        from qualcode.services.themes import theme_table  # noqa: PLC0415  # as above

        wish = self._wish
        table = theme_table(
            self.session.project, wish.by, Base(wish.base), wish.layer or None, tests=wish.has_tests,
            only=dict(wish.only), language=self.session.language,
        )  # fmt: skip
        rows = theme_rows(table, self.session.language)
        return lambda: self._show(table, rows, wish)

    def open_row(self) -> None:
        """List who raised the theme in that group."""
        row, wish, project, language = self.rows.selected, self._wish, self.session.project, self.session.language
        if row is None:
            return
        from qualcode.services.frequencies import Base  # noqa: PLC0415  # as above
        from qualcode.services.results.raised import raised  # noqa: PLC0415  # loads the statistics

        self.session.fetch(
            lambda: raised(
                project,
                row.path,
                wish.by,
                row.value,
                Base(wish.base),
                wish.layer or None,
                only=dict(wish.only),
                language=language,
            ),
            lambda found: self._show_raisers(row, found),
        )

    def _show(self, table: Table, rows: list[ThemeRow], wish: ThemeWish) -> None:
        self.show_about(table.provenance)
        self.rows.show_table(rows, table.notes, (wish.code, wish.value) if wish.code else None)

    def _choose_only(self) -> None:
        from qualcode.services.groups import values_of  # noqa: PLC0415  # loads the database

        project = self.session.project
        self.session.fetch(lambda: values_of(project, ATTRIBUTES), self._offer_values)

    def _offer_values(self, values: dict[str, dict[str, int]]) -> None:
        if self.is_current:
            self.app.push_screen(only_box(values, self._wish.only, self._keep_only, self.session.language))

    def _keep_only(self, only: Only) -> None:
        self.wish(replace(self._wish, only=only, code="", value=""))

    def _show_raisers(self, row: ThemeRow, found: list[Raiser]) -> None:
        if not found:
            self.session.tell(self.session.say("Nobody of this group is counted with this theme."))
        elif self.is_current:
            title = f"{row.path[-1]}, {group_word(row.value, self.session.language)}"
            self.app.push_screen(RaisedBox(title, found, self.session.language), self.go_to_words)

    def _said(self) -> str:
        """Attribute, base and layer, as the keys have set them."""
        wish, say = self._wish, self.session.say
        layer = wish.layer or "default layer"
        words = Phrase("by {by} · {base}", {"by": Phrase(wish.by), "base": Phrase(wish.base)})
        known = say(layer) if layer in {*LAYERS, "default layer"} else layer
        tests = f" · {say('tests')}" if wish.has_tests else ""
        return f"{say(words)} · {known}{tests}{only_words(wish.only)}"
