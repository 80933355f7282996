"""The codebook under revision: merge, split, versions with a reason, codes that look alike, and the recode queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.analysis.matching import Likeness, alike
from qualcode.domain import recoding as rules
from qualcode.domain.adjudication import Adjudication
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.codebook import Code, Codebook, CodebookVersion
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Question
from qualcode.domain.table import Column, Measure, Table
from qualcode.domain.transcript import Revision, Transcript, quote
from qualcode.services.codebook import code_in, codebook_of, next_version, with_reason
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.recode_rounds import is_seen, texts_again
from qualcode.store import reads
from qualcode.store.reads import Reader


def merge_codes(project: Project, coder_id: str | None, source_id: str, target_id: str, reason: str = "") -> ChangeSet:
    """Put everything that one code has under another, and retire it; one act, one undo.

    Raises:
        RuleRefused: a code is gone, or the two cannot be merged.
    """

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        source, target = code_in(book, source_id), code_in(book, target_id)
        codings = [each for code in (source, target) for each in reads.every(reader, Coding, code_id=code.id)]
        subjects = {source.id, target.id, *(each.id for each in codings)}
        memos = [each for each in reads.every(reader, Memo) if each.subject_id in subjects]
        questions = reads.every(reader, Question)
        decisions = reads.every(reader, Adjudication)
        changes = rules.merge_codes(book, source, target, codings, memos, questions, decisions)
        return with_reason(reader, changes, coder_id, reason)

    return project.transact(Op.MERGE_CODES, rule, coder_id)


def split_code(
    project: Project, coder_id: str | None, code_id: str, names: Sequence[str], reason: str = ""
) -> ChangeSet:
    """Put new codes under one; its codings wait in their coders' recode queue.

    Raises:
        RuleRefused: the code is gone, or the names will not do.
    """

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        parts = [Code(new_id(), name.strip(), code_id) for name in names]
        changes = rules.split_code(book, code_in(book, code_id), parts, next_version(reader))
        return with_reason(reader, changes, coder_id, reason)

    return project.transact(Op.SPLIT_CODE, rule, coder_id)


@dataclass(frozen=True, slots=True)
class Outdated:
    """A coding made before its code got the meaning that it has now."""

    coding: Coding
    code: Code
    transcript: Transcript
    words: str


def recode_queue(project: Project, coder_id: str) -> list[Outdated]:
    """The coder's own codings that need a second look, by transcript and place."""
    with project.read() as reader:
        book = codebook_of(reader)
        again = texts_again(reader, coder_id)
        codings = [each for each in reads.outdated(reader, coder_id) if is_seen(again, each)]
        revisions = reads.by_ids(reader, Revision.KIND, {each.revision_id for each in codings})
        transcripts = reads.by_ids(reader, Transcript.KIND, {each.transcript_id for each in revisions.values()})
        words = _words(reader, codings, revisions)
    found = [
        Outdated(each, book.codes[each.code_id], transcripts[revisions[each.revision_id].transcript_id], words[each.id])
        for each in codings
    ]
    return sorted(found, key=lambda each: (each.transcript.name, each.coding.start, each.coding.end))


def confirm_coding(project: Project, coder_id: str, coding_id: str) -> ChangeSet:
    """Say that a coding holds under today's codebook.

    Raises:
        RuleRefused: it is gone, or another coder's.
    """

    def rule(reader: Reader) -> list[Change]:
        return [rules.confirm_coding(_coding(reader, coding_id), coder_id, reads.head(reader)[2])]

    return project.transact(Op.CONFIRM_CODING, rule, coder_id)


def recode_coding(project: Project, coder_id: str, coding_id: str, code_id: str) -> ChangeSet:
    """Give a coding another code.

    Raises:
        RuleRefused: the coding or the code is gone, the coding is another coder's, or the code is there already.
    """

    def rule(reader: Reader) -> list[Change]:
        wished = _coding(reader, coding_id)
        existing = reads.every(reader, Coding, revision_id=wished.revision_id, coder_id=wished.coder_id)
        code = code_in(codebook_of(reader), code_id)
        return [rules.recode_coding(existing, wished, code, coder_id, reads.head(reader)[2])]

    return project.transact(Op.RECODE_CODING, rule, coder_id)


def versions_table(project: Project) -> Table:
    """Every version of the codebook: when, who, which act, why."""
    with project.read() as reader:
        reasons = {each.number: each.reason for each in reads.every(reader, CodebookVersion)}
        rows = [
            (number, at[:16].replace("T", " "), who, act, reasons.get(number, ""))
            for number, at, act, who in reads.codebook_versions(reader)
        ]
        about = provenance(reader)
    columns = (
        Column("version", "Version", Measure.COUNT), Column("at", "When"), Column("coder", "Who"),
        Column("act", "Act"), Column("why", "Why"),
    )  # fmt: skip
    return Table(
        "codebook_versions", Phrase("Versions of the Codebook"), columns, tuple(rows), closing_notes(about), about
    )


_ALIKE_NOTE: Final = (
    "Likeness from 0 to 1 of names, and of definitions with their rules; pairs worth a look, no verdict."
)


def alike_table(project: Project, language: str = "en") -> Table:
    """Pairs of codes in use whose names or definitions are nearly the same."""
    with project.read() as reader:
        book = codebook_of(reader)
        about = provenance(reader)
    codes = [code for _, code in book.walk() if not code.is_retired]
    found = alike([code.label(language) for code in codes], [" ".join(code.meaning) for code in codes])
    columns = (
        Column("first", "Code"), Column("second", "Resembles"), Column("name", "Names", Measure.COEFFICIENT),
        Column("definition", "Definitions", Measure.COEFFICIENT), Column("reason", "Note"),
    )  # fmt: skip
    rows = tuple(_alike_row(book, codes, each) for each in found)
    return Table(
        "alike", Phrase("Codes That Look Alike"), columns, rows, (Phrase(_ALIKE_NOTE), *closing_notes(about)), about
    )


def _alike_row(book: Codebook, codes: Sequence[Code], pair: Likeness) -> tuple[str | float | None, ...]:
    reason = "" if pair.definitions is not None else "one of the two has no definition"
    return book.path(codes[pair.first]), book.path(codes[pair.second]), pair.names, pair.definitions, reason


def _coding(reader: Reader, coding_id: str) -> Coding:
    found = reads.one(reader, Coding, id=coding_id)
    if found is None:
        raise RuleRefused("This coding is no longer there.", "Choose another one.")
    return found


def _words(reader: Reader, codings: Sequence[Coding], revisions: Mapping[str, Revision]) -> dict[str, str]:
    """The words of each coding, one text in memory at a time."""
    found: dict[str, str] = {}
    for revision in revisions.values():
        ((_, text),) = reads.texts(reader, [revision.sha256])
        bodies = [piece for turn in revision.turns for piece in turn.body]
        for each in codings:
            if each.revision_id == revision.id:
                found[each.id] = quote(text, bodies, each.start, each.end)
    return found
