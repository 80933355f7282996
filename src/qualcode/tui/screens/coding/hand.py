"""A hand: a group of verbs of the coding screen that belong together, in a room of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.phrases import quoted
from qualcode.tui.widgets.finder import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.coding import Coding
    from qualcode.tui.screens.coding.view import CodingView

    Act = Callable[[str], None]


class Hand:
    """Does verbs on what the screen shows; whatever changes comes back through the screen."""

    def __init__(self, screen: CodingView) -> None:
        self.screen = screen

    def acts(self) -> Mapping[str, Act]:
        """What each verb does, by its id; the argument is the key's."""
        raise NotImplementedError

    def ask_which(self, title: str, several: Sequence[Coding], done: Callable[[str], None]) -> None:
        """Let one of the codings here be chosen, and hand its id on."""
        rows = [(each.id, self.screen.book.name(each.code_id), self._quote(each)) for each in several]
        anchor = self.screen.desk.pane.selection_region
        language = self.screen.session.language
        self.screen.app.push_screen(Choice(title, rows, done, language=language, anchor=anchor))

    def go_to(self, transcript_id: str, start: int, end: int) -> None:
        """Show a passage of any transcript, selected."""
        screen = self.screen
        if screen.open is None or screen.open.id != transcript_id:
            screen.open_transcript(transcript_id)
        screen.desk.go("text")

        def select(_: None) -> None:
            if screen.open is not None and screen.open.id == transcript_id:
                screen.desk.pane.goto(start, "word")
                screen.desk.pane.select(start, end)

        screen.session.soon(select)

    def _quote(self, of: Coding) -> str:
        words = " ".join(self.screen.desk.pane.model.text[of.start : of.end].split())
        brief = f"{words[:24]}…" if len(words) > 25 else words  # noqa: PLR2004  # room in the box
        return quoted(brief, self.screen.session.language)
