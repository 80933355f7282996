"""`Project`: the one write door, undo and redo, and what happened since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from qualcode.domain.changes import Change, ChangeSet, Op, Row, add, inverse, is_same, renewed
from qualcode.domain.errors import Conflict, QualcodeError, RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Coder, Study, new_coder
from qualcode.domain.transcript import text_digest
from qualcode.store import database, erasure, log, reads, writes
from qualcode.store.log import Incoming
from qualcode.store.reads import Reader

Rule = Callable[[Reader], Iterable[Change]]
"""Looks at the project as it is within the transaction; refuses, or says what changes."""

Decide = Callable[[Reader], tuple[list[Change], list[Change]]]
"""Looks at the project before a merge; returns changes to apply, and changes that only the log is told."""

Erase = Callable[[Reader], tuple[Collection[str], Sequence[Change], Mapping[str, str]]]
"""Looks at the project before a withdrawal; returns ids of rows to remove, changes to others, and texts by digest."""

_LASTING: Final = {Op.CREATE_PROJECT, Op.ADD_CODER, Op.SNAPSHOT, Op.MERGE_PACK, Op.WITHDRAW_PARTICIPANT}
"""Acts that stand outside undo: without them there is nobody to undo anything, the log would tell another story, or
what they did is gone for good."""


class Project:
    """An open project. Every change to it goes through `transact`."""

    def __init__(self, path: Path, engine: Any) -> None:
        self.path = path
        self.is_rehearsal = False
        """True to let acts say what they would change, and store nothing."""
        self._engine = engine

    @classmethod
    def create(cls, path: Path, name: str, *, synthetic: bool = False) -> Project:
        """A new project file.

        Raises:
            ProjectUnusable: the file exists, or its folder cannot be written.
        """
        project = cls(path, database.create(path))
        study = Study(new_id(), name, synthetic, _now())
        project.transact(Op.CREATE_PROJECT, lambda _: [add(study)])
        return project

    @classmethod
    def open(cls, path: Path) -> Project:
        """The project in an existing file.

        Raises:
            ProjectUnusable: it is missing, foreign, damaged, newer than this program or read-only.
        """
        return cls(path, database.open_file(path))

    @classmethod
    def of_snapshot(
        cls, path: Path, rows: Iterable[Row], parent: str, codebook_version: int, texts: Mapping[str, str]
    ) -> Project:
        """A new file that begins with these rows, as a pack does.

        Args:
            path: Where to.
            rows: What it holds, referred-to rows before those that refer to them.
            parent: The newest event of the project that they come from.
            codebook_version: Of that project.
            texts: By digest.

        Raises:
            ProjectUnusable: the file exists, or its folder cannot be written.
        """
        pack = cls(path, database.create(path))
        with database.transaction(pack._engine, path) as connection:
            writes.keep_texts(connection, texts)
            changes = [add(row) for row in rows]
            writes.write(connection, Op.SNAPSHOT, changes, None, _now(), parent, codebook_version)
        return pack

    def own_chain(self) -> list[Incoming]:
        """The file's own events with their changes, oldest first."""
        with self.read() as reader:
            return log.own_chain(reader)

    def take_in(
        self, replica: str, incoming: Sequence[Incoming], decide: Decide, coder_id: str | None,
        texts: Mapping[str, str],
    ) -> ChangeSet:  # fmt: skip
        """Bring another chain's events in as they are, and say in one event of this file's who did so.

        Args:
            replica: The chain, by its snapshot's id.
            incoming: Its events beyond those that are here.
            decide: Given the state of the project, which changes bring the tables along, and which ones only the log
                needs so that it replays to them.
            coder_id: Who merges.
            texts: By digest.
        """
        with database.transaction(self._engine, self.path) as connection:
            applied, said = decide(connection)
            log.take_in(connection, replica, incoming)
            writes.keep_texts(connection, texts)
            writes.apply(connection, applied)
            newest = str(incoming[-1].event["id"])
            seq = writes.append(connection, Op.MERGE_PACK, writes.logged(said), coder_id, _now(), newest)
            if self.is_rehearsal:
                connection.rollback()
        return ChangeSet(seq, Op.MERGE_PACK, coder_id, tuple(applied))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One state of the project, unmoved by what others write meanwhile."""
        with database.reading(self._engine, self.path) as connection:
            yield connection

    def transact(
        self, op: Op, rule: Rule, coder_id: str | None = None, texts: Mapping[str, str] | None = None
    ) -> ChangeSet:
        """Let the rule decide, write what it decides and its event, all in one transaction.

        Args:
            op: The act, as history and menus name it.
            rule: Refuses, or returns the changes.
            coder_id: Who acts; None for the project itself.
            texts: Texts by digest that the changes name.

        Returns:
            What changed. Nothing is logged where the rule changes nothing; rows that say the same afterwards are none,
            so that nobody seems to have built on what they left as it was.
        """

        def changing(reader: Reader) -> tuple[list[Change], str | None]:
            return [change for change in rule(reader) if change.says_something], None

        return self._transact(op, changing, coder_id, texts or {})

    def erase(self, op: Op, decide: Erase, coder_id: str | None) -> tuple[ChangeSet, bool]:
        """Remove rows with all that refers to them so that nothing is left of them: in tables, log and file.

        Args:
            op: The act; it is outside undo.
            decide: Refuses, or says which rows go, which others are rewritten, and the texts that these name.
            coder_id: Who acts.

        Returns:
            What changed; whether the file is rid of it, which it is not while another program has it in use.
        """
        with database.transaction(self._engine, self.path) as connection:
            gone, kept, texts = decide(connection)
            writes.keep_texts(connection, texts)
            seq, changes = erasure.erase(connection, op, gone, kept, coder_id, _now())
        return ChangeSet(seq, op, coder_id, tuple(changes)), self.scrub()

    def scrub(self) -> bool:
        """Write the file anew without what was removed from it; False while another program has it in use."""
        return database.scrub(self._engine, self.path)

    def undo(self, coder_id: str | None) -> ChangeSet:
        """Turn the coder's newest live act back.

        Raises:
            RuleRefused: there is nothing to undo, or somebody built on what would be undone.
        """
        return self._turn_back(Op.UNDO, coder_id)

    def redo(self, coder_id: str | None) -> ChangeSet:
        """Do again what the coder undid last.

        Raises:
            RuleRefused: there is nothing to redo, or somebody changed the rows meanwhile.
        """
        return self._turn_back(Op.REDO, coder_id)

    def pass_over(self, coder_id: str | None) -> ChangeSet:
        """Leave the coder's newest live act as it is, so that undo reaches the one before it."""

        def rule(reader: Reader) -> tuple[list[Change], str | None]:
            newest = _newest(reader, coder_id, redo=False)
            if newest is None:
                raise RuleRefused("There is nothing to pass over.")
            return [], newest[0]

        return self._transact(Op.PASS_OVER, rule, coder_id)

    def changes_since(self, seq: int) -> list[ChangeSet]:
        """What happened after a position of the log, oldest first."""
        with self.read() as reader:
            return log.change_sets(reader, seq) if reads.head(reader)[0] > seq else []

    def head(self) -> int:
        """The position of the newest event."""
        with self.read() as reader:
            return reads.head(reader)[0]

    def history(self) -> list[tuple[int, str, str, str | None, int]]:
        """Position, time, act, coder and number of changes of every event, oldest first."""
        with self.read() as reader:
            return reads.history(reader)

    def withdrawals(self) -> dict[int, str]:
        """Who withdrew, by the position of the event."""
        with self.read() as reader:
            return reads.withdrawals(reader)

    def study(self) -> Study:
        """The row that says what this project is."""
        with self.read() as reader:
            return reads.every(reader, Study)[0]

    def coders(self) -> list[Coder]:
        """Everybody who codes, by name."""
        with self.read() as reader:
            return sorted(reads.every(reader, Coder), key=lambda coder: coder.name)

    def coder(self, name: str) -> Coder:
        """The coder of that name, added where there is none."""
        with self.read() as reader:
            found = reads.one(reader, Coder, name=name.strip())
        if found is not None:
            return found

        def rule(reader: Reader) -> list[Change]:
            return [] if reads.one(reader, Coder, name=name.strip()) else [add(new_coder(name))]

        self.transact(Op.ADD_CODER, rule)
        return self.coder(name)

    def backup(self, target: Path) -> None:
        """Copy the project, as it is now, to a new file."""
        database.backup(self._engine, self.path, target)

    def faults(self) -> list[str]:
        """What is wrong with the file, the log or the texts; empty where all is well."""
        with self.read() as reader:
            found = [f"The log is broken at event {seq}." for seq in log.broken_links(reader)]
            replayed, stored = log.replayed(reader), log.stored(reader)
            found += [
                f"The table {kind} does not follow from the log." for kind in stored if stored[kind] != replayed[kind]
            ]
            for revision in reads.latest_revisions(reader):
                ((_, text),) = reads.texts(reader, [revision.sha256])
                if text_digest(text) != revision.sha256 or len(text) != revision.length:
                    found.append(f"The text of a transcript differs from its digest ({revision.sha256[:12]}).")
        return [*found, *database.faults(self._engine, self.path)]

    def _turn_back(self, op: Op, coder_id: str | None) -> ChangeSet:
        try:
            return self._transact(op, lambda reader: _turned_back(reader, coder_id, redo=op is Op.REDO), coder_id)
        except Conflict as met:  # rows are as they were, but what comes back meets others' in the same place
            raise RuleRefused(
                "What would come back meets something that was made or removed since.",
                "Take that back first, or pass over this act.",
            ) from met

    def _transact(
        self,
        op: Op,
        rule: Callable[[Reader], tuple[list[Change], str | None]],
        coder_id: str | None,
        texts: Mapping[str, str] | None = None,
    ) -> ChangeSet:
        with database.transaction(self._engine, self.path) as connection:
            changes, undoes = rule(connection)
            if not changes and undoes is None:
                return ChangeSet(reads.head(connection)[0], op, coder_id, ())
            writes.keep_texts(connection, texts or {})
            seq = writes.write(connection, op, changes, coder_id, _now(), undoes)
            if self.is_rehearsal:
                connection.rollback()
        return ChangeSet(seq, op, coder_id, tuple(changes))


def is_pack(path: Path) -> bool:
    """Whether a file is a pack of another project."""
    return database.begins_with(path) == Op.SNAPSHOT.value


def now(timespec: str = "seconds") -> str:
    """The time in UTC, as rows and the log keep it."""
    return datetime.now(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def _now() -> str:
    return now("milliseconds")


def _stacks(reader: Reader, coder_id: str | None) -> tuple[list[str], list[str]]:
    """Ids of the coder's events that can be undone and of the undo events that can be redone, oldest first."""
    undoable: list[str] = []
    redoable: list[str] = []
    target_of: dict[str, str] = {}
    for event_id, op, target in reads.own_events(reader, coder_id):
        if op in _LASTING:
            continue
        if op == Op.UNDO and target is not None:
            undoable.remove(target)
            redoable.append(event_id)
            target_of[event_id] = target
        elif op == Op.REDO and target is not None:
            redoable.remove(target)
            undoable.append(target_of[target])
        elif op == Op.PASS_OVER and target is not None:
            undoable.remove(target)
        else:
            undoable.append(event_id)
            redoable.clear()
    return undoable, redoable


def _turned_back(reader: Reader, coder_id: str | None, *, redo: bool) -> tuple[list[Change], str]:
    newest = _newest(reader, coder_id, redo=redo)
    if newest is None:
        raise RuleRefused("There is nothing to redo." if redo else "There is nothing to undo.")
    event_id, op, changes = newest
    return _on_rows_as_they_are(reader, op, inverse(changes)), event_id


def _newest(reader: Reader, coder_id: str | None, *, redo: bool) -> tuple[str, Op, list[Change]] | None:
    """The event that undo or redo reaches, with act and changes; those that a withdrawal emptied are passed over."""
    for event_id in reversed(_stacks(reader, coder_id)[redo]):
        op, changes = log.event_changes(reader, event_id)
        if changes:
            return event_id, op, changes
    return None


def _on_rows_as_they_are(reader: Reader, op: Op, changes: list[Change]) -> list[Change]:
    """The changes with the versions that rows have today, if no row is otherwise than they expect."""
    kinds = {change.kind for change in changes}
    now = {kind: reads.by_ids(reader, kind, (change.id for change in changes if change.kind == kind)) for kind in kinds}
    current: list[Change] = []
    for change in changes:
        row = now[change.kind].get(change.id)
        if not is_same(row, change.before):
            raise _built_upon(reader, op, change.kind, change.id)
        current.append(renewed(change, row))
    _check_unreferenced(reader, op, current)
    return current


def _check_unreferenced(reader: Reader, op: Op, changes: list[Change]) -> None:
    removed: dict[str, list[str]] = {}
    for change in changes:
        if change.after is None:
            removed.setdefault(change.kind, []).append(change.id)
    gone = {row_id for ids in removed.values() for row_id in ids}
    for kind, ids in removed.items():
        for other_kind, other_id in reads.references(reader, kind, ids):
            if other_id not in gone:
                raise _built_upon(reader, op, other_kind, other_id)


def _built_upon(reader: Reader, op: Op, kind: str, row_id: str) -> QualcodeError:
    name, later, at = reads.last_change(reader, row_id)
    who = f"{name} has" if name else "somebody has"
    return RuleRefused(
        f'"{op.value}" cannot be turned back: {who} built on it since ({later}, {at[:16].replace("T", " ")}; '
        f"{kind.replace('_', ' ')}).",
        "Pass it over to undo what lies before it.",
    )
