"""Codings that their coder is unsure of: the flag, and the list of all that carry it."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.domain import coding as rules
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.transcript import Transcript, quote
from qualcode.services.coding import codings_here, with_only_one
from qualcode.services.project import Project
from qualcode.services.recode_rounds import is_seen, texts_again
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class UnsureCoding:
    """A flagged coding, and what one must see of it to go there."""

    coding: Coding
    transcript_id: str
    transcript: str
    words: str
    memo: str


def flag_coding(project: Project, coder_id: str, coding_id: str) -> ChangeSet:
    """Flag a coding as one to discuss, or take the flag away.

    Raises:
        RuleRefused: it is gone already, or another coder's.
    """

    def rule(reader: Reader) -> list[Change]:
        coding = reads.one(reader, Coding, id=coding_id)
        if coding is None:
            raise RuleRefused("This coding is gone already.")
        return [rules.flag_coding(coding, coder_id)]

    return project.transact(Op.FLAG_CODING, rule, coder_id)


def flag_here(
    project: Project, coder_id: str, revision_id: str, start: int, end: int
) -> tuple[ChangeSet, list[Coding]]:
    """Flag the coder's only coding on a segment; where there are several, nothing but their list.

    Raises:
        RuleRefused: there is none.
    """
    found = codings_here(project, coder_id, revision_id, start, end)
    return with_only_one(project, coder_id, found, Op.FLAG_CODING, flag_coding)


def unsure_codings(project: Project, coder_id: str) -> list[UnsureCoding]:
    """The coder's flagged codings, by the transcripts' names and by place."""
    with project.read() as reader:
        again = texts_again(reader, coder_id)
        flagged = [each for each in reads.every(reader, Coding, coder_id=coder_id, unsure=1) if is_seen(again, each)]
        memos = {memo.subject_id: memo.text for memo in reads.every(reader, Memo, coder_id=coder_id)}
        names = {each.id: each.name for each in reads.every(reader, Transcript)} if flagged else {}
        by_revision: dict[str, list[Coding]] = {}
        for each in sorted(flagged, key=lambda coding: (coding.start, coding.end, coding.id)):
            by_revision.setdefault(each.revision_id, []).append(each)
        found: list[UnsureCoding] = []
        for revision in reads.latest_revisions(reader) if flagged else ():
            if revision.id not in by_revision:
                continue
            bodies = [piece for turn in revision.turns for piece in turn.body]
            ((_, text),) = reads.texts(reader, [revision.sha256])
            found += [
                UnsureCoding(
                    each,
                    revision.transcript_id,
                    names[revision.transcript_id],
                    quote(text, bodies, each.start, each.end),
                    memos.get(each.id, ""),
                )
                for each in by_revision[revision.id]
            ]
    return found
