"""Themes: the theme table as rows; keys change what is counted, Enter leads to who said it and to the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from qualcode.domain.phrases import Phrase, group_word
from qualcode.tui.widgets.find_keys import THEME_VERBS, find_bindings, find_chips
from qualcode.tui.widgets.raised_box import RaisedBox
from qualcode.tui.widgets.result_screen import ResultScreen
from qualcode.tui.widgets.session import Place, ThemeWish
from qualcode.tui.widgets.theme_rows import ThemeRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from qualcode.services.results.raised import Raiser
    from qualcode.services.results.theme_rows import ThemeRow
    from qualcode.tui.widgets.session import Session

_ATTRIBUTES: Final = ("group", "site", "language", "mode")
_BASES: Final = ("interviewed", "asked", "answered")
_LAYERS: Final = ("", "union", "consensus")


class ThemesScreen(ResultScreen):
    """Who raised what, by group."""

    BINDINGS: ClassVar[list[BindingType]] = [*find_bindings(THEME_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in THEME_VERBS)

    def __init__(self, session: Session) -> None:
        self.rows = ThemeRows(session.language)
        super().__init__(session, "screen.themes", self.rows)
        self._wish = ThemeWish()
        self.footer.show_chips(
            find_chips("find.open", "find.by", "find.base", "find.layer", "find.tests", "find.renew"), 1
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
            self.wish(replace(wish, by=_after(_ATTRIBUTES, wish.by)))
        elif verb == "find.base":
            self.wish(replace(wish, base=_after(_BASES, wish.base)))
        elif verb == "find.layer":
            coders = tuple(coder.name for coder in self.session.project.coders())
            self.wish(replace(wish, layer=_after((*_LAYERS, *coders), wish.layer)))
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
            language=self.session.language,
        )  # fmt: skip
        rows = theme_rows(table, self.session.language)
        return lambda: self.rows.show_table(rows, table.notes, (wish.code, wish.value) if wish.code else None)

    def open_row(self) -> None:
        """List who raised the theme in that group."""
        row, wish, project, language = self.rows.selected, self._wish, self.session.project, self.session.language
        if row is None:
            return
        from qualcode.services.frequencies import Base  # noqa: PLC0415  # as above
        from qualcode.services.results.raised import raised  # noqa: PLC0415  # loads the statistics

        self.session.fetch(
            lambda: raised(
                project, row.path, wish.by, row.value, Base(wish.base), wish.layer or None, language=language
            ),
            lambda found: self._show_raisers(row, found),
        )

    def _show_raisers(self, row: ThemeRow, found: list[Raiser]) -> None:
        if not found:
            self.session.tell(self.session.say("Nobody of this group is counted with this theme."))
        elif self.is_current:
            title = f"{row.path[-1]}, {group_word(row.value, self.session.language)}"
            self.app.push_screen(RaisedBox(title, found, self.session.language), self._go)

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self.session.go_to_screen("screen.code", place)

    def _said(self) -> str:
        """Attribute, base and layer, as the keys have set them."""
        wish, say = self._wish, self.session.say
        layer = wish.layer or "default layer"
        words = Phrase("by {by} · {base}", {"by": Phrase(wish.by), "base": Phrase(wish.base)})
        known = say(layer) if layer in {*_LAYERS, "default layer"} else layer
        tests = f" · {say('tests')}" if wish.has_tests else ""
        return f"{say(words)} · {known}{tests}"


def _after(values: tuple[str, ...], value: str) -> str:
    """The next of these, the first one after the last one or after another value."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
