"""Where coders differ on a code: the units behind a figure, with the words that each of them coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.analysis.units import unit_presence
from qualcode.domain.coding import Finished
from qualcode.domain.study import Question
from qualcode.domain.transcript import Segment, Transcript
from qualcode.services.agreement_views import coders_together
from qualcode.services.project import Project
from qualcode.services.ratings import Rated, Selection, Unit
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Reading:
    """What one coder did in a unit."""

    coder: str
    passages: tuple[str, ...]
    """The words coded; empty where the coder did not use the code."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit on which coders who finished it differ."""

    transcript: str
    part: str
    """The question of an answer; else empty."""
    readings: tuple[Reading, ...]


def differences(project: Project, code: str, unit: Unit | None, looking: str) -> list[Difference]:
    """The units on which coders differ about a code, in the order of transcripts.

    Nobody sees others' codings of a transcript that they are still to finish: whoever codes in the project sees those
    that they have finished, whoever does not code sees all.

    Args:
        project: The project.
        code: Name or path of the code.
        unit: As in the table; characters become answers, since nobody decides on a character.
        looking: The id of the coder who asks.

    Raises:
        RuleRefused: there is nothing to compare, or the code is unknown.
    """
    with project.read() as reader:
        unit = None if unit is Unit.CHARACTER else unit
        whole = coders_together(reader, Selection(unit, (), (code,))).rated
        mine = _open_to(reader, looking)
        transcripts = {each.id: each.name for each in reads.every(reader, Transcript)}
        questions = {each.id: each.name for each in reads.every(reader, Question)}
        texts = {each.sha256: "" for each in whole.interviews}
        texts.update(reads.texts(reader, list(texts)))
    words = {place: texts[each.sha256] for place, each in enumerate(whole.interviews)}
    contested = unit_presence(whole.spans, whole.units).contested(0)
    pieces = _pieces(whole, {number for number, _, _ in contested})
    found = []
    for number, _, able in sorted(contested):
        interview = whole.interviews[whole.places[number]]
        if mine is not None and interview.transcript_id not in mine:
            continue
        part = questions.get(whole.keys[number][1], "") if whole.unit is Unit.ANSWER else ""
        readings = _readings(whole, able, pieces[number], words)
        found.append(Difference(transcripts[interview.transcript_id], part, readings))
    return found


def _open_to(reader: Reader, looking: str) -> set[str] | None:
    """The transcripts whose codings a coder may see; None for all."""
    codes = any(coder == looking for coder, _ in reads.coded_pairs(reader))
    finished = {row.transcript_id for row in reads.every(reader, Finished) if row.coder_id == looking}
    return finished if codes or finished else None


def _pieces(whole: Rated, numbers: set[int]) -> Mapping[int, Sequence[tuple[int, Segment]]]:
    """Interview and segment of each piece of these units."""
    found: dict[int, list[tuple[int, Segment]]] = {number: [] for number in numbers}
    units = whole.units
    columns = (each.tolist() for each in (units.unit, units.transcript, units.start, units.end))
    for number, place, start, end in zip(*columns, strict=True):
        if number in found:
            found[number].append((place, (start, end)))
    return found


def _readings(
    whole: Rated, able: int, pieces: Sequence[tuple[int, Segment]], texts: Mapping[int, str]
) -> tuple[Reading, ...]:
    spans = whole.spans
    columns = (each.tolist() for each in (spans.code, spans.transcript, spans.coder, spans.start, spans.end))
    mine = [row[1:] for row in zip(*columns, strict=True) if row[0] == 0]
    found = []
    for bit, rater in enumerate(whole.raters):
        if able >> bit & 1:
            passages = sorted(
                {
                    (place, start, end)
                    for place, coder, start, end in mine
                    if coder == bit and any(place == at and start < b and end > a for at, (a, b) in pieces)
                }
            )
            found.append(Reading(rater.name, tuple(texts[place][start:end] for place, start, end in passages)))
    return tuple(found)
