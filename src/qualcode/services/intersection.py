"""Who raised a code by the word of every coder: the cautious end of what several coders saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qualcode.domain.codebook import Codebook
from qualcode.domain.coding import Layer
from qualcode.domain.transcript import touches
from qualcode.services.interviews import Interview
from qualcode.store import reads
from qualcode.store.reads import Reader

Chosen = Mapping[str, tuple[str, frozenset[str] | None]]
"""For each revision, the layer and the coders that are read (None: everybody's)."""


def agreed_presence(
    reader: Reader, codebook: Codebook, found: Iterable[Interview], chosen: Chosen
) -> dict[str, set[str]]:
    """The participants by code in whose speech every coder who is read put the code or one below it."""
    interviews_of = {each.revision_id: each for each in found}
    seen: dict[tuple[str, str, str], set[str]] = {}
    for code_id, revision_id, coder_id, start, end in reads.coding_spans(reader, Layer.INDEPENDENT.value):
        if coder_id not in _coders(chosen, revision_id):
            continue
        who = {each for each, said in interviews_of[revision_id].speech_of.items() if touches(said, start, end)}
        code = codebook.codes[code_id]
        for each in (code, *codebook.ancestors(code)):
            seen.setdefault((each.id, revision_id, coder_id), set()).update(who)
    present: dict[str, set[str]] = {}
    for code_id, revision_id in {(code_id, revision_id) for code_id, revision_id, _ in seen}:
        coders = _coders(chosen, revision_id)
        agreed = set.intersection(*(seen.get((code_id, revision_id, coder), set()) for coder in coders))
        present.setdefault(code_id, set()).update(agreed)
    return present


def _coders(chosen: Chosen, revision_id: str) -> frozenset[str]:
    """Those whose independent codings are read."""
    return chosen.get(revision_id, ("", None))[1] or frozenset()
