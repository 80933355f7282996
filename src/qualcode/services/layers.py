"""Layers: whose codings a table reads of each interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.coding import Finished, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Coder
from qualcode.services.consensus import Passage, settled_passages
from qualcode.services.interviews import Interview
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader

_ALL_CODERS: Final = {"union", "intersection"}
"""Layers that read independent codings even where there is a consensus."""
_NAMED: Final = {None, "consensus", *_ALL_CODERS}


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose codings are read: for each revision, the layer and the coders (None: everybody's)."""

    name: str
    chosen: Mapping[str, tuple[str, frozenset[str] | None]]
    settled: Mapping[str, tuple[Passage, ...]]
    """The consensus of the revisions that are read in it."""

    def is_union(self, revision_id: str) -> bool:
        """Whether several coders' codings are read together."""
        coders = self.chosen[revision_id][1]
        return coders is not None and len(coders) > 1


def reading(reader: Reader, found: Sequence[Interview], wanted: str | None) -> Reading:
    """Whose codings each fully coded interview is read from; interviews that nobody finished are left out."""
    finished: dict[str, set[str]] = {}
    for row in reads.every(reader, Finished):
        finished.setdefault(row.transcript_id, set()).add(row.coder_id)
    hidden = blinded(reader)
    coder = None if wanted in _NAMED else reads.one(reader, Coder, name=wanted)
    if coder is None and wanted not in _NAMED:
        raise RuleRefused(f'There is no layer or coder "{wanted}".', "Name consensus, union, intersection or a coder.")
    choices = any(code.exclusive for code in reads.every(reader, Code))
    always = wanted == "consensus" or choices  # a value of a choice set is not counted over a union
    settled = settled_passages(reader, found, always=always) if wanted in {None, "consensus"} else {}
    chosen: dict[str, tuple[str, frozenset[str] | None]] = {}
    for interview in found:
        if interview.transcript_id in hidden:
            continue
        revision, coders = interview.revision_id, finished.get(interview.transcript_id, set())
        if coder is not None:
            coders &= {coder.id}
        elif revision in settled:
            chosen[revision] = (Layer.CONSENSUS.value, None)
            continue
        if coders and wanted != "consensus":
            chosen[revision] = (Layer.INDEPENDENT.value, frozenset(coders))
    return Reading(wanted or "consensus where it exists, else the single coder, else the union", chosen, settled)
