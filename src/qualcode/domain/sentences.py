"""Sentences: one rule for the cursor and for the units of agreement, so that both mean the same words.

English and French. Every pattern is linear in the text it reads.
"""

from __future__ import annotations

import re

from qualcode.domain.transcript import Segment


def sentences(text: str) -> list[Segment]:
    """The sentences of a stretch of speech, without the space around them."""
    cuts = [0, *(cut for match in _STOP.finditer(text) if (cut := _cut(text, match)))]
    spans = zip(cuts, [*cuts[1:], len(text)], strict=True)
    return [stripped for start, end in spans if (stripped := stripped_segment(text, start, end))]


def stripped_segment(text: str, start: int, end: int) -> Segment | None:
    """The segment without the space around it; None where there is nothing else."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    right = len(part.rstrip())
    return (start + left, start + right) if right > left else None


_STOP = re.compile(
    r"""(?:[.!?…]+|[。！？｡]+)(?:["'”’)\]]|[ \u00a0\u202f]?»)*  # a stop and what closes after it
    |\n[^\S\n]*\n                                              # an empty line
    |\n(?=[-–—•*]\s)                                           # a listed point""",
    re.VERBOSE,
)
_ASIAN_STOPS = "。！？｡"
_NEXT = re.compile(r"[\s«“\"'‘(–—-]*")
_TITLES = frozenset(
    (
        "M",
        "MM",
        "Mr",
        "Mrs",
        "Ms",
        "Mx",
        "Dr",
        "Pr",
        "Prof",
        "Mgr",
        "St",
        "Ste",
        "vs",
        "cf",
        "Capt",
        "Cpl",
        "Sgt",
        "Lt",
        "Col",
        "Maj",
        "Gen",
        "Gov",
        "Sen",
        "Rep",
        "Hon",
        "Rev",
    )
)
_BEFORE_NUMBERS = frozenset(
    ("No", "no", "Nos", "nos", "p", "pp", "art", "Art", "fig", "Fig", "ch", "vol", "approx", "env", "n")
)
_LONGEST_SHORT_FORM = 6


def _cut(text: str, match: re.Match[str]) -> int:
    """Where the sentence ends that this stop closes; 0 where it closes none."""
    end = match.end()
    first = match[0][0]
    if first == "\n" or first in _ASIAN_STOPS:
        return end
    if end >= len(text) or not text[end].isspace():
        return 0
    after = _NEXT.match(text, end)
    following = text[after.end()] if after and after.end() < len(text) else ""
    if following.islower() or (match[0] == "." and _is_short_form(text, match.start(), following)):
        return 0
    return end


def _is_short_form(text: str, stop: int, following: str) -> bool:
    word = re.split(r"[\s(«“\"'’]", text[max(0, stop - _LONGEST_SHORT_FORM) : stop])[-1]
    if following.isdigit() and word in _BEFORE_NUMBERS:
        return True
    return word in _TITLES or (len(word) == 1 and word.isupper() and word != "I") or word in {"e.g", "i.e", "p.ex"}
