"""Translations of passages: memos on their codings that begin with the word, `[translation] ...`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from qualcode.domain.coding import Coding, Memo
from qualcode.services.project import Project
from qualcode.services.results.evidence import Passage
from qualcode.store import reads

_MARK: Final = re.compile(r"\s*\[(?:translation|traduction)\]\s*(.+)", re.IGNORECASE | re.DOTALL)


def translations(project: Project, passages: Iterable[Passage]) -> dict[Passage, str]:
    """The translation of each passage that has one: of the coding on the same words, whatever its code or coder."""
    with project.read() as reader:
        memos = {
            memo.subject_id: " ".join(found.group(1).split())
            for memo in sorted(reads.every(reader, Memo), key=lambda each: each.id)
            if memo.subject_kind == Coding.KIND and (found := _MARK.fullmatch(memo.text))
        }
        codings = reads.by_ids(reader, Coding.KIND, set(memos)) if memos else {}
    said = {
        (coding.revision_id, coding.start, coding.end): memos[coding.id]
        for coding in codings.values()
        if isinstance(coding, Coding)
    }
    return {
        passage: said[place]
        for passage in passages
        if (place := (passage.revision_id, passage.start, passage.end)) in said
    }
