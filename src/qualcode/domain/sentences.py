"""Sentences: one rule for the cursor and for the units of agreement, so that both mean the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qualcode.domain.transcript import Segment

_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "approx",
        "dept",
        "m",
        "mme",
        "mlle",
        "mm",
        "p",
        "pp",
        "cf",
        "env",
        "ex",
    ]
)
_END: Final = re.compile(r"[.!?…]+[\u00a0\u202f ]?[\"'”’»)\]]*(?=\s)|\n(?=\s*\n)")
_LAST_WORD: Final = re.compile(r"[\w.]{1,12}$")


def sentences(text: str, start: int, end: int) -> Iterator[Segment]:
    """The sentences of a piece of speech, without the blanks between them.

    A sentence ends at `.`, `!`, `?` or `…` before a blank, closing quotes and brackets with it, or at an empty line. A
    point after a common abbreviation, an initial or before a small letter ends nothing. Time is linear in the length.
    """
    begin = start
    for found in _END.finditer(text, start, end):
        if found.end() >= end or found.start() < begin or not _closes(text, begin, found, end):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, end)


def _closes(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    if found.group()[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(begin, found.start() - 12), found.start())
    if word and (word.group().lower() in _ABBREVIATIONS or (len(word.group()) == 1 and word.group().isupper())):
        return False
    rest = text[found.end() : min(end, found.end() + 4)].lstrip()
    return not (rest[:1].islower() and len(found.group()) == 1)


def _trimmed(text: str, start: int, end: int) -> Iterator[Segment]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
