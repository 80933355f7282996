"""Which unit has which code by which coder, row by row, for programs that count by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Finished, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Coder, Question
from qualcode.domain.transcript import Segment, Transcript, touches
from qualcode.services.interviews import Interview, interviews, participants_by_id
from qualcode.services.project import Project
from qualcode.services.rounds import readable
from qualcode.store import reads
from qualcode.store.reads import Reader

Row = tuple[str, str, str, str, str, bool]
"""Participant, transcript, unit, coder, code, present."""


@dataclass(slots=True)
class _Unit:
    """A unit and where its words lie; a participant's may lie in several texts."""

    participant: str
    transcript: str
    name: str
    pieces: dict[str, list[Segment]] = field(default_factory=dict)
    """By revision."""
    transcripts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Names:
    participants: Mapping[str, str]
    transcripts: Mapping[str, str]
    questions: Mapping[str, Question]


_Key = tuple[str, str, str]
_Pieces = Iterator[tuple[_Key, Sequence[Segment]]]


def unit_presence(project: Project, unit: str = "answer") -> Iterator[Row]:
    """A row a unit, coder who has finished its transcripts, and code; a parent is the union of its children.

    Transcripts of a blind round that is open are left out.

    Args:
        project: The project.
        unit: answer, turn, transcript or participant.

    Raises:
        RuleRefused: there is no such unit.
    """
    if unit not in _CUT:
        raise RuleRefused(f'There is no unit "{unit}" to list.', f"Choose one of {', '.join(_CUT)}.")
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        coders = {coder.id: coder.name for coder in reads.every(reader, Coder)}
        finished = {(row.coder_id, row.transcript_id) for row in reads.every(reader, Finished)}
        units = _units(reader, unit)
        spans = _spans(reader, codebook)
    codes = [code for _, code in codebook.walk() if not code.is_retired]
    for coder_id, coder in sorted(coders.items(), key=lambda each: each[1]):
        for each in units:
            if all((coder_id, transcript) in finished for transcript in each.transcripts):
                raised = _raised(each, coder_id, spans)
                for code in codes:
                    yield each.participant, each.transcript, each.name, coder, code.name, code.id in raised


_Spans = Mapping[tuple[str, str], Sequence[tuple[Sequence[str], int, int]]]


def _spans(reader: Reader, codebook: Codebook) -> _Spans:
    """The codings of each coder on each revision: the code with those above it, start and end."""
    found: dict[tuple[str, str], list[tuple[Sequence[str], int, int]]] = {}
    lines = {
        code.id: [each.id for each in (code, *codebook.ancestors(code))] for code in codebook.codes.values()
    }  # fmt: skip
    for code, revision, coder, start, end in reads.coding_spans(reader, Layer.INDEPENDENT.value, list(lines)):
        found.setdefault((coder, revision), []).append((lines[code], start, end))
    return found


def _raised(unit: _Unit, coder_id: str, spans: _Spans) -> set[str]:
    return {
        code
        for revision, pieces in unit.pieces.items()
        for codes, start, end in spans.get((coder_id, revision), ())
        if touches(pieces, start, end)
        for code in codes
    }


def _units(reader: Reader, unit: str) -> list[_Unit]:
    names = _Names(
        {each.id: each.name for each in participants_by_id(reader).values()},
        {each.id: each.name for each in reads.every(reader, Transcript)},
        {each.id: each for each in reads.every(reader, Question)},
    )
    found: dict[_Key, _Unit] = {}
    for interview in readable(reader, interviews(reader)).interviews:
        for key, pieces in _CUT[unit](interview, names):
            each = found.setdefault(key, _Unit(*key))
            each.pieces.setdefault(interview.revision_id, []).extend(pieces)
            each.transcripts.add(interview.transcript_id)
    return list(found.values())


def _answers(interview: Interview, names: _Names) -> _Pieces:
    for question, pieces in interview.answered(names.questions):
        yield (*_where(interview, names), names.questions[question].name), pieces


def _turns(interview: Interview, names: _Names) -> _Pieces:
    for number, pieces in enumerate(interview.turns, start=1):
        yield (*_where(interview, names), str(number)), pieces


def _transcripts(interview: Interview, names: _Names) -> _Pieces:
    yield (*_where(interview, names), names.transcripts[interview.transcript_id]), interview.speech


def _participants(interview: Interview, names: _Names) -> _Pieces:
    for who, pieces in interview.speech_of.items():
        yield (names.participants[who], "", names.participants[who]), pieces


_CUT: Final[Mapping[str, Callable[[Interview, _Names], _Pieces]]] = {
    "answer": _answers,
    "turn": _turns,
    "transcript": _transcripts,
    "participant": _participants,
}


def _where(interview: Interview, names: _Names) -> tuple[str, str]:
    """The participant, empty where there are several or none is known, and the transcript."""
    people = [names.participants[who] for who in interview.speech_of]
    return people[0] if len(people) == 1 else "", names.transcripts[interview.transcript_id]
