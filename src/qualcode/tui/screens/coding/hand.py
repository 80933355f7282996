"""A hand: a group of verbs of the coding screen that belong together, in a room of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.tui.screens.coding.view import CodingView

    Act = Callable[[str], None]


class Hand:
    """Does verbs on what the screen shows; whatever changes comes back through the screen."""

    def __init__(self, screen: CodingView) -> None:
        self.screen = screen

    def acts(self) -> Mapping[str, Act]:
        """What each verb does, by its id; the argument is the key's."""
        raise NotImplementedError

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
