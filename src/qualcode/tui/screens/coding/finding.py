"""Looking for words in all transcripts: the hand that opens the search and goes to what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase
from qualcode.services import codebook as codebooks
from qualcode.services import search
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.screens.coding.search_all import SearchAll, SearchState
from qualcode.tui.widgets.code_picker import Candidate, CodePicker, candidates
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.hits import Hit
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView


class FindHand(Hand):
    """Searches all transcripts, and codes what was found."""

    def __init__(self, screen: CodingView) -> None:
        super().__init__(screen)
        self._state = SearchState()
        """Kept, so that one comes back to the list where one left it."""

    def acts(self) -> Mapping[str, Act]:
        """The verb of searching everywhere."""
        return {"text.search_all": lambda _: self._open()}

    def _open(self) -> None:
        self.screen.app.push_screen(SearchAll(self.screen.session, self._state, self._go, self._choose_code))

    def _go(self, hit: Hit) -> None:
        """Show the hit; n and p go on to the others of its transcript."""
        self.go_to(hit.transcript_id, hit.start, hit.end)
        screen, words = self.screen, self._state.words
        hits = [(each.start, each.end) for each in self._state.hits if each.transcript_id == hit.transcript_id]

        def walk(_: None) -> None:
            if screen.open is not None and screen.open.id == hit.transcript_id:
                screen.hits, screen.quest = hits, words
                place = {"at": hits.index((hit.start, hit.end)) + 1, "n": len(hits)}
                screen.desk.status.show_quest(f"“{words}”  {screen.session.say(Phrase('hit {at} of {n}', place))}")
                screen.show_passage()

        screen.session.soon(walk)

    def _choose_code(self, passages: Sequence[tuple[str, int, int]]) -> None:
        """Ask for a code and put it on all the passages, as one act."""
        session, book = self.screen.session, self.screen.book

        def find(letters: str) -> Sequence[Candidate]:
            found = codebooks.find_codes(book.codebook, letters, book.counts, book.recent, book.language)
            pairs = ((each.code, each.positions) for each in found)
            return candidates(pairs, book.parents, book.counts, book.colours, book.language)

        def pick(picked: Candidate) -> None:
            if picked.code is not None:
                self._code(passages, picked.code.id)
                return
            session.perform(
                lambda: codebooks.add_code(session.project, session.coder.id, picked.name),
                lambda changes: self._code(passages, changes.made(Code)[0].id),
            )

        title = session.say(Phrase("Code {n} passages", {"n": len(passages)}))
        note = session.say(Phrase("one step: {key} takes all back", {"key": key_of(self.screen.app, "act.undo")}))
        picker = CodePicker(find, pick, words=0, language=session.language, anchor=None, title=title)
        picker.note = note
        self.screen.app.push_screen(picker)

    def _code(self, passages: Sequence[tuple[str, int, int]], code_id: str) -> None:
        session = self.screen.session
        self.screen.book.used(code_id)

        def told(changes: ChangeSet) -> None:
            made = len([change for change in changes if change.after is not None])
            figures = {"n": made, "m": len(passages), "key": key_of(self.screen.app, "act.undo")}
            words = Phrase("{n} of {m} passages coded; {key} takes all back.", figures)
            session.tell(session.say(words))

        session.perform(lambda: search.code_hits(session.project, session.coder.id, passages, code_id), told)
