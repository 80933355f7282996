"""How far the coding is: a coder's own answers, seen and coded; of others only which transcripts they have finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.domain.coding import Coding, Finished, Layer
from qualcode.domain.study import Coder, Question
from qualcode.domain.transcript import touches
from qualcode.services.interviews import interviews
from qualcode.services.project import Project
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


def coder_progress(project: Project, coder_id: str, furthest: Mapping[str, int]) -> Progress:
    """The coder's progress.

    Args:
        project: The project.
        coder_id: Whose answers are counted.
        furthest: How far the coder's cursor has been in each transcript.
    """
    with project.read() as reader:
        questions = {each.id: each for each in reads.every(reader, Question)}
        found = interviews(reader)
        marked = [row.coder_id for row in reads.every(reader, Finished)]
        coders = sorted(reads.every(reader, Coder), key=lambda each: (each.id != coder_id, each.name))
        spans: dict[str, list[tuple[int, int]]] = {}
        for each in reads.every(reader, Coding, coder_id=coder_id, layer=Layer.INDEPENDENT.value):
            spans.setdefault(each.revision_id, []).append((each.start, each.end))
    answers = seen = coded = 0
    for interview in found:
        own = spans.get(interview.revision_id, [])
        reached = furthest.get(interview.transcript_id, -1)
        for _, pieces in interview.answered(questions):
            is_coded = any(touches(pieces, start, end) for start, end in own)
            answers += 1
            coded += is_coded
            seen += is_coded or pieces[0][0] <= reached
    finished = {each.name: marked.count(each.id) for each in coders}
    return Progress(len(found), answers, seen, coded, finished)
