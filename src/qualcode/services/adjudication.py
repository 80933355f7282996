"""Settling disagreements, one by one or from a file; the originals stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qualcode.domain import adjudication as rules
from qualcode.domain.adjudication import Adjudication, Decision, Disagreement, Ruling
from qualcode.domain.changes import Change, ChangeSet, Op, add
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding
from qualcode.domain.errors import BadInput, QualcodeError, RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Coder, Question, new_coder
from qualcode.domain.transcript import Transcript
from qualcode.formats.adjudications import DecisionRow, read_adjudications
from qualcode.services.consensus import Dispute, compared
from qualcode.services.files import read_bytes
from qualcode.services.interviews import interviews
from qualcode.services.project import Project, now
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader

_SHOWN_FAULTS: Final = 20
_SEGMENT: Final = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")


def adjudicate(project: Project, coder_id: str, wished: Disagreement, ruling: Ruling) -> ChangeSet:
    """Settle a disagreement: the decision is logged and its codings are written into the consensus layer.

    A decision made before gives way. Independent codings are never touched.

    Raises:
        RuleRefused: coders do not differ there any more, a blind round with the transcript is open, or the decision
            does not fit.
    """

    def rule(reader: Reader) -> list[Change]:
        if wished.transcript_id in blinded(reader):
            raise RuleRefused("This transcript is in a blind round that is open.", "Close the round first.")
        found = compared(reader, interviews(reader, wished.transcript_id)).disputes
        dispute = next((each for each in found if each.disagreement.key == wished.key), None)
        if dispute is None:
            raise RuleRefused("The coders do not differ here any more.", "Go on to the next disagreement.")
        return _changes(reader, dispute, ruling, coder_id, now())

    return project.transact(Op.ADJUDICATE, rule, coder_id)


def import_adjudications(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Settle what a file says, as one act; decisions that are there already and do not differ are passed over.

    `decision` is `take NAME` (or a coder's name), `both`, `neither`, `span START-END`, `code NAME`, `later`.
    Rows without a decision are passed over, so that the disagreement list can be filled in and read back.

    Raises:
        BadInput: a row is at fault; the first faults are named by line and nothing is stored.
    """
    rows = read_adjudications(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        state = _state(reader)
        faults: list[str] = []
        changes: list[Change] = []
        for row in filter(lambda row: row.decision, rows):
            try:
                changes += _take(reader, state, row, coder_id)
            except QualcodeError as error:
                faults.append(f"line {row.line}: {error}")
        if faults:
            raise _refusal(path.name, faults)
        return [*(add(coder) for coder in state.new_coders), *changes]

    return project.transact(Op.IMPORT_ADJUDICATIONS, rule, coder_id)


@dataclass(slots=True)
class _Import:
    """What is known while the rows of a file come in."""

    codebook: Codebook
    transcripts: Mapping[str, str]
    questions: Mapping[str, str]
    coders: dict[str, Coder]
    disputes: dict[tuple[str, str], list[Dispute]]
    """By transcript and code."""
    now: str
    new_coders: list[Coder] = field(default_factory=list)
    seen: set[tuple[str, str, int]] = field(default_factory=set)


def _state(reader: Reader) -> _Import:
    disputes: dict[tuple[str, str], list[Dispute]] = {}
    for each in compared(reader, interviews(reader)).disputes:
        disputes.setdefault((each.disagreement.transcript_id, each.disagreement.code_id), []).append(each)
    transcripts = reads.every(reader, Transcript)
    return _Import(
        Codebook.of(reads.every(reader, Code)),
        {each.name + each.suffix: each.id for each in transcripts} | {each.name: each.id for each in transcripts},
        {each.name: each.id for each in reads.every(reader, Question)},
        {each.name: each for each in reads.every(reader, Coder)},
        disputes,
        now(),
    )


def _take(reader: Reader, state: _Import, row: DecisionRow, coder_id: str | None) -> list[Change]:
    """The changes of one row."""
    dispute = _dispute(state, row)
    key = dispute.disagreement.key
    if key in state.seen:
        raise BadInput("This is decided on another line already.", "Keep one line for each answer and code.")
    state.seen.add(key)
    ruling = _ruling(state, row)
    decider = _decider(state, row.decider).id if row.decider else coder_id
    if decider is None:
        raise BadInput("Nobody is named as decider.", "Fill the column decider, or say --coder NAME.")
    known = dispute.decision
    if known and (known.decision, known.chosen, known.reason, known.coder_id) == (
        ruling.decision, ruling.chosen, ruling.reason.strip(), decider,
    ):  # fmt: skip
        return []
    return _changes(reader, dispute, ruling, decider, state.now)


def _dispute(state: _Import, row: DecisionRow) -> Dispute:
    if row.transcript not in state.transcripts:
        raise BadInput(f'The project has no transcript "{row.transcript}".', "Import it first, or correct the name.")
    if row.question and row.question not in state.questions:
        raise BadInput(f'The guide has no question "{row.question}".', "Correct it, or give start and end.")
    code = state.codebook.find(row.code)
    found = state.disputes.get((state.transcripts[row.transcript], code.id), [])
    if row.question:
        found = [each for each in found if each.disagreement.question_id == state.questions[row.question]]
    elif row.start is not None and row.end is not None:
        start, end = row.start, row.end
        found = [each for each in found if each.disagreement.start < end and each.disagreement.end > start]
    if len(found) != 1:
        where = f"{row.transcript} {row.question or f'{row.start} to {row.end}'}"
        how = "do not differ on" if not found else "differ in several turns on"
        raise BadInput(f'Coders {how} "{code.name}" in {where}.', "See: qualcode report disagreements")
    return found[0]


def _ruling(state: _Import, row: DecisionRow) -> Ruling:
    verb, _, rest = row.decision.partition(" ")
    name = rest.strip() if verb == Decision.TAKE else row.decision
    if name in state.coders:
        return Ruling(Decision.TAKE, row.reason, state.coders[name].id)
    if verb == Decision.CODE and rest:
        return Ruling(Decision.CODE, row.reason, code_id=state.codebook.find(rest).id)
    if verb == Decision.SPAN and _SEGMENT.fullmatch(rest):
        start, end = map(int, rest.split("-"))
        return Ruling(Decision.SPAN, row.reason, segment=(start, end))
    if row.decision in {Decision.BOTH, Decision.NEITHER, Decision.LATER}:
        return Ruling(Decision(row.decision), row.reason)
    raise BadInput(
        f'"{row.decision}" is no decision.',
        "Write take NAME, both, neither, span START-END, code NAME or later.",
    )


def _decider(state: _Import, name: str) -> Coder:
    if name not in state.coders:
        state.coders[name] = new_coder(name)
        state.new_coders.append(state.coders[name])
    return state.coders[name]


def _changes(reader: Reader, dispute: Dispute, ruling: Ruling, coder_id: str, now: str) -> list[Change]:
    here, known = dispute.disagreement, dispute.decision
    made = reads.by_ids(reader, Coding.KIND, known.codings).values() if known else ()
    decided = Adjudication(
        new_id(), here.revision_id, here.question_id, here.start, here.end, here.code_id, coder_id,
        ruling.decision.value, created=now, codebook_version=max(1, reads.head(reader)[2]),
    )  # fmt: skip
    return rules.adjudicate(here, ruling, known, made, decided)


def _refusal(filename: str, faults: list[str]) -> BadInput:
    shown = "\n".join(faults[:_SHOWN_FAULTS])
    rest = f"\nand {len(faults) - _SHOWN_FAULTS} more" if len(faults) > _SHOWN_FAULTS else ""
    return BadInput(f"{filename} was not taken in:\n{shown}{rest}", "Correct these rows and import it again.")
