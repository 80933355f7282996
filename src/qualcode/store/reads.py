"""One function for each question asked; answers are domain values, or plain tuples where there are many."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import Table as SqlTable

from qualcode.domain.changes import Row
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.transcript import Revision
from qualcode.store.rows import decoder, names, table

Reader: TypeAlias = Connection
"""One state of the project; floors above pass it on and look no further."""

R = TypeVar("R", bound=Row)

_HEAD = """
SELECT (SELECT max(seq) FROM event), digest, codebook_version FROM event
WHERE replica = '' ORDER BY number DESC LIMIT 1
"""
_CHUNK = 500  # bound parameters in one statement
_KEPT = 2
_REVISIONS: dict[tuple[object, ...], Revision] = {}
"""By file, id and version, the newest last."""


def every(reader: Reader, kind: type[R], **equal: object) -> list[R]:
    """All values of a kind whose fields equal these, by id (that is, in order of making)."""
    given = {name: value for name, value in equal.items() if value is not None}
    query = _equal(kind.KIND, tuple(given), tuple(equal.keys() - given.keys()))
    return list(map(decoder(kind.KIND), _fetched(reader, query, tuple(given.values()))))


def one(reader: Reader, kind: type[R], **equal: object) -> R | None:
    """The only value of a kind whose fields equal these, or None."""
    found = every(reader, kind, **equal)
    return found[0] if len(found) == 1 else None


def revision(reader: Reader, revision_id: str) -> Revision | None:
    """The revision of that id, or None.

    The last few are kept for as long as their rows stay as they are: a key must not decode 40,000 turns.
    """
    stored = _fetched(reader, "SELECT version, sha256 FROM revision WHERE id = ?", (revision_id,))
    if not stored:
        return None
    key = (str(reader.engine.url), revision_id, *stored[0])
    if key not in _REVISIONS:
        found = one(reader, Revision, id=revision_id)
        if found is None:
            return None
        for oldest in list(_REVISIONS)[: 1 - _KEPT]:
            del _REVISIONS[oldest]
        _REVISIONS[key] = found
    return _REVISIONS[key]


def by_ids(reader: Reader, kind: str, ids: Iterable[str]) -> dict[str, Any]:
    """The values of a kind that have these ids."""
    decode, columns = decoder(kind), _quoted(kind)
    found: dict[str, Any] = {}
    for chunk in _batched(ids):
        query = f'SELECT {columns} FROM "{kind}" WHERE "id" IN ({", ".join("?" * len(chunk))})'  # noqa: S608  # as below
        found.update((row[0], decode(row)) for row in _fetched(reader, query, tuple(chunk)))
    return found


def texts(reader: Reader, digests: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Digest and text, one after the other, so that memory holds one at a time."""
    for sha256 in digests:
        yield sha256, reader.execute(_text_query(), {"wished": sha256}).scalar_one()


def text(reader: Reader, sha256: str) -> str:
    """The text of that digest; empty where it was erased."""
    return reader.execute(_text_query(), {"wished": sha256}).scalar_one_or_none() or ""


class NewestText(NamedTuple):
    """The newest revision of a transcript: as long as these three are the same, text and turns are."""

    revision_id: str
    version: int
    sha256: str


def newest_texts(reader: Reader) -> dict[str, NewestText]:
    """The newest text of each transcript."""
    rows = table(Revision.KIND).c
    # SQLite takes the bare columns from the row that holds the maximum.
    query = select(rows.transcript_id, rows.id, rows.version, rows.sha256, func.max(rows.number))
    found = _plain(reader, query.group_by(rows.transcript_id))
    return {transcript_id: NewestText(*newest) for transcript_id, *newest, _ in found}


def latest_revisions(reader: Reader) -> list[Revision]:
    """The newest revision of every transcript, in the order of the transcripts' names."""
    revision, transcript = table(Revision.KIND), table("transcript")
    newest = (
        select(revision.c.transcript_id, func.max(revision.c.number).label("number"))
        .group_by(revision.c.transcript_id)
        .subquery()
    )
    query = (
        select(*_columns(revision, Revision.KIND))
        .join(newest, (newest.c.transcript_id == revision.c.transcript_id) & (newest.c.number == revision.c.number))
        .join(transcript, transcript.c.id == revision.c.transcript_id)
        .order_by(transcript.c.name)
    )
    decode = decoder(Revision.KIND)
    return [decode(row) for row in map(tuple, reader.execute(query))]


class TurnsOfText(NamedTuple):
    """The turns of a transcript's newest revision as they are stored, which is quicker than as values."""

    transcript_id: str
    revision_id: str
    sha256: str
    turns: list[tuple[str, int, int, list[tuple[int, int]]]]
    """Label, start, end and pieces of the body."""


def turns(reader: Reader, transcript_id: str | None = None) -> Iterator[TurnsOfText]:
    """The turns of every transcript, by the transcripts' names, one after the other; or of one."""
    query, wished = _turns_query(), {}
    if transcript_id is not None:
        query, wished = _turns_query(of_one=True), {"wished": transcript_id}
    for transcript_id_, revision_id, sha256, stored, _ in reader.execute(query, wished):
        yield TurnsOfText(transcript_id_, revision_id, sha256, json.loads(stored))


def latest_revision(reader: Reader, transcript_id: str) -> Revision:
    """The newest revision of a transcript, kept as `revision` keeps it."""
    rows = table(Revision.KIND)
    query = select(rows.c.id).where(rows.c.transcript_id == transcript_id).order_by(rows.c.number.desc()).limit(1)
    found = revision(reader, reader.execute(query).scalar_one())
    return cast("Revision", found)


def revision_ids(reader: Reader) -> list[tuple[str, str]]:
    """Transcript and newest revision, by the transcripts' names."""
    revision, transcript = table(Revision.KIND), table("transcript")
    # SQLite takes the bare column from the row that holds the maximum.
    query = (
        select(transcript.c.id, revision.c.id, func.max(revision.c.number))
        .join(revision, revision.c.transcript_id == transcript.c.id)
        .group_by(transcript.c.id)
        .order_by(transcript.c.name)
    )
    return [(transcript_id, revision_id) for transcript_id, revision_id, _ in _plain(reader, query)]


def transcript_groups(reader: Reader) -> dict[str, str]:
    """The group of the participants of each transcript; several are joined by a comma."""
    speaker, participant = table("speaker"), table("participant")
    query = (
        select(speaker.c.transcript_id, func.group_concat(participant.c.group.distinct()))
        .join(participant, participant.c.id == speaker.c.participant_id)
        .group_by(speaker.c.transcript_id)
    )
    return dict(_plain(reader, query))


def revisions_of(reader: Reader, transcript_ids: Sequence[str]) -> dict[str, str]:
    """The transcript of each revision of these transcripts."""
    c = table(Revision.KIND).c
    found: dict[str, str] = {}
    for chunk in _batched(transcript_ids):
        found |= dict(_plain(reader, select(c.id, c.transcript_id).where(c.transcript_id.in_(chunk))))
    return found


def coding_spans(
    reader: Reader, layer: str, code_ids: Sequence[str] | None = None, round_: str | None = None
) -> list[tuple[str, str, str, int, int]]:
    """Code, revision, coder, start and end of every coding of a layer, of these codes or this round only; no order."""
    c = table(Coding.KIND).c
    query = select(c.code_id, c.revision_id, c.coder_id, c.start, c.end).where(c.layer == layer)
    if round_ is not None:
        query = query.where(c.round == round_)
    return _plain(reader, query if code_ids is None else query.where(c.code_id.in_(code_ids)))


def coding_runs(
    reader: Reader, layer: str, *, with_rounds: bool
) -> tuple[list[tuple[str, str, str, str, int]], list[int]]:
    """Code, revision, coder, round and number of the codings of a layer that share these; the offsets of all in turn.

    A row a run is half the work of a row a coding. Without rounds the round is blank and the index alone is read,
    which is four times as fast.
    """
    c = table(Coding.KIND).c
    round_ = c.round if with_rounds else literal("")
    shared = (c.code_id, c.revision_id, c.coder_id, *((c.round,) if with_rounds else ()))
    offsets = func.group_concat(type_coerce(c.start, String).concat(",").concat(type_coerce(c.end, String)))
    query = select(c.code_id, c.revision_id, c.coder_id, round_, func.count(), offsets).where(c.layer == layer)
    found = _plain(reader, query.group_by(*shared))
    return [row[:5] for row in found], json.loads(f"[{','.join(row[5] for row in found)}]")


def spans_of_revision(reader: Reader, layer: str, revision_id: str) -> list[tuple[str, str, str, int, int]]:
    """Code, revision, coder, start and end of every coding of a layer in one revision; no order."""
    c = table(Coding.KIND).c
    query = select(c.code_id, c.revision_id, c.coder_id, c.start, c.end).where(
        c.layer == layer, c.revision_id == revision_id
    )
    return _plain(reader, query)


def coding_memos(reader: Reader) -> list[tuple[str, str, str, int, int, str]]:
    """Code, revision, coder, start, end and text of the memo that a coder has on an own independent coding."""
    coding, memo = table(Coding.KIND), table("memo")
    c = coding.c
    query = (
        select(c.code_id, c.revision_id, c.coder_id, c.start, c.end, memo.c.text)
        .join(memo, (memo.c.subject_id == c.id) & (memo.c.coder_id == c.coder_id))
        .where(c.layer == "independent")
        .order_by(c.start)
    )
    return _plain(reader, query)


def coding_counts(reader: Reader, coder_id: str, again: Mapping[str, str]) -> dict[str, int]:
    """How many codings that a coder sees now have each code; `again`: the texts being recoded, with their round."""
    c = table(Coding.KIND).c
    query = select(c.code_id, func.count()).where(_seen(coder_id, again)).group_by(c.code_id)
    return dict(_plain(reader, query))


def coded_pairs(reader: Reader) -> list[tuple[str, str]]:
    """Coder and transcript wherever a coder has an independent coding in it."""
    coding, revision = table(Coding.KIND), table(Revision.KIND)
    query = (
        select(coding.c.coder_id, revision.c.transcript_id)
        .join(revision, revision.c.id == coding.c.revision_id)
        .where(coding.c.layer == "independent")
        .distinct()
    )
    return _plain(reader, query)


def coded_rounds(reader: Reader) -> list[tuple[str, str, str, str, str]]:
    """Layer, round, coder, revision and the last time of coding, wherever there are codings."""
    c = table(Coding.KIND).c
    query = select(c.layer, c.round, c.coder_id, c.revision_id, func.max(c.created))
    return _plain(reader, query.group_by(c.layer, c.round, c.coder_id, c.revision_id))


def coder_spans(reader: Reader, coder_id: str, again: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The codings that a coder sees now, one revision after the other: where they start and end, in order."""
    c = table(Coding.KIND).c
    query = select(c.revision_id, c.start, c.end).where(_seen(coder_id, again))
    rows = reader.execute(query.order_by(c.revision_id, c.start))
    for revision_id, found in groupby(rows, key=itemgetter(0)):
        yield revision_id, [(start, end) for _, start, end in found]


def coding_progress(reader: Reader, coder_id: str, again: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """How many codings a coder sees now in each revision, and how many of them are unsure."""
    c = table(Coding.KIND).c
    query = select(c.revision_id, func.count(), func.sum(c.unsure))
    query = query.where(_seen(coder_id, again)).group_by(c.revision_id)
    return {revision: (codings, unsure) for revision, codings, unsure in _plain(reader, query)}


def first_passages(reader: Reader, layer: str) -> list[tuple[str, str, str, int, int]]:
    """Code, revision, coder, start and end of each coder's first coding with each code in each revision."""
    c = table(Coding.KIND).c
    # SQLite takes the bare column from the row that holds the minimum.
    query = (
        select(c.code_id, c.revision_id, c.coder_id, func.min(c.start), c.end)
        .where(c.layer == layer)
        .group_by(c.code_id, c.revision_id, c.coder_id)
    )
    return _plain(reader, query)


def passages(reader: Reader, layer: str, code_id: str, revision_id: str, coder_id: str) -> list[tuple[int, int]]:
    """Start and end of every coding of one coder with one code in one revision."""
    c = table(Coding.KIND).c
    query = select(c.start, c.end).where(
        c.layer == layer, c.code_id == code_id, c.revision_id == revision_id, c.coder_id == coder_id
    )
    return _plain(reader, query)


def coding_rows(reader: Reader) -> list[tuple[Any, ...]]:
    """Coder, transcript, code, start, end, memo, layer, round, created, codebook version, unsure and text of each.

    A digest stands for the text, ids for coder and code, a name for the transcript. By transcript, start and end.
    """
    coding, revision, transcript, memo = (table(kind) for kind in ("coding", "revision", "transcript", "memo"))
    c = coding.c
    query = (
        select(
            c.coder_id, transcript.c.name, c.code_id, c.start, c.end, func.coalesce(memo.c.text, ""),
            c.layer, c.round, c.created, c.codebook_version, c.unsure, revision.c.sha256,
        )
        .join(revision, revision.c.id == c.revision_id)
        .join(transcript, transcript.c.id == revision.c.transcript_id)
        .outerjoin(memo, (memo.c.subject_id == c.id) & (memo.c.coder_id == c.coder_id))
        .order_by(transcript.c.name, c.start, c.end, c.id)
    )  # fmt: skip
    return _plain(reader, query)


def references(reader: Reader, kind: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Kind and id of rows that refer to any of these rows, through a foreign key or as a memo's subject."""
    found: list[tuple[str, str]] = []
    columns = [
        (rows, key.parent) for rows in table(kind).metadata.sorted_tables for key in rows.foreign_keys
        if key.column.table.name == kind
    ]  # fmt: skip
    columns.append((table("memo"), table("memo").c.subject_id))
    for rows, column in columns:
        for chunk in _batched(ids):
            query = select(rows.c.id).where(column.in_(chunk))
            found.extend((rows.name, row_id) for (row_id,) in reader.execute(query))
    return found


def head(reader: Reader) -> tuple[int, str, int]:
    """Position of the newest event; digest and codebook's version of the newest of the file's own; zeros for no log."""
    found = _fetched(reader, _HEAD)
    return found[0] if found else (0, "", 0)


def newest_event(reader: Reader) -> str:
    """Id of the newest event of the file's own chain."""
    events = table("event").c
    query = select(events.id).where(events.replica == "").order_by(events.number.desc()).limit(1)
    return str(reader.execute(query).scalar_one())


def chain_length(reader: Reader, replica: str = "") -> int:
    """How many events of a chain stand in the log."""
    ((number,),) = _fetched(reader, "SELECT max(number) FROM event WHERE replica = ?", (replica,))
    return number or 0


def event_of(reader: Reader, event_id: str) -> tuple[int, int] | None:
    """Position and codebook's version of an event of the file's own chain; None where there is none of that id."""
    events = table("event").c
    query = select(events.seq, events.codebook_version).where(events.id == event_id, events.replica == "")
    row = reader.execute(query).first()
    return (row[0], row[1]) if row else None


def own_events(reader: Reader, coder_id: str | None) -> list[tuple[str, str, str | None]]:
    """Id, act and the event it refers to, of each event of a coder, oldest first."""
    events = table("event").c
    query = select(events.id, events.op, events.undoes).where(
        events.coder_id.is_not_distinct_from(coder_id), events.replica == ""
    )
    return _plain(reader, query.order_by(events.seq))


def history(reader: Reader, after: int = 0) -> list[tuple[int, str, str, str | None, int]]:
    """Position, time, act, coder's name and number of changes of each event after a position, oldest first."""
    events, changes, coder = table("event"), table("change"), table("coder")
    count = select(func.count()).where(changes.c.seq == events.c.seq).scalar_subquery()
    query = (
        select(events.c.seq, events.c.at, events.c.op, coder.c.name, count)
        .outerjoin(coder, coder.c.id == events.c.coder_id)
        .where(events.c.seq > after)
        .order_by(events.c.seq)
    )
    return _plain(reader, query)


def withdrawals(reader: Reader) -> dict[int, str]:
    """Name of the participant who withdrew, by the position of the event."""
    events, changes, participant = table("event"), table("change"), table("participant")
    query = (
        select(events.c.seq, participant.c.name)
        .join(changes, changes.c.seq == events.c.seq)
        .join(participant, participant.c.id == changes.c.row_id)
        .where(events.c.op == "withdraw participant")
    )
    return dict(_plain(reader, query))


def code_beginnings(reader: Reader) -> dict[str, tuple[int, str]]:
    """The version of the codebook that each code was added in, and when, by its id."""
    events, changes = table("event").c, table("change").c
    # SQLite takes the bare columns from the row that holds the minimum.
    query = (
        select(changes.row_id, events.codebook_version, events.at, func.min(changes.seq))
        .join_from(table("change"), table("event"), events.seq == changes.seq)
        .where(changes.kind == "code")
        .group_by(changes.row_id)
    )
    return {row_id: (version, at) for row_id, version, at, _ in _plain(reader, query)}


def codebook_versions(reader: Reader) -> list[tuple[int, str, str, str]]:
    """Number, time, act and coder's name of each event that changed a code, oldest first."""
    events, changes, coder = table("event"), table("change"), table("coder")
    changed = select(changes.c.seq).where(changes.c.kind == "code").distinct()
    query = (
        select(events.c.codebook_version, events.c.at, events.c.op, func.coalesce(coder.c.name, ""))
        .outerjoin(coder, coder.c.id == events.c.coder_id)
        .where(events.c.seq.in_(changed))
        .order_by(events.c.seq)
    )
    return _plain(reader, query)


def outdated(reader: Reader, coder_id: str) -> list[Coding]:
    """A coder's independent codings whose code changed its meaning after they were made, in order of making."""
    coding, code = table(Coding.KIND), table("code")
    query = (
        select(*_columns(coding, Coding.KIND))
        .join(code, code.c.id == coding.c.code_id)
        .where(coding.c.coder_id == coder_id, coding.c.layer == Layer.INDEPENDENT.value)
        .where(coding.c.codebook_version < code.c.revised_in)
        .order_by(coding.c.id)
    )
    decode = decoder(Coding.KIND)
    return [decode(row) for row in map(tuple, reader.execute(query))]


def last_change(reader: Reader, row_id: str) -> tuple[str, str, str]:
    """Who changed a row last, by which act and when."""
    events, changes, coder = table("event"), table("change"), table("coder")
    query = (
        select(func.coalesce(coder.c.name, ""), events.c.op, events.c.at)
        .select_from(changes)
        .join(events, events.c.seq == changes.c.seq)
        .outerjoin(coder, coder.c.id == events.c.coder_id)
        .where(changes.c.row_id == row_id)
        .order_by(changes.c.seq.desc())
        .limit(1)
    )
    row = reader.execute(query).one()
    return row[0], row[1], row[2]


def _seen(coder_id: str, again: Mapping[str, str]) -> ColumnElement[bool]:
    """Whether a coding is the coder's and seen by them now: of a text being recoded, those of its round alone."""
    c = table(Coding.KIND).c
    first, second = Layer.INDEPENDENT.value, Layer.RECODE.value
    own = c.coder_id == coder_id
    if not again:
        return own & (c.layer == first)
    texts: dict[str, list[str]] = {}
    for revision, name in again.items():
        texts.setdefault(name, []).append(revision)
    anew = ((c.layer == second) & (c.round == name) & c.revision_id.in_(them) for name, them in texts.items())
    return own & or_((c.layer == first) & c.revision_id.not_in(list(again)), *anew)


@cache
def _equal(kind: str, given: tuple[str, ...], empty: tuple[str, ...]) -> str:
    """The rows of a kind with these fields as given and those empty.

    Written out, and once: a key asks a dozen of them, and starting would compile each for a millisecond.
    """
    wished = [*(f'"{name}" = ?' for name in given), *(f'"{name}" IS NULL' for name in empty)]
    where = f"WHERE {' AND '.join(wished)} " if wished else ""
    return f'SELECT {_quoted(kind)} FROM "{kind}" {where}ORDER BY "id"'  # noqa: S608  # names of our own tables


@cache
def _quoted(kind: str) -> str:
    return ", ".join(f'"{name}"' for name in names(kind))


@cache
def _text_query() -> Select[Any]:
    content = table("content")
    return select(content.c.text).where(content.c.sha256 == bindparam("wished"))


@cache
def _turns_query(*, of_one: bool = False) -> Select[Any]:
    rows, transcript = table(Revision.KIND), table("transcript")
    # SQLite takes the bare columns from the row that holds the maximum.
    query = (
        select(rows.c.transcript_id, rows.c.id, rows.c.sha256, rows.c.turns, func.max(rows.c.number))
        .join(transcript, transcript.c.id == rows.c.transcript_id)
        .group_by(rows.c.transcript_id)
        .order_by(transcript.c.name)
    )
    return query.where(rows.c.transcript_id == bindparam("wished")) if of_one else query


def _columns(rows: SqlTable, kind: str) -> list[Any]:
    return [rows.c[name] for name in names(kind)]


def _plain(reader: Reader, query: Any) -> list[Any]:
    """The rows as the driver's own tuples, which is several times faster than as SQLAlchemy's rows."""
    compiled = query.compile(dialect=reader.dialect, compile_kwargs={"render_postcompile": True})
    parameters = compiled.construct_params()
    return _fetched(reader, str(compiled), tuple(parameters[name] for name in compiled.positiontup or ()))


def _fetched(reader: Reader, query: str, values: tuple[object, ...] = ()) -> list[Any]:
    result = reader.exec_driver_sql(query, values)
    found = result.cursor.fetchall()
    result.close()
    return cast("list[Any]", found)


def _batched(ids: Iterable[str]) -> Iterator[list[str]]:
    items = list(ids)
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
