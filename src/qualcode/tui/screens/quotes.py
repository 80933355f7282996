"""Quotes: quotations of each theme to choose from; Enter goes to the words, a key takes one out or writes them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.tui.widgets.find_keys import QUOTE_VERBS
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.key_footer import chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.only_box import ATTRIBUTES, only_box, only_words
from qualcode.tui.widgets.path_finder import PathFinder, PathKind
from qualcode.tui.widgets.quote_rows import QuoteRows
from qualcode.tui.widgets.result_screen import LAYERS, ResultScreen, after
from qualcode.tui.widgets.session import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.services.results.evidence import Evidence
    from qualcode.services.results.quotes import Quote, Quotes
    from qualcode.tui.widgets.only_box import Only
    from qualcode.tui.widgets.session import Session

_SOURCES: Final = ("group", "site", "participant")
_MOST: Final = (3, 2, 1, 5)
_FILE: Final = "quotes.docx"
_SUFFIXES: Final = (".docx", ".xlsx", ".md", ".html", ".csv", ".json", ".tex")


class QuotesScreen(ResultScreen):
    """Who said it how."""

    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(QUOTE_VERBS)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in QUOTE_VERBS)

    def __init__(self, session: Session) -> None:
        self.rows = QuoteRows(session.language)
        super().__init__(session, "screen.quotes", self.rows)
        self._source, self._most, self._layer = _SOURCES[0], _MOST[0], ""
        self._only: Only = ()
        self._out: list[Quote] = []
        self._shown: Quotes | None = None
        self._known: Evidence | None = None
        opens = ("find.open", "Enter", "in its transcript")
        ids = ("find.drop", "find.source", "find.only", "find.export", "find.most", "find.layer", "find.restore")
        self.footer.show_chips((opens, *chips(*ids)), 1)

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        acts: dict[str, Callable[[], None]] = {
            "find.source": lambda: self._set(source=after(_SOURCES, self._source)),
            "find.most": lambda: self._set(most=after(_MOST, self._most)),
            "find.layer": lambda: self._set(layer=after((*LAYERS, *self.coder_names()), self._layer)),
            "find.only": self._choose_only,
            "find.drop": self._drop,
            "find.restore": self._restore,
            "find.export": self._choose_file,
        }
        if verb in acts:
            acts[verb]()
        else:
            super().action_act(verb, argument)

    def row_at(self, index: int) -> int:
        """The first line of the quotation."""
        return self.rows.first_line(index)

    def renew(self) -> None:
        """Choose anew, and say what."""
        say = self.session.say
        most = Phrase("{n} a theme", {"n": self._most})
        layer = say(self._layer or "default layer") if self._layer in LAYERS else self._layer
        source = say(_WORDS[self._source])
        self.title_line.show_note(f"{source} · {say(most)} · {layer}{only_words(self._only)}")
        super().renew()

    def read(self) -> Callable[[], None]:
        """The quotations that are wished for; the evidence is read once until the project changes."""
        from qualcode.services.results.evidence import evidence  # noqa: PLC0415  # loads the statistics
        from qualcode.services.results.quotes import Attribution, QuoteWish, quotes_of  # noqa: PLC0415  # as above

        project, language = self.session.project, self.session.language
        wish = QuoteWish(Attribution(self._source), self._most, self._layer or None, (), dict(self._only))
        known = self._known
        if known is None or known.about["event"] != project.head():
            known = evidence(project, wish.layer)
        found = quotes_of(project, known, wish, tuple(self._out), language)
        if not found.quotes:
            raise RuleRefused("No passage is coded, of those that count here.", "")
        return lambda: self._show(known, found)

    def open_row(self) -> None:
        """Go to the words, selected."""
        number = self.rows.selected
        if self._shown is not None and number is not None:
            passage = self._shown.quotes[number].passage
            place = Place(self._shown.transcript_ids[number], passage.start, passage.end)
            self.go_to_words(place)

    def _show(self, known: Evidence, found: Quotes) -> None:
        self._known, self._shown = known, found
        self.show_about(found.table.provenance)
        self.rows.show_quotes(found.table.records(), found.table.notes, self.rows.selected)

    def _set(self, *, source: str = "", most: int = 0, layer: str | None = None) -> None:
        self._source, self._most = source or self._source, most or self._most
        if layer is not None:
            self._layer, self._known = layer, None
        self.renew()

    def _choose_only(self) -> None:
        from qualcode.services.groups import values_of  # noqa: PLC0415  # loads the database

        project = self.session.project
        self.session.fetch(lambda: values_of(project, ATTRIBUTES), self._offer_values)

    def _offer_values(self, values: dict[str, dict[str, int]]) -> None:
        if self.is_current:
            self.app.push_screen(only_box(values, self._only, self._keep_only, self.session.language))

    def _keep_only(self, only: Only) -> None:
        self._only = only
        self.renew()

    def _drop(self) -> None:
        """Take the quotation out until the program is left; another one stands in, where there is one."""
        number = self.rows.selected if self.list.display else None
        if self._shown is None or number is None:
            return
        quote = self._shown.quotes[number]
        if quote not in self._out:  # the key again, before another one stands there
            self._out.append(quote)
            self.renew()

    def _restore(self) -> None:
        if self._out:
            self._out.pop()
            self.renew()
        else:
            self.session.tell(self.session.say("No quotation is taken out."))

    def _choose_file(self) -> None:
        if self._shown is not None and self.list.display:
            title, here = self.session.say("Write the quotations into"), self.session.project.path.parent
            kind, language = PathKind(_SUFFIXES[0], new=True, others=_SUFFIXES[1:]), self.session.language
            self.app.push_screen(PathFinder(title, kind, self._check, language=language, here=here, name=_FILE))

    def _check(self, path: Path) -> None:
        """Ask before a file is written over: it may be anything."""
        if not path.exists():
            self._export(path)
            return
        say = self.session.say
        rows = [("", say("leave it as it is"), ""), ("over", say("write over it"), "")]
        title = say(Phrase("{name} is there already.", {"name": path.name}))

        def answered(answer: str) -> None:
            if answer:
                self._export(path)

        self.app.push_screen(Choice(title, rows, answered, language=self.session.language))

    def _export(self, path: Path) -> None:
        """Write what is shown, no more and no less."""
        from qualcode.services.exchange import save_table  # noqa: PLC0415  # loads the writers

        shown, language = self._shown, self.session.language
        if shown is not None:
            written = self.session.say(Phrase("Written: {name}", {"name": path.name}))
            self.session.fetch(lambda: save_table(shown.table, path, language), lambda _: self.session.tell(written))


_WORDS: Final = {"group": "by group", "site": "by group and site", "participant": "by participant"}
"""How a source is named above the rows."""
