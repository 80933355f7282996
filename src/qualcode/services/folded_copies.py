"""Folded copies of texts, kept from one search to the next: folding takes ten times as long as looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from qualcode.domain.folding import Folded, fold
from qualcode.store import reads
from qualcode.store.reads import Reader

_ROOM: Final = 32_000_000
"""Characters that are kept at most."""
_KEPT: dict[str, Folded] = {}
"""By digest of the text."""


def folded_copies(reader: Reader, digests: Sequence[str]) -> Iterator[Folded]:
    """The folded copy of each text, in this order; beyond the room there is, one at a time is in memory."""
    for gone in _KEPT.keys() - set(digests):
        del _KEPT[gone]
    room = _ROOM - sum(len(copy.text) for copy in _KEPT.values())
    texts = reads.texts(reader, [digest for digest in digests if digest not in _KEPT])
    for digest in digests:
        copy = _KEPT.get(digest)
        if copy is None:
            copy = fold(next(texts)[1])
            room -= len(copy.text)
            if room >= 0:
                _KEPT[digest] = copy
        yield copy
