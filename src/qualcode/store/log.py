"""The log read back: events as changes, the chain verified, the tables replayed from empty."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.store import reads
from qualcode.store.rows import KINDS, defaults, from_payload, names, table
from qualcode.store.writes import change_digest, event_digest

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
    """The act and the changes of one event."""
    events = table("event")
    seq, op, columns = connection.execute(
        select(events.c.seq, events.c.op, events.c.columns).where(events.c.id == event_id)
    ).one()
    return Op(op), list(_changes(connection, seq, json.loads(columns)))


def broken_links(connection: Connection) -> list[int]:
    """Positions of events whose digest does not follow from their content and the event before."""
    events, broken = table("event"), []
    ends: dict[str, str] = {}
    for event in connection.execute(select(events).order_by(events.c.replica, events.c.number)).mappings().all():
        previous = ends.get(event["replica"], "")
        if not is_sound(previous, Incoming(dict(event), list(_rows(connection, event["seq"])))):
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


def is_sound(previous: str, incoming: Incoming) -> bool:
    """Whether the digests of an event and of its changes follow from what they say and from the event before."""
    if any(change_digest(*row[:4]) != row[4] for row in incoming.rows):
        return False
    expected: str = incoming.event["digest"]
    return event_digest(previous, incoming.event, [row[4] for row in incoming.rows]) == expected


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
