"""The coding screen: what each key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase
from qualcode.services import codebook as codebooks
from qualcode.services import coding, drafts
from qualcode.tui.screens.coding.view import CodingView
from qualcode.tui.widgets.code_picker import Candidate, CodePicker, candidates
from qualcode.tui.widgets.code_tree import FOLD
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.keymap import APP_VERBS, VERBS, bindings
from qualcode.tui.widgets.memo_editor import MemoEditor, Subject
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.search_bar import SearchBar
from qualcode.tui.widgets.text_moves import MOVES
from qualcode.tui.widgets.text_search import TextSearch, nearest
from qualcode.tui.widgets.transcript_view import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType
    from textual.events import Key

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.tui.widgets.session import Session


class CodingScreen(CodingView):
    """Codes a transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in VERBS) - APP_VERBS

    def __init__(self, session: Session, transcript: str | None = None) -> None:
        super().__init__(session, transcript)
        self._last_code = ""
        self._edges: dict[str, tuple[int, int]] = {}
        """Where codings stood before their edges were moved."""
        self._acts: dict[str, Callable[[str], None]] = {
            "code.pin": self._pin,
            "code.find": self._find_code,
            "code.find_letter": self._find_code,
            "code.new": lambda _: self._new_code(),
            "code.repeat": lambda _: self._repeat(),
            "code.remove": lambda _: self._remove(),
            "coding.cycle": lambda _: self._cycle(),
            "memo.write": lambda _: self._write_memo(),
            "act.undo": lambda _: self._perform(lambda: self.session.project.undo(self.session.coder.id)),
            "act.redo": lambda _: self._perform(lambda: self.session.project.redo(self.session.coder.id)),
            "act.pass_over": lambda _: self._perform(lambda: self.session.project.pass_over(self.session.coder.id)),
            "move.next_wanted": lambda _: self._next_wanted(1),
            "move.previous_wanted": lambda _: self._next_wanted(-1),
            "text.search": lambda _: self._search_text(),
            "transcript.finish": lambda _: self._finish(),
            "transcript.choose": lambda _: self._choose_transcript(),
            "transcript.next": lambda _: self._next_transcript(),
            "pane.next": lambda _: self.desk.go_next(1),
            "pane.previous": lambda _: self.desk.go_next(-1),
            "pane.enter": lambda _: self._enter(),
            "pane.left": lambda _: self.desk.toggle("left"),
            "pane.right": lambda _: self.desk.toggle("right"),
            "extend.drop": lambda _: self._drop(),
        }

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        rows = self.desk.rows
        if rows is not None and verb in _ROW_STEPS:
            rows.move(_ROW_STEPS[verb])
            self.show_passage()
        elif verb in MOVES:
            if self.open:
                MOVES[verb](self.desk.pane)
        elif verb in self._acts and (self.open or verb in _WITHOUT_TEXT):
            self._acts[verb](argument)

    def on_key(self, event: Key) -> None:
        """Capitals beyond A to Z open the picker as well."""
        letter = event.character or ""
        if letter.isupper() and self.open:
            event.stop()
            self._find_code(letter)

    # Codes

    def _pin(self, digit: str) -> None:
        if not digit:
            self.desk.go("tree")
        elif digit in self.book.keys:
            self._toggle(self.book.keys[digit])
        else:
            words = self.session.say("No code is pinned to {key}.").format(key=digit)
            self.session.tell(words, self.session.say("Press space to find a code."), refused=True)

    def _toggle(self, code_id: str, *, only_on: bool = False) -> None:
        """Put a code on exactly what is selected, or take it off."""
        view = self.open
        if view is None:
            return
        start, end = self.desk.pane.selection
        self._last_code = code_id
        self.book.used(code_id)
        verb = coding.apply_code if only_on else coding.toggle_code
        project, coder = self.session.project, self.session.coder
        self._perform(lambda: verb(project, coder.id, view.revision_id, start, end, code_id))
        self.desk.pane.set_extending(extending=False)

    def _repeat(self) -> None:
        if self._last_code:
            self._toggle(self._last_code)
        else:
            self.session.tell(self.session.say("No code was applied yet."), refused=True)

    def _find_code(self, query: str = "") -> None:
        def search(letters: str) -> Sequence[Candidate]:
            book = self.book
            found = codebooks.find_codes(book.codebook, letters, book.counts, book.recent, book.language)
            pairs = ((each.code, each.positions) for each in found)
            return candidates(pairs, book.parents, book.counts, book.colours, book.language)

        self._push_picker(search, self._pick, query)

    def _new_code(self) -> None:
        def add(wished: Candidate) -> None:
            project, coder = self.session.project, self.session.coder
            self._perform(lambda: codebooks.add_code(project, coder.id, wished.name))

        self._push_picker(lambda _: [], add, "", self.session.say("New code"))

    def _push_picker(
        self,
        search: Callable[[str], Sequence[Candidate]],
        pick: Callable[[Candidate], None],
        query: str,
        title: str = "",
    ) -> None:
        picker = CodePicker(
            search, pick, words=self.words, language=self.session.language,
            anchor=self.desk.pane.selection_region, letters=query, title=title,
        )  # fmt: skip
        self.app.push_screen(picker)

    def _pick(self, picked: Candidate) -> None:
        if picked.code is not None:
            self._toggle(picked.code.id)
            return
        project, coder = self.session.project, self.session.coder

        def apply(changes: ChangeSet) -> None:
            for code in changes.made(Code):
                self._toggle(code.id, only_on=True)

        self.session.perform(lambda: codebooks.add_code(project, coder.id, picked.name), apply)

    def _remove(self) -> None:
        view = self.open
        if view is None:
            return
        project, coder, cycled = self.session.project, self.session.coder, self.desk.pane.cycled
        if cycled:
            self._perform(lambda: coding.remove_coding(project, coder.id, cycled))
            return
        start, end = self.desk.pane.selection
        several: list[Coding] = []

        def remove() -> ChangeSet:
            changes, several[:] = coding.remove_code_here(project, coder.id, view.revision_id, start, end)
            return changes

        self.session.perform(remove, lambda _: self._remove_which(several))

    def _remove_which(self, several: list[Coding]) -> None:
        if not several:
            return
        project, coder = self.session.project, self.session.coder
        rows = [(each.id, self.book.name(each.code_id), self._quote(each)) for each in several]

        def remove(coding_id: str) -> None:
            self._perform(lambda: coding.remove_coding(project, coder.id, coding_id))

        title = self.session.say("Remove which code?")
        anchor = self.desk.pane.selection_region
        self.app.push_screen(Choice(title, rows, remove, language=self.session.language, anchor=anchor))

    def _quote(self, of: Coding) -> str:
        words = " ".join(self.desk.pane.model.text[of.start : of.end].split())
        return f"“{words[:24]}…”" if len(words) > 25 else f"“{words}”"  # noqa: PLR2004  # room in the box

    def _cycle(self) -> None:
        """Pick the next coding here, once what was typed before has come back."""

        def pick(_: None) -> None:
            cycled = self.desk.pane.cycle_coding()
            if cycled and self.open:
                of = self.open.codings[cycled]
                self._edges.setdefault(cycled, (of.start, of.end))
            elif not self.codings_here():
                self.session.tell(self.session.say("No code of yours is on this passage."), refused=True)
            self.show_cursor()

        self.session.soon(pick)

    @on(TranscriptPane.ResizeWished)
    def _resize(self, event: TranscriptPane.ResizeWished) -> None:
        event.stop()
        project, coder = self.session.project, self.session.coder
        self._perform(lambda: coding.resize_coding(project, coder.id, event.id, event.start, event.end))

    @on(TranscriptPane.CodingClicked)
    def _show_clicked(self, event: TranscriptPane.CodingClicked) -> None:
        event.stop()
        self.desk.go("text")

    # Memo, search, transcript

    def _write_memo(self) -> None:
        project, coder = self.session.project, self.session.coder

        def save(subject: Subject, text: str) -> None:
            self._perform(lambda: coding.write_memo(project, coder.id, subject.kind, subject.id, text))

        def draft(subject: Subject, text: str) -> None:
            drafts.keep_draft(project, coder.id, drafts.Draft(subject.kind, subject.id, text))

        editor = MemoEditor(save, draft, language=self.session.language, anchor=self.desk.pane.selection_region)
        self.app.push_screen(editor)
        self.session.soon(lambda _: editor.show_subjects(self._subjects()))

    def _subjects(self) -> list[Subject]:
        view = self.open
        if view is None:
            return []
        here = sorted(self.codings_here(), key=lambda each: each.id != self.desk.pane.cycled)
        found = [
            Subject("coding", each.id, "coding", self.book.name(each.code_id), view.memo_text(each.id)) for each in here
        ]
        transcript = view.opened.transcript
        found.append(Subject("transcript", transcript.id, "transcript", transcript.name, view.memo_text(transcript.id)))
        codes = dict.fromkeys(each.code_id for each in here)
        return found + [Subject("code", each, "code", self.book.name(each), view.memo_text(each)) for each in codes]

    def _search_text(self) -> None:
        before = self.desk.pane.selection

        def done(kept: bool) -> None:
            if not kept:
                self.hits = []
                self.desk.pane.select(*before)
            self._show_quest()

        self.app.push_screen(
            SearchBar(lambda words, step: self._go_to_hit(words, step, before), done, language=self.session.language)
        )

    def _go_to_hit(self, words: str, step: int, origin: tuple[int, int]) -> tuple[int, int]:
        if self.open is None:
            return 0, 0
        if self.searched is None:
            self.searched = TextSearch(self.open.opened.text, self.open.bodies())
        if not step:
            self.hits = self.searched.hits(words)
            self.quest = words
        if not self.hits:
            self.desk.pane.select(*origin)
            return 0, 0
        at = nearest(self.hits, self.desk.pane.selection[0] if step else origin[0], step)
        self._select_hit(at)
        return at + 1, len(self.hits)

    def _select_hit(self, at: int) -> None:
        pane, (start, end) = self.desk.pane, self.hits[at]
        pane.goto(start, "word")
        if pane.selection[1] < end:
            pane.select(pane.selection[0], end)

    def _next_wanted(self, step: int) -> None:
        pane = self.desk.pane
        if self.hits:
            at = nearest(self.hits, pane.selection[0] if step < 0 else pane.selection[1] - 1, step)
            self._select_hit(at)
            self._show_quest(at)
        elif not pane.next_uncoded(1 if step > 0 else -1):
            words = "No uncoded sentence after this one." if step > 0 else "No uncoded sentence before this one."
            self.session.tell(self.session.say(words))

    def _show_quest(self, at: int | None = None) -> None:
        if not self.hits:
            self.desk.status.show_quest("")
        else:
            place = nearest(self.hits, self.desk.pane.selection[0], 0) if at is None else at
            words = self.session.say(Phrase("hit {at} of {n}", {"at": place + 1, "n": len(self.hits)}))
            self.desk.status.show_quest(f"“{self.quest}”  {words}")
        self.show_passage()

    def _finish(self) -> None:
        view, project, coder = self.open, self.session.project, self.session.coder
        if self.desk.place == "list":
            wished = self.desk.list.transcript_at(self.desk.list.cursor).id
        elif view is not None:
            wished = view.id
        else:
            return
        self._perform(lambda: coding.toggle_finished(project, coder.id, wished))

    def _choose_transcript(self) -> None:
        say = self.session.say
        rows = [
            (each.id, each.name, f"{each.group}  {say('finished') if each.is_finished else each.codings or ''}")
            for each in self.transcripts
        ]
        dialog = Choice(
            say("Go to a transcript"), rows, self.open_transcript, language=self.session.language, typed=True
        )
        self.app.push_screen(dialog)

    def _next_transcript(self) -> None:
        ids = [each.id for each in self.transcripts]
        if ids:
            at = ids.index(self.open.id) if self.open and self.open.id in ids else -1
            self.open_transcript(ids[(at + 1) % len(ids)])

    # Panes

    @on(RowList.Chosen, "TranscriptList")
    def _open_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.open_transcript(self.desk.list.transcript_at(event.index).id)
        self.desk.go("text")

    @on(RowList.Chosen, "CodeTree")
    def _apply_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        tree, code = self.desk.codes, self.desk.codes.code_at(event.index)
        if event.act == FOLD or code.exclusive:
            tree.fold(event.index)
        else:
            self._toggle(code.id)

    def _enter(self) -> None:
        """Choose what the cursor is on; keep the edge that was moved."""
        if self.desk.rows is not None:
            self.desk.rows.choose()
        elif self.desk.pane.cycled:
            self._edges.clear()
            self._stop_cycling()

    def _drop(self) -> None:
        """Drop one thing: the edge being moved, the extension, the search; or leave the pane."""
        pane = self.desk.pane
        if self.desk.place != "text":
            self.desk.go("text")
        elif pane.cycled:
            self._put_back(pane.cycled)
            self._stop_cycling()
        elif pane.cursor.extending:
            pane.set_extending(extending=False)
            pane.goto(pane.selection[0], "sentence")
        elif self.hits:
            self.hits = []
            self._show_quest()
        else:
            pane.goto(pane.selection[0], "sentence")

    def _put_back(self, coding_id: str) -> None:
        project, coder = self.session.project, self.session.coder
        edges = self._edges.pop(coding_id, None)
        if edges:
            self._perform(lambda: coding.resize_coding(project, coder.id, coding_id, *edges))

    def _stop_cycling(self) -> None:
        self.desk.pane.stop_cycling()
        self.show_cursor()

    def _perform(self, verb: Callable[[], ChangeSet]) -> None:
        self.session.perform(verb)


_ROW_STEPS = {
    "move.down": 1,
    "move.up": -1,
    "move.page_down": 10,
    "move.page_up": -10,
    "move.home": -9999,
    "move.end": 9999,
}
_WITHOUT_TEXT = frozenset(
    {
        "act.undo", "act.redo", "act.pass_over", "code.new", "pane.next", "pane.previous", "pane.enter", "pane.left",
        "pane.right", "transcript.choose", "transcript.next", "extend.drop",
    }
)  # fmt: skip
