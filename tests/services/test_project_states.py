"""Two coders do random things; the log always replays to the tables, and undoing everything leads back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.conftest import INTERVIEW, parsed

from qualcode.domain.adjudication import Decision, Ruling
from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.intake import Intake, take_in
from qualcode.domain.rounds import RoundKind
from qualcode.domain.transcript import Revision, Role, text_digest
from qualcode.services import adjudication, codebook, coding, disagreements, recoding, rounds
from qualcode.services.project import Project
from qualcode.store import log, reads

coders = st.sampled_from(["Ana", "Ben"])
places = st.integers(0, len(INTERVIEW))
picks = st.integers(0, 50)
words = st.text(max_size=8)
names = st.sampled_from(["Pilot", "Main"])


class TwoCoders(RuleBasedStateMachine):
    """Random verbs by two coders on one project file."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.folder.name) / "p.qualcode", "States")
        rows = Intake({}, {}, {"I": Role.INTERVIEWER})
        take_in(rows, parsed("one", INTERVIEW))
        self.project.transact(Op.IMPORT_TRANSCRIPTS, lambda _: rows.changes, None, {text_digest(INTERVIEW): INTERVIEW})
        codes = [Code(new_id(), name, position=place) for place, name in enumerate(("Time", "Trust"), start=1)]
        self.project.transact(Op.IMPORT_CODEBOOK, lambda _: [add(code) for code in codes])
        self.ids = {name: self.project.coder(name).id for name in ("Ana", "Ben")}
        with self.project.read() as reader:
            self.revision = reads.every(reader, Revision)[0]
        self.renamed = 0
        self.begin = self._tables()

    def teardown(self) -> None:
        if hasattr(self, "begin"):
            try:
                self._undo_everything()
            finally:  # else files that are still open drown the failure
                self.project.close()
                self.folder.cleanup()

    @rule(coder=coders, start=places, end=places, code=picks)
    def apply(self, coder: str, start: int, end: int, code: int) -> None:
        codes = list(codebook.read_codebook(self.project).codes)
        if codes:
            self._try(coding.apply_code, self.ids[coder], self.revision.id, start, end, codes[code % len(codes)])

    @rule(coder=coders, pick=picks)
    def remove(self, coder: str, pick: int) -> None:
        chosen = self._any_coding(pick)
        if chosen:
            self._try(coding.remove_coding, self.ids[coder], chosen.id)

    @rule(coder=coders, pick=picks, start=places, end=places)
    def resize(self, coder: str, pick: int, start: int, end: int) -> None:
        chosen = self._any_coding(pick)
        if chosen:
            self._try(coding.resize_coding, self.ids[coder], chosen.id, start, end)

    @rule(coder=coders, pick=picks, text=words)
    def memo(self, coder: str, pick: int, text: str) -> None:
        chosen = self._any_coding(pick)
        if chosen:
            self._try(coding.write_memo, self.ids[coder], "coding", chosen.id, text)

    @rule(coder=coders, name=words)
    def add_code(self, coder: str, name: str) -> None:
        self._try(codebook.add_code, self.ids[coder], name)

    @rule(coder=coders, pick=picks, name=words)
    def rename_code(self, coder: str, pick: int, name: str) -> None:
        """Never back to a name that it had: an undo that finds the name as its coder left it asks no further."""
        codes = list(codebook.read_codebook(self.project).codes)
        self.renamed += 1
        if codes:
            self._try(codebook.edit_code, self.ids[coder], codes[pick % len(codes)], name=f"{name}{self.renamed}")

    @rule(coder=coders, pick=picks)
    def retire_code(self, coder: str, pick: int) -> None:
        codes = list(codebook.read_codebook(self.project).codes)
        if codes:
            self._try(codebook.retire_code, self.ids[coder], codes[pick % len(codes)])

    @rule(coder=coders, pick=picks, other=picks)
    def merge_codes(self, coder: str, pick: int, other: int) -> None:
        codes = list(codebook.read_codebook(self.project).codes)
        if codes:
            pair = codes[pick % len(codes)], codes[other % len(codes)]
            self._try(recoding.merge_codes, self.ids[coder], *pair, reason="they mean the same")

    @rule(coder=coders, pick=picks, first=words, second=words)
    def split_code(self, coder: str, pick: int, first: str, second: str) -> None:
        codes = list(codebook.read_codebook(self.project).codes)
        if codes:
            self._try(recoding.split_code, self.ids[coder], codes[pick % len(codes)], [first, second])

    @rule(coder=coders, pick=picks, code=picks)
    def recode(self, coder: str, pick: int, code: int) -> None:
        chosen, codes = self._any_coding(pick), list(codebook.read_codebook(self.project).codes)
        if chosen and codes:
            self._try(recoding.recode_coding, self.ids[coder], chosen.id, codes[code % len(codes)])

    @rule(coder=coders, back=st.booleans())
    def finish(self, coder: str, back: bool) -> None:
        verb = coding.reopen_transcript if back else coding.finish_transcript
        self._try(verb, self.ids[coder], self.revision.transcript_id)

    @rule(coder=coders, name=names, kind=st.sampled_from(RoundKind), is_blind=st.booleans())
    def open_round(self, coder: str, name: str, kind: RoundKind, is_blind: bool) -> None:
        self._try(rounds.open_round, self.ids[coder], name, kind, is_blind=is_blind)

    @rule(coder=coders, name=names)
    def code_again(self, coder: str, name: str) -> None:
        """What seldom comes about by chance: a recode round with this coder in it, coded, finished."""
        self.open_round(coder, name, RoundKind.RECODE, is_blind=True)
        self.assign(coder, name, coder)
        self.apply(coder, INTERVIEW.index("There"), INTERVIEW.index("Officers"), 0)
        self.finish(coder, back=False)

    @rule(coder=coders, name=names)
    def close_round(self, coder: str, name: str) -> None:
        self._try(rounds.close_round, self.ids[coder], name)

    @rule(coder=coders, name=names, to=st.sampled_from(["Ana", "Ben", "Cara"]))
    def assign(self, coder: str, name: str, to: str) -> None:
        self._try(rounds.assign, self.ids[coder], name, ["one"], [to])

    @rule(coder=coders, name=names, seed=picks)
    def draw(self, coder: str, name: str, seed: int) -> None:
        self._try(rounds.draw, self.ids[coder], name, ["Ana", "Ben"], share=1.0, seed=seed)

    @rule(coder=coders, pick=picks, decision=st.sampled_from(Decision), words=places, code=picks)
    def decide(self, coder: str, pick: int, decision: Decision, words: int, code: int) -> None:
        disputes = disagreements.disagreement_queue(self.project).disputes
        codes = list(codebook.read_codebook(self.project).codes)
        if disputes and codes:
            wished = disputes[pick % len(disputes)].disagreement
            taken = self.ids["Ana"] if words % 2 else self.ids["Ben"]
            ruling = Ruling(decision, "", taken, (words, words + 9), codes[code % len(codes)])
            self._try(adjudication.adjudicate, self.ids[coder], wished, ruling)

    @rule(coder=coders, code=picks)
    def both_finish_and_differ(self, coder: str, code: int) -> None:
        """What seldom comes about by chance."""
        self.apply(coder, INTERVIEW.index("There"), INTERVIEW.index("Officers"), code)
        for name in ("Ana", "Ben"):
            self.finish(name, back=False)

    @rule(coder=coders)
    def undo(self, coder: str) -> None:
        self._try(Project.undo, self.ids[coder])

    @rule(coder=coders)
    def redo(self, coder: str) -> None:
        self._try(Project.redo, self.ids[coder])

    @rule(coder=coders)
    def undo_then_redo_changes_nothing(self, coder: str) -> None:
        before = self._tables()
        try:
            self.project.undo(self.ids[coder])
        except RuleRefused:
            return
        self.project.redo(self.ids[coder])
        assert self._tables() == before

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    @invariant()
    def log_replays_to_the_tables(self) -> None:
        if hasattr(self, "begin"):
            with self.project.read() as reader:
                assert log.replayed(reader) == log.stored(reader)
                assert log.broken_links(reader) == []

    def _try(self, verb: object, *arguments: object, **fields: object) -> None:
        """Do it; a refusal must leave the tables as they were."""
        before, head = self._tables(), self.project.head()
        try:
            verb(self.project, *arguments, **fields)  # type: ignore[operator]  # one of the verbs above
        except RuleRefused:
            assert self._tables() == before
            assert self.project.head() == head

    def _any_coding(self, pick: int) -> Coding | None:
        with self.project.read() as reader:
            found = reads.every(reader, Coding)
        return found[pick % len(found)] if found else None

    def _tables(self) -> log.Tables:
        with self.project.read() as reader:
            return log.stored(reader)

    def _undo_everything(self) -> None:
        """By turns, so that neither waits for ever on what the other built."""
        idle = 0
        while idle < 2:
            for coder_id in self.ids.values():
                try:
                    self.project.undo(coder_id)
                    idle = 0
                except RuleRefused:
                    idle += 1
        assert self._tables() == self.begin


TestTwoCoders = TwoCoders.TestCase
TestTwoCoders.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
