"""The agreement table: how far independent coders agree, code by code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qualcode.analysis.agreement import CodeAgreement, agreement_by_code
from qualcode.analysis.units import Spans, Units, character_patterns, unit_patterns, with_parents
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Finished, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.sentences import sentences
from qualcode.domain.study import Coder, Question
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Segment
from qualcode.services.interviews import Interview, interviews
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.rounds import readable
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


def agreement_table(
    project: Project,
    unit: Unit | None = None,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    *,
    seed: int = 1,
    draws: int = 2000,
    with_counts: bool = False,
    language: str = "en",
    round_: str | None = None,
) -> Table:
    """Agreement of independent coders on every code; parents stand in it as the union of their children.

    Args:
        project: The project.
        unit: What is counted; by default answers, or turns where no transcript has questions.
        coders: Names; by default all who have finished a transcript that another one has finished too.
        codes: Names or paths of the codes wanted; all by default.
        seed: Of the bootstrap over participants.
        draws: How many bootstrap replicates.
        language: Of the codes' names.
        round_: Only the transcripts of this round, by the coders who have them in it. Transcripts of a blind round that
            is open are never compared.
        with_counts: Also the counts of both, only first, only second and neither, for two coders.

    Raises:
        RuleRefused: no two coders have finished the same transcript, or a coder is unknown.
    """
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        read = readable(reader, interviews(reader), round_)
        chosen = _coders(reader, coders)
        finished = _finished(reader, chosen)
        if read.assigned is not None:
            finished = {each: finished.get(each, set()) & who for each, who in read.assigned.items()}
        paired = [each for each in read.interviews if len(finished.get(each.transcript_id, ())) > 1]
        if not paired and read.left_out:
            raise RuleRefused(
                f"Nothing can be compared yet: {read.left_out} transcripts are in a blind round that is open.",
                "Close the round first: qualcode round close NAME.",
            )
        if not paired:
            raise RuleRefused(
                "No two coders have finished the same transcript, so there is nothing to compare.",
                "A transcript counts once each coder has marked it finished.",
            )
        unit = unit or (Unit.ANSWER if any(each.sections for each in paired) else Unit.TURN)
        chosen = [coder for coder in chosen if any(coder.id in finished[each.transcript_id] for each in paired)]
        wanted = _wanted(codebook, codes)
        material = _material(reader, unit, codebook, wanted, chosen, paired, finished, round_)
        about = provenance(
            reader, unit=unit.value, coders=", ".join(coder.name for coder in chosen), layer=Layer.INDEPENDENT.value,
            seed=seed, draws=draws, **({"round": round_} if round_ else {}),
        )  # fmt: skip
    return _table(
        codebook,
        wanted,
        unit,
        chosen,
        material,
        about,
        seed=seed,
        draws=draws,
        with_counts=with_counts,
        language=language,
        notes=read.notes(),
    )


def _coders(reader: Reader, names: Sequence[str]) -> list[Coder]:
    known = {coder.name: coder for coder in sorted(reads.every(reader, Coder), key=lambda coder: coder.name)}
    for name in names:
        if name not in known:
            raise RuleRefused(f'There is no coder "{name}".', f"There are: {', '.join(known) or 'none'}.")
    return [known[name] for name in names] if names else list(known.values())


def _finished(reader: Reader, coders: Iterable[Coder]) -> dict[str, set[str]]:
    """The coders, of these, who finished each transcript."""
    ids = {coder.id for coder in coders}
    found: dict[str, set[str]] = {}
    for row in reads.every(reader, Finished):
        if row.coder_id in ids:
            found.setdefault(row.transcript_id, set()).add(row.coder_id)
    return found


def _wanted(codebook: Codebook, names: Sequence[str]) -> list[Code]:
    """The codes of the table in the codebook's order."""
    ids = {codebook.find(name).id for name in names}
    return [code for _, code in codebook.walk() if not code.is_retired and (not ids or code.id in ids)]


@dataclass(frozen=True, slots=True)
class _Material:
    """What the kernel needs, and the sizes that the note names."""

    spans: Spans
    units: Units
    n_clusters: int
    n_transcripts: int


def _material(
    reader: Reader,
    unit: Unit,
    codebook: Codebook,
    codes: Sequence[Code],
    coders: Sequence[Coder],
    paired: Sequence[Interview],
    finished: Mapping[str, set[str]],
    round_: str | None,
) -> _Material:
    bits = {coder.id: place for place, coder in enumerate(coders)}
    places = {each.revision_id: place for place, each in enumerate(paired)}
    masks = [sum(1 << bits[who] for who in finished[each.transcript_id] if who in bits) for each in paired]
    units, clusters = _units(reader, unit, paired, masks)
    if not clusters:
        raise RuleRefused(
            f"The finished transcripts have no {unit.value} to count.",
            "Answers need [Q1] markers in the transcripts; choose another unit with --unit.",
        )
    spans = _spans(reader, codebook, codes, bits, places, round_)
    return _Material(spans, units, clusters, len(paired))


def _units(reader: Reader, unit: Unit, paired: Sequence[Interview], masks: Sequence[int]) -> tuple[Units, int]:
    """The pieces of every unit, and how many clusters they fall into."""
    questions = {each.id: each for each in reads.every(reader, Question)}
    numbers: dict[UnitKey, int] = {}
    clusters: dict[str, int] = {}
    cluster: list[int] = []
    eligible: list[int] = []
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
            eligible[number] &= masks[place]
            pieces.extend((place, start, end, number) for start, end in segments)
    return Units.of(pieces, cluster, eligible), len(clusters)


def _spans(
    reader: Reader,
    codebook: Codebook,
    codes: Sequence[Code],
    bits: Mapping[str, int],
    places: Mapping[str, int],
    round_: str | None,
) -> Spans:
    """The codings of the codes wanted and of all below them, each code numbered by its place in the table."""
    rows = {code.id: place for place, code in enumerate(codes)}
    below = [code for code in codebook.codes.values() if code.id not in rows and _above(codebook, code, rows)]
    numbers = {**rows, **{code.id: place for place, code in enumerate(below, start=len(rows))}}
    table = [
        (numbers[code], places[revision], bits[coder], start, end)
        for code, revision, coder, start, end in reads.coding_spans(
            reader, Layer.INDEPENDENT.value, list(numbers), round_
        )
        if code in numbers and revision in places and coder in bits
    ]
    return with_parents(Spans.of(table), [numbers.get(code.parent_id or "", -1) for code in [*codes, *below]])


def _above(codebook: Codebook, code: Code, rows: Mapping[str, int]) -> bool:
    return any(each.id in rows for each in codebook.ancestors(code))


def _table(
    codebook: Codebook,
    codes: Sequence[Code],
    unit: Unit,
    coders: Sequence[Coder],
    material: _Material,
    about: dict[str, Value],
    *,
    seed: int,
    draws: int,
    with_counts: bool,
    language: str,
    notes: tuple[Phrase, ...],
) -> Table:
    count = character_patterns if unit is Unit.CHARACTER else unit_patterns
    n_codes = max(len(codes), material.spans.n_codes)
    counts = count(material.spans, material.units, n_codes, material.n_clusters)
    found = agreement_by_code(counts, len(coders), draws=draws, seed=seed)
    names = ", ".join(coder.name for coder in coders)
    rows = [
        _row(code.label(language), unit, names, each, material.n_transcripts, with_counts=with_counts)
        for code, each in zip(codes, found, strict=False)
    ]
    return Table(
        "agreement",
        Phrase(
            "Agreement Between Independent Coders, by Code ({transcripts} Interviews, {units} {unit})",
            {"transcripts": material.n_transcripts, "units": counts.n_units, "unit": Phrase(_UNIT_NAMES[unit])},
        ),
        _columns(with_counts=with_counts),
        tuple(rows),
        (*_notes(unit, names, material, seed, draws, found), *notes, *closing_notes(about)),
        about,
        tuple(len(codebook.ancestors(code)) for code in codes),
    )


_UNIT_NAMES: Final = {
    Unit.ANSWER: "Answers",
    Unit.TURN: "Turns",
    Unit.SENTENCE: "Sentences",
    Unit.CHARACTER: "Characters",
    Unit.TRANSCRIPT: "Transcripts",
    Unit.PARTICIPANT: "Participants",
}


def _columns(*, with_counts: bool) -> tuple[Column, ...]:
    counts = (
        Column("both", "Both", Measure.COUNT),
        Column("only_first", "Only first", Measure.COUNT),
        Column("only_second", "Only second", Measure.COUNT),
        Column("neither", "Neither", Measure.COUNT),
    )
    return (
        Column("code", "Code"),
        Column("unit", "Unit", printed=False),
        Column("coders", "Coders", printed=False),
        Column("n_units", "Units", Measure.COUNT, printed=False),
        Column("n_transcripts", "Transcripts", Measure.COUNT, printed=False),
        *(counts if with_counts else ()),
        Column("prevalence", "Used in %", Measure.SHARE),
        Column("percent", "% agree", Measure.SHARE),
        Column("alpha", "alpha", Measure.COEFFICIENT),
        Column("alpha_low", "95% CI", Measure.COEFFICIENT),
        Column("alpha_high", "95% CI", Measure.COEFFICIENT),
        Column("ac1", "AC1", Measure.COEFFICIENT),
        Column("positive", "Positive", Measure.COEFFICIENT),
        Column("kappa", "kappa", Measure.COEFFICIENT),
        Column("reason", "Note"),
    )


def _row(
    code: str, unit: Unit, coders: str, found: CodeAgreement, n_transcripts: int, *, with_counts: bool
) -> tuple[Value, ...]:
    pair = found.counts
    counts: tuple[Value, ...] = ()
    if with_counts:
        counts = (pair.both, pair.only_first, pair.only_second, pair.neither) if pair else (None,) * 4
    figures = (found.prevalence, found.percent, found.alpha)
    others = (found.ac1, found.positive, found.kappa)
    return (
        code,
        unit.value,
        coders,
        found.n_units,
        n_transcripts,
        *counts,
        *(figure.value for figure in figures),
        found.alpha_low,
        found.alpha_high,
        *(figure.value for figure in others),
        _reason(found),
    )


def _reason(found: CodeAgreement) -> str:
    """Why a figure is absent, and what a reader must know of the others."""
    reasons = [found.alpha.reason, found.positive.reason, found.kappa.reason, found.interval_reason, *found.flags]
    return "; ".join(dict.fromkeys(reason.value for reason in reasons if reason))


def _notes(
    unit: Unit, coders: str, material: _Material, seed: int, draws: int, found: Sequence[CodeAgreement]
) -> tuple[Phrase | str, ...]:
    meant = {
        Unit.ANSWER: "Unit = answer to one guide question.",
        Unit.TURN: "Unit = turn of a participant.",
        Unit.SENTENCE: "Unit = sentence of a participant.",
        Unit.CHARACTER: "Unit = character of participants' speech, a diagnosis and no headline.",
        Unit.TRANSCRIPT: "Unit = transcript.",
        Unit.PARTICIPANT: "Unit = participant.",
    }[unit]
    undefined = max((each.undefined_draws for each in found if each.alpha_low is not None), default=0)
    return (
        Phrase(meant),
        Phrase(
            "Coders: {coders}; codings made independently, in transcripts that each of them has finished.",
            {"coders": coders},
        ),
        Phrase("Interviewer speech excluded. A parent is the union of its children."),
        Phrase(
            "alpha is Krippendorff's; kappa is Cohen's for two coders, Conger's for more; positive is agreement on "
            "presence."
        ),
        Phrase(
            "CI of alpha: percentile bootstrap over {participants} participants, {draws} draws, seed {seed}; at most "
            "{undefined} draws of a code without variation left out.",
            {"participants": material.n_clusters, "draws": draws, "seed": seed, "undefined": undefined},
        ),
    )
