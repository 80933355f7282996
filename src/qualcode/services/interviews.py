"""Every interview as the analysis sees it: whose speech lies where, and which question it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qualcode.domain.study import Participant, Question, Status
from qualcode.domain.transcript import Answer, Role, Section, Segment, Speaker, overlap
from qualcode.services.kept import Kept
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Interview:
    """The newest revision of a transcript with what participants say in it."""

    transcript_id: str
    revision_id: str
    sha256: str
    """Digest of its text."""
    speech: tuple[Segment, ...]
    """Pieces that participants say, in order."""
    turns: tuple[tuple[Segment, ...], ...]
    """The same by turn."""
    speech_of: Mapping[str, tuple[Segment, ...]]
    """The same by participant, where speakers are known; nothing for those who gave no answer."""
    answers: Mapping[str, str]
    """Status by question id."""
    sections: tuple[Section, ...]
    """In the order of the text, which is not that of their making once a passage was reassigned."""

    def answered(self, questions: Mapping[str, Question]) -> Iterator[tuple[str, list[Segment]]]:
        """Question id and participants' speech of every answer that counts as a unit."""
        pieces: dict[str, list[Segment]] = {}
        for section in self.sections:
            if questions[section.question_id].unit and self.answers.get(section.question_id) == Status.ANSWERED:
                spoken = overlap(self.speech, section.start, section.end)
                pieces.setdefault(section.question_id, []).extend(spoken)
        return ((question_id, spoken) for question_id, spoken in pieces.items() if spoken)


def interviews(reader: Reader, transcript_id: str | None = None) -> list[Interview]:
    """Every interview, by the transcripts' names; or one."""
    return list(_ALL(reader) if transcript_id is None else each_interview(reader, transcript_id))


def each_interview(reader: Reader, transcript_id: str | None = None) -> Iterator[Interview]:
    """The same one after the other, so that memory holds one at a time."""
    only = {} if transcript_id is None else {"transcript_id": transcript_id}
    speakers: dict[str, list[Speaker]] = {}
    for speaker in reads.every(reader, Speaker, **only):
        if speaker.role == Role.PARTICIPANT:
            speakers.setdefault(speaker.transcript_id, []).append(speaker)
    answers: dict[str, dict[str, str]] = {}
    for answer in reads.every(reader, Answer, **only):
        answers.setdefault(answer.transcript_id, {})[answer.question_id] = answer.status
    sections: dict[str, list[Section]] = {}
    for section in reads.every(reader, Section):
        sections.setdefault(section.revision_id, []).append(section)
    for text in reads.turns(reader, transcript_id):
        yield _interview(
            text,
            speakers.get(text.transcript_id, []),
            answers.get(text.transcript_id, {}),
            tuple(sorted(sections.get(text.revision_id, ()), key=lambda section: section.start)),
        )


def _all(reader: Reader) -> list[Interview]:
    return list(each_interview(reader))


_ALL: Final = Kept(_all)
"""A table reads all interviews for each of its units and views, and a report for each of its tables."""


def participants_by_id(reader: Reader) -> dict[str, Participant]:
    """Every participant but those who withdrew."""
    return {each.id: each for each in reads.every(reader, Participant) if not each.is_withdrawn}


def _interview(
    text: reads.TurnsOfText, speakers: list[Speaker], answers: Mapping[str, str], sections: tuple[Section, ...]
) -> Interview:
    person = {speaker.label: speaker.participant_id for speaker in speakers}
    turns: list[tuple[Segment, ...]] = []
    # Somebody who was interviewed and gave no answer has said nothing, and was interviewed all the same.
    speech_of: dict[str, list[Segment]] = {who: [] for who in person.values() if who is not None}
    for label, _, _, body in text.turns:
        if label not in person or not body:
            continue
        pieces = tuple([(start, end) for start, end in body])
        turns.append(pieces)
        known = person[label]
        if known is not None:
            speech_of[known].extend(pieces)
    return Interview(
        text.transcript_id,
        text.revision_id,
        text.sha256,
        tuple(piece for body in turns for piece in body),
        tuple(turns),
        {who: tuple(pieces) for who, pieces in speech_of.items()},
        answers,
        sections,
    )
