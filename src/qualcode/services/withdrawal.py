"""Withdrawal of a participant: what they said and what was made of it is erased, for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualcode.domain.changes import Change, Op
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, counted
from qualcode.domain.study import MeasureValue, Participant
from qualcode.domain.transcript import Revision, Speaker, Transcript
from qualcode.domain.withdrawal import Withdrawal, echoed, mask, withdraw
from qualcode.services.drafts import drop_draft, read_draft
from qualcode.services.interviews import interviews
from qualcode.services.project import Project, is_pack
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Concerned:
    """What goes with a participant."""

    participant: str
    transcripts: tuple[str, ...]
    """Names of those that go whole."""
    shared: tuple[str, ...]
    """Names of those in which others speak too, where only their words go."""
    codings: int
    memos: int
    measures: int
    """How many numbers."""
    quoting: tuple[str, ...]
    """Codes whose words are partly the participant's; they stay as they are."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was erased."""

    concerned: Concerned
    is_clean: bool
    """Whether the file is rid of it; not while another program has it open."""


def concerned_by(project: Project, name: str) -> Concerned:
    """What the withdrawal of a participant would erase.

    Raises:
        RuleRefused: there is no such participant, or they withdrew already.
    """
    with project.read() as reader:
        return _concerned(reader, _person(reader, name))


def withdraw_participant(project: Project, name: str, coder_id: str | None = None) -> Withdrawn:
    """Erase what a participant said, all that was made of it and all numbers about them: tables, log and file.

    Raises:
        RuleRefused: there is no such participant, they withdrew already, it is not known which speaker they are, or the
            project is a pack.
    """
    if is_pack(project.path):
        raise RuleRefused(f"{project.path} is a pack.", "Withdraw in the project that it was made from.")
    found: list[Concerned] = []

    def decide(reader: Reader) -> tuple[Collection[str], Sequence[Change], Mapping[str, str]]:
        person = _person(reader, name)
        found[:] = [_concerned(reader, person)]
        made = _withdrawal(reader, person)
        return made.gone, made.kept, made.texts

    changes, is_clean = project.erase(Op.WITHDRAW_PARTICIPANT, decide, coder_id)
    _forget_drafts(project, {change.id for change in changes})
    return Withdrawn(found[0], is_clean)


def withdrawn_notes(people: Collection[Participant]) -> tuple[Phrase, ...]:
    """What a table says of those who withdrew, by group; nothing where nobody did."""
    gone = [person for person in people if person.is_withdrawn]
    if not gone:
        return ()
    groups = sorted({person.group for person in gone})
    counts = counted({group: sum(person.group == group for person in gone) for group in groups})
    return (Phrase("Withdrawn, and in no number: {groups}.", {"groups": counts}),)


def _withdrawal(reader: Reader, person: Participant) -> Withdrawal:
    own = {each.transcript_id for each in reads.every(reader, Speaker, participant_id=person.id)}
    speakers = [each for each in reads.every(reader, Speaker) if each.transcript_id in own]
    _check_known(reader, person, own)
    made, shared = withdraw(person, speakers)
    for transcript in shared:
        revisions = reads.every(reader, Revision, transcript_id=transcript)
        texts = dict(reads.texts(reader, [each.sha256 for each in revisions]))
        codings = [coding for each in revisions for coding in reads.every(reader, Coding, revision_id=each.id)]
        here = [each for each in speakers if each.transcript_id == transcript]
        mask(made, person, here, {each.id: texts[each.sha256] for each in revisions}, revisions, codings)
    return made


def _check_known(reader: Reader, person: Participant, own: Collection[str]) -> None:
    """Refuse where an interview is theirs and it is not known which words.

    Raises:
        RuleRefused: there is one.
    """
    named = {person.name, *person.transcripts}
    for each in reads.every(reader, Transcript):
        if named & {each.name, each.name + each.suffix} and each.id not in own:
            raise RuleRefused(
                f"{each.name} is an interview with {person.name}, and it is not known which speaker they are.",
                "Say so with: qualcode import speakers speakers.csv; then withdraw again. Nothing was erased.",
            )


def _person(reader: Reader, name: str) -> Participant:
    person = reads.one(reader, Participant, name=name)
    if person is None:
        raise RuleRefused(f'There is no participant "{name}".', "Names of participants are those of the study.")
    return person


def _concerned(reader: Reader, person: Participant) -> Concerned:
    made = _withdrawal(reader, person)
    transcripts = {each.id: each for each in reads.every(reader, Transcript)}
    revisions = [each for each in reads.every(reader, Revision) if each.transcript_id in made.gone]
    whole = {each.id for each in revisions}
    codings = {each.id for each in reads.every(reader, Coding) if each.revision_id in whole or each.id in made.gone}
    subjects = codings | made.gone
    shared = {change.after.transcript_id for change in made.kept if isinstance(change.after, Revision)}
    return Concerned(
        person.name,
        tuple(sorted(transcripts[each].name for each in made.gone & transcripts.keys())),
        tuple(sorted(transcripts[each].name for each in shared)),
        len(codings),
        sum(each.subject_id in subjects for each in reads.every(reader, Memo)),
        len(reads.every(reader, MeasureValue, participant_id=person.id)),
        tuple(_quoting(reader, person)),
    )


def _quoting(reader: Reader, person: Participant) -> list[str]:
    """The paths of codes whose name, definition, rules or example share words with what the participant said."""
    said: list[str] = []
    for interview in interviews(reader):
        pieces = interview.speech_of.get(person.id, ())
        for _, text in reads.texts(reader, [interview.sha256] if pieces else []):
            said += [text[start:end] for start, end in pieces]
    book = Codebook.of(reads.every(reader, Code))
    texts = {
        book.path(code): f"{code.name}\n{code.definition}\n{code.include}\n{code.exclude}\n{code.example}"
        for _, code in book.walk()
    }
    return echoed("\n".join(said), texts)


def _forget_drafts(project: Project, gone: Collection[str]) -> None:
    for coder in project.coders():
        draft = read_draft(project, coder.id)
        if draft is not None and draft.subject_id in gone:
            drop_draft(project, coder.id)
