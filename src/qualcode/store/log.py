"""The log read back: events as changes, the chain verified, the tables replayed from empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.store.rows import KINDS, defaults, from_payload, names, table
from qualcode.store.writes import change_digest, event_digest

Tables = dict[str, dict[str, tuple[Any, ...]]]
"""Rows by kind and id, as stored, without id and version."""


def change_sets(connection: Connection, after: int) -> list[ChangeSet]:
    """The events after a position, oldest first; versions in them are nominal."""
    events = table("event")
    query = select(events.c.seq, events.c.op, events.c.coder_id, events.c.columns)
    rows = connection.execute(query.where(events.c.seq > after).order_by(events.c.seq)).all()
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
    events, broken, previous = table("event"), [], ""
    for event in connection.execute(select(events).order_by(events.c.seq)).mappings().all():
        rows = list(_rows(connection, event["seq"]))
        sound = all(change_digest(*row[:4]) == row[4] for row in rows)
        if not sound or event_digest(previous, dict(event), [row[4] for row in rows]) != event["digest"]:
            broken.append(event["seq"])
        previous = event["digest"]
    return broken


def replayed(connection: Connection) -> Tables:
    """The tables as the log alone makes them."""
    tables: Tables = {kind: {} for kind in KINDS}
    events = table("event")
    for seq, columns in connection.execute(select(events.c.seq, events.c.columns).order_by(events.c.seq)).all():
        by_kind = json.loads(columns)
        for kind, row_id, _, after, _ in _rows(connection, seq):
            if after is None:
                del tables[kind][row_id]
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
    for kind, row_id, before, after, _ in _rows(connection, seq):
        values = [
            None if text is None else from_payload(kind, columns[kind], row_id, 1, text) for text in (before, after)
        ]
        yield Change(kind, row_id, *values)
