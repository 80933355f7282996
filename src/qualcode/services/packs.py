"""Working apart: a pack holds what one coder may see; merging takes the coder's work in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qualcode.domain.adjudication import Adjudication
from qualcode.domain.changes import Change, Op, Row
from qualcode.domain.codebook import Code, Codebook, CodebookVersion, folded
from qualcode.domain.coding import Coding, Finished, Layer, Memo, Recoded
from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.domain.measures import Outcome, Scale
from qualcode.domain.pack import Clash, Merge, Take, merged, net_changes
from qualcode.domain.rounds import Assignment, Round
from qualcode.domain.study import Coder, MeasureValue, Participant, Question, Study
from qualcode.domain.transcript import Answer, Revision, Section, Speaker, Transcript
from qualcode.services.project import Project
from qualcode.services.recode_rounds import is_seen, texts_again
from qualcode.store import reads
from qualcode.store.log import Incoming, erased_rows, is_sound, without
from qualcode.store.reads import Reader

PACKED: Final = (
    Study, Coder, Participant, Question, Transcript, Revision, Speaker, Section, Answer, Code, Coding, Memo, Finished,
    Round, Assignment, Recoded,
)  # fmt: skip
"""Kinds of rows that a pack holds, referred-to kinds before those that refer to them."""

LEFT_OUT: Final = (MeasureValue, Scale, Outcome, CodebookVersion, Adjudication)
"""Kinds that stay with the lead: numbers about participants, who revised the codebook, and what was decided."""

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class MergedPack:
    """What came in with a pack."""

    path: Path
    acts: int
    """Events that were not here yet."""
    changed: dict[str, int]
    """Rows made, changed or removed, by kind."""
    codebook_version: int
    """When the pack was made."""
    codebook_now: int
    older_texts: tuple[str, ...]
    """Names of transcripts coded in the pack that have a newer revision here."""
    same_names: tuple[str, ...]
    """Paths that two codes in use share now."""


def make_pack(project: Project, path: Path, coder_name: str) -> int:
    """Write a project file with only what a coder may see; returns how many transcripts it holds.

    Raises:
        RuleRefused: there is no coder of that name.
        ProjectUnusable: the file exists, or its folder cannot be written.
    """
    with project.read() as reader:
        coder = reads.one(reader, Coder, name=coder_name)
        if coder is None:
            known = ", ".join(sorted(each.name for each in reads.every(reader, Coder)))
            raise RuleRefused(
                f'There is no coder "{coder_name}".', f"There are: {known}." if known else "Nobody has coded yet."
            )
        rows = _visible(reader, coder)
        digests = [row.sha256 for row in rows if isinstance(row, Revision)]
        texts = dict(reads.texts(reader, digests))
        pack = Project.of_snapshot(path, rows, reads.newest_event(reader), reads.head(reader)[2], texts)
    pack.close()
    return sum(isinstance(row, Transcript) for row in rows)


def merge_pack(project: Project, path: Path, coder_id: str | None = None, take: Take | None = None) -> MergedPack:
    """Take in what was done in a pack since it was made or merged last; one event, and nothing twice.

    Args:
        project: Where to.
        path: The pack.
        coder_id: Who merges.
        take: Whose state stays where pack and project both changed the same thing.

    Raises:
        BadInput: the file is no pack of this project, or its log was tampered with.
        RuleRefused: both changed the same thing and nobody decided, or it refers to what is gone.
    """
    pack = Project.open(path)
    try:
        chain = pack.own_chain()
        replica, codebook_version = _origin(project, path, chain)
        with project.read() as reader:
            known = reads.chain_length(reader, replica)
            codebook_now = reads.head(reader)[2]
            gone, forgotten = erased_rows(reader, only_gone=True), erased_rows(reader)
        incoming, emptied = without(chain[known:], gone)
        acts = [each for each in incoming if each.event["op"] != Op.SNAPSHOT]
        if not acts:
            return MergedPack(path, 0, {}, codebook_version, codebook_now, (), ())
        changes = net_changes(change for each in acts for change in each.changes())
        with pack.read() as reader:
            texts = dict(reads.texts(reader, _digests(changes)))

        def decide(reader: Reader) -> tuple[list[Change], list[Change]]:
            merge = _merge(reader, changes, take)
            if merge.clashes:
                raise _undecided(reader, path, merge.clashes)
            _check_whole(reader, path, merge.applied)
            more = [Change(kind, row, None, None) for row, kind in emptied.items() if row not in forgotten]
            return merge.applied, [*merge.said, *more]

        done = project.take_in(replica, incoming, decide, coder_id, texts)
    finally:
        pack.close()
    with project.read() as reader:
        older, same = _older_texts(reader, done), _same_names(reader)
    kinds = Counter(change.kind for change in done)
    return MergedPack(path, len(acts), dict(kinds), codebook_version, codebook_now, older, same)


def _visible(reader: Reader, coder: Coder) -> list[Row]:
    """What a coder may see: the study, its texts and codebook, and the coder's own work but what they code again."""
    rows: list[Row] = []
    own = {"coder_id": coder.id}
    again = texts_again(reader, coder.id)
    codings = [each for each in reads.every(reader, Coding, **own) if each.layer != Layer.CONSENSUS]
    unseen = {each.id for each in codings if each.revision_id in again and not is_seen(again, each)}
    for kind in PACKED:
        if kind is Coder:
            rows.append(coder)
        elif kind is Coding:
            rows += (each for each in codings if each.id not in unseen)
        elif kind is Memo:
            rows += (each for each in reads.every(reader, Memo, **own) if each.subject_id not in unseen)
        elif kind in {Finished, Assignment, Recoded}:
            rows += reads.every(reader, kind, **own)
        elif kind is Code:
            rows += (code for _, code in Codebook.of(reads.every(reader, Code)).walk())
        else:
            rows += reads.every(reader, kind)
    return rows


def _origin(project: Project, path: Path, chain: Sequence[Incoming]) -> tuple[str, int]:
    """The pack's id and the version of the codebook it was made with.

    Raises:
        BadInput: it is no pack of this project, or its chain is broken.
    """
    first = chain[0].event
    if first["op"] != Op.SNAPSHOT:
        raise BadInput(f"{path} is a project and no pack.", "Make a pack of this project with: qualcode pack.")
    with project.read() as reader:
        parent = reads.event_of(reader, str(first["undoes"]))
    if parent is None:
        raise BadInput(f"{path} was made from another project.", "Merge it into the project it was made from.")
    previous = ""
    for each in chain:
        if not is_sound(previous, each):
            raise BadInput(
                f"The log of {path} is broken at event {each.event['number']}.", "Ask for the file again, or a backup."
            )
        previous = str(each.event["digest"])
    return str(first["id"]), parent[1]


def _merge(reader: Reader, changes: Sequence[Change], take: Take | None) -> Merge:
    now: dict[str, Row] = {}
    for kind in {change.kind for change in changes}:
        now |= reads.by_ids(reader, kind, (change.id for change in changes if change.kind == kind))
    return merged(changes, now, _twins(reader, changes), take)


def _twins(reader: Reader, changes: Iterable[Change]) -> dict[str, Row]:
    """The project's rows that say of the same thing what an added row of the pack says."""
    found: dict[str, Row] = {}
    for change in changes:
        row = change.after
        twin: Row | None = None
        if isinstance(row, Finished):
            twin = reads.one(reader, Finished, transcript_id=row.transcript_id, coder_id=row.coder_id)
        elif isinstance(row, Recoded):
            same = {"round_id": row.round_id, "transcript_id": row.transcript_id, "coder_id": row.coder_id}
            twin = reads.one(reader, Recoded, **same)
        elif isinstance(row, Memo):
            twin = reads.one(reader, Memo, subject_id=row.subject_id, coder_id=row.coder_id)
        if twin is not None and twin.id != change.id:
            found[change.id] = twin
    return found


def _digests(changes: Iterable[Change]) -> list[str]:
    return [change.after.sha256 for change in changes if isinstance(change.after, Revision)]


def _undecided(reader: Reader, path: Path, clashes: Sequence[Clash]) -> RuleRefused:
    codes = {code.id: code.name for code in reads.every(reader, Code)}
    lines = [
        f"{each.kind.replace('_', ' ')} {name} {_named(each, codes)}: project {ours!r}, pack {theirs!r}"
        for each in clashes[:_SHOWN]
        for name, ours, theirs in each.differences()
    ]
    more = f"\nand {len(clashes) - _SHOWN} more" if len(clashes) > _SHOWN else ""
    return RuleRefused(
        f"{path} and the project changed the same things:\n" + "\n".join(lines) + more,
        "Nothing was merged. Decide with --take project or --take pack.",
    )


def _named(clash: Clash, codes: dict[str, str]) -> str:
    row = clash.ours or clash.theirs
    name = getattr(row, "name", "") or codes.get(getattr(row, "code_id", ""), "")
    return f'"{name}"' if name else ""


def _check_whole(reader: Reader, path: Path, applied: Sequence[Change]) -> None:
    """Refuse codings of codes or texts that are gone.

    Raises:
        RuleRefused: there are some.
    """
    made = {change.id for change in applied if change.after is not None}
    codings = [change.after for change in applied if isinstance(change.after, Coding)]
    wanted = {each.code_id for each in codings} - made, {each.revision_id for each in codings} - made
    for kind, ids in zip((Code.KIND, Revision.KIND), wanted, strict=True):
        gone = ids - reads.by_ids(reader, kind, ids).keys()
        if gone:
            raise RuleRefused(
                f"{path} has codings of {len(gone)} {kind}s that are no longer in the project.",
                "Bring them back with undo or redo, then merge again.",
            )


def _older_texts(reader: Reader, done: Iterable[Change]) -> tuple[str, ...]:
    revisions = {change.after.revision_id for change in done if isinstance(change.after, Coding)}
    newest = {revision_id for _, revision_id in reads.revision_ids(reader)}
    older = reads.by_ids(reader, Revision.KIND, revisions - newest).values()
    names = reads.by_ids(reader, Transcript.KIND, {each.transcript_id for each in older})
    return tuple(sorted(each.name for each in names.values()))


def _same_names(reader: Reader) -> tuple[str, ...]:
    book = Codebook.of(code for code in reads.every(reader, Code) if not code.is_retired)
    siblings = Counter((code.parent_id, folded(code.name)) for code in book.codes.values())
    shared = (code for code in book.codes.values() if siblings[code.parent_id, folded(code.name)] > 1)
    return tuple(sorted({code.name for code in shared}))
