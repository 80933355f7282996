"""Memos: what each is on, the list of them, and the table that goes to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Coder, Participant, Study
from qualcode.domain.table import Column, Table
from qualcode.domain.transcript import Transcript, quote
from qualcode.services.exclusion import withheld
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.recode_rounds import is_seen, texts_again
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader

KINDS: Final = (Study.KIND, Participant.KIND, Transcript.KIND, Code.KIND, Coding.KIND)
"""What a memo can be on, in the order of the list."""

WHAT: Final = {
    Study.KIND: "project",
    Participant.KIND: "participant",
    Transcript.KIND: "transcript",
    Code.KIND: "code",
    Coding.KIND: "coding",
}
"""The kinds in words."""


@dataclass(frozen=True, slots=True)
class PlacedMemo:
    """A memo with what it is on."""

    memo: Memo
    coder: str
    name: str
    """Of what it is on: a code's path, a transcript's name, a person's id."""
    transcript_id: str = ""
    transcript: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    """The passage; empty where it is on no coding."""

    @property
    def what(self) -> str:
        """What kind of thing it is on, in words."""
        return WHAT.get(self.memo.subject_kind, self.memo.subject_kind)


def memos(project: Project, coder_id: str | None, language: str = "en") -> list[PlacedMemo]:
    """The memos of a coder, or of everybody: on the project first, on passages last and by place.

    Of everybody, those on transcripts of a blind round that is open, and on passages of these, are left out.
    """
    with project.read() as reader:
        return _memos(reader, coder_id, language)


def memo_table(project: Project, coder_id: str | None, language: str = "en") -> Table:
    """The same as a table; offsets are empty where a memo is on no passage."""
    with project.read() as reader:
        made = provenance(reader, memos="own" if coder_id else "all")
        kept_back = withheld(reader) | {each.id for each in reads.every(reader, Participant) if each.is_excluded}
        found = _memos(reader, coder_id, language)
        shown = [each for each in found if not {each.transcript_id, each.memo.subject_id} & kept_back]
        rows = tuple(
            (
                each.coder, each.what, each.name, each.transcript,
                *((each.start, each.end) if each.end else (None, None)), each.words, each.memo.text,
            )
            for each in shown
        )  # fmt: skip
    title = Phrase("Memos: {n}", {"n": len(rows)})
    left_out = len(found) - len(rows)
    words = "Memos left out, on words excluded from export: {n}."
    notes = (Phrase(words, {"n": left_out}),) if left_out else ()
    return Table("memos", title, _COLUMNS, rows, (*notes, *closing_notes(made)), made)


_COLUMNS: Final = (
    Column("coder", "Coder"),
    Column("on", "On"),
    Column("name", "Name"),
    Column("transcript", "Transcript"),
    Column("start", "Start", printed=False),
    Column("end", "End", printed=False),
    Column("quote", "Passage"),
    Column("memo", "Memo"),
)


def _memos(reader: Reader, coder_id: str | None, language: str) -> list[PlacedMemo]:
    kept = reads.every(reader, Memo, coder_id=coder_id) if coder_id else reads.every(reader, Memo)
    coders = {each.id: each.name for each in reads.every(reader, Coder)}
    codebook = Codebook.of(reads.every(reader, Code))
    names = {code.id: " > ".join(each.label(language) for each in (*reversed(codebook.ancestors(code)), code))
             for code in codebook.codes.values()}  # fmt: skip
    names |= {each.id: each.name for each in reads.every(reader, Participant)}
    names |= {each.id: each.name for each in reads.every(reader, Study)}
    transcripts = {each.id: each.name for each in reads.every(reader, Transcript)}
    ids = {each.subject_id for each in kept if each.subject_kind == Coding.KIND}
    codings = reads.by_ids(reader, Coding.KIND, ids)
    if coder_id and (again := texts_again(reader, coder_id)):
        unseen = {each.id for each in codings.values() if each.revision_id in again and not is_seen(again, each)}
        kept = [each for each in kept if each.subject_id not in unseen]
    place = _places(reader, codings, names, transcripts)

    def placed(memo: Memo) -> PlacedMemo:
        if memo.subject_kind == Coding.KIND:
            return place(memo, coders[memo.coder_id])
        if memo.subject_kind == Transcript.KIND:
            name = transcripts.get(memo.subject_id, "?")
            return PlacedMemo(memo, coders[memo.coder_id], name, memo.subject_id, name)
        return PlacedMemo(memo, coders[memo.coder_id], names.get(memo.subject_id, "?"))

    hidden = blinded(reader) if coder_id is None else frozenset[str]()
    return sorted((each for each in map(placed, kept) if each.transcript_id not in hidden), key=_order)


def _order(each: PlacedMemo) -> tuple[int, str, int, str, str]:
    kind = each.memo.subject_kind
    rank = KINDS.index(kind) if kind in KINDS else len(KINDS)
    return rank, each.transcript, each.start, each.name, each.coder


def _places(
    reader: Reader, codings: dict[str, Coding], names: dict[str, str], transcripts: dict[str, str]
) -> Callable[[Memo, str], PlacedMemo]:
    """A function that says where a coding stands; each text is read once."""
    wanted: dict[str, list[Coding]] = {}
    for each in codings.values():
        wanted.setdefault(each.revision_id, []).append(each)
    where: dict[str, tuple[str, str]] = {}
    for revision in reads.latest_revisions(reader) if wanted else ():
        if revision.id in wanted:
            bodies = [piece for turn in revision.turns for piece in turn.body]
            ((_, text),) = reads.texts(reader, [revision.sha256])
            for each in wanted[revision.id]:
                where[each.id] = revision.transcript_id, quote(text, bodies, each.start, each.end)

    def place(memo: Memo, coder: str) -> PlacedMemo:
        coding = codings[memo.subject_id]
        transcript_id, words = where.get(coding.id, ("", ""))
        return PlacedMemo(
            memo, coder, names.get(coding.code_id, "?"), transcript_id, transcripts.get(transcript_id, ""),
            coding.start, coding.end, words,
        )  # fmt: skip

    return place
