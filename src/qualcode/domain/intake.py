"""From transcripts as read to the rows of a project: speakers, questions and participants find each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from qualcode.domain.changes import Change, add, update
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Participant, Question, Status
from qualcode.domain.transcript import (
    Answer,
    MarkedSection,
    ParsedTranscript,
    Revision,
    Role,
    Section,
    Speaker,
    Transcript,
    overlap,
    speech,
    text_digest,
)

_OWN_HEADERS: Final = {"participant", "group", "site", "date", "lang", "language", "mode", "exclude"}
_NO: Final = {"", "no", "non", "n", "false", "0"}
"""Anything else behind `#exclude:` keeps words back: a slip of the pen must not let them out."""


@dataclass
class Intake:
    """What a project knows while transcripts come in; it grows as headers and markers name new things."""

    participants: dict[str, Participant]
    """By name."""
    questions: dict[str, Question]
    """By name."""
    roles: Mapping[str, Role]
    """By speaker's label; others are guessed by the caller beforehand."""
    changes: list[Change] = field(default_factory=list)

    def participant_names(self, parsed: ParsedTranscript) -> list[str]:
        """Who was interviewed: by the header, else by the participants' file, else by the transcript's name."""
        if parsed.interviewed():
            return parsed.interviewed()
        names = {parsed.name, parsed.name + parsed.suffix}
        listed = [each.name for each in self.participants.values() if names & set(each.transcripts)]
        return listed or [name for name in (parsed.name,) if name in self.participants]

    def participant(self, name: str, headers: Mapping[str, str]) -> Participant:
        """The participant of that name, made from the headers where there is none.

        Raises:
            RuleRefused: they withdrew.
        """
        if name not in self.participants:
            made = Participant(new_id(), name, headers.get("group", ""), headers.get("site", ""))
            self.participants[name] = made
            self.changes.append(add(made))
        if self.participants[name].is_withdrawn:
            raise RuleRefused(f"{name} withdrew.", "Leave their transcripts out; nothing was stored.")
        return self.participants[name]

    def question(self, name: str) -> Question:
        """The question of that name, made where the guide has none."""
        if name not in self.questions:
            position = 1 + max((each.position for each in self.questions.values()), default=0)
            self.questions[name] = Question(new_id(), name, position)
            self.changes.append(add(self.questions[name]))
        return self.questions[name]


def take_in(intake: Intake, parsed: ParsedTranscript) -> None:
    """Add to the study's changes all the rows that one transcript makes."""
    headers = parsed.headers
    transcript = Transcript(
        new_id(),
        parsed.name,
        parsed.suffix,
        headers.get("mode", ""),
        headers.get("lang", headers.get("language", "")),
        headers.get("date", ""),
        {name: value for name, value in headers.items() if name not in _OWN_HEADERS},
        headers.get("exclude", "").casefold() not in _NO,
    )
    revision = _revision(parsed, transcript.id)
    people = [intake.participant(name, headers) for name in intake.participant_names(parsed)]
    rows = [add(transcript), add(revision)]
    labels = parsed.labels() or [""]  # somebody was interviewed, even where no answer was given
    rows += [add(_speaker(intake, transcript.id, label, people)) for label in labels]
    intake.changes.extend(rows)
    _add_sections(intake, parsed, transcript.id, revision)


def linked(
    speakers: Iterable[Speaker], transcripts: Mapping[str, Transcript], people: Iterable[Participant]
) -> list[Change]:
    """The changes that give participants' speech its participant where a participants' file now tells."""
    by_transcript: dict[str, list[Participant]] = {}
    names = {transcript.name: transcript.id for transcript in transcripts.values()}
    names |= {transcript.name + transcript.suffix: transcript.id for transcript in transcripts.values()}
    for person in people:
        for name in {*person.transcripts, person.name} & names.keys():
            by_transcript.setdefault(names[name], []).append(person)
    return [
        update(speaker, participant_id=by_transcript[speaker.transcript_id][0].id)
        for speaker in speakers
        if speaker.role == Role.PARTICIPANT
        and speaker.participant_id is None
        and len(by_transcript.get(speaker.transcript_id, ())) == 1
    ]


def _revision(parsed: ParsedTranscript, transcript_id: str) -> Revision:
    return Revision(
        new_id(),
        transcript_id,
        1,
        text_digest(parsed.text),
        len(parsed.text),
        parsed.encoding,
        parsed.bom,
        parsed.newlines,
        parsed.turns,
    )


def _speaker(intake: Intake, transcript_id: str, label: str, people: list[Participant]) -> Speaker:
    role = intake.roles.get(label, Role.PARTICIPANT)
    known = people[0].id if role is Role.PARTICIPANT and len(people) == 1 else None
    return Speaker(new_id(), transcript_id, label, role, known)


def _add_sections(intake: Intake, parsed: ParsedTranscript, transcript_id: str, revision: Revision) -> None:
    said = speech(
        parsed.turns,
        (label for label in parsed.labels() if intake.roles.get(label, Role.PARTICIPANT) is Role.PARTICIPANT),
    )
    answers: dict[str, Answer] = {}
    for marked in parsed.sections:
        question = intake.question(marked.question)
        intake.changes.append(add(Section(new_id(), revision.id, question.id, marked.start, marked.end)))
        spoken = bool(overlap(said, marked.start, marked.end))
        found = _answer(transcript_id, question.id, marked, spoken=spoken)
        answers[question.id] = _joined(answers.get(question.id), found)
    intake.changes.extend(add(answer) for answer in answers.values())


def _answer(transcript_id: str, question_id: str, marked: MarkedSection, *, spoken: bool) -> Answer:
    status = marked.status or (Status.ANSWERED if spoken or marked.value else Status.NO_ANSWER)
    return Answer(new_id(), transcript_id, question_id, str(status), marked.value)


def _joined(earlier: Answer | None, later: Answer) -> Answer:
    """One answer where a marker stands twice: answered wins, and the later value."""
    if earlier is None:
        return later
    status = Status.ANSWERED.value if Status.ANSWERED in (earlier.status, later.status) else later.status
    return replace(earlier, status=status, value=later.value or earlier.value)
