"""The disagreement list: who has a code in an answer and who has not, the words of each, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.domain.adjudication import Adjudication, Decision
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Finished, Layer
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Coder, Question
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Segment, Transcript
from qualcode.services.consensus import Compared, Dispute, State, compared
from qualcode.services.exclusion import WITHHELD, withheld
from qualcode.services.interviews import Interview, interviews
from qualcode.services.narrowing import EVERYTHING, Narrowing, narrowed
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.rounds import blinded, readable
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Memoed:
    """A coder's note on a coding of their own."""

    coder_id: str
    code_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Every disagreement, with the names that a person reads."""

    disputes: tuple[Dispute, ...]
    transcripts: Mapping[str, str]
    """Names by id."""
    questions: Mapping[str, Question]
    coders: Mapping[str, str]
    codebook: Codebook
    left_out: int
    """Transcripts of a blind round that is open."""

    @property
    def unsettled(self) -> int:
        """How many wait for a decision."""
        return sum(each.state is not State.SETTLED for each in self.disputes)


@dataclass(frozen=True, slots=True)
class Readings:
    """The independent codings of a transcript by all who finished it, and their memos."""

    codings: tuple[Coding, ...]
    memos: tuple[Memoed, ...]


def disagreement_queue(project: Project, wanted: Narrowing = EVERYTHING) -> Queue:
    """Every disagreement of the project, or those that are wanted.

    Raises:
        RuleRefused: there is no such code.
    """
    with project.read() as reader:
        read = readable(reader, interviews(reader))
        return _queue(reader, compared(reader, read.interviews), wanted, read.left_out)


def readings(project: Project, transcript_id: str) -> Readings:
    """What every coder who finished a transcript has in it; nothing while a blind round with it is open."""
    with project.read() as reader:
        if transcript_id in blinded(reader):
            return Readings((), ())
        done = {each.coder_id for each in reads.every(reader, Finished, transcript_id=transcript_id)}
        revision = reads.latest_revision(reader, transcript_id)
        codings = reads.every(reader, Coding, revision_id=revision.id, layer=Layer.INDEPENDENT.value)
        kept = sorted((each for each in codings if each.coder_id in done), key=lambda each: (each.start, -each.end))
        return Readings(tuple(kept), tuple(_memos(reader, {revision.id}, done)))


def disagreement_table(
    project: Project, code: str | None = None, *, only_open: bool = False, language: str = "en"
) -> Table:
    """The disagreement list as a table: a row for each code and answer (or turn) in which coders differ.

    Args:
        project: The project.
        code: A name or path: only this code and those below it.
        only_open: Leave out what is settled.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is no such code.
    """
    with project.read() as reader:
        read = readable(reader, interviews(reader))
        queue = _queue(reader, compared(reader, read.interviews), Narrowing(code or ""), read.left_out)
        shown = [each for each in queue.disputes if not (only_open and each.state is State.SETTLED)]
        texts = _texts(reader, read.interviews, {each.disagreement.revision_id for each in shown})
        memos: dict[tuple[str, str], list[str]] = {}
        for row in reads.coding_memos(reader):
            memos.setdefault((row[1], row[0]), []).append(f"{queue.coders[row[2]]}: {row[5]}")
        kept_back = withheld(reader)
        about = provenance(reader, unit="answer", layer=Layer.INDEPENDENT.value, **({"code": code} if code else {}))
    rows = [
        _kept_back(row) if each.disagreement.transcript_id in kept_back else row
        for each in shown
        for row in (_row(queue, each, texts, memos, language),)
    ]
    notes = (
        Phrase("Unit = answer to one guide question; speech that answers none is compared by turn."),
        Phrase(
            "Coders who finished the transcript; {open} of {all} disagreements wait for a decision.",
            {"open": queue.unsettled, "all": len(queue.disputes)},
        ),
        *read.notes(),
        *closing_notes(about),
    )
    return Table("disagreements", Phrase("Where Coders Differ"), _COLUMNS, tuple(rows), notes, about)


def decision_table(project: Project, *, language: str = "en") -> Table:
    """The log of decisions, the newest first: when, who, on what, what each coder had, what was decided and why."""
    with project.read() as reader:
        read = readable(reader, interviews(reader))
        queue = _queue(reader, compared(reader, read.interviews), EVERYTHING, read.left_out)
        about = provenance(reader)
    made = [(each, each.decision) for each in queue.disputes if each.decision]
    rows = [
        (
            decision.created[:16].replace("T", " "),
            queue.coders[decision.coder_id],
            queue.transcripts[each.disagreement.transcript_id],
            queue.questions[decision.question_id].name if decision.question_id else "",
            queue.codebook.codes[decision.code_id].label(language),
            ", ".join(sorted(queue.coders[who] for who in decision.holders)),
            decided(decision, queue),
            decision.reason,
            decision.codebook_version,
        )
        for each, decision in sorted(made, key=lambda pair: pair[1].created, reverse=True)
    ]  # fmt: skip
    notes = (Phrase("Decisions on disagreements that are there today; `history` has every act."), *read.notes())
    return Table(
        "decisions",
        Phrase("Decisions on Disagreements"),
        _DECISIONS,
        tuple(rows),
        (*notes, *closing_notes(about)),
        about,
    )


_DECISIONS: Final = (
    Column("when", "When"),
    Column("decider", "Decided by"),
    Column("transcript", "Transcript"),
    Column("question", "Question"),
    Column("code", "Code"),
    Column("has", "Had it"),
    Column("decision", "Decision"),
    Column("why", "Reason"),
    Column("codebook_version", "Codebook", Measure.COUNT),
)
_COLUMNS: Final = (
    Column("transcript", "Transcript"),
    Column("question", "Question"),
    Column("start", "Start", Measure.COUNT, printed=False),
    Column("end", "End", Measure.COUNT, printed=False),
    Column("code", "Code"),
    Column("has", "Has it"),
    Column("has_not", "Has it not"),
    Column("words", "Words"),
    Column("memos", "Memos", printed=False),
    Column("state", "State"),
    Column("decision", "Decision"),
    Column("decider", "Decided by", printed=False),
    Column("reason", "Reason", printed=False),
)


def _queue(reader: Reader, both: Compared, wanted: Narrowing, left_out: int) -> Queue:
    codebook = Codebook.of(reads.every(reader, Code))
    return Queue(
        tuple(narrowed(reader, both.disputes, wanted, codebook)),
        {each.id: each.name for each in reads.every(reader, Transcript)},
        {each.id: each for each in reads.every(reader, Question)},
        {each.id: each.name for each in reads.every(reader, Coder)},
        codebook,
        left_out,
    )


def _memos(reader: Reader, revisions: set[str], coders: set[str]) -> list[Memoed]:
    return [
        Memoed(coder, code, start, end, text)
        for code, revision, coder, start, end, text in reads.coding_memos(reader)
        if revision in revisions and coder in coders
    ]


def _texts(reader: Reader, found: Sequence[Interview], revisions: set[str]) -> dict[str, str]:
    """The text of each of these revisions."""
    digests = {each.revision_id: each.sha256 for each in found if each.revision_id in revisions}
    texts = dict(reads.texts(reader, set(digests.values())))
    return {revision: texts[sha] for revision, sha in digests.items()}


def _kept_back(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """The row without words, memos and reasons: they are excluded from export."""
    empty = {"words": WITHHELD, "memos": "", "reason": ""}
    return tuple(empty.get(column.key, value) for column, value in zip(_COLUMNS, row, strict=True))


def _row(
    queue: Queue,
    dispute: Dispute,
    texts: Mapping[str, str],
    memos: Mapping[tuple[str, str], Sequence[str]],
    language: str,
) -> tuple[Value, ...]:
    here = dispute.disagreement
    text = texts[here.revision_id]
    by_name = sorted((queue.coders[who], passages) for who, passages in here.readings.items())
    words = "; ".join(f"{name}: {_quoted(text, passages)}" for name, passages in by_name if passages)
    decision = dispute.decision
    return (
        queue.transcripts[here.transcript_id],
        queue.questions[here.question_id].name if here.question_id else "",
        here.start,
        here.end,
        queue.codebook.codes[here.code_id].label(language),
        ", ".join(name for name, passages in by_name if passages),
        ", ".join(name for name, passages in by_name if not passages),
        words,
        "; ".join(memos.get((here.revision_id, here.code_id), ())),
        dispute.state.value,
        decided(decision, queue) if decision else "",
        queue.coders[decision.coder_id] if decision else "",
        decision.reason if decision else "",
    )


def decided(decision: Adjudication, queue: Queue) -> str:
    """The decision in a word or two, as `import adjudications` reads it."""
    names = {Decision.TAKE: queue.coders, Decision.CODE: _paths(queue)}.get(Decision(decision.decision), {})
    return f"{decision.decision} {names.get(decision.chosen, decision.chosen)}".strip()


def _paths(queue: Queue) -> dict[str, str]:
    return {code.id: queue.codebook.path(code) for code in queue.codebook.codes.values()}


def _quoted(text: str, passages: Iterable[Segment]) -> str:
    return " … ".join(f"“{' '.join(text[start:end].split())}”" for start, end in passages)
