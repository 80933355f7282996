"""Rounds: opening and closing them, who codes what, how far everybody is, and what nobody may read yet.

Blindness: while a blind round is open, no function of this floor hands out another coder's codings of a transcript
that is assigned in it. Readers that serve everybody (agreement, disagreements, themes) leave those transcripts out and
say so; a coder's own reading is never narrowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qualcode.domain import rounds as rules
from qualcode.domain.changes import Change, ChangeSet, Op, add
from qualcode.domain.coding import Coding, Finished, Memo, Recoded
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.rounds import Assignment, Round, RoundKind, Task
from qualcode.domain.study import Coder, Participant, new_coder
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Revision, Speaker, Transcript
from qualcode.services.interviews import Interview
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads
from qualcode.store.reads import Reader

STRATA: Final = ("group", "site", "language")
"""What a draw balances where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Readable:
    """The interviews whose codings may be compared, and by whom each was coded."""

    interviews: tuple[Interview, ...]
    left_out: int
    """How many are in a blind round that is open."""
    assigned: Mapping[str, frozenset[str]] | None
    """The coders of each transcript in the rounds asked for; None where none was."""

    def notes(self) -> tuple[Phrase, ...]:
        """What a table says of those left out."""
        return hidden_notes(self.left_out)


def hidden_notes(count: int) -> tuple[Phrase, ...]:
    """What is said of transcripts of a blind round that is open; nothing where there are none."""
    words = "Transcripts of a blind round that is open, left out until it is closed: {count}."
    return (Phrase(words, {"count": count}),) if count else ()


def open_round(
    project: Project, coder_id: str | None, name: str, kind: RoundKind = RoundKind.MAIN, *, is_blind: bool = True
) -> ChangeSet:
    """Open a round.

    Raises:
        RuleRefused: the name is blank or taken.
    """
    return project.transact(
        Op.OPEN_ROUND,
        lambda reader: [rules.open_round(reads.every(reader, Round), name, kind, is_blind=is_blind)],
        coder_id,
    )


def close_round(project: Project, coder_id: str | None, name: str) -> ChangeSet:
    """Close a round: its codings may be read and compared from now on.

    Raises:
        RuleRefused: there is no such round, or it is closed.
    """
    return project.transact(Op.CLOSE_ROUND, lambda reader: [rules.close_round(round_named(reader, name))], coder_id)


def assign(
    project: Project, coder_id: str | None, round_: str | None, transcripts: Sequence[str], coders: Sequence[str]
) -> ChangeSet:
    """Give each of these coders each of these transcripts; a coder that is not known is added.

    Args:
        project: Where.
        coder_id: Who acts.
        round_: The round's name; None for the only one that is open.
        transcripts: Names, with or without their suffix.
        coders: Names.

    Raises:
        RuleRefused: the round is closed or unknown, or there is no such transcript.
    """

    def rule(reader: Reader) -> list[Change]:
        known = _by_name(reader)
        wished = [_transcript(known, name).id for name in transcripts]
        people, made = _people(reader, coders)
        tasks = [(transcript, coder) for transcript in wished for coder in people]
        return [*made, *rules.assign(round_named(reader, round_), reads.every(reader, Assignment), tasks)]

    return project.transact(Op.ASSIGN, rule, coder_id)


def draw(
    project: Project,
    coder_id: str | None,
    round_: str | None,
    coders: Sequence[str],
    transcripts: Sequence[str] = (),
    *,
    share: float = rules.DOUBLE_CODED,
    seed: int = 1,
    by: Sequence[str] = STRATA,
) -> ChangeSet:
    """Give coders transcripts by a seeded draw that is balanced over strata.

    Args:
        project: Where.
        coder_id: Who acts.
        round_: The round's name; None for the only one that is open.
        coders: Names; one that is not known is added.
        transcripts: Names of those to draw from; by default all that nobody has in this round.
        share: Of the transcripts to be coded by two.
        seed: Of the draw.
        by: What makes a stratum: `language`, `group`, `site` or any other attribute of participants.

    Raises:
        RuleRefused: the round is closed or unknown, there is nothing to draw from, or too few coders.
    """

    def rule(reader: Reader) -> list[Change]:
        chosen = round_named(reader, round_)
        existing = reads.every(reader, Assignment)
        taken = {each.transcript_id for each in existing if each.round_id == chosen.id}
        known = _by_name(reader)
        wished = [_transcript(known, name) for name in transcripts] if transcripts else list(_transcripts(reader))
        pool = [each for each in wished if each.id not in taken]
        if not pool:
            raise RuleRefused(f'Every transcript is assigned in the round "{chosen.name}".', "There is none to draw.")
        people, made = _people(reader, coders)
        tasks = rules.draw(_strata(reader, pool, by), people, share, seed)
        return [*made, *rules.assign(chosen, existing, tasks)]

    return project.transact(Op.ASSIGN, rule, coder_id)


def round_named(reader: Reader, name: str | None) -> Round:
    """The round of that name, or the only one that is open.

    Raises:
        RuleRefused: there is none, or it is not clear which is meant.
    """
    known = reads.every(reader, Round)
    found = [each for each in known if (each.is_open if name is None else each.name == name)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f'"{each.name}"' for each in (found or known)) or "none"
    if name is not None:
        raise RuleRefused(f'There is no round "{name}".', f"There are: {names}.")
    if found:
        raise RuleRefused("Several rounds are open.", f"Name one with --round: {names}.")
    raise RuleRefused("No round is open.", "Open one with: qualcode round open NAME.")


def blinded(reader: Reader) -> frozenset[str]:
    """The transcripts whose codings nobody but their coder may read yet."""
    hiding = {each.id for each in reads.every(reader, Round) if each.hides}
    if not hiding:
        return frozenset()
    return frozenset(each.transcript_id for each in reads.every(reader, Assignment) if each.round_id in hiding)


def queue(reader: Reader, coder_id: str) -> frozenset[str]:
    """The transcripts that a coder has in open rounds."""
    being_coded = {each.id for each in reads.every(reader, Round) if each.is_open}
    own = reads.every(reader, Assignment, coder_id=coder_id)
    return frozenset(each.transcript_id for each in own if each.round_id in being_coded)


def round_of(reader: Reader, transcript_id: str, coder_id: str) -> Round:
    """The round in which a coder codes a transcript now; one without id and name where it is in none."""
    own = reads.every(reader, Assignment, coder_id=coder_id, transcript_id=transcript_id)
    rounds = reads.by_ids(reader, Round.KIND, {each.round_id for each in own})
    return max((each for each in rounds.values() if each.is_open), key=lambda each: each.id, default=_NONE)


def readable(reader: Reader, found: Iterable[Interview], rounds: Sequence[str] = ()) -> Readable:
    """The interviews that may be read across coders: of all rounds, or of those that are named.

    Raises:
        RuleRefused: a round is unknown, blind and open, or one of recoding.
    """
    hidden = blinded(reader)
    if not rounds:
        kept = tuple(each for each in found if each.transcript_id not in hidden)
        return Readable(kept, len({each.transcript_id for each in found} & hidden), None)
    coders: dict[str, set[str]] = {}
    for name in rounds:
        chosen = round_named(reader, name)
        if chosen.recodes:
            raise RuleRefused(
                f'The round "{chosen.name}" is one of recoding: in it coders are compared with themselves only.',
                f'Write: qualcode report agreement --self "{chosen.name}"',
            )
        if chosen.hides:
            raise RuleRefused(
                f'The round "{chosen.name}" is blind and open.', f'Close it first: qualcode round close "{chosen.name}"'
            )
        for each in reads.every(reader, Assignment, round_id=chosen.id):
            coders.setdefault(each.transcript_id, set()).add(each.coder_id)
    kept = tuple(each for each in found if each.transcript_id in coders.keys() - hidden)
    return Readable(kept, len(coders.keys() & hidden), {each: frozenset(who) for each, who in coders.items()})


def news(project: Project, seq: int, coder_id: str | None) -> list[ChangeSet]:
    """What happened after a position of the log, without what others coded where a coder may not look yet."""
    found = project.changes_since(seq)
    with project.read() as reader:
        hidden = {revision for transcript in blinded(reader) for revision in _revisions(reader, transcript)}
    if not hidden:
        return found
    return [replace(each, changes=tuple(_visible(each.changes, hidden, coder_id))) for each in found]


def round_table(project: Project) -> Table:
    """Every round: what it is for, who codes in it, how far it is."""
    with project.read() as reader:
        names = {coder.id: coder.name for coder in reads.every(reader, Coder)}
        done = {(each.transcript_id, each.coder_id) for each in reads.every(reader, Finished)}
        again: dict[str, set[Task]] = {}
        for mark in reads.every(reader, Recoded):
            again.setdefault(mark.round_id, set()).add((mark.transcript_id, mark.coder_id))
        tasks: dict[str, list[Task]] = {}
        for each in reads.every(reader, Assignment):
            tasks.setdefault(each.round_id, []).append((each.transcript_id, each.coder_id))
        found = reads.every(reader, Round)
        about = provenance(reader)
    rows = [
        _round_row(each, tasks.get(each.id, []), again.get(each.id, set()) if each.recodes else done, names)
        for each in found
    ]
    return Table("rounds", Phrase("Rounds of Coding"), _ROUND_COLUMNS, tuple(rows), closing_notes(about), about)


def progress_table(project: Project) -> Table:
    """How far coding is, by coder, site and group: a task is a transcript that a coder was given or has begun."""
    with project.read() as reader:
        names = {coder.id: coder.name for coder in reads.every(reader, Coder)}
        done = {(each.transcript_id, each.coder_id) for each in reads.every(reader, Finished)}
        begun = {(transcript, coder) for coder, transcript in reads.coded_pairs(reader)} | done
        assigned = {(each.transcript_id, each.coder_id) for each in reads.every(reader, Assignment)}
        people = _people_of(reader)
        transcripts = _transcripts(reader)
        about = provenance(reader)
    tasks = begun | assigned
    rows = [
        *_progress("coder", {task: {names[task[1]]} for task in tasks}, assigned, begun, done),
        *_progress("site", {task: _values(people, task[0], "site") for task in tasks}, assigned, begun, done),
        *_progress("group", {task: _values(people, task[0], "group") for task in tasks}, assigned, begun, done),
    ]
    nobody = len({each.id for each in transcripts} - {transcript for transcript, _ in tasks})
    notes = (
        Phrase("A task is a transcript that a coder was given or has begun; codings are not counted."),
        Phrase("Transcripts that are nobody's task yet: {count} of {all}.", {"count": nobody, "all": len(transcripts)}),
    )
    return Table(
        "progress", Phrase("Progress of Coding"), _PROGRESS_COLUMNS, tuple(rows), notes + closing_notes(about), about
    )


_NONE: Final = Round("", "")
_ROUND_COLUMNS: Final = (
    Column("round", "Round"),
    Column("kind", "Kind"),
    Column("status", "Status"),
    Column("blind", "Blind"),
    Column("coders", "Coders"),
    Column("transcripts", "Transcripts", Measure.COUNT),
    Column("double", "Coded by several", Measure.COUNT),
    Column("tasks", "Tasks", Measure.COUNT),
    Column("finished", "Finished", Measure.COUNT),
)
_PROGRESS_COLUMNS: Final = (
    Column("by", "By"),
    Column("value", "Value"),
    Column("tasks", "Tasks", Measure.COUNT),
    Column("assigned", "Assigned", Measure.COUNT),
    Column("begun", "Begun", Measure.COUNT),
    Column("finished", "Finished", Measure.COUNT),
    Column("share", "Finished %", Measure.SHARE),
)


def _revisions(reader: Reader, transcript_id: str) -> set[str]:
    return {each.id for each in reads.every(reader, Revision, transcript_id=transcript_id)}


def _visible(changes: Iterable[Change], hidden: set[str], coder_id: str | None) -> Iterator[Change]:
    """All changes but those of others' codings in these revisions and of others' memos on any coding."""
    for change in changes:
        row = change.after or change.before
        is_hidden = (isinstance(row, Coding) and row.revision_id in hidden) or (
            isinstance(row, Memo) and row.subject_kind == Coding.KIND
        )
        if not is_hidden or (isinstance(row, Coding | Memo) and row.coder_id == coder_id):
            yield change


def _round_row(round_: Round, tasks: Sequence[Task], done: set[Task], names: Mapping[str, str]) -> tuple[Value, ...]:
    coders = Counter(transcript for transcript, _ in tasks)
    return (
        round_.name,
        round_.kind,
        round_.status,
        "yes" if round_.is_blind else "no",
        ", ".join(sorted({names[coder] for _, coder in tasks})),
        len(coders),
        sum(count > 1 for count in coders.values()),
        len(tasks),
        sum(task in done for task in tasks),
    )


def _progress(
    by: str, values: Mapping[Task, set[str]], assigned: set[Task], begun: set[Task], done: set[Task]
) -> list[tuple[Value, ...]]:
    tasks: dict[str, set[Task]] = {}
    for task, found in values.items():
        for value in found:
            tasks.setdefault(value, set()).add(task)
    return [
        (by, value, len(all_), len(all_ & assigned), len(all_ & begun), len(all_ & done), len(all_ & done) / len(all_))
        for value, all_ in sorted(tasks.items())
    ]


def _transcripts(reader: Reader) -> list[Transcript]:
    return sorted(reads.every(reader, Transcript), key=lambda each: each.name)


def _by_name(reader: Reader) -> dict[str, Transcript]:
    """Every transcript under its name, with and without the file's suffix."""
    found = _transcripts(reader)
    return {each.name + each.suffix: each for each in found} | {each.name: each for each in found}


def _transcript(known: Mapping[str, Transcript], name: str) -> Transcript:
    if name not in known:
        raise RuleRefused(f'The project has no transcript "{name}".', "Check the spelling, or import it first.")
    return known[name]


def _people(reader: Reader, names: Sequence[str]) -> tuple[list[str], list[Change]]:
    """The coders' ids, and the changes that add those who are new."""
    known = {coder.name: coder for coder in reads.every(reader, Coder)}
    made = [new_coder(name) for name in dict.fromkeys(name.strip() for name in names) if name not in known]
    known |= {coder.name: coder for coder in made}
    return [known[name].id for name in dict.fromkeys(name.strip() for name in names)], [add(coder) for coder in made]


def _people_of(reader: Reader) -> dict[str, list[Participant]]:
    """The participants of each transcript."""
    people = {each.id: each for each in reads.every(reader, Participant)}
    found: dict[str, list[Participant]] = {}
    for speaker in reads.every(reader, Speaker):
        if speaker.participant_id is not None:
            found.setdefault(speaker.transcript_id, []).append(people[speaker.participant_id])
    return found


def _values(people: Mapping[str, Sequence[Participant]], transcript_id: str, name: str) -> set[str]:
    """The values of an attribute among the participants of a transcript; an empty one where none is known."""
    return {each.attribute(name) for each in people.get(transcript_id, ())} or {""}


def _strata(reader: Reader, pool: Sequence[Transcript], by: Sequence[str]) -> dict[str, str]:
    people = _people_of(reader)
    return {
        each.id: " / ".join(
            each.language if name == "language" else ", ".join(sorted(_values(people, each.id, name))) for name in by
        )
        for each in pool
    }
