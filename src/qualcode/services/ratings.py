"""What coders made of units: codings of the coders compared, laid on the units that agreement is counted on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from qualcode.analysis.units import PatternCounts, Spans, Units, character_patterns, unit_patterns, with_parents
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Finished, Layer, Recoded
from qualcode.domain.errors import RuleRefused
from qualcode.domain.rounds import Round
from qualcode.domain.sentences import sentences
from qualcode.domain.study import Coder, Question
from qualcode.domain.transcript import Segment
from qualcode.services.consensus import Passage, settled_passages
from qualcode.services.interviews import Interview, interviews
from qualcode.services.kept import Kept
from qualcode.services.rounds import Readable, readable
from qualcode.store import reads
from qualcode.store.reads import Reader


class Unit(StrEnum):
    """What agreement is counted on."""

    ANSWER = "answer"
    TURN = "turn"
    SENTENCE = "sentence"
    CHARACTER = "character"
    TRANSCRIPT = "transcript"
    PARTICIPANT = "participant"


Settled = Mapping[str, tuple[Passage, ...]]
"""The consensus by revision."""
UnitKey = tuple[str, ...]
Pieces = Iterator[tuple[UnitKey, Sequence[Segment]]]


def _answers(_: Reader, interview: Interview, questions: Mapping[str, Question]) -> Pieces:
    return (((interview.transcript_id, question), pieces) for question, pieces in interview.answered(questions))


def _turns(_: Reader, interview: Interview, __: Mapping[str, Question]) -> Pieces:
    return (((interview.transcript_id, str(number)), body) for number, body in enumerate(interview.turns))


def _sentences(reader: Reader, interview: Interview, _: Mapping[str, Question]) -> Pieces:
    ((__, text),) = reads.texts(reader, [interview.sha256])
    found = (
        (start + begin, end + begin)
        for begin, finish in interview.speech
        for start, end in sentences(text[begin:finish])
    )
    return (((interview.transcript_id, str(start)), [(start, end)]) for start, end in found)


def _transcripts(_: Reader, interview: Interview, __: Mapping[str, Question]) -> Pieces:
    yield (interview.transcript_id,), interview.speech


def _participants(_: Reader, interview: Interview, __: Mapping[str, Question]) -> Pieces:
    return (((who,), pieces) for who, pieces in interview.speech_of.items())


_UNITS: Final[Mapping[Unit, Callable[[Reader, Interview, Mapping[str, Question]], Pieces]]] = {
    Unit.ANSWER: _answers,
    Unit.TURN: _turns,
    Unit.SENTENCE: _sentences,
    Unit.CHARACTER: _transcripts,
    Unit.TRANSCRIPT: _transcripts,
    Unit.PARTICIPANT: _participants,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which coders, codes and units to compare; empty means all."""

    unit: Unit | None = None
    """By default answers, or turns where no transcript has questions."""
    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    """Codes left out, each with its reason."""
    rounds: tuple[str, ...] = ()
    """Only transcripts and coders of these rounds, of which none may be blind and open."""


@dataclass(frozen=True, slots=True)
class Rater:
    """Whose codings stand as one reading: a coder's, of all rounds or of one; or the consensus."""

    name: str
    coder_id: str | None
    """None for the consensus."""
    round: str = ""
    layer: str = Layer.INDEPENDENT.value
    """Which of the coder's: the recode layer where the round is one of recoding."""


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """The codings of raters on units; raters are bits, codes are numbered by their place in the table."""

    unit: Unit
    codebook: Codebook
    codes: tuple[Code, ...]
    raters: tuple[Rater, ...]
    spans: Spans
    units: Units
    keys: tuple[UnitKey, ...]
    """What each unit is: transcript and question, turn or sentence; or participant."""
    places: tuple[int, ...]
    """The interview of each unit, or the first of them."""
    interviews: tuple[Interview, ...]
    left_out: int = 0
    """Transcripts of a blind round that is open."""

    @property
    def names(self) -> str:
        """The raters, as a note prints them."""
        return ", ".join(rater.name for rater in self.raters)

    @property
    def n_transcripts(self) -> int:
        """Transcripts that units come from."""
        return len(set(self.places)) if self.unit is not Unit.PARTICIPANT else len(self.interviews)

    @property
    def leaves(self) -> list[int]:
        """The places of codes under which no other code of the table stands."""
        parents = {code.parent_id for code in self.codes}
        return [place for place, code in enumerate(self.codes) if code.id not in parents]

    def patterns(self) -> PatternCounts:
        """Which raters have which code how often."""
        return _patterns(self)

    def only(self, kept: Sequence[bool]) -> Rated:
        """The same on some of the units."""
        keys = tuple(key for key, wanted in zip(self.keys, kept, strict=True) if wanted)
        places = tuple(place for place, wanted in zip(self.places, kept, strict=True) if wanted)
        return replace(self, units=self.units.only(kept), keys=keys, places=places)

    def of_pair(self, first: int, second: int) -> Rated:
        """Two of the raters, on the units that both finished."""
        both = 1 << first | 1 << second
        kept = [mask & both == both for mask in self.units.eligible.tolist()]
        found = self.only(kept)
        pair = (self.raters[first], self.raters[second])
        return replace(
            found, raters=pair, spans=self.spans.of_pair(first, second), units=self.units.of_pair(first, second)
        )


@lru_cache(maxsize=1)  # coefficients and pairs count the same
def _patterns(rated: Rated) -> PatternCounts:
    count = character_patterns if rated.unit is Unit.CHARACTER else unit_patterns
    return count(rated.spans, rated.units, max(len(rated.codes), rated.spans.n_codes), rated.units.n_clusters)


def coders_named(reader: Reader, names: Sequence[str]) -> list[Rater]:
    """The coders of these names, or all.

    Raises:
        RuleRefused: a coder is unknown.
    """
    known = {coder.name: coder for coder in sorted(reads.every(reader, Coder), key=lambda coder: coder.name)}
    for name in names:
        if name not in known:
            raise RuleRefused(f'There is no coder "{name}".', f"There are: {', '.join(known) or 'none'}.")
    return [Rater(name, known[name].id) for name in names or known]


def rated(reader: Reader, raters: Sequence[Rater], selection: Selection, missing: RuleRefused | None = None) -> Rated:
    """The codings of those of the raters who have units to pair.

    Args:
        reader: The project.
        raters: Whom to compare.
        selection: Codes and units; its coders are not looked at.
        missing: What to say where nothing can be compared.

    Raises:
        RuleRefused: no two raters have finished the same transcript, or a code is unknown.
    """
    codebook = Codebook.of(reads.every(reader, Code))
    read = readable(reader, interviews(reader), selection.rounds)
    settled = {} if all(rater.coder_id for rater in raters) else settled_passages(reader, read.interviews)
    able = _able(reader, raters, read, settled)
    paired = [each for each in read.interviews if len(able.get(each.transcript_id, ())) > 1]
    if not paired and read.left_out:
        raise RuleRefused(
            f"Nothing can be compared yet: {read.left_out} transcripts are in a blind round that is open.",
            "Close the round first: qualcode round close NAME.",
        )
    if not paired:
        raise missing or RuleRefused(
            "No two coders have finished the same transcript, so there is nothing to compare.",
            "A transcript counts once each coder has marked it finished.",
        )
    unit = selection.unit or (Unit.ANSWER if any(each.sections for each in paired) else Unit.TURN)
    chosen = [rater for rater in raters if any(rater in able[each.transcript_id] for each in paired)]
    codes = wanted_codes(codebook, selection)
    masks = [
        sum(1 << place for place, rater in enumerate(chosen) if rater in able[each.transcript_id]) for each in paired
    ]
    units, keys, places = _units(reader, unit, paired, masks)
    if not keys:
        raise RuleRefused(
            f"The finished transcripts have no {unit.value} to count.",
            "Answers need [Q1] markers in the transcripts; choose another unit with --unit.",
        )
    out = frozenset(codebook.find(name).id for name in selection.excluded)
    place_of = {each.revision_id: place for place, each in enumerate(paired)}
    rounds = frozenset(("", *selection.rounds)) if selection.rounds else None
    numbers, above = _numbers(codebook, codes, out)
    marks = {
        rater.layer: _MARKS_AGAIN(reader)
        if rater.layer == Layer.RECODE
        else (_MARKS_OF_ROUNDS if rounds or any(each.round for each in chosen) else _MARKS)(reader)
        for rater in {each.layer: each for each in chosen}.values()
    }
    spans = with_parents(_spans(marks, chosen, settled, rounds, numbers, place_of), above)
    return Rated(unit, codebook, tuple(codes), tuple(chosen), spans, units, keys, places, tuple(paired), read.left_out)


def wanted_codes(codebook: Codebook, selection: Selection) -> list[Code]:
    """The codes of the table in the codebook's order, without those excluded."""
    ids = {codebook.find(name).id for name in selection.codes}
    out = {codebook.find(name).id for name in selection.excluded}
    return [
        code for _, code in codebook.walk()
        if not code.is_retired and code.id not in out and (not ids or code.id in ids)
    ]  # fmt: skip


def _able(reader: Reader, raters: Sequence[Rater], read: Readable, settled: Settled) -> dict[str, set[Rater]]:
    """The raters, of these, whose silence says something in each transcript."""
    finished = {(row.transcript_id, row.coder_id) for row in reads.every(reader, Finished)}
    transcript_of = {revision: transcript for transcript, revision in reads.revision_ids(reader)}
    again = _recoded(reader) if any(rater.layer == Layer.RECODE for rater in raters) else {}
    plain = all(rater.coder_id is not None and not rater.round for rater in raters)
    coded = (
        set()
        if plain
        else {
            (layer, round_, coder if layer == Layer.INDEPENDENT.value else None, transcript_of[revision])
            for layer, round_, coder, revision, _ in reads.coded_rounds(reader)
            if revision in transcript_of
        }
    )
    found: dict[str, set[Rater]] = {}
    for rater in raters:
        mine = {each for each, coder in finished if coder == rater.coder_id}
        if rater.coder_id is None:
            mine = {transcript_of[revision] for revision in settled}
        elif read.assigned is not None:
            mine = {each for each in mine if rater.coder_id in read.assigned.get(each, ())}
        if rater.layer == Layer.RECODE:  # its own mark says that silence means absent
            for transcript in again.get((rater.round, rater.coder_id), ()):
                found.setdefault(transcript, set()).add(rater)
            continue
        for transcript in mine:
            if not rater.round or (Layer.INDEPENDENT.value, rater.round, rater.coder_id, transcript) in coded:
                found.setdefault(transcript, set()).add(rater)
    return found


def _recoded(reader: Reader) -> dict[tuple[str, str | None], set[str]]:
    """The transcripts finished again, by the round's name and coder."""
    rounds = {each.id: each.name for each in reads.every(reader, Round)}
    found: dict[tuple[str, str | None], set[str]] = {}
    for mark in reads.every(reader, Recoded):
        found.setdefault((rounds[mark.round_id], mark.coder_id), set()).add(mark.transcript_id)
    return found


def _units(
    reader: Reader, unit: Unit, paired: Sequence[Interview], masks: Sequence[int]
) -> tuple[Units, tuple[UnitKey, ...], tuple[int, ...]]:
    """The pieces of every unit, and what each unit is."""
    questions = {each.id: each for each in reads.every(reader, Question)}
    numbers: dict[UnitKey, int] = {}
    clusters: dict[str, int] = {}
    cluster: list[int] = []
    eligible: list[int] = []
    places: list[int] = []
    pieces: list[tuple[int, int, int, int]] = []
    for place, interview in enumerate(paired):
        people = list(interview.speech_of)
        for key, segments in _UNITS[unit](reader, interview, questions):
            number = numbers.setdefault(key, len(numbers))
            if number == len(cluster):
                owner = (
                    key[0] if unit is Unit.PARTICIPANT else people[0] if len(people) == 1 else interview.transcript_id
                )
                cluster.append(clusters.setdefault(owner, len(clusters)))
                eligible.append(masks[place])
                places.append(place)
            eligible[number] &= masks[place]
            pieces.extend((place, start, end, number) for start, end in segments)
    return Units.of(pieces, cluster, eligible), tuple(numbers), tuple(places)


def _numbers(codebook: Codebook, codes: Sequence[Code], out: frozenset[str]) -> tuple[dict[str, int], list[int]]:
    """The number of each code wanted, which is its place in the table, and of all below them; the parents of each."""
    rows = {code.id: place for place, code in enumerate(codes)}
    others = (code for code in codebook.codes.values() if code.id not in rows and code.id not in out)
    below = [code for code in others if _above(codebook, code, rows)]
    numbers = {**rows, **{code.id: place for place, code in enumerate(below, start=len(rows))}}
    return numbers, [numbers.get(code.parent_id or "", -1) for code in [*codes, *below]]


@dataclass(frozen=True, slots=True)
class _Marks:
    """Every coding of a layer; codes, revisions, and coders with their rounds are numbered by their places here."""

    codes: tuple[str, ...]
    revisions: tuple[str, ...]
    hands: tuple[tuple[str, str], ...]
    """Coder and round, which is blank where rounds were not asked for."""
    spans: Spans


def _marks(reader: Reader, *, layer: Layer, with_rounds: bool) -> _Marks:
    codes: dict[str, int] = {}
    revisions: dict[str, int] = {}
    hands: dict[tuple[str, str], int] = {}
    found, offsets = reads.coding_runs(reader, layer.value, with_rounds=with_rounds)
    runs = [
        (
            codes.setdefault(code, len(codes)), revisions.setdefault(revision, len(revisions)),
            hands.setdefault((coder, round_), len(hands)), count,
        )
        for code, revision, coder, round_, count in found
    ]  # fmt: skip
    return _Marks(tuple(codes), tuple(revisions), tuple(hands), Spans.of_runs(runs, offsets))


_MARKS: Final = Kept(partial(_marks, layer=Layer.INDEPENDENT, with_rounds=False))
_MARKS_OF_ROUNDS: Final = Kept(partial(_marks, layer=Layer.INDEPENDENT, with_rounds=True))
_MARKS_AGAIN: Final = Kept(partial(_marks, layer=Layer.RECODE, with_rounds=True))


def _spans(
    marks: Mapping[str, _Marks],
    raters: Sequence[Rater],
    settled: Settled,
    rounds: frozenset[str] | None,
    numbers: Mapping[str, int],
    places: Mapping[str, int],
) -> Spans:
    """The codings of the raters, whose layers are in `marks`, each rater a bit.

    Rounds narrow those who are not of a round themselves.
    """
    found = []
    for layer, own in dict.fromkeys((rater.layer, rater.round) for rater in raters if rater.coder_id is not None):
        here = marks[layer]
        code_numbers = [numbers.get(code, -1) for code in here.codes]
        transcripts = [places.get(revision, -1) for revision in here.revisions]
        bits = {each.coder_id: bit for bit, each in enumerate(raters) if (each.layer, each.round) == (layer, own)}
        allowed = frozenset([own]) if own else rounds
        coders = [bits.get(coder, -1) if allowed is None or name in allowed else -1 for coder, name in here.hands]
        found.append(here.spans.renumbered(code_numbers, transcripts, coders))
    agreed = [
        (numbers[code], places[revision], bit, start, end)
        for bit, rater in enumerate(raters)
        if rater.coder_id is None
        for revision, passages in settled.items()
        for code, start, end in passages
        if code in numbers and revision in places
    ]
    return Spans.joined([*found, Spans.of(agreed)])


def _above(codebook: Codebook, code: Code, rows: Iterable[str]) -> bool:
    return any(each.id in rows for each in codebook.ancestors(code))
