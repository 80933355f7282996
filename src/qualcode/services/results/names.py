"""Words of a quotation that may name people or places, for a human to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from qualcode.domain.study import Participant

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BEGINS: Final = re.compile(r"(?:^|[.!?:…]|\[\.\.\.\]|[\"“«(])[\s\"“«(]*$")
"""What stands before the first word of a sentence or of a speech in it."""
_ORDINARY: Final = frozenset(
    {
        "i", "i'm", "i'd", "i've", "i'll", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
        "may", "june", "july", "august", "september", "october", "november", "december",
        "english", "french", "christmas", "easter",
    }
)  # fmt: skip
_APOSTROPHES: Final = str.maketrans("’", "'")


def names_in(words: str, people: Iterable[Participant]) -> list[str]:
    """Words with a capital inside a sentence, and ids and sites of the study, each once in their order.

    Capitals alone (`TV`), days, months and `I` are passed over. Names that begin a sentence are not found.
    """
    known = {name.casefold() for person in people for name in (person.name, person.site) if len(name) > 1}
    found: dict[str, None] = {}
    for match in re.finditer(r"\w+", words):
        if match.group().casefold() in known:
            found[match.group()] = None
    for match in _WORD.finditer(words):
        word = match.group()
        plain = word.translate(_APOSTROPHES).casefold().removesuffix("'s")
        is_ordinary = plain in _ORDINARY or plain.removesuffix("s") in _ORDINARY
        is_name = word[0].isupper() and not word.isupper() and not is_ordinary
        if is_name and not _BEGINS.search(words[: match.start()]):
            found[word] = None
    return list(found)
