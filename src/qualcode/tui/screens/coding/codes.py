"""Codes by key: pinned, found by letters, repeated, made anew, taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook import Code
from qualcode.services import codebook as codebooks
from qualcode.services import coding
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.code_picker import Candidate, CodePicker, candidates
from qualcode.tui.widgets.key_scheme import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView


class CodeHand(Hand):
    """Puts codes on and takes them off."""

    def __init__(self, screen: CodingView) -> None:
        super().__init__(screen)
        self._last_code = ""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of codes."""
        return {
            "code.pin": self._pin,
            "code.find": self._find_code,
            "code.find_letter": self._find_code,
            "code.new": lambda _: self._new_code(),
            "code.repeat": lambda _: self._repeat(),
            "code.remove": lambda _: self._remove(),
        }

    def _pin(self, digit: str) -> None:
        if not digit:
            self.screen.desk.go("tree")
        elif digit in self.screen.book.keys:
            self.toggle(self.screen.book.keys[digit])
        else:
            words = self.screen.session.say("No code is pinned to {key}.").format(key=digit)
            self.screen.session.tell(words, self._how_to_find(), refused=True)

    def _how_to_find(self) -> str:
        key = key_of(self.screen.app, "code.find")
        return self.screen.session.say("Press {key} to find a code.").format(key=key)

    def toggle(self, code_id: str, *, only_on: bool = False) -> None:
        """Put a code on exactly what is selected, or take it off."""
        view = self.screen.open
        if view is None:
            return
        start, end = self.screen.desk.pane.selection
        self._last_code = code_id
        self.screen.book.used(code_id)
        verb = coding.apply_code if only_on else coding.toggle_code
        project, coder = self.screen.session.project, self.screen.session.coder
        self.screen.session.perform(lambda: verb(project, coder.id, view.revision_id, start, end, code_id))
        self.screen.desk.pane.set_extending(extending=False)

    def _repeat(self) -> None:
        if self._last_code:
            self.toggle(self._last_code)
        else:
            self.screen.session.tell(self.screen.session.say("No code was applied yet."), refused=True)

    def _find_code(self, query: str = "") -> None:
        def search(letters: str) -> Sequence[Candidate]:
            book = self.screen.book
            found = codebooks.find_codes(book.codebook, letters, book.counts, book.recent, book.language)
            pairs = ((each.code, each.positions) for each in found)
            return candidates(pairs, book.parents, book.counts, book.colours, book.language)

        self._push_picker(search, self._pick, query)

    def _new_code(self) -> None:
        def add(wished: Candidate) -> None:
            project, coder = self.screen.session.project, self.screen.session.coder
            self.screen.session.perform(lambda: codebooks.add_code(project, coder.id, wished.name))

        self._push_picker(lambda _: [], add, "", self.screen.session.say("New code"))

    def _push_picker(
        self,
        search: Callable[[str], Sequence[Candidate]],
        pick: Callable[[Candidate], None],
        query: str,
        title: str = "",
    ) -> None:
        picker = CodePicker(
            search, pick, words=self.screen.words, language=self.screen.session.language,
            anchor=self.screen.desk.pane.selection_region, letters=query, title=title,
        )  # fmt: skip
        self.screen.app.push_screen(picker)

    def _pick(self, picked: Candidate) -> None:
        if picked.code is not None:
            self.toggle(picked.code.id)
            return
        project, coder = self.screen.session.project, self.screen.session.coder

        def apply(changes: ChangeSet) -> None:
            for code in changes.made(Code):
                self.toggle(code.id, only_on=True)

        self.screen.session.perform(lambda: codebooks.add_code(project, coder.id, picked.name), apply)

    def _remove(self) -> None:
        view = self.screen.open
        if view is None:
            return
        project, coder, cycled = self.screen.session.project, self.screen.session.coder, self.screen.desk.pane.cycled
        if cycled:
            self.screen.session.perform(lambda: coding.remove_coding(project, coder.id, cycled))
            return
        start, end = self.screen.desk.pane.selection
        several: list[Coding] = []

        def remove() -> ChangeSet:
            changes, several[:] = coding.remove_code_here(project, coder.id, view.revision_id, start, end)
            return changes

        self.screen.session.perform(remove, lambda _: self._remove_which(several))

    def _remove_which(self, several: list[Coding]) -> None:
        if not several:
            return
        project, coder = self.screen.session.project, self.screen.session.coder

        def remove(coding_id: str) -> None:
            self.screen.session.perform(lambda: coding.remove_coding(project, coder.id, coding_id))

        self.ask_which(self.screen.session.say("Remove which code?"), several, remove)
