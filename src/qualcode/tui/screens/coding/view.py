"""What the coding screen shows: read once, then kept as the project says it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from qualcode.domain.coding import Finished, Recoded
from qualcode.domain.rounds import Assignment, Round
from qualcode.domain.study import Study
from qualcode.services import codebook as codebooks
from qualcode.services import coding, settings
from qualcode.services.places import place_file, read_places
from qualcode.tui.widgets import collector
from qualcode.tui.widgets.book_view import BookView, moves_flags
from qualcode.tui.widgets.deeds import deed_of
from qualcode.tui.widgets.desk import Desk
from qualcode.tui.widgets.open_view import OpenView
from qualcode.tui.widgets.sentence_tally import SentenceTally, participants_sentences
from qualcode.tui.widgets.session import Place
from qualcode.tui.widgets.sparing_compositor import SparingCompositor
from qualcode.tui.widgets.status_line import Deed
from qualcode.tui.widgets.transcript_view import TranscriptPane

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.events import DescendantBlur, DescendantFocus

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.errors import QualcodeError
    from qualcode.services.coding import OpenTranscript, TranscriptProgress
    from qualcode.tui.widgets.session import CoderChanged, ProjectChanged, Session
    from qualcode.tui.widgets.text_search import TextSearch
    from qualcode.tui.widgets.transcript_model import Segment, TranscriptModel


class CodingView(Screen[None]):
    """The open transcript, the list, the codebook. It paints only what came back, the coder's own acts included."""

    AUTO_FOCUS = ""

    def __init__(self, session: Session, transcript: str | None = None) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        self.session = session
        self.desk = Desk(session.language)
        self.book = BookView(session.language)
        self.open: OpenView | None = None
        self.transcripts: list[TranscriptProgress] = []
        self.hits: list[Segment] = []
        """Of the search that n and p walk."""
        self.searched: TextSearch | None = None
        self.quest = ""
        """The words searched for."""
        self.words = 0
        """How many are selected."""
        self._first = transcript
        self._shares: dict[str, float] = {}
        self._counted_for = ""
        """The coder whose shares these are."""
        self._tally: SentenceTally | None = None
        self._missed: list[Segment] = []
        """Where codings came and went while sentences were counted."""
        self._where: TranscriptPane.SelectionChanged | None = None
        self._told: TranscriptPane.SelectionChanged | None = None
        """What was said before the pane reported it."""
        self.offsets: dict[str, int] = {}
        """Where the cursor stood, by transcript."""
        self.furthest: dict[str, int] = {}
        """How far it has been."""
        self.place_file: Path | None = None
        """Where the coder's places are kept."""
        self._latest: ChangeSet | None = None
        """The coder's last act, as the status line names it."""
        self._stopped = ""
        """The transcript in which the coder stopped last time."""

    def compose(self) -> ComposeResult:
        """The desk."""
        yield self.desk

    def on_mount(self) -> None:
        """Read everything once."""
        self.session.join(self)
        self._read_all()
        self.desk.go("text")

    def open_transcript(self, transcript_id: str) -> None:
        """Show another transcript."""
        if self.open:
            self.offsets[self.open.id] = self.desk.pane.selection[0]
        project, coder = self.session.project, self.session.coder

        def refuse(error: QualcodeError) -> None:
            collector.settle()
            self.session.tell(error.message, error.hint, refused=True)

        collector.hold()
        read = partial(coding.open_transcript, project, transcript_id, coder.id)
        self.session.fetch(read, self._show_transcript, refuse)

    def codings_here(self) -> list[Coding]:
        """The coder's codings that touch the selection."""
        if self.open is None:
            return []
        return [self.open.codings[each] for each in self.desk.pane.codings_at_cursor() if each in self.open.codings]

    def tell_where(self) -> None:
        """Say what is selected now, so that text and panels are painted in one frame; the pane's report comes after."""
        self._told = self.desk.pane.where()
        self.show_where(self._told)

    def show_where(self, where: TranscriptPane.SelectionChanged) -> None:
        """Say what is selected from now on, and what is on it."""
        self._where = where
        self.words = where.words
        self.show_cursor()

    def show_cursor(self) -> None:
        """Say what is selected, and what is on it."""
        where = self._where
        if where is not None:
            turn = where.turn_number, len(self.desk.pane.model.turns)
            self.desk.show_selection(where.unit, turn, where.words, extending=where.extending)
        self.show_passage()

    def show_passage(self) -> None:
        """Light what is on the selection, tell of it, and offer the keys that matter."""
        here = self.codings_here()
        cycled, extending = self.desk.pane.cycled, self.desk.pane.cursor.extending
        self.desk.codes.show_here([each.code_id for each in here])
        self.desk.panel_title.show_note(str(len(here)) if here else "")
        if self.desk.place == "tree" and self.desk.codes.line_count():
            self.desk.panel.show_notes([self.book.note(self.desk.codes.code_at(self.desk.codes.cursor))])
        else:
            memos = self.open.memos if self.open else {}
            idle = self.session.say("No code yet.") if self.open else ""
            self.desk.panel.show_notes(self.book.notes(here, memos, cycled), idle)
        self.desk.show_chips(is_coded=bool(here), extending=extending, searching=bool(self.hits))
        self.desk.show_focus()

    def wish(self, wish: object) -> None:
        """Show these words, selected."""
        if isinstance(wish, Place):
            if self.open is None or self.open.id != wish.transcript_id:
                self.open_transcript(wish.transcript_id)
            self.desk.go("text")
            self.session.soon(lambda _: self._select_place(wish))

    # What comes back

    def on_project_changed(self, event: ProjectChanged) -> None:
        """Repaint what is touched."""
        changes = event.changes
        if changes.touches("coding", "memo"):
            self._take_codings(changes)
        if changes.touches("code"):
            self.session.fetch(lambda: codebooks.read_codebook(self.session.project), self._show_codebook)
        for study in changes.made(Study):
            self.desk.pane.interviewer_codable = study.codes_interviewer
        if changes.touches("transcript", "revision", "participant", Finished.KIND, Recoded.KIND) or moves_flags(
            changes
        ):
            self._reread_list()
        if changes.touches(
            "speaker", "section", "answer", "question", "revision", "transcript", Finished.KIND, Recoded.KIND
        ):
            self._reread_transcript(changes)
        if changes.touches(Round.KIND, Assignment.KIND):
            self._follow_rounds()
        if changes.coder_id == self.session.coder.id:
            self._latest = changes
            self.desk.status.show_deed(deed_of(changes, self.book))
            self.desk.header.show_saved(self.session.saved_at)

    def on_coder_changed(self, event: CoderChanged) -> None:  # noqa: ARG002  # the session knows who
        """Show everything as the new coder sees it."""
        self._first = self.open.opened.transcript.name if self.open else None
        self._latest = None
        self.desk.status.show_deed(None)
        self._read_all()

    @on(TranscriptPane.SelectionChanged)
    def _select(self, event: TranscriptPane.SelectionChanged) -> None:
        event.stop()
        told, self._told = self._told, None
        if told is None or not told.is_same(event):
            self.show_where(event)

    def on_descendant_focus(self, event: DescendantFocus) -> None:  # noqa: ARG002  # Textual's
        """Other keys matter in another pane."""
        self.show_passage()

    def on_descendant_blur(self, event: DescendantBlur) -> None:  # noqa: ARG002  # Textual's
        """Other keys matter in another pane."""
        self.show_passage()

    def _take_codings(self, changes: ChangeSet) -> None:
        changed = self.book.take_changes(changes, self.session.coder.id)
        self.desk.codes.show_counts(self.book.counts, changed)
        self._learn_digits()
        if self.open is None:
            return
        repaint = self.open.take_changes(changes)
        shown = [self.book.shown(each, self.open.memos) for each in repaint.added.values()]
        self.desk.pane.apply(shown, repaint.removed)
        self._retally(repaint.segments)
        self.show_passage()

    def _reread_list(self) -> None:
        project, coder = self.session.project, self.session.coder

        def show(transcripts: list[TranscriptProgress]) -> None:
            known = {each.id for each in transcripts}
            self._show_list(transcripts)
            if self.open is None or self.open.id not in known:
                self.open = None
                self._show_first(transcripts)

        self.session.fetch(lambda: coding.transcript_list(project, coder.id), show)

    def _reread_transcript(self, changes: ChangeSet) -> None:
        """Read the open transcript again, where it is the one that is different now."""
        if self.open is None:
            return
        ids = {self.open.id, self.open.revision_id}
        for change in changes:
            row = change.after or change.before
            if ids & {getattr(row, "transcript_id", ""), getattr(row, "revision_id", ""), getattr(row, "id", "")}:
                break
        else:
            return
        project, coder, wished = self.session.project, self.session.coder, self.open.id
        if changes.touches(Finished.KIND, Recoded.KIND):
            self.session.fetch(lambda: coding.open_transcript(project, wished, coder.id), self._show_facts)
        elif not (changes.touches("transcript") and not changes.made(type(self.open.opened.transcript))):
            self.open_transcript(wished)

    def _follow_rounds(self) -> None:
        """Show what the coder sees now: of a transcript coded again, the second time alone while its round is open."""
        self._reread_list()
        project, coder = self.session.project, self.session.coder
        self.session.fetch(lambda: coding.code_counts(project, coder.id), self._show_counts)
        if self.open is None:
            return
        wished, before = self.open.id, self.open.opened.recode_round

        def show(opened: OpenTranscript) -> None:
            if self.open and self.open.id == wished and opened.recode_round != before:
                self.open_transcript(wished)

        self.session.fetch(lambda: coding.open_transcript(project, wished, coder.id), show)

    def _show_facts(self, opened: OpenTranscript) -> None:
        if self.open and self.open.id == opened.transcript.id:
            self.open.opened = opened
            self._show_title()

    def _select_place(self, place: Place) -> None:
        if self.open and self.open.id == place.transcript_id:
            self.desk.pane.goto(place.start, "word")
            self.desk.pane.select(place.start, place.end)

    # What is read

    def _read_all(self) -> None:
        project, coder = self.session.project, self.session.coder
        study = project.study()
        self.book.keys = settings.load_digits(project.path)
        self.desk.pane.interviewer_codable = study.codes_interviewer
        self.desk.header.show_project(study.name, coder.name, synthetic=study.synthetic)
        self._recall(study)
        self.session.fetch(lambda: codebooks.read_codebook(project), self._show_codebook)
        self.session.fetch(lambda: coding.transcript_list(project, coder.id, counted=False), self._show_first)

    def _recall(self, study: Study) -> None:
        """Remember where the coder stopped."""
        self.open = None
        self.place_file = place_file(study.id, self.session.coder.id)
        places = read_places(self.place_file)
        self._stopped = places.transcript
        self.offsets, self.furthest = dict(places.offsets), dict(places.furthest)
        self.desk.fold(places.folded)

    def _show_codebook(self, codebook: Codebook) -> None:
        self.book.take_codebook(codebook)
        if self._latest is not None:  # it may be about a code that was not known yet
            self.desk.status.show_deed(deed_of(self._latest, self.book))
        self._learn_digits()
        self.desk.codes.show_codebook(codebook, self.book.colours, self.book.counts, self.book.keys)
        if self.open:
            self.desk.pane.apply([self.book.shown(each, self.open.memos) for each in self.open.codings.values()])
        self.show_passage()

    def _learn_digits(self) -> None:
        if self.book.learn():
            project, keys = self.session.project.path, dict(self.book.keys)
            self.session.fetch(lambda: settings.save_digits(project, keys), lambda _: None)
            self.desk.codes.show_keys(keys)

    def _show_counts(self, counts: dict[str, int]) -> None:
        self.book.counts.clear()
        self.book.counts.update(counts)
        self._learn_digits()
        self.desk.codes.show_codebook(self.book.codebook, self.book.colours, self.book.counts, self.book.keys)

    def _show_first(self, transcripts: list[TranscriptProgress]) -> None:
        """Show the list, and the transcript asked for, else the one left last, else the first one not finished."""
        self._show_list(transcripts)
        wished = next((each.id for each in transcripts if self._first in {each.name, each.id}), None)
        if self._first and wished is None:
            words = self.session.say("The project has no transcript “{name}”.").format(name=self._first)
            self.session.tell(words, refused=True)
        unfinished = next((each.id for each in transcripts if not each.is_finished), None)
        stopped = next((each.id for each in transcripts if each.id == self._stopped), None)
        first = wished or stopped or unfinished or (transcripts[0].id if transcripts else None)
        if first:
            if first in self.offsets:
                self.desk.status.show_deed(Deed("you stopped here", undoable=False))
            self.open_transcript(first)
        else:
            self._show_nothing()
        project, coder = self.session.project, self.session.coder
        self.session.fetch(lambda: coding.code_counts(project, coder.id), self._show_counts)
        self.session.fetch(lambda: coding.transcript_list(project, coder.id), self._show_list)

    def _show_list(self, transcripts: list[TranscriptProgress]) -> None:
        self.transcripts = transcripts
        self.desk.list.show_transcripts(transcripts, self.open.id if self.open else "")
        done = sum(each.is_finished for each in transcripts)
        self.desk.list_title.show_note(f"{done}/{len(transcripts)}")

    def _show_shares(self, coder_id: str, shares: dict[str, float]) -> None:
        if coder_id != self.session.coder.id:  # counted for somebody else
            return
        self._shares = shares
        self.desk.list.show_shares(shares)
        self._retally([])

    def _show_nothing(self) -> None:
        self.open = self._tally = None
        self.desk.pane.load("", [])
        self.call_after_refresh(self.read_rest)
        empty = self.session.say("No transcripts yet. ctrl+p, import transcripts.")  # that key cannot be changed
        self.desk.text_title.show_transcript(self.session.say("Nothing to code"), empty, "")

    def _show_transcript(self, opened: OpenTranscript) -> None:
        is_same = self.open is not None and self.open.id == opened.transcript.id
        before = self.desk.pane.place if is_same else None
        view = self.open = OpenView(opened, self.session.coder.id)
        self.searched, self.hits = None, []
        shown = [self.book.shown(each, view.memos) for each in view.codings.values()]
        pane = self.desk.pane
        pane.load(opened.text, view.turns(), view.headings(self.session.language), shown)
        if before is not None:
            pane.go_back(before)
        elif view.id in self.offsets:
            pane.goto(self.offsets[view.id], "sentence")
        self.desk.list.show_transcripts(self.transcripts, view.id)
        self._show_title()
        self._tally = None
        self.call_after_refresh(self.read_rest)

    def read_rest(self) -> None:
        """Count what is only looked at, now that the text is there."""
        project, coder, model = self.session.project, self.session.coder, self.desk.pane.model
        codings = [(each.start, each.end) for each in self.open.codings.values()] if self.open else []
        self._missed.clear()

        def count() -> SentenceTally:
            return SentenceTally.of(participants_sentences(model), codings)

        self.session.aside(count, partial(self._show_tally, model))
        if self._counted_for != coder.id:
            self._counted_for = coder.id
            self.session.aside(lambda: coding.coded_shares(project, coder.id), partial(self._show_shares, coder.id))

    def _show_tally(self, model: TranscriptModel, tally: SentenceTally) -> None:
        collector.settle()
        if self.open and self.desk.pane.model is model:
            self._tally = tally
            self._retally(self._missed)

    def _retally(self, segments: list[Segment]) -> None:
        if self._tally is None:
            self._missed += segments
        elif self.open:
            self._tally.mark(segments, self.desk.pane.model.is_coded)
            self.desk.status.show_unsure(self.open.unsure)
            self.desk.status.show_progress(self._tally.coded, self._tally.total)
            self._shares[self.open.id] = self._tally.coded / self._tally.total if self._tally.total else 0.0
            self.desk.list.show_shares(self._shares)

    def _show_title(self) -> None:
        if self.open:
            state = self.session.say("finished") if self.open.opened.is_finished else ""
            facts = self.open.facts(self.session.language)
            self.desk.text_title.show_transcript(self.open.opened.transcript.name, facts, state)
