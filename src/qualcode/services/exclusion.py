"""Exclusion from export: people and interviews that are counted, and whose words leave the project in no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from qualcode.domain.changes import Change, ChangeSet, Op, update
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Speaker, Transcript
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader

WITHHELD: Final = "[not exported]"
"""Stands in tables where words of somebody excluded would."""


def exclude(project: Project, names: Sequence[str], coder_id: str | None = None, *, excluded: bool = True) -> ChangeSet:
    """Exclude participants or transcripts from export, or take that back.

    Args:
        project: The project.
        names: Of participants, else of transcripts; with its suffix, a name is that of a transcript.
        coder_id: Who acts.
        excluded: False to let their words out again.

    Raises:
        RuleRefused: there is neither a participant nor a transcript of a name.
    """

    def rule(reader: Reader) -> list[Change]:
        rows: dict[str, Participant | Transcript] = {}
        for transcript in reads.every(reader, Transcript):
            rows[transcript.name] = rows[transcript.name + transcript.suffix] = transcript
        rows |= {person.name: person for person in reads.every(reader, Participant) if not person.is_withdrawn}
        unknown = [name for name in names if name not in rows]
        if unknown:
            raise RuleRefused(
                f"There is neither a participant nor a transcript {', '.join(unknown)}.",
                "Check the spelling; nothing was changed.",
            )
        wished = {rows[name].id: rows[name] for name in names}
        return [update(row, is_excluded=excluded) for row in wished.values() if row.is_excluded != excluded]

    return project.transact(Op.EXCLUDE_FROM_EXPORT, rule, coder_id)


def withheld(reader: Reader) -> frozenset[str]:
    """Ids of the transcripts of which nothing goes into a file: excluded themselves, or with somebody who is."""
    people = {each.id for each in reads.every(reader, Participant) if each.is_excluded}
    return frozenset(each.id for each in reads.every(reader, Transcript) if each.is_excluded) | {
        each.transcript_id for each in reads.every(reader, Speaker) if each.participant_id in people
    }


def withheld_notes(people: Iterable[str]) -> tuple[Phrase, ...]:
    """What a table says of the participants whose words it leaves out; nothing where there are none."""
    n = len(set(people))
    words = "Participants counted whose words are left out, as excluded from export: {n}."
    return (Phrase(words, {"n": n}),) if n else ()
