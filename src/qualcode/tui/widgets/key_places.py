"""Where each verb's keys work: two verbs may have the same key as long as they share no place."""

from __future__ import annotations

import string
from functools import cache
from typing import TYPE_CHECKING, Final

from qualcode.tui.widgets.agreement_keys import AGREEMENT
from qualcode.tui.widgets.book_keys import BOOK_VERBS
from qualcode.tui.widgets.box_keys import FINDER, INTAKE, MEMO, QUEUE, READING, SEARCH_LINE, START
from qualcode.tui.widgets.find_keys import CLAIM_VERBS, MEASURE_VERBS, QUOTE_VERBS, THEME_VERBS
from qualcode.tui.widgets.keymap import APP_VERBS, HELP_MARK, VERBS
from qualcode.tui.widgets.search_keys import SEARCH_HITS, SEARCH_WORDS
from qualcode.tui.widgets.settle_keys import SETTLING, SETTLING_TOO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.tui.widgets.keymap import Verb

_TYPED: Final[tuple[Sequence[Verb], ...]] = (FINDER, SEARCH_LINE, SEARCH_WORDS, MEMO)
"""Places where letters are typed."""

_PLACES: Final[tuple[Sequence[Verb], ...]] = (
    VERBS, (*SETTLING, *SETTLING_TOO), THEME_VERBS, MEASURE_VERBS, QUOTE_VERBS, CLAIM_VERBS, BOOK_VERBS, AGREEMENT,
    SEARCH_HITS, (*FINDER, *QUEUE), READING, START, INTAKE, *_TYPED,
)  # fmt: skip

EVERY_VERB: Final = tuple({verb.id: verb for place in _PLACES for verb in place}.values())
"""All verbs of all places, those of the coding screen first."""

VERB_BY_ID: Final = {verb.id: verb for verb in EVERY_VERB}

SINGLY: Final = {"code.pin": string.digits, "code.find_letter": string.ascii_uppercase}
"""Verbs whose keys are bound one by one."""

TYPES_LETTERS: Final = frozenset(verb.id for place in _TYPED for verb in place)
"""Verbs that no letter can do: letters are typed where they work."""


@cache
def together(key_id: str) -> frozenset[str]:
    """The ids of all keys that work where this one does, itself included."""
    found = {key_id}
    for place in _ids():
        if key_id in place:
            found |= place
    return frozenset(found)


@cache
def _ids() -> tuple[frozenset[str], ...]:
    return tuple(frozenset({*_of(place), *APP_VERBS, HELP_MARK}) for place in _PLACES)


def _of(place: Sequence[Verb]) -> Iterator[str]:
    for verb in place:
        if verb.id in SINGLY:
            prefix = "code.pin" if verb.id == "code.pin" else "code.find"
            yield from (f"{prefix}.{key}" for key in SINGLY[verb.id])
        else:
            yield verb.id
