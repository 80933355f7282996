"""Changes to rows, and the event that records them, within the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Dialect, insert, update

from qualcode.domain.changes import Change, Op, Row
from qualcode.domain.errors import Conflict
from qualcode.domain.identity import digest, new_id
from qualcode.store import reads
from qualcode.store.rows import Encoded, encoder, names, payload, table

Logged = tuple[str, str, str | None, str | None]
"""Kind, id, and payloads before and after, of a change."""


def write(
    connection: Connection,
    op: Op,
    changes: Sequence[Change],
    coder_id: str | None,
    at: str,
    undoes: str | None = None,
    codebook_version: int | None = None,
) -> int:
    """Apply the changes and append their event.

    Args:
        connection: A transaction.
        op: The act.
        changes: What it does.
        coder_id: Who acts.
        at: When.
        undoes: The event that it refers to.
        codebook_version: After the act, where that does not follow from its changes.

    Returns:
        The event's position in the log.

    Raises:
        Conflict: a row is no longer as the change found it.
    """
    return append(connection, op, apply(connection, changes), coder_id, at, undoes, codebook_version)


def apply(connection: Connection, changes: Sequence[Change]) -> list[Logged]:
    """Apply the changes to the tables; what the log keeps of them.

    Raises:
        Conflict: a row is no longer as the change found it.
    """
    found: list[Logged] = []
    for (kind, adds, removes), group in groupby(changes, key=_verb):
        run = list(group)
        before = _encoded(kind, (change.before for change in run)) if not adds else []
        after = _encoded(kind, (change.after for change in run)) if not removes else []
        _apply(connection, kind, before, after)
        found.extend(_logged(kind, before, after))
    return found


def logged(changes: Iterable[Change]) -> list[Logged]:
    """What the log keeps of changes, for those that the tables hold already."""
    found: list[Logged] = []
    for change in changes:
        if change.before is None and change.after is None:
            found.append((change.kind, change.id, None, None))
            continue
        before, after = (_encoded(change.kind, [row] if row else []) for row in (change.before, change.after))
        found.extend(_logged(change.kind, before, after))
    return found


def keep_texts(connection: Connection, texts: Mapping[str, str]) -> None:
    """Store texts under their digests; those that are there already stay."""
    rows = [{"sha256": sha256, "text": text} for sha256, text in texts.items()]
    if rows:
        connection.execute(insert(table("content")).prefix_with("OR IGNORE"), rows)


def _verb(change: Change) -> tuple[str, bool, bool]:
    return change.kind, change.before is None, change.after is None


def _encoded(kind: str, values: Iterable[Row | None]) -> list[Encoded]:
    encode = encoder(kind)
    return [encode(value) for value in values if value is not None]


def _apply(connection: Connection, kind: str, before: list[Encoded], after: list[Encoded]) -> None:
    if not before:
        _insert(connection, kind, after)
    elif after:
        for old, new in zip(before, after, strict=True):
            _update(connection, kind, old, new)
    else:
        _delete(connection, kind, before)


def _insert(connection: Connection, kind: str, rows: list[Encoded]) -> None:
    connection.exec_driver_sql(_inserting(kind, connection.dialect), rows)


@lru_cache(maxsize=64)
def _inserting(kind: str, dialect: Dialect) -> str:
    """The statement in the driver's words."""
    return str(insert(table(kind)).compile(dialect=dialect))


def _update(connection: Connection, kind: str, old: Encoded, new: Encoded) -> None:
    rows = table(kind)
    values = dict(zip(names(kind), new, strict=True))
    statement = update(rows).where(rows.c.id == old[0], rows.c.version == old[-1]).values(values)
    if connection.execute(statement).rowcount != 1:
        raise _conflict(connection, kind, old)


def _delete(connection: Connection, kind: str, old: list[Encoded]) -> None:
    statement = f'DELETE FROM "{kind}" WHERE id = ? AND version = ?'  # noqa: S608  # names of our own tables
    if connection.exec_driver_sql(statement, [(row[0], row[-1]) for row in old]).rowcount != len(old):
        now = reads.by_ids(connection, kind, (row[0] for row in old))
        raise _conflict(connection, kind, next((row for row in old if row[0] in now), old[0]))


def _conflict(connection: Connection, kind: str, old: Encoded) -> Conflict:
    now = reads.by_ids(connection, kind, [old[0]]).get(old[0])
    found = f"is now: {payload(encoder(kind)(now))}" if now is not None else "is gone"
    return Conflict(
        f"This {kind.replace('_', ' ')} was changed by somebody else: it was {payload(old)} and {found}.",
        "Look at it again, then repeat the act.",
    )


def _logged(kind: str, before: list[Encoded], after: list[Encoded]) -> Iterable[Logged]:
    if not before:
        return [(kind, row[0], None, payload(row)) for row in after]
    if not after:
        return [(kind, row[0], payload(row), None) for row in before]
    return [(kind, old[0], payload(old), payload(new)) for old, new in zip(before, after, strict=True)]


def append(
    connection: Connection,
    op: Op,
    rows: Sequence[Logged],
    coder_id: str | None,
    at: str,
    undoes: str | None = None,
    codebook_version: int | None = None,
) -> int:
    """Append an event to the file's own chain; returns its position in the log."""
    seq, previous, version = reads.head(connection)
    seq += 1
    kinds = sorted({row[0] for row in rows})
    columns = json.dumps({kind: names(kind)[1:-1] for kind in kinds}, separators=(",", ":"))
    digests = [change_digest(*row) for row in rows]
    event: dict[str, Any] = {
        "seq": seq,
        "id": new_id(),
        "op": op.value,
        "coder_id": coder_id,
        "at": at,
        "undoes": undoes,
        "codebook_version": version + ("code" in kinds) if codebook_version is None else codebook_version,
        "columns": columns,
        "replica": "",
        "number": reads.chain_length(connection) + 1,
    }
    event["digest"] = event_digest(previous, event, digests)
    ordered = tuple(event[column.name] for column in table("event").columns)
    connection.exec_driver_sql(_inserting("event", connection.dialect), ordered)
    stored = [(seq, number, *row, sha) for number, (row, sha) in enumerate(zip(rows, digests, strict=True))]
    if stored:
        connection.exec_driver_sql(_inserting("change", connection.dialect), stored)
    return seq


def change_digest(kind: str, row_id: str, before: str | None, after: str | None) -> str:
    """SHA-256 over what a change did."""
    return digest(kind, row_id, "-" if before is None else before, "-" if after is None else after)


def event_digest(previous: str, event: Mapping[str, Any], changes: Iterable[str]) -> str:
    """SHA-256 over the event, the one before it and the digests of its changes."""
    names_ = ("number", "id", "op", "coder_id", "at", "undoes", "codebook_version", "columns")
    return digest(previous, *(str(event[name]) for name in names_), *changes)
