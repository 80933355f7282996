"""From one transcript to another, and which are finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services import coding
from qualcode.tui.screens.coding.hand import Hand
from qualcode.tui.widgets.finder import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.screens.coding.hand import Act


class TranscriptHand(Hand):
    """Opens and finishes transcripts."""

    def acts(self) -> Mapping[str, Act]:
        """The verbs of whole transcripts."""
        return {
            "transcript.finish": lambda _: self._finish(),
            "transcript.choose": lambda _: self._choose_transcript(),
            "transcript.next": lambda _: self._next_transcript(),
        }

    def _finish(self) -> None:
        view, project, coder = self.screen.open, self.screen.session.project, self.screen.session.coder
        if self.screen.desk.place == "list":
            wished = self.screen.desk.list.transcript_at(self.screen.desk.list.cursor).id
        elif view is not None:
            wished = view.id
        else:
            return
        self.screen.session.perform(lambda: coding.toggle_finished(project, coder.id, wished))

    def _choose_transcript(self) -> None:
        say = self.screen.session.say
        rows = [
            (each.id, each.name, f"{each.group}  {say('finished') if each.is_finished else each.codings or ''}")
            for each in self.screen.transcripts
        ]
        dialog = Choice(
            say("Go to a transcript"),
            rows,
            self.screen.open_transcript,
            language=self.screen.session.language,
            typed=True,
        )
        self.screen.app.push_screen(dialog)

    def _next_transcript(self) -> None:
        ids = [each.id for each in self.screen.transcripts]
        if ids:
            at = ids.index(self.screen.open.id) if self.screen.open and self.screen.open.id in ids else -1
            self.screen.open_transcript(ids[(at + 1) % len(ids)])
