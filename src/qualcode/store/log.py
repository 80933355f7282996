"""The log read back: events as changes, the chain verified, the tables replayed from empty."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.study import Participant
from qualcode.store import reads
from qualcode.store.rows import KINDS, defaults, from_payload, names, table
from qualcode.store.writes import change_digest, event_digest

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REFERRING: Final = frozenset(KINDS) - {
    "study",
    "coder",
    "question",
    "code",
    "codebook_version",
    "round",
    "scale",
    "outcome",
}
"""Kinds of rows that are about a participant or an interview, or may refer to what is."""

Tables = dict[str, dict[str, tuple[Any, ...]]]
"""Rows by kind and id, as stored, without id and version."""


def change_sets(connection: Connection, after: int) -> list[ChangeSet]:
    """The events after a position, oldest first; versions in them are nominal."""
    events = table("event")
    query = select(events.c.seq, events.c.op, events.c.coder_id, events.c.columns)
    told = query.where(events.c.seq > after, (events.c.replica == "") | (events.c.op != Op.SNAPSHOT.value))
    rows = connection.execute(told.order_by(events.c.seq)).all()
    return [
        ChangeSet(seq, Op(op), coder_id, tuple(_changes(connection, seq, json.loads(columns))))
        for seq, op, coder_id, columns in rows
    ]


def event_changes(connection: Connection, event_id: str) -> tuple[Op, list[Change]]:
    """The act and the changes of one event, as far as no withdrawal emptied them."""
    events = table("event")
    seq, op, columns = connection.execute(
        select(events.c.seq, events.c.op, events.c.columns).where(events.c.id == event_id)
    ).one()
    found = _changes(connection, seq, json.loads(columns))
    return Op(op), [change for change in found if change.before is not None or change.after is not None]


def broken_links(connection: Connection) -> list[int]:
    """Positions of events whose digest does not follow from their content and the event before."""
    events, broken = table("event"), []
    erased = erased_rows(connection)
    ends: dict[str, str] = {}
    for event in connection.execute(select(events).order_by(events.c.replica, events.c.number)).mappings().all():
        previous = ends.get(event["replica"], "")
        if not is_sound(previous, Incoming(dict(event), list(_rows(connection, event["seq"]))), erased):
            broken.append(event["seq"])
        ends[event["replica"]] = event["digest"]
    return sorted(broken)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event as it stands in a log, with its changes: kind, id, before, after, digest."""

    event: Mapping[str, Any]
    rows: Sequence[Sequence[Any]]

    def changes(self) -> list[Change]:
        """What it changed; versions are nominal."""
        return list(_as_changes(self.rows, json.loads(self.event["columns"])))


def is_sound(previous: str, incoming: Incoming, erased: Collection[str] = ()) -> bool:
    """Whether the digests of an event and of its changes follow from what they say and from the event before.

    A change that a withdrawal emptied says nothing any more; its digest still stands for it in the event's.
    """
    for row in incoming.rows:
        is_empty = row[2] is None and row[3] is None and row[1] in erased
        if not is_empty and change_digest(*row[:4]) != row[4]:
            return False
    expected: str = incoming.event["digest"]
    return event_digest(previous, incoming.event, [row[4] for row in incoming.rows]) == expected


def erased_rows(connection: Connection, *, only_gone: bool = False) -> frozenset[str]:
    """Ids of the rows of which the log forgot what they were, by withdrawals and by packs merged after them.

    Args:
        connection: The project.
        only_gone: Without the rows that a withdrawal rewrote: those of which nothing may come back.
    """
    events, changes = table("event"), table("change")
    is_empty = changes.c.before.is_(None) & changes.c.after.is_(None)
    withdrew = events.c.op == Op.WITHDRAW_PARTICIPANT.value
    if only_gone:
        withdrew &= is_empty | (changes.c.kind == Participant.KIND)
    query = (
        select(changes.c.row_id)
        .join(events, events.c.seq == changes.c.seq)
        .where(withdrew | ((events.c.op == Op.MERGE_PACK.value) & is_empty))
    )
    return frozenset(connection.execute(query).scalars())


def about_people(connection: Connection) -> list[Sequence[Any]]:
    """Kind, id, before and after of every change to rows that are about participants, interviews or codings."""
    changes = table("change")
    columns = (changes.c.kind, changes.c.row_id, changes.c.before, changes.c.after)
    query = select(*columns).where(changes.c.kind.in_(_REFERRING)).order_by(changes.c.seq, changes.c.number)
    return [tuple(row) for row in connection.execute(query)]


def concerned(rows: Iterable[Sequence[Any]], gone: Collection[str]) -> dict[str, str]:
    """Ids and kinds of the rows, among changes (kind, id, before, after), that are these or lead to them."""
    changes = [(kind, row_id, frozenset(_ID.findall(f"{before}{after}"))) for kind, row_id, before, after in rows]
    found: dict[str, str] = {}
    known = set(gone)
    size = -1
    while size != len(found):
        size = len(found)
        for kind, row_id, named in changes:
            if row_id not in found and (row_id in known or not known.isdisjoint(named)):
                found[row_id] = kind
                known.add(row_id)
    return found


def without(incoming: Sequence[Incoming], gone: Collection[str]) -> tuple[list[Incoming], dict[str, str]]:
    """Events of a pack with nothing left of what was withdrawn; and ids and kinds of the rows emptied."""
    if not gone:
        return list(incoming), {}
    rows = [row[:4] for each in incoming for row in each.rows if row[0] in _REFERRING]
    found = concerned(rows, gone)

    def emptied(row: Sequence[Any]) -> Sequence[Any]:
        return (row[0], row[1], None, None, row[4]) if row[1] in found else row

    return [Incoming(each.event, [emptied(row) for row in each.rows]) for each in incoming], found


def own_chain(connection: Connection, after: int = 0) -> list[Incoming]:
    """The file's own events beyond a place in their chain, oldest first."""
    events = table("event")
    query = select(events).where(events.c.replica == "", events.c.number > after).order_by(events.c.number)
    found = connection.execute(query).mappings().all()
    return [Incoming(dict(event), [tuple(row) for row in _rows(connection, event["seq"])]) for event in found]


def take_in(connection: Connection, replica: str, incoming: Sequence[Incoming]) -> None:
    """Put another chain's events into the log as they are; the tables are the caller's to bring along."""
    seq = reads.head(connection)[0]
    for seq_, each in enumerate(incoming, start=seq + 1):
        connection.execute(insert(table("event")), {**each.event, "seq": seq_, "replica": replica})
        rows = [
            {"seq": seq_, "number": number, "kind": kind, "row_id": row_id, "before": before, "after": after,
             "digest": digest}
            for number, (kind, row_id, before, after, digest) in enumerate(each.rows)
        ]  # fmt: skip
        if rows:
            connection.execute(insert(table("change")), rows)


def replayed(connection: Connection) -> Tables:
    """The tables as the log alone makes them."""
    tables: Tables = {kind: {} for kind in KINDS}
    events = table("event")
    # A pack's snapshot says again what its parent held then.
    query = select(events.c.seq, events.c.columns).where((events.c.replica == "") | (events.c.op != Op.SNAPSHOT.value))
    for seq, columns in connection.execute(query.order_by(events.c.seq)).all():
        by_kind = json.loads(columns)
        for kind, row_id, _, after, _ in _rows(connection, seq):
            if after is None:
                tables[kind].pop(row_id, None)
            else:
                values = {**defaults(kind), **dict(zip(by_kind[kind], json.loads(after), strict=True))}
                tables[kind][row_id] = tuple(values[name] for name in names(kind)[1:-1])
    return tables


def stored(connection: Connection) -> Tables:
    """The tables as they stand."""
    found: Tables = {}
    for kind in KINDS:
        columns = [table(kind).c[name] for name in names(kind)]
        found[kind] = {row[0]: tuple(row[1:-1]) for row in connection.execute(select(*columns))}
    return found


def _rows(connection: Connection, seq: int) -> Iterator[Any]:
    changes = table("change")
    columns = (changes.c.kind, changes.c.row_id, changes.c.before, changes.c.after, changes.c.digest)
    yield from connection.execute(select(*columns).where(changes.c.seq == seq).order_by(changes.c.number))


def _changes(connection: Connection, seq: int, columns: dict[str, list[str]]) -> Iterator[Change]:
    return _as_changes(_rows(connection, seq), columns)


def _as_changes(rows: Iterable[Sequence[Any]], columns: dict[str, list[str]]) -> Iterator[Change]:
    for kind, row_id, before, after, _ in rows:
        values = [
            None if text is None else from_payload(kind, columns[kind], row_id, 1, text) for text in (before, after)
        ]
        yield Change(kind, row_id, *values)
