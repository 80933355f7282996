"""How far the coding is: a coder's own answers, seen and coded; of others only which transcripts they have finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.domain.coding import Finished
from qualcode.domain.study import Coder, Question
from qualcode.domain.transcript import Segment, joined, touches
from qualcode.services.interviews import each_interview
from qualcode.services.project import Project
from qualcode.services.recode_rounds import texts_again
from qualcode.store import reads


@dataclass(frozen=True, slots=True)
class Progress:
    """What a coder may know of the work done."""

    transcripts: int
    answers: int
    """To questions that count; 0 where the study has no guide."""
    seen: int
    """Answers that the cursor has been in or beyond."""
    coded: int
    finished: Mapping[str, int]
    """Transcripts finished, by coder's name, the coder's own first."""


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer that counts stands in its transcript."""

    transcript_id: str
    revision_id: str
    pieces: tuple[Segment, ...]


def answer_places(project: Project) -> list[AnswerPlace]:
    """Every answer that counts, by transcript; it takes a while in a large study, and changes seldom."""
    with project.read() as reader:
        questions = {each.id: each for each in reads.every(reader, Question)}
        return [
            AnswerPlace(interview.transcript_id, interview.revision_id, tuple(pieces))
            for interview in (each_interview(reader) if questions else ())
            for _, pieces in interview.answered(questions)
        ]


def coder_progress(
    project: Project, coder_id: str, furthest: Mapping[str, int], places: Sequence[AnswerPlace]
) -> Progress:
    """The coder's progress.

    Args:
        project: The project.
        coder_id: Whose answers are counted.
        furthest: How far the coder's cursor has been in each transcript.
        places: What `answer_places` returned.
    """
    merged: dict[str, list[Segment]] = {}
    with project.read() as reader:
        transcripts = len(reads.revision_ids(reader))
        marked = Counter(row.coder_id for row in reads.every(reader, Finished))
        coders = sorted(reads.every(reader, Coder), key=lambda each: (each.id != coder_id, each.name))
        for revision_id, spans in reads.coder_spans(reader, coder_id, texts_again(reader, coder_id)) if places else ():
            merged[revision_id] = joined(spans)
    seen = coded = 0
    for place in places:
        own = merged.get(place.revision_id, ())
        is_coded = any(touches(own, start, end) for start, end in place.pieces)
        coded += is_coded
        seen += is_coded or place.pieces[0][0] <= furthest.get(place.transcript_id, -1)
    return Progress(transcripts, len(places), seen, coded, {each.name: marked[each.id] for each in coders})
