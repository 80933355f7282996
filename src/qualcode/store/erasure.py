"""A withdrawal: rows go, and the log forgets what it said of them. The one permitted change of the log."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, select, update

from qualcode.domain.changes import Change, Op, remove
from qualcode.domain.transcript import Revision
from qualcode.store import log, reads, writes
from qualcode.store.rows import KINDS, table
from qualcode.store.writes import Logged

_DIGEST: Final = re.compile(r'"([0-9a-f]{64})"')
_CHUNK: Final = 500


def erase(
    connection: Connection, op: Op, gone: Collection[str], kept: Sequence[Change], coder_id: str | None, at: str
) -> tuple[int, list[Change]]:
    """Remove rows with all that refers to them, rewrite others, and empty every earlier change of any of these.

    Args:
        connection: A transaction.
        op: The act.
        gone: Ids of rows.
        kept: Changes to rows that stay, of which the log keeps only what they are now.
        coder_id: Who acts.
        at: When.

    Returns:
        The event's position in the log, and what changed in the tables.
    """
    said = log.about_people(connection)
    stay = {change.id for change in kept}
    found = {row_id: kind for row_id, kind in log.concerned(said, gone).items() if row_id not in stay}
    concerned = found.keys() | stay
    digests = {
        digest
        for kind, row_id, before, after in said
        if kind == Revision.KIND and row_id in concerned
        for digest in _DIGEST.findall(f"{before}{after}")
    }
    removed = [remove(row) for kind in reversed(list(KINDS)) for row in reads.by_ids(connection, kind, found).values()]
    now = {change.id: row for change, row in zip(kept, writes.apply(connection, [*kept]), strict=True)}
    writes.apply(connection, removed)
    _empty(connection, sorted(concerned))
    logged: list[Logged] = [(kind, row_id, None, None) for row_id, kind in found.items()]
    logged += [(kind, row_id, None, after) for kind, row_id, _, after in now.values()]
    seq = writes.append(connection, op, logged, coder_id, at)
    _drop_texts(connection, sorted(digests))
    return seq, [*removed, *kept]


def _empty(connection: Connection, row_ids: Sequence[str]) -> None:
    changes = table("change")
    for chunk in _chunks(row_ids):
        connection.execute(update(changes).where(changes.c.row_id.in_(chunk)).values(before=None, after=None))


def _drop_texts(connection: Connection, digests: Sequence[str]) -> None:
    """Remove those texts that no revision names any more."""
    content = table("content")
    named = select(table(Revision.KIND).c.sha256)
    for chunk in _chunks(digests):
        connection.execute(delete(content).where(content.c.sha256.in_(chunk), content.c.sha256.not_in(named)))


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
