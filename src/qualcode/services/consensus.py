"""Where coders differ, what was decided, and the consensus that is read from both.

Only decisions are stored. Where all who finished a transcript have a code in a unit, that is consensus by itself; so
the consensus of a transcript is complete as soon as every disagreement in it is decided, and no decision ever stands
in the way of a coder's own work. A decision holds while the same coders have the code and the same have not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qualcode.analysis.units import Spans, Units, unit_presence
from qualcode.domain.adjudication import Adjudication, Disagreement, merged
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Finished, Layer
from qualcode.domain.study import Question
from qualcode.domain.transcript import Segment, overlap, touches
from qualcode.services.interviews import Interview
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader

Passage = tuple[str, int, int]
"""Code, start and end."""


class State(StrEnum):
    """How far a disagreement is settled."""

    OPEN = "open"
    LATER = "to discuss"
    CHANGED = "coded otherwise since"
    """Decided, but other coders have the code now."""
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement with the decision on it, if there is one."""

    disagreement: Disagreement
    decision: Adjudication | None

    @property
    def state(self) -> State:
        """How far it is settled."""
        if self.decision is None:
            return State.OPEN
        if not self.decision.settles:
            return State.LATER
        then = {who: bool(passages) for who, passages in self.decision.readings.items()}
        now = {who: bool(passages) for who, passages in self.disagreement.readings.items()}
        return State.SETTLED if then == now else State.CHANGED


@dataclass(frozen=True, slots=True)
class Compared:
    """The transcripts that several coders finished: where they differ, and where they agree that a code is present."""

    disputes: tuple[Dispute, ...]
    agreed: Mapping[str, tuple[Passage, ...]]
    """By revision; the words are all that any of the coders chose."""


def compared(reader: Reader, found: Iterable[Interview]) -> Compared:
    """Disagreements in order of transcript, place and codebook, with what was decided; and the agreements.

    The unit is the answer; speech that answers no question of the guide is compared by turn. Transcripts of a blind
    round that is open are left out.
    """
    cells = _cells(reader, found)
    if cells is None:
        return Compared((), {})
    decisions = {
        (each.revision_id, each.code_id, each.start): each
        for each in reads.every(reader, Adjudication)
    }  # fmt: skip
    disputes: list[Dispute] = []
    agreed: dict[str, list[Passage]] = {revision: [] for revision in cells.places}
    for code_id, unit, readings in cells.read():
        if all(readings.values()):
            words = merged(passage for passages in readings.values() for passage in passages)
            agreed[unit.revision_id] += [(code_id, start, end) for start, end in words]
        else:
            found_ = Disagreement(
                unit.transcript_id, unit.revision_id, unit.question_id, unit.pieces, code_id, readings
            )  # fmt: skip
            disputes.append(Dispute(found_, decisions.get(found_.key)))
    return Compared(tuple(disputes), {revision: tuple(passages) for revision, passages in agreed.items()})


def settled_passages(
    reader: Reader, found: Sequence[Interview], *, always: bool = True
) -> dict[str, tuple[Passage, ...]]:
    """The consensus of every transcript that has a complete one, by revision.

    That is where every disagreement is decided; or where a consensus was brought in from elsewhere, which is read as
    it is.

    Args:
        reader: The project.
        found: Its interviews.
        always: False where transcripts in which coders agree throughout need not be found before a first decision is
            made: their consensus is then the union of their coders.
    """
    decided = Counter(each.revision_id for each in reads.every(reader, Adjudication) if each.settles)
    written: dict[str, list[Coding]] = {}
    for coding in reads.every(reader, Coding, layer=Layer.CONSENSUS.value):
        written.setdefault(coding.revision_id, []).append(coding)
    settled = {
        revision: tuple((each.code_id, each.start, each.end) for each in codings)
        for revision, codings in written.items()
        if revision not in decided
    }
    if not decided and not always:
        return settled
    cells = _cells(reader, found)
    open_ = cells.disputed() if cells else Counter[str]()
    complete = [each for each in found if open_[each.revision_id] <= decided[each.revision_id]]
    both = compared(reader, complete)
    disputes: dict[str, list[Dispute]] = {}
    for dispute in both.disputes:
        disputes.setdefault(dispute.disagreement.revision_id, []).append(dispute)
    for revision, agreed in both.agreed.items():
        here = disputes.get(revision, [])
        if revision in settled or any(each.state is not State.SETTLED for each in here):
            continue
        made = {coding for each in here if each.decision for coding in each.decision.codings}
        taken = ((each.code_id, each.start, each.end) for each in written.get(revision, ()) if each.id in made)
        settled[revision] = (*agreed, *taken)
    return settled


def passages_so_far(reader: Reader, found: Sequence[Interview]) -> dict[str, tuple[Passage, ...]]:
    """What is settled of every transcript by revision, code by code, though other disagreements may wait.

    That is where all who finished have a code, and what decisions that hold took; a consensus that was brought in is
    read as it is.
    """
    both = compared(reader, found)
    written = {each.id: each for each in reads.every(reader, Coding, layer=Layer.CONSENSUS.value)}
    decided = {each.revision_id for each in reads.every(reader, Adjudication) if each.settles}
    settled = {revision: list(agreed) for revision, agreed in both.agreed.items()}
    brought: dict[str, list[Passage]] = {}
    for each in written.values():
        if each.revision_id not in decided:
            brought.setdefault(each.revision_id, []).append((each.code_id, each.start, each.end))
    for dispute in both.disputes:
        if dispute.decision and dispute.state is State.SETTLED:
            made = (written[each] for each in dispute.decision.codings if each in written)
            settled[dispute.disagreement.revision_id] += [(each.code_id, each.start, each.end) for each in made]
    return {revision: tuple(passages) for revision, passages in (settled | brought).items()}


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece of an interview in which a code is present or absent."""

    transcript_id: str
    revision_id: str
    question_id: str | None
    pieces: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every code and unit in which a coder who finished the transcript has it."""

    units: Sequence[_Unit]
    codes: Sequence[str]
    places: Mapping[str, int]
    """Of the revisions among those compared."""
    coders: Sequence[Sequence[str]]
    """Who finished, by place."""
    masks: Sequence[int]
    """The same as bit sets."""
    passages: Mapping[tuple[str, str, str], Sequence[Segment]]
    """By revision, code and coder."""
    rows: Sequence[tuple[int, int, int]]
    """Unit, code and bit set of those who have it, in order."""

    def disputed(self) -> Counter[str]:
        """How many disagreements each revision has."""
        found: Counter[str] = Counter()
        for unit, _, present in self.rows:
            revision = self.units[unit].revision_id
            found[revision] += present != self.masks[self.places[revision]]
        return found

    def read(self) -> Iterator[tuple[str, _Unit, Mapping[str, tuple[Segment, ...]]]]:
        """Code, unit and the passages of each coder, by place."""
        for number, place, _ in self.rows:
            unit, code = self.units[number], self.codes[place]
            here = self.coders[self.places[unit.revision_id]]
            yield code, unit, {who: _within(self.passages.get((unit.revision_id, code, who), ()), unit) for who in here}


def _finished(reader: Reader) -> dict[str, list[str]]:
    """The coders who finished each transcript, in a lasting order."""
    found: dict[str, list[str]] = {}
    for row in sorted(reads.every(reader, Finished), key=lambda row: row.coder_id):
        found.setdefault(row.transcript_id, []).append(row.coder_id)
    return found


def _units(reader: Reader, paired: Iterable[Interview]) -> list[_Unit]:
    questions = {each.id: each for each in reads.every(reader, Question)}
    return [unit for interview in paired for unit in _units_of(interview, questions)]


def _units_of(interview: Interview, questions: Mapping[str, Question]) -> list[_Unit]:
    """The answers that count, and the turns that lie in none of them, by place."""
    found = [
        _Unit(interview.transcript_id, interview.revision_id, question, tuple(sorted(pieces)))
        for question, pieces in interview.answered(questions)
    ]
    within = sorted(piece for unit in found for piece in unit.pieces)
    for body in interview.turns:
        rest = tuple(piece for piece in body if not touches(within, *piece))
        if rest:
            found.append(_Unit(interview.transcript_id, interview.revision_id, None, rest))
    return sorted(found, key=lambda unit: unit.pieces)


def _cells(reader: Reader, found: Iterable[Interview]) -> _Cells | None:
    """What is compared; None where no two coders have finished a transcript that may be read."""
    hidden, finished = blinded(reader), _finished(reader)
    paired = [
        each for each in found if len(finished.get(each.transcript_id, ())) > 1 and each.transcript_id not in hidden
    ]
    units = _units(reader, paired)
    if not units:
        return None
    layer = Layer.INDEPENDENT.value
    rows = (
        reads.spans_of_revision(reader, layer, paired[0].revision_id)
        if len(paired) == 1
        else reads.coding_spans(reader, layer)
    )
    places = {each.revision_id: place for place, each in enumerate(paired)}
    coders = [finished[each.transcript_id] for each in paired]
    bits = {coder: bit for bit, coder in enumerate(sorted({who for each in coders for who in each}))}
    codes = {code.id: number for number, (_, code) in enumerate(Codebook.of(reads.every(reader, Code)).walk())}
    passages: dict[tuple[str, str, str], list[Segment]] = {}
    table: list[tuple[int, int, int, int, int]] = []
    for code, revision, coder, start, end in rows:
        if revision in places and coder in coders[places[revision]]:
            table.append((codes[code], places[revision], bits[coder], start, end))
            passages.setdefault((revision, code, coder), []).append((start, end))
    masks = [sum(1 << bits[who] for who in each) for each in coders]
    seen = unit_presence(Spans.of(table), _numbered(units, places, masks))
    found_ = zip(seen.unit.tolist(), seen.code.tolist(), seen.present.tolist(), strict=True)
    cells = sorted(each for each in found_ if each[2])
    return _Cells(units, list(codes), places, coders, masks, passages, cells)


def _numbered(units: Sequence[_Unit], places: Mapping[str, int], masks: Sequence[int]) -> Units:
    pieces = [
        (places[unit.revision_id], start, end, number)
        for number, unit in enumerate(units)
        for start, end in unit.pieces
    ]  # fmt: skip
    return Units.of(pieces, [0] * len(units), [masks[places[unit.revision_id]] for unit in units])


def _within(passages: Iterable[Segment], unit: _Unit) -> tuple[Segment, ...]:
    """The passages that lie on the unit's speech, cut to it, in order."""
    first, last = unit.pieces[0][0], unit.pieces[-1][1]
    found = {(max(start, first), min(end, last)) for start, end in passages if overlap(unit.pieces, start, end)}
    return tuple(sorted(found))
