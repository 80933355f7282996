"""Folded copies of texts and the speech in them, kept from one search to the next.

Folding takes ten times as long as looking, and so does reading where turns begin and end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from qualcode.domain.folding import Folded, fold
from qualcode.services.hits import Speech
from qualcode.store import reads
from qualcode.store.reads import NewestText, Reader

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


def speech_of(reader: Reader, transcript_id: str, text: NewestText, closed: frozenset[str]) -> Speech:
    """The speech of a transcript's newest text, without that of the speakers that are closed."""
    key = (text, closed)
    if key not in _SPEECH:
        if len(_SPEECH) > _TEXTS:
            _SPEECH.clear()
        ((_, _, _, turns),) = reads.turns(reader, transcript_id)
        _SPEECH[key] = Speech(turns, closed)
    return _SPEECH[key]


_TEXTS: Final = 5_000
"""Whose speech is kept at most."""
_SPEECH: dict[tuple[NewestText, frozenset[str]], Speech] = {}
