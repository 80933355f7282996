"""What the settling screen shows: the queue of disagreements, and both readings of one in their context."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.containers import Container, Vertical
from textual.screen import Screen

from qualcode.domain.adjudication import Adjudication, Decision
from qualcode.domain.coding import Coding, Finished, Layer
from qualcode.domain.phrases import Phrase, quoted, say
from qualcode.domain.rounds import Round
from qualcode.domain.transcript import overlap
from qualcode.services import coding
from qualcode.services.consensus import Dispute, State
from qualcode.services.disagreements import Queue, Readings, disagreement_queue, readings
from qualcode.services.narrowing import EVERYTHING
from qualcode.services.rounds import hidden_notes
from qualcode.tui.widgets.book_view import BookView
from qualcode.tui.widgets.deeds import deed_of
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.open_view import OpenView
from qualcode.tui.widgets.reading_panel import DisputeTitle, ReadingPanel, ShownDispute, ShownReading
from qualcode.tui.widgets.session import SettleWish
from qualcode.tui.widgets.settle_keys import TAKES
from qualcode.tui.widgets.sparing_compositor import SparingCompositor
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.transcript_model import ShownCoding
from qualcode.tui.widgets.transcript_view import TranscriptPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Resize

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.coding import OpenTranscript
    from qualcode.services.narrowing import Narrowing
    from qualcode.tui.widgets.session import CoderChanged, ProjectChanged, Session

_BESIDE_FROM: Final = 110
"""Columns from which the readings stand beside the text."""
_STATES: Final = {
    State.OPEN: "OPEN",
    State.LATER: "TO DISCUSS",
    State.CHANGED: "CODED OTHERWISE SINCE",
    State.SETTLED: "SETTLED",
}


class SettlingView(Screen[None]):
    """One disagreement at a time. It paints only what came back, own decisions included."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    SettlingView #both { height: 1fr; layout: horizontal; }
    SettlingView #text { width: 1fr; height: 1fr; background: $background; }
    SettlingView TranscriptPane { margin: 0 0 0 1; }
    SettlingView DisputeTitle { margin: 1 0; }
    SettlingView ReadingPanel { width: 44; height: 1fr; margin: 1 0 0 0; background: $surface; }
    SettlingView.narrow #both { layout: vertical; }
    SettlingView.narrow #text { width: 100%; }
    SettlingView.narrow DisputeTitle { margin: 0; }
    SettlingView.narrow ReadingPanel { width: 100%; height: 45%; margin: 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        language = session.language
        self.session = session
        self.book = BookView(language)
        self.queue: Queue | None = None
        self.wanted = EVERYTHING
        self.at = 0
        self.reason = ""
        self.open: OpenView | None = None
        self.hides_names = False
        self.pane = TranscriptPane()
        self._readings = Readings((), ())
        self._header = Header(language, "screen.settle")
        self._title = DisputeTitle(language)
        self._panel = ReadingPanel(language)
        self._status = StatusLine(language)
        self._footer = KeyFooter(language)
        self._first: tuple[int, int] = (0, 0)

    def compose(self) -> ComposeResult:
        """Header, text and readings, status, footer."""
        yield self._header
        with Container(id="both"):
            with Vertical(id="text"):
                yield from (self._title, self.pane)
            yield self._panel
        yield from (self._status, self._footer)

    def on_mount(self) -> None:
        """Read the queue."""
        self.session.join(self)
        self.read_all()
        self.pane.view.focus()

    def wish(self, wish: object) -> None:
        """Show the disagreements behind a figure; what was decided here last is not gone back to."""
        if isinstance(wish, SettleWish):
            self.wanted = wish.wanted
            self.queue, self.at = None, 0
            if self.is_mounted:
                self.read_all()

    def on_resize(self, event: Resize) -> None:
        """Put the readings beside the text, or below it."""
        self.set_class(event.size.width < _BESIDE_FROM, "narrow")

    @property
    def dispute(self) -> Dispute | None:
        """The disagreement that is shown."""
        disputes = self.queue.disputes if self.queue else ()
        return disputes[self.at] if self.at < len(disputes) else None

    @property
    def coders(self) -> list[str]:
        """Who differs, in the order of the keys that take a reading."""
        if self.dispute is None or self.queue is None:
            return []
        names = self.queue.coders
        return sorted(self.dispute.disagreement.readings, key=lambda each: names[each])

    @property
    def chosen_words(self) -> tuple[int, int] | None:
        """The selection, where it is not the one that the disagreement came with."""
        return None if self.pane.selection == self._first else self.pane.selection

    def go(self, index: int) -> None:
        """Show another disagreement."""
        if self.queue and self.queue.disputes:
            self.at = index % len(self.queue.disputes)
            self._show_dispute()

    def go_to_unsettled(self) -> None:
        """Show the next one that waits; stay where nothing does."""
        disputes = self.queue.disputes if self.queue else ()
        for step in range(1, len(disputes)):
            place = (self.at + step) % len(disputes)
            if disputes[place].state in {State.OPEN, State.CHANGED}:
                self.go(place)
                return
        self._show_dispute()

    def show(self) -> None:
        """Paint the disagreement anew."""
        self._show_dispute()

    # What comes back

    def on_project_changed(self, event: ProjectChanged) -> None:
        """Take decisions in; read everything again where codings are otherwise."""
        changes = event.changes
        if changes.coder_id == self.session.coder.id:
            self._status.show_deed(deed_of(changes, self.book))
            self._header.show_saved(self.session.saved_at)
        if _recoded(changes) or changes.touches("code", "memo", Finished.KIND, Round.KIND, "section", "speaker"):
            self.read_all()
        elif changes.touches(Adjudication.KIND):
            self._take_decisions(changes)

    def on_coder_changed(self, event: CoderChanged) -> None:  # noqa: ARG002  # the session knows who
        """Somebody else decides from now on."""
        self.read_all()

    def _take_decisions(self, changes: ChangeSet) -> None:
        if self.queue is None:
            return
        decisions = {_key(row): change.after for change in changes if (row := change.after or change.before)}
        disputes = list(self.queue.disputes)
        for place, dispute in enumerate(disputes):
            key = dispute.disagreement.key
            if key in decisions:
                after = decisions[key]
                disputes[place] = replace(dispute, decision=after if isinstance(after, Adjudication) else None)
                self.at = place
        self.queue = replace(self.queue, disputes=tuple(disputes))
        self._show_dispute()

    def read_all(self) -> None:
        """Read the disagreements that are wanted; the one shown stays, if it is among them."""
        project = self.session.project
        study = project.study()
        self._header.show_project(study.name, self.session.coder.name, synthetic=study.synthetic)
        wanted = self.wanted
        self.session.fetch(lambda: disagreement_queue(project, wanted), lambda found: self._show_queue(wanted, found))

    def _show_queue(self, wanted: Narrowing, queue: Queue) -> None:
        if wanted is not self.wanted:
            return
        key = self.dispute.disagreement.key if self.dispute else None
        places = [place for place, each in enumerate(queue.disputes) if each.disagreement.key == key]
        waiting = [place for place, each in enumerate(queue.disputes) if each.state is not State.SETTLED]
        self.queue, self.at, self.open = queue, (places or waiting or [0])[0], None
        self.book.take_codebook(queue.codebook)
        self._show_dispute()

    def _show_dispute(self) -> None:
        dispute = self.dispute
        if dispute is None:
            self._show_nothing()
        elif self.open is None or self.open.id != dispute.disagreement.transcript_id:
            self._open(dispute.disagreement.transcript_id)
        else:
            self._paint(dispute)

    def _open(self, transcript_id: str) -> None:
        project, coder = self.session.project, self.session.coder

        def read() -> tuple[OpenTranscript, Readings]:
            return coding.open_transcript(project, transcript_id, coder.id), readings(project, transcript_id)

        def show(found: tuple[OpenTranscript, Readings]) -> None:
            opened, self._readings = found
            self.open = OpenView(opened, coder.id)
            if self.dispute and self.dispute.disagreement.transcript_id == transcript_id:
                self.pane.load(opened.text, self.open.turns(), self.open.headings(self.session.language))
                self._paint(self.dispute)

        self.session.fetch(read, show)

    def _show_nothing(self) -> None:
        words = (
            "Coders who finished do not differ there."
            if self.wanted.asks
            else "Coders do not differ anywhere: nothing to settle. A transcript counts once two have finished it."
        )
        notes = hidden_notes(self.queue.left_out if self.queue else 0)
        idle = " ".join([self.session.say(words), *(self.session.say(note) for note in notes)])
        self.open = None
        self.pane.load("", [])
        self._title.show(self.session.say("Nothing to settle"), "", "", "", "")
        self._panel.show_dispute(None, idle)
        self._footer.show_chips(chips("settle.back", "settle.all") if self.wanted.asks else ())

    # Painting

    def _paint(self, dispute: Dispute) -> None:
        queue, here = self.queue, dispute.disagreement
        if queue is None:
            return
        shown = [self._shown(each) for each in self._in_unit(dispute)]
        self.pane.apply(shown, [each for each in self.pane.model.codings if each not in {new.id for new in shown}])
        first = next(passages[0] for passages in (here.readings[who] for who in self.coders) if passages)
        if self.pane.selection != first:
            self.pane.set_extending(extending=False)
            self.pane.select(*first)
        self._first = self.pane.selection
        question = queue.questions[here.question_id].name if here.question_id else ""
        place = self.session.say(Phrase("{at} of {n}, {open} to settle", {
            "at": self.at + 1, "n": len(queue.disputes), "open": queue.unsettled,
        }))  # fmt: skip
        if self.wanted.asks:
            place = f"{self.wanted.label}  {place}"
        code = queue.codebook.codes[here.code_id]
        self._title.show(
            queue.transcripts[here.transcript_id], question, code.label(self.session.language),
            self.book.colour(code.id), place,
        )  # fmt: skip
        self._panel.show_dispute(self._told(dispute))
        self._status.show_place(_STATES[dispute.state], None, 0, loud=dispute.state is State.CHANGED)
        takes = TAKES[: len(self.coders)]
        back = ("settle.back", "settle.all") if self.wanted.asks else ()
        self._footer.show_chips(
            chips(*takes[:2], "settle.both", "settle.neither", "settle.code", "settle.span", "settle.later",
                  "settle.reason", "settle.next", "settle.previous", *back, "settle.log", "settle.names", *takes[2:]),
            loud=4,
        )  # fmt: skip

    def _in_unit(self, dispute: Dispute) -> list[Coding]:
        pieces = dispute.disagreement.pieces
        return [each for each in self._readings.codings if overlap(pieces, each.start, each.end)]

    def _shown(self, of: Coding) -> ShownCoding:
        memoed = {(each.coder_id, each.code_id, each.start, each.end) for each in self._readings.memos}
        return ShownCoding(
            of.id, of.start, of.end, of.code_id, f"{self._called(of.coder_id)}: {self.book.name(of.code_id)}",
            self.book.colour(of.code_id), (of.coder_id, of.code_id, of.start, of.end) in memoed,
        )  # fmt: skip

    def _called(self, coder_id: str) -> str:
        if self.hides_names and coder_id in self.coders:
            words = Phrase("Coder {n}", {"n": self.coders.index(coder_id) + 1})
            return self.session.say(words)
        return self.queue.coders.get(coder_id, "?") if self.queue else "?"

    def _told(self, dispute: Dispute) -> ShownDispute:
        here, text = dispute.disagreement, self.open.opened.text if self.open else ""
        told: list[ShownReading] = []
        for act, who in zip(TAKES, self.coders, strict=False):
            quotes = [" ".join(text[start:end].split()) for start, end in here.readings[who]]
            memos = [
                each.text for each in self._readings.memos
                if (each.coder_id, each.code_id) == (who, here.code_id) and overlap(here.pieces, each.start, each.end)
            ]  # fmt: skip
            others = dict.fromkeys(
                self.book.name(each.code_id) for each in self._in_unit(dispute)
                if each.coder_id == who and each.code_id != here.code_id
            )  # fmt: skip
            words = " … ".join(quoted(each, self.session.language) for each in quotes)
            told.append(
                ShownReading(
                    key_of(self.app, act), act, self._called(who), words,
                    " / ".join(memos), ", ".join(others),
                )
            )  # fmt: skip
        code = self.book.codebook.codes[here.code_id]
        path = self.book.parents.get(code.id, "")
        return ShownDispute(
            code, self.book.colour(code.id), path, tuple(told), self._verdict(dispute), self.reason
        )  # fmt: skip

    def _verdict(self, dispute: Dispute) -> str:
        decision = dispute.decision
        if decision is None or self.queue is None:
            return ""
        by = self.queue.coders.get(decision.coder_id, self.session.coder.name)
        words = {
            Decision.TAKE: Phrase("the reading of {name}", {"name": self._called(decision.chosen)}),
            Decision.CODE: Phrase("other code: {name}", {"name": self.book.name(decision.chosen)}),
            Decision.SPAN: Phrase("other words"),
            Decision.LATER: Phrase("discuss later"),
            Decision.BOTH: Phrase("both"),
            Decision.NEITHER: Phrase("neither"),
        }[Decision(decision.decision)]
        return " · ".join(part for part in (say(words, self.session.language), by, decision.reason) if part)


def _recoded(changes: ChangeSet) -> bool:
    """Whether an independent coding came, went or moved."""
    rows = (change.after or change.before for change in changes)
    return any(isinstance(row, Coding) and row.layer == Layer.INDEPENDENT for row in rows)


def _key(row: object) -> tuple[str, str, int] | None:
    return (row.revision_id, row.code_id, row.start) if isinstance(row, Adjudication) else None
