"""Coding a transcript: what a coder sees of it, and the verbs apply, remove, resize, memo, finish.

A coder's own work only: other coders' codings are not read here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qualcode.domain import coding as rules
from qualcode.domain.changes import Change, ChangeSet, Op, update
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Participant, Question, Study
from qualcode.domain.transcript import Answer, Revision, Role, Section, Segment, Speaker, Transcript, joined, speech
from qualcode.services.drafts import drop_draft, read_draft
from qualcode.services.project import Project, now
from qualcode.services.recode_rounds import finished_by, mark_of, place_of, texts_again
from qualcode.services.rounds import queue, round_of
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class TranscriptProgress:
    """A transcript in a coder's list."""

    id: str
    name: str
    group: str
    codings: int
    is_finished: bool
    is_assigned: bool = False
    """Whether the coder has it in a round that is open."""
    unsure: int = 0
    """How many of the codings are flagged."""


@dataclass(frozen=True, slots=True)
class OpenTranscript:
    """A transcript as one coder sees it."""

    transcript: Transcript
    revision: Revision
    text: str
    speakers: Mapping[str, Speaker]
    """By label."""
    participants: tuple[Participant, ...]
    questions: Mapping[str, Question]
    """By id."""
    sections: tuple[Section, ...]
    answers: Mapping[str, Answer]
    """By question id."""
    codings: tuple[Coding, ...]
    memos: Mapping[str, Memo]
    """The coder's own, by id of what they are about."""
    is_finished: bool
    recode_round: str = ""
    """Its name where the coder codes the transcript again now, and sees nothing of the first time."""

    def role(self, label: str) -> Role:
        """Who speaks under a label."""
        speaker = self.speakers.get(label)
        return Role(speaker.role) if speaker else Role.PARTICIPANT

    def speech(self) -> list[Segment]:
        """The pieces of the text that participants say."""
        labels = {turn.label for turn in self.revision.turns}
        return speech(self.revision.turns, (label for label in labels if self.role(label) is Role.PARTICIPANT))


def transcript_list(project: Project, coder_id: str, *, counted: bool = True) -> list[TranscriptProgress]:
    """Every transcript with the coder's own progress: first those assigned to the coder, each part by name.

    Args:
        project: Where.
        coder_id: Whose progress.
        counted: Whether codings are counted, for which all of them are gone through.
    """
    with project.read() as reader:
        transcripts = {transcript.id: transcript for transcript in reads.every(reader, Transcript)}
        counts = reads.coding_progress(reader, coder_id, texts_again(reader, coder_id)) if counted else {}
        finished = finished_by(reader, coder_id)
        groups = reads.transcript_groups(reader)
        revisions = reads.revision_ids(reader)
        assigned = queue(reader, coder_id)
    listed = [
        TranscriptProgress(
            transcript_id,
            transcripts[transcript_id].name,
            groups.get(transcript_id, ""),
            counts.get(revision_id, (0, 0))[0],
            transcript_id in finished,
            transcript_id in assigned,
            counts.get(revision_id, (0, 0))[1],
        )
        for transcript_id, revision_id in revisions
    ]
    return sorted(listed, key=lambda each: not each.is_assigned)


def open_transcript(project: Project, transcript_id: str, coder_id: str) -> OpenTranscript:
    """Everything that the coding screen shows of a transcript.

    Raises:
        RuleRefused: there is no such transcript.
    """
    with project.read() as reader:
        transcript = reads.one(reader, Transcript, id=transcript_id)
        if transcript is None:
            raise RuleRefused("This transcript is no longer in the project.", "Choose another one.")
        revision = reads.latest_revision(reader, transcript_id)
        speakers = {each.label: each for each in reads.every(reader, Speaker, transcript_id=transcript_id)}
        people = reads.by_ids(reader, Participant.KIND, {each.participant_id or "" for each in speakers.values()})
        sections = sorted(reads.every(reader, Section, revision_id=revision.id), key=lambda section: section.start)
        ((_, text),) = reads.texts(reader, [revision.sha256])
        return OpenTranscript(
            transcript,
            revision,
            text,
            speakers,
            tuple(people.values()),
            {question.id: question for question in reads.every(reader, Question)},
            tuple(sections),
            {answer.question_id: answer for answer in reads.every(reader, Answer, transcript_id=transcript_id)},
            tuple(own_codings(reader, revision.id, coder_id)),
            {memo.subject_id: memo for memo in reads.every(reader, Memo, coder_id=coder_id)},
            mark_of(reader, transcript_id, coder_id)[0] is not None,
            texts_again(reader, coder_id).get(revision.id, ""),
        )


def own_codings(reader: Reader, revision_id: str, coder_id: str, **place: int) -> list[Coding]:
    """The coder's codings of a revision, or those with this start and end alone, by place.

    The independent ones or, where the coder codes the text again now, those of that round.
    """
    seen = place_of(texts_again(reader, coder_id), revision_id)
    found = reads.every(reader, Coding, revision_id=revision_id, coder_id=coder_id, **seen, **place)
    return sorted(found, key=lambda coding: (coding.start, -coding.end, coding.id))


def codings_here(project: Project, coder_id: str, revision_id: str, start: int, end: int) -> list[Coding]:
    """The coder's codings that touch a segment; those on exactly this segment alone, where there are any."""
    with project.read() as reader:
        touching = [
            each for each in own_codings(reader, revision_id, coder_id) if each.start < end and each.end > start
        ]
    return [each for each in touching if (each.start, each.end) == (start, end)] or touching


def coded_shares(project: Project, coder_id: str) -> dict[str, float]:
    """How much of each transcript's speech, 0 to 1, the coder has coded, by transcript."""
    found: dict[str, float] = {}
    with project.read() as reader:
        closed: dict[str, set[str]] = {}
        for speaker in reads.every(reader, Speaker):
            if speaker.role != Role.PARTICIPANT:
                closed.setdefault(speaker.transcript_id, set()).add(speaker.label)
        newest = {revision_id: transcript_id for transcript_id, revision_id in reads.revision_ids(reader)}
        for revision_id, spans in reads.coder_spans(reader, coder_id, texts_again(reader, coder_id)):
            transcript_id = newest.get(revision_id)
            if transcript_id is not None:  # one text's turns at a time: this is counted while somebody codes
                silent = closed.get(transcript_id, set())
                said = [
                    (start, end)
                    for text in reads.turns(reader, transcript_id)
                    for label, _, _, body in text.turns
                    if label not in silent
                    for start, end in body
                ]
                found[transcript_id] = _share(said, spans)
    return found


def code_counts(project: Project, coder_id: str) -> dict[str, int]:
    """How many codings the coder has made with each code."""
    with project.read() as reader:
        return reads.coding_counts(reader, coder_id, texts_again(reader, coder_id))


def apply_code(project: Project, coder_id: str, revision_id: str, start: int, end: int, code_id: str) -> ChangeSet:
    """Put a code on a segment; a value of a choice set takes the place of the coder's other value there.

    Raises:
        RuleRefused: the segment cannot be coded with it.
    """

    def rule(reader: Reader) -> list[Change]:
        return applied(reader, desk_for(reader, coder_id, revision_id, (start, end)), start, end, code_id)

    return project.transact(Op.APPLY_CODE, rule, coder_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """What must be known of a text before a coder can put codes on it."""

    coder_id: str
    revision: Revision
    existing: list[Coding]
    """The coder's own."""
    closed: list[Segment]
    """Speech that is not coded."""
    round: str
    """In which the coder codes it now; empty where it is in none."""
    layer: str
    """Where new codings go."""


def desk_for(reader: Reader, coder_id: str, revision_id: str, segment: Segment | None = None) -> Desk:
    """The text, the coder's codings of it and what is not codable; no more than a segment needs, where one is given.

    Raises:
        RuleRefused: the text is no longer in the project.
    """
    revision = _revision(reader, revision_id)
    start, end = segment or (0, revision.length)
    place = {"start": start, "end": end} if segment else {}
    existing = own_codings(reader, revision_id, coder_id, **place)
    round_ = round_of(reader, revision.transcript_id, coder_id)
    layer = rules.Layer.RECODE if round_.recodes else rules.Layer.INDEPENDENT
    closed = _interviewer(reader, revision, start, end)
    return Desk(coder_id, revision, existing, closed, round_.name, layer.value)


def applied(reader: Reader, desk: Desk, start: int, end: int, code_id: str) -> list[Change]:
    """The changes that put a code on a segment, another value of its choice set off it.

    Raises:
        RuleRefused: the segment cannot be coded with it.
    """
    code = _code(reader, code_id)
    version = max(1, reads.head(reader)[2])
    wished = Coding(
        new_id(), desk.revision.id, desk.coder_id, code_id, start, end, desk.layer,
        round=desk.round, created=now(), codebook_version=version,
    )  # fmt: skip
    replaced = _other_values(reader, code, desk.existing, start, end)
    change = rules.apply_code(desk.existing, desk.revision, wished, code, desk.closed)
    return [each for other in replaced for each in _removed(reader, other, desk.coder_id)] + [change]


def toggle_code(project: Project, coder_id: str, revision_id: str, start: int, end: int, code_id: str) -> ChangeSet:
    """Put a code on a segment or, where the coder has it on exactly this segment, take it off.

    Raises:
        RuleRefused: the segment cannot be coded with it.
    """
    with project.read() as reader:
        existing = own_codings(reader, revision_id, coder_id, start=start, end=end)
    for coding in existing:
        if coding.code_id == code_id:
            return remove_coding(project, coder_id, coding.id)
    return apply_code(project, coder_id, revision_id, start, end, code_id)


def remove_code_here(
    project: Project, coder_id: str, revision_id: str, start: int, end: int
) -> tuple[ChangeSet, list[Coding]]:
    """Take the coder's only coding on a segment off; where there are several, nothing but their list.

    Raises:
        RuleRefused: there is none.
    """
    found = codings_here(project, coder_id, revision_id, start, end)
    return with_only_one(project, coder_id, found, Op.REMOVE_CODING, remove_coding)


def with_only_one(
    project: Project, coder_id: str, found: list[Coding], op: Op, act: Callable[[Project, str, str], ChangeSet]
) -> tuple[ChangeSet, list[Coding]]:
    """Do the act to the only coding found; where there are several, nothing but their list.

    Raises:
        RuleRefused: there is none.
    """
    if not found:
        raise RuleRefused("There is no code of yours on this passage.", "Go to a passage with a code.")
    if len(found) == 1:
        return act(project, coder_id, found[0].id), []
    return project.transact(op, lambda _: [], coder_id), found


def remove_coding(project: Project, coder_id: str, coding_id: str) -> ChangeSet:
    """Take a coding away, its memos with it.

    Raises:
        RuleRefused: it is gone already, or another coder's.
    """
    return project.transact(
        Op.REMOVE_CODING, lambda reader: _removed(reader, _coding(reader, coding_id), coder_id), coder_id
    )


def resize_coding(project: Project, coder_id: str, coding_id: str, start: int, end: int) -> ChangeSet:
    """Move the edges of a coding.

    Raises:
        RuleRefused: it is gone, another coder's, or the new segment cannot be coded with it.
    """

    def rule(reader: Reader) -> list[Change]:
        coding = _coding(reader, coding_id)
        if (coding.start, coding.end) == (start, end):
            return []
        existing = own_codings(reader, coding.revision_id, coder_id, start=start, end=end)
        return [rules.resize_coding(existing, _revision(reader, coding.revision_id), coding, start, end, coder_id)]

    return project.transact(Op.RESIZE_CODING, rule, coder_id)


def write_memo(project: Project, coder_id: str, subject_kind: str, subject_id: str, text: str) -> ChangeSet:
    """Make, rewrite or (empty text) remove the coder's memo on a coding, code, transcript, participant or study."""

    def rule(reader: Reader) -> list[Change]:
        memo = reads.one(reader, Memo, subject_id=subject_id, coder_id=coder_id)
        return rules.write_memo(memo, subject_kind, subject_id, coder_id, text)

    changes = project.transact(Op.WRITE_MEMO, rule, coder_id)
    drop_draft(project, coder_id)
    return changes


def recover_memo(project: Project, coder_id: str) -> None:
    """Write the memo that the coder was typing when the program was killed, if what it is on is still there."""
    draft = read_draft(project, coder_id)
    if draft is None:
        return
    with project.read() as reader:
        is_there = bool(reads.by_ids(reader, draft.subject_kind, [draft.subject_id]))
    if is_there:
        write_memo(project, coder_id, draft.subject_kind, draft.subject_id, draft.text)
    drop_draft(project, coder_id)


def finish_transcript(project: Project, coder_id: str, transcript_id: str) -> ChangeSet:
    """Mark a transcript finished: from now on, what the coder did not code counts as absent.

    In an open recode round that is said of the second coding alone; the mark of the first stays what it is.

    Raises:
        RuleRefused: it is finished already.
    """

    def rule(reader: Reader) -> list[Change]:
        mark, recode_round = mark_of(reader, transcript_id, coder_id)
        return [rules.finish(mark, transcript_id, coder_id, recode_round)]

    return project.transact(Op.FINISH_TRANSCRIPT, rule, coder_id)


def toggle_finished(project: Project, coder_id: str, transcript_id: str) -> ChangeSet:
    """Mark a transcript finished, or take the mark away where it is."""
    with project.read() as reader:
        is_finished = mark_of(reader, transcript_id, coder_id)[0] is not None
    return (reopen_transcript if is_finished else finish_transcript)(project, coder_id, transcript_id)


def reopen_transcript(project: Project, coder_id: str, transcript_id: str) -> ChangeSet:
    """Take the mark *finished* away.

    Raises:
        RuleRefused: it is not marked.
    """

    def rule(reader: Reader) -> list[Change]:
        return [rules.reopen(mark_of(reader, transcript_id, coder_id)[0])]

    return project.transact(Op.REOPEN_TRANSCRIPT, rule, coder_id)


def code_interviewer(project: Project, coder_id: str | None, *, codable: bool) -> ChangeSet:
    """Allow the interviewer's speech to be coded in this study, or no longer; codings that are there stay."""

    def rule(reader: Reader) -> list[Change]:
        study = _study(reader)
        return [] if study.codes_interviewer is codable else [update(study, codes_interviewer=codable)]

    return project.transact(Op.EDIT_STUDY, rule, coder_id)


def _share(said: list[Segment], spans: list[Segment]) -> float:
    """The part of what is said that lies in the spans."""
    merged = joined(spans)
    covered = at = 0
    for start, end in said:
        while at < len(merged) and merged[at][1] <= start:
            at += 1
        for a, b in merged[at:]:
            if a >= end:
                break
            covered += min(b, end) - max(a, start)
    total = sum(end - start for start, end in said)
    return covered / total if total else 0.0


def _removed(reader: Reader, coding: Coding, coder_id: str) -> list[Change]:
    return rules.remove_coding(coding, reads.every(reader, Memo, subject_id=coding.id), coder_id)


def _other_values(reader: Reader, code: Code, existing: list[Coding], start: int, end: int) -> list[Coding]:
    """The coder's codings on exactly this segment with another value of the code's choice set."""
    parent = reads.one(reader, Code, id=code.parent_id) if code.parent_id else None
    if parent is None or not parent.exclusive:
        return []
    values = {sibling.id for sibling in reads.every(reader, Code, parent_id=parent.id)} - {code.id}
    return [other for other in existing if (other.start, other.end) == (start, end) and other.code_id in values]


def _interviewer(reader: Reader, revision: Revision, start: int, end: int) -> list[Segment]:
    """Speech there that is not coded in this study."""
    speakers = reads.every(reader, Speaker, transcript_id=revision.transcript_id)
    turns = revision.turns_in(start, end)
    return rules.uncodable(turns, speakers, codes_interviewer=_study(reader).codes_interviewer)


def _study(reader: Reader) -> Study:
    return reads.every(reader, Study)[0]


def _revision(reader: Reader, revision_id: str) -> Revision:
    revision = reads.revision(reader, revision_id)
    if revision is None:
        raise RuleRefused("This transcript is no longer in the project.", "Choose another one.")
    return revision


def _code(reader: Reader, code_id: str) -> Code:
    code = reads.one(reader, Code, id=code_id)
    if code is None:
        raise RuleRefused("This code is no longer in the codebook.", "Choose another one.")
    return code


def _coding(reader: Reader, coding_id: str) -> Coding:
    coding = reads.one(reader, Coding, id=coding_id)
    if coding is None:
        raise RuleRefused("This coding is gone already.")
    return coding
