"""Passages of the consensus, code by code: what a code came to mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualcode.domain.transcript import Revision, Transcript, quote
from qualcode.services.consensus import Passage as Settled
from qualcode.services.consensus import passages_so_far
from qualcode.services.interviews import interviews
from qualcode.services.passages import Passage
from qualcode.services.project import Project
from qualcode.services.rounds import blinded
from qualcode.store import reads

Consensus = Mapping[str, Sequence[tuple[str, int, int]]]
"""By code: revision, start and end of every passage, by transcript and place."""


def consensus_by_code(project: Project) -> Consensus:
    """Every passage that is settled by now; transcripts of a blind round that is open are left out."""
    with project.read() as reader:
        hidden = blinded(reader)
        found = [each for each in interviews(reader) if each.transcript_id not in hidden]
        settled: Mapping[str, Sequence[Settled]] = passages_so_far(reader, found)
        order = [revision for transcript, revision in reads.revision_ids(reader) if transcript not in hidden]
    by_code: dict[str, list[tuple[str, int, int]]] = {}
    for revision in order:
        for code, start, end in sorted(settled.get(revision, ()), key=lambda each: each[1:]):
            by_code.setdefault(code, []).append((revision, start, end))
    return by_code


def quoted(project: Project, places: Sequence[tuple[str, int, int]]) -> list[Passage]:
    """These passages with their words, in the same order."""
    with project.read() as reader:
        revisions: Mapping[str, Revision] = reads.by_ids(reader, Revision.KIND, {revision for revision, _, _ in places})
        texts = dict(reads.texts(reader, {each.sha256 for each in revisions.values()}))
        names = {each.id: each.name for each in reads.every(reader, Transcript)}
        groups = reads.transcript_groups(reader)
    found = []
    for revision_id, start, end in places:
        if revision_id in revisions:
            revision = revisions[revision_id]
            bodies = [body for turn in revision.turns for body in turn.body]
            words = quote(texts[revision.sha256], bodies, start, end)
            transcript = revision.transcript_id
            found.append(Passage("", transcript, names[transcript], groups.get(transcript, ""), start, end, words, ""))
    return found
