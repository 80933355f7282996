"""Looking for words in the transcript, and for what is not coded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase, quoted
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.search_bar import SearchBar
from qualcode.tui.widgets.text_search import TextSearch, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.screens.coding.hand import Act


class SearchHand(Hand):
    """Goes to the next of what is looked for."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of looking for something."""
        return {
            "move.next_wanted": lambda _: self._next_wanted(1),
            "move.previous_wanted": lambda _: self._next_wanted(-1),
            "text.search": lambda _: self._search_text(),
        }

    def drop(self) -> None:
        """Stop looking for words."""
        self.screen.hits = []
        self._show_quest()

    def _search_text(self) -> None:
        before = self.screen.desk.pane.selection

        def done(kept: bool) -> None:
            if not kept:
                self.screen.hits = []
                self.screen.desk.pane.select(*before)
            self._show_quest()

        self.screen.app.push_screen(
            SearchBar(
                lambda words, step: self._go_to_hit(words, step, before), done, language=self.screen.session.language
            )
        )

    def _go_to_hit(self, words: str, step: int, origin: tuple[int, int]) -> tuple[int, int]:
        if self.screen.open is None:
            return 0, 0
        if self.screen.searched is None:
            self.screen.searched = TextSearch(self.screen.open.opened.text, self.screen.open.bodies())
        if not step:
            self.screen.hits = self.screen.searched.hits(words)
            self.screen.quest = words
        if not self.screen.hits:
            self.screen.desk.pane.select(*origin)
            return 0, 0
        at = nearest(self.screen.hits, self.screen.desk.pane.selection[0] if step else origin[0], step)
        self._select_hit(at)
        return at + 1, len(self.screen.hits)

    def _select_hit(self, at: int) -> None:
        pane, (start, end) = self.screen.desk.pane, self.screen.hits[at]
        pane.goto(start, "word")
        if pane.selection[1] < end:
            pane.select(pane.selection[0], end)

    def _next_wanted(self, step: int) -> None:
        pane = self.screen.desk.pane
        if self.screen.hits:
            at = nearest(self.screen.hits, pane.selection[0] if step < 0 else pane.selection[1] - 1, step)
            self._select_hit(at)
            self._show_quest(at)
        elif not pane.next_uncoded(1 if step > 0 else -1):
            words = "No uncoded sentence after this one." if step > 0 else "No uncoded sentence before this one."
            self.screen.session.tell(self.screen.session.say(words))

    def _show_quest(self, at: int | None = None) -> None:
        if not self.screen.hits:
            self.screen.desk.status.show_quest("")
        else:
            place = nearest(self.screen.hits, self.screen.desk.pane.selection[0], 0) if at is None else at
            words = self.screen.session.say(Phrase("hit {at} of {n}", {"at": place + 1, "n": len(self.screen.hits)}))
            self.screen.desk.status.show_quest(f"{quoted(self.screen.quest, self.screen.session.language)}  {words}")
        self.screen.show_passage()
