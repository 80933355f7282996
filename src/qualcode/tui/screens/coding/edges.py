"""The codings at the cursor, one after the other, and moving the edges of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services import coding
from qualcode.tui.screens.coding.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView


class EdgeHand(Hand):
    """Picks a coding and moves its edges."""

    def __init__(self, screen: CodingView) -> None:
        super().__init__(screen)
        self._edges: dict[str, tuple[int, int]] = {}
        """Where codings stood before their edges were moved."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of edges."""
        return {"coding.cycle": lambda _: self._cycle()}

    def resize(self, coding_id: str, start: int, end: int) -> None:
        """Move the edges of a coding."""
        project, coder = self.screen.session.project, self.screen.session.coder
        self.screen.session.perform(lambda: coding.resize_coding(project, coder.id, coding_id, start, end))

    def keep(self) -> None:
        """Keep the edge that was moved."""
        self._edges.clear()
        self._stop_cycling()

    def put_back(self, coding_id: str) -> None:
        """Leave the coding as it was before its edges were moved."""
        project, coder = self.screen.session.project, self.screen.session.coder
        edges = self._edges.pop(coding_id, None)
        if edges:
            self.screen.session.perform(lambda: coding.resize_coding(project, coder.id, coding_id, *edges))
        self._stop_cycling()

    def pick(self, coding_id: str) -> None:
        """Pick this coding: keys move its ends, and act on it rather than on others at the same place."""
        self.screen.desk.pane.pick_coding(coding_id)
        self._picked()

    def let_go(self, coding_id: str) -> None:
        """Pick nothing any more, where still that coding is picked."""
        if self.screen.desk.pane.cycled == coding_id:
            self.keep()

    def _picked(self) -> None:
        view, cycled = self.screen.open, self.screen.desk.pane.cycled
        if cycled and view:
            of = view.codings[cycled]
            self._edges.setdefault(cycled, (of.start, of.end))
        self.screen.show_cursor()

    def _stop_cycling(self) -> None:
        self.screen.desk.pane.stop_cycling()
        self.screen.show_cursor()

    def _cycle(self) -> None:
        """Pick the next coding here, once what was typed before has come back."""

        def pick(_: None) -> None:
            if not self.screen.desk.pane.cycle_coding() and not self.screen.codings_here():
                self.screen.session.tell(self.screen.session.say("No code of yours is on this passage."), refused=True)
            self._picked()

        self.screen.session.soon(pick)
