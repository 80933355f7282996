"""Transcripts and what belongs to them: import, participants, measures, guide, speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from qualcode.domain.changes import Change, ChangeSet, Op, Row, add, update, update_to
from qualcode.domain.errors import BadInput, QualcodeError
from qualcode.domain.identity import new_id
from qualcode.domain.intake import Intake as Rows
from qualcode.domain.intake import linked, take_in
from qualcode.domain.study import MeasureValue, Participant, Question
from qualcode.domain.transcript import ParsedTranscript, Role, Speaker, Transcript, text_digest
from qualcode.formats import answers, guides, participants
from qualcode.formats import transcripts as format_
from qualcode.formats.participants import ParticipantRow
from qualcode.formats.refusals import refuse
from qualcode.services.exclusion import withheld
from qualcode.services.files import read_bytes
from qualcode.services.interviews import participants_by_id
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader

Progress = Callable[[int, int], None]
"""Called with how many of how many are done; may raise `Cancelled`."""


_SHOWN = 20
_HEARD = 40  # turns of a speaker that are looked at to guess the role

K = TypeVar("K")
R = TypeVar("R", bound=Row)


class Cancelled(QualcodeError):
    """The person stopped the act; nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class DetectedSpeaker:
    """A label that stands before speech, and the role it will be given."""

    label: str
    turns: int
    transcripts: int
    role: Role


@dataclass(frozen=True, slots=True)
class Intake:
    """Transcript files as read, before anything is stored."""

    parsed: tuple[ParsedTranscript, ...]
    refused: tuple[tuple[str, QualcodeError], ...] = ()
    """Files that cannot be taken in, and why."""
    known: tuple[str, ...] = ()
    """Transcripts that are in the project already with the same text."""
    speakers: tuple[DetectedSpeaker, ...] = ()

    def roles(self) -> dict[str, Role]:
        """The role of each label."""
        return {speaker.label: speaker.role for speaker in self.speakers}


def transcript_files(paths: Iterable[Path]) -> list[Path]:
    """The files named and the .txt files of the folders named, by name."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def read_transcripts(
    project: Project | None,
    paths: Iterable[Path],
    encoding: str | None = None,
    progress: Progress = lambda done, total: None,
) -> Intake:
    """Read files and folders; a bad file never stops the good ones.

    Args:
        project: Whose transcripts and roles are known already; None for a new one.
        paths: Files, and folders whose .txt files are meant; a .csv or .xlsx file has a row for each answer.
        encoding: For files that are not Unicode.
        progress: Told after each file.
    """
    paths = list(paths)
    files = transcript_files(paths)
    known = _known(project)
    parsed: list[ParsedTranscript] = []
    refused: list[tuple[str, QualcodeError]] = [
        (str(path), BadInput("The folder has no .txt files.", "Name files of another kind one by one."))
        for path in paths
        if path.is_dir() and not transcript_files([path])
    ]
    same: list[str] = []
    for number, path in enumerate(files, start=1):
        try:
            found = _read(path, known.questions, encoding)
            new = [(place, each) for place, each in found if known.digests.get(each.name) != text_digest(each.text)]
            for place, each in new:
                _check_new(path, place, each, known)
            names = {each.name for _, each in new}
            same += [each.name for _, each in found if each.name not in names]
            known.digests.update(dict.fromkeys(names, ""))
            parsed += [each for _, each in new]
        except QualcodeError as error:
            refused.append((str(path), error))
        progress(number, len(files))
    return Intake(tuple(parsed), tuple(refused), tuple(same), tuple(_speakers(parsed, known.roles)))


def import_transcripts(
    project: Project,
    intake: Intake,
    roles: Mapping[str, Role] | None = None,
    coder_id: str | None = None,
    progress: Progress = lambda done, total: None,
) -> ChangeSet:
    """Store what was read, as one act that one undo takes back.

    Args:
        project: Where to.
        intake: What `read_transcripts` returned.
        roles: Corrected roles by label; the others stay as detected.
        coder_id: Who acts.
        progress: Told after each transcript.
    """

    def rule(reader: Reader) -> list[Change]:
        rows = Rows(
            {each.name: each for each in reads.every(reader, Participant)},
            {each.name: each for each in reads.every(reader, Question)},
            {**intake.roles(), **(roles or {})},
        )
        for number, parsed in enumerate(intake.parsed, start=1):
            take_in(rows, parsed)
            progress(number, len(intake.parsed))
        return sorted(rows.changes, key=lambda change: _ORDER[change.kind])

    texts = {text_digest(parsed.text): parsed.text for parsed in intake.parsed}
    return project.transact(Op.IMPORT_TRANSCRIPTS, rule, coder_id, texts)


_ORDER = {
    kind: place
    for place, kind in enumerate(
        ("participant", "question", "transcript", "revision", "speaker", "section", "answer")
    )
}  # fmt: skip


def import_participants(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Add or update participants, and give speech its participant where the file tells.

    Raises:
        BadInput: the file has faults; all are named and nothing is stored.
    """
    rows = participants.read_participants(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        known = {each.name: each for each in reads.every(reader, Participant)}
        _refuse_withdrawals(path.name, rows, known)
        people = [
            _participant(row, known.get(row.name))
            for row in rows
            if not (row.name in known and known[row.name].is_withdrawn)
        ]
        changes = _merged(known, people, lambda person: person.name)
        everybody = {
            **known,
            **{each.name: each for change in changes if isinstance(each := change.after, Participant)},
        }
        transcripts = {each.id: each for each in reads.every(reader, Transcript)}
        present = [each for each in everybody.values() if not each.is_withdrawn]
        return changes + linked(reads.every(reader, Speaker), transcripts, present)

    return project.transact(Op.IMPORT_PARTICIPANTS, rule, coder_id)


def import_measures(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Add or update the numbers of participants.

    Raises:
        BadInput: the file has faults or names unknown participants.
    """
    rows = participants.read_measures(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        people = {each.name: each.id for each in reads.every(reader, Participant)}
        _refuse_unknown(path.name, ((row.line, row.participant) for row in rows), people, "participant")
        known = {(each.participant_id, each.name): each for each in reads.every(reader, MeasureValue)}
        present = participants_by_id(reader)  # of those who withdrew nothing comes back
        values = [
            MeasureValue(new_id(), people[row.participant], row.name, row.value)
            for row in rows
            if people[row.participant] in present
        ]
        return _merged(known, values, lambda value: (value.participant_id, value.name))

    return project.transact(Op.IMPORT_MEASURES, rule, coder_id)


def import_guide(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Add or update the questions of the interview guide.

    Raises:
        BadInput: the file has faults.
    """
    guide = guides.read_guide(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        known = {each.name: each for each in reads.every(reader, Question)}
        questions = [
            Question(
                new_id(), each.name, place, each.texts, each.groups, each.values, each.codes, each.unit, guide.version
            )
            for place, each in enumerate(guide.questions, start=1)
        ]  # fmt: skip
        return _merged(known, questions, lambda question: question.name)

    return project.transact(Op.IMPORT_GUIDE, rule, coder_id)


def import_speakers(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Correct the roles and participants of speakers; `*` stands for every transcript.

    Raises:
        BadInput: the file has faults, or names what the project has not.
    """
    rows = participants.read_speakers(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        people = {each.name: each.id for each in participants_by_id(reader).values()}
        names = {each.id: each.name for each in reads.every(reader, Transcript)}
        named = [(row.line, row.participant) for row in rows if row.participant]
        _refuse_unknown(path.name, named, people, "participant")
        known_names = {*names.values(), "*"}
        _refuse_unknown(path.name, [(row.line, row.transcript) for row in rows], known_names, "transcript")
        wished = {(row.transcript, row.speaker): row for row in rows}
        changes: list[Change] = []
        for speaker in reads.every(reader, Speaker):
            row = wished.get((names[speaker.transcript_id], speaker.label)) or wished.get(("*", speaker.label))
            if row is not None:
                person = people[row.participant] if row.participant else speaker.participant_id
                if (speaker.role, speaker.participant_id) != (row.role, person):
                    changes.append(update(speaker, role=row.role, participant_id=person))
        return changes

    return project.transact(Op.IMPORT_SPEAKERS, rule, coder_id)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a project holds, for a heading."""

    transcripts: int
    participants: int
    groups: Mapping[str, int] = field(default_factory=dict)


def overview(project: Project) -> Overview:
    """How many transcripts and participants a project has."""
    with project.read() as reader:
        people = participants_by_id(reader).values()
        return Overview(len(reads.revision_ids(reader)), len(people), Counter(each.group for each in people))


def export_transcripts(project: Project, folder: Path) -> tuple[list[Path], int]:
    """Write every transcript as the file that came in, byte for byte.

    Returns:
        The files; how many transcripts are left out, being excluded from export.

    Raises:
        BadInput: a file of that name is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with project.read() as reader:
        transcripts = {each.id: each for each in reads.every(reader, Transcript)}
        kept_back = withheld(reader)
        for revision in reads.latest_revisions(reader):
            if revision.transcript_id in kept_back:
                continue
            transcript = transcripts[revision.transcript_id]
            path = folder / f"{transcript.name}{transcript.suffix}"
            if path.exists():
                raise BadInput(f"{path} is there already.", "Choose an empty folder; nothing was overwritten.")
            ((_, text),) = reads.texts(reader, [revision.sha256])
            path.write_bytes(format_.write_transcript(text, revision.encoding, revision.bom, revision.newlines))
            written.append(path)
    return written, len(kept_back)


def _participant(row: ParticipantRow, known: Participant | None) -> Participant:
    """The participant of a row; of somebody who withdrew, only name and group."""
    if row.is_withdrawn:
        return Participant(new_id(), row.name, row.group, is_withdrawn=True)
    excluded = known is not None and known.is_excluded if row.is_excluded is None else row.is_excluded
    return Participant(new_id(), row.name, row.group, row.site, row.attributes, row.transcripts, excluded)


def _refuse_withdrawals(filename: str, rows: Iterable[ParticipantRow], known: Mapping[str, Participant]) -> None:
    """Refuse a file that would make somebody withdraw of whom the project knows more than the file says.

    Raises:
        BadInput: there is somebody.
    """
    late = [row for row in rows if row.is_withdrawn and row.name in known and not known[row.name].is_withdrawn]
    if late:
        named = "; ".join(f"line {row.line}: {row.name}" for row in late[:_SHOWN])
        refuse(
            filename,
            f"the project knows participants who withdrew ({named}).",
            f"Erase what it knows first, with: qualcode withdraw {late[0].name}. Then import the file again.",
        )


def _merged(known: Mapping[K, R], wished: Iterable[R], key: Callable[[R], K]) -> list[Change]:
    """Additions of what is new and updates of what differs; what the file does not name stays."""
    changes = (update_to(known[key(row)], row) if key(row) in known else add(row) for row in wished)
    return [change for change in changes if change is not None]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a project knows before files come in."""

    digests: dict[str, str] = field(default_factory=dict)
    """Of each transcript's text, by its name."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """The role that each label was given last."""
    questions: Sequence[str] = ()
    """Those of the guide."""
    withdrawn: frozenset[str] = frozenset()
    """Names of participants who withdrew."""


def _known(project: Project | None) -> _Known:
    if project is None:
        return _Known()
    with project.read() as reader:
        names = {each.id: each.name for each in reads.every(reader, Transcript)}
        digests = {names[each.transcript_id]: each.sha256 for each in reads.latest_revisions(reader)}
        questions = sorted(reads.every(reader, Question), key=lambda each: each.position)
        has_guide = any(each.texts for each in questions)  # markers make questions without a wording
        return _Known(
            digests,
            {each.label: Role(each.role) for each in reads.every(reader, Speaker)},
            [each.name for each in questions] if has_guide else [],
            frozenset(each.name for each in reads.every(reader, Participant) if each.is_withdrawn),
        )


def _read(path: Path, questions: Collection[str], encoding: str | None) -> list[tuple[str, ParsedTranscript]]:
    """The transcripts of a file, each with the place in it where it begins, where there may be several."""
    if path.suffix.lower() in answers.SUFFIXES:
        found = answers.read_answers(read_bytes(path), path.name, questions, encoding)
        return [(f"{each.place}: ", each.transcript) for each in found]
    return [("", format_.read_transcript(read_bytes(path), path.name, encoding))]


def _check_new(path: Path, place: str, parsed: ParsedTranscript, known: _Known) -> None:
    if parsed.name in known.digests:
        remedy = "Name this interview otherwise in column transcript" if place else "Rename the file"
        fault = f'{place}a transcript "{parsed.name}" with another text is there already.'
        refuse(path.name, fault, f"{remedy}; codings stay with the text they were made on.")
    gone = [name for name in parsed.interviewed() or [parsed.name] if name in known.withdrawn]
    if gone:
        what = "these rows" if place else "this file"
        refuse(path.name, f"{place}{gone[0]} withdrew.", f"Leave {what} out; nothing of it was stored.")


def _speakers(parsed: Iterable[ParsedTranscript], roles: Mapping[str, Role]) -> list[DetectedSpeaker]:
    turns: Counter[str] = Counter()
    transcripts: Counter[str] = Counter()
    said: dict[str, list[str]] = {}
    for each in parsed:
        labels = each.labels()
        turns.update(labels)
        transcripts.update(labels.keys())
        for turn in each.turns:
            heard = said.setdefault(turn.label, [])
            if len(heard) < _HEARD and turn.body:
                heard.append(each.text[turn.body[0][0] : turn.body[-1][1]])
    return [
        DetectedSpeaker(label, count, transcripts[label], roles.get(label) or format_.guess_role(label, said[label]))
        for label, count in turns.most_common()
    ]


def _refuse_unknown(
    filename: str, named: Iterable[tuple[int, str]], known: Iterable[str] | Mapping[str, object], what: str
) -> None:
    names = set(known)
    missing = [f"line {line}: {name}" for line, name in named if name not in names]
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        raise BadInput(
            f"{filename} names a {what} that the project has not ({'; '.join(missing[:_SHOWN])}{more}).",
            f"Import the {what}s first, or correct the spelling.",
        )
