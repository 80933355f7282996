"""Where the coder is and how far: kept beside the project's log, never in it, whenever the keys rest."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from qualcode.domain.coding import Finished, Recoded
from qualcode.services.places import Places, keep_places
from qualcode.services.progress import answer_places, coder_progress
from qualcode.tui.screens.coding.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.timer import Timer

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.progress import AnswerPlace, Progress
    from qualcode.tui.screens.coding.hand import Act
    from qualcode.tui.screens.coding.view import CodingView

_REST: Final = 1.0
"""Seconds without a move after which the place is kept: what a killed program forgets at most."""
_EARLY: Final = 0.02
"""Seconds that a timer may be early."""


class OrientationHand(Hand):
    """Keeps the coder's place and counts their progress."""

    def __init__(self, screen: CodingView) -> None:
        super().__init__(screen)
        self._timer: Timer | None = None
        self._rests_at = 0.0
        self._counted = False
        """Whether the figures shown are of today."""
        self._places: list[AnswerPlace] | None = None

    def acts(self) -> Mapping[str, Act]:
        """The panes that are folded are part of the place."""
        return {"pane.left": lambda _: self._toggle("left"), "pane.right": lambda _: self._toggle("right")}

    def moved(self, offset: int) -> None:
        """The cursor stands elsewhere."""
        screen = self.screen
        if screen.open is None or offset != screen.desk.pane.selection[0]:  # it was another transcript's
            return
        screen.offsets[screen.open.id] = offset
        if offset > screen.furthest.get(screen.open.id, -1):
            screen.furthest[screen.open.id] = offset
            self._counted = False
        self._rest()

    def follow(self, changes: ChangeSet) -> None:
        """What is coded and finished may be different now."""
        if changes.touches("section", "answer", "question", "speaker", "transcript", "revision"):
            self._places = None
        elif not changes.touches("coding", Finished.KIND, Recoded.KIND, "round", "assignment", "coder"):
            return
        self._counted = False
        self._rest()

    def keep(self) -> None:
        """Put the place on disk now."""
        screen = self.screen
        if screen.open is not None and screen.place_file is not None:
            folded = screen.desk.folded
            places = Places(screen.open.id, dict(screen.offsets), dict(screen.furthest), folded)
            keep_places(screen.place_file, places)

    def recount(self, *, anew: bool = False) -> None:
        """Count the coder's progress and show it, where it may be another by now."""
        if self._counted and not anew:
            return
        project, coder, furthest = self.screen.session.project, self.screen.session.coder, dict(self.screen.furthest)
        self._counted = True

        def read() -> Progress:
            if self._places is None:
                self._places = answer_places(project)
            return coder_progress(project, coder.id, furthest, self._places)

        def show(progress: Progress) -> None:
            if coder.id == self.screen.session.coder.id:
                self.screen.desk.progress.show_progress(progress)

        self.screen.session.aside(read, show)

    def _toggle(self, side: str) -> None:
        self.screen.desk.toggle(side)
        self._rest()

    def _rest(self) -> None:
        """Do what waits once nothing happened for a moment; a timer for each key would cost more than its work."""
        self._rests_at = monotonic() + _REST
        if self._timer is None:
            self._timer = self.screen.set_timer(_REST, self._wake)

    def _wake(self) -> None:
        left = self._rests_at - monotonic()
        self._timer = self.screen.set_timer(left, self._wake) if left > _EARLY else None
        if self._timer is None:
            self._rested()

    def _rested(self) -> None:
        self.keep()
        self.recount()
