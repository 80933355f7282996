"""A code's passages in all transcripts, as one coder put it on them: other coders' are not read here."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.domain.coding import Coding, Memo
from qualcode.domain.transcript import Revision, Transcript, quote
from qualcode.services.project import Project
from qualcode.services.recode_rounds import is_seen, texts_again
from qualcode.store import reads


@dataclass(frozen=True, slots=True)
class Passage:
    """A coding with its words and where they stand."""

    coding_id: str
    transcript_id: str
    transcript: str
    """Its name."""
    group: str
    start: int
    end: int
    words: str
    memo: str


def passages_of(project: Project, coder_id: str, code_id: str) -> list[Passage]:
    """The coder's own passages with a code, by transcript and place."""
    with project.read() as reader:
        again = texts_again(reader, coder_id)
        own = (each for each in reads.every(reader, Coding, code_id=code_id, coder_id=coder_id) if is_seen(again, each))
        by_revision: dict[str, list[Coding]] = {}
        for each in own:
            by_revision.setdefault(each.revision_id, []).append(each)
        names = {each.id: each.name for each in reads.every(reader, Transcript)}
        groups = reads.transcript_groups(reader)
        memos = {each.subject_id: each.text for each in reads.every(reader, Memo, coder_id=coder_id)}
        found: list[Passage] = []
        revisions = reads.by_ids(reader, Revision.KIND, by_revision)
        for _, revision_id in reads.revision_ids(reader):
            if revision_id not in revisions:
                continue
            revision: Revision = revisions[revision_id]
            bodies = [body for turn in revision.turns for body in turn.body]
            ((_, text),) = reads.texts(reader, [revision.sha256])
            transcript = revision.transcript_id
            found += [
                Passage(
                    each.id, transcript, names[transcript], groups.get(transcript, ""), each.start, each.end,
                    quote(text, bodies, each.start, each.end), memos.get(each.id, ""),
                )
                for each in sorted(by_revision[revision.id], key=lambda each: (each.start, each.end))
            ]  # fmt: skip
    return found
