"""Text folded for searching: case, accents, ligatures and kinds of marks do not matter; places can be traced back.

Accents count however they are written; an apostrophe is an apostrophe; space is one blank, however much of it there
is; characters that do not show are passed over. Where each character folds to one, the folded copy is as long as the
text and nothing is traced.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from qualcode.domain.transcript import Segment

_MARKS: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
}  # fmt: skip
_TWO_SPACES: Final = "  "
_UTF_8: Final = ("utf-8", "surrogatepass")
_EVEN: Final = bytes(each for each in range(0x20, 0x7F) if each != ord("`"))
"""What stays as it is once it is in lower case."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each place of it stands in the text itself."""

    text: str
    _starts: tuple[int, ...] = ()
    """Where pieces begin in the folded text; none where both are equally long."""
    _places: tuple[tuple[int, int, bool], ...] = ()
    """Start and end of each piece in the text itself, and whether it is folded character by character."""

    def segment(self, start: int, end: int) -> Segment:
        """The part of the text itself that folds to this part, with the accents that belong to its last letter."""
        if not self._starts:
            return start, end
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        begin, _, is_plain = self._places[first]
        begin += start - self._starts[first] if is_plain else 0
        opens, close, is_plain = self._places[last]
        close = opens + end - self._starts[last] if is_plain else close
        return begin, self._with_accents(last + 1, end, close)

    def _with_accents(self, piece: int, end: int, close: int) -> int:
        """The end of what folds to nothing after a place in the folded text."""
        starts = (*self._starts[piece : piece + 64], len(self.text))
        for place in range(len(starts) - 1):
            if (starts[place], starts[place + 1]) != (end, end):
                break
            close = self._places[piece + place][1]
        return close


def fold(text: str) -> Folded:
    """The text, folded."""
    # Each step leaves the length as it is. On bytes, lower case and replacing character by character are several times
    # faster than on characters; what is not ASCII gets its lower case with the rest of its folding.
    raw = text.encode(*_UTF_8).lower()
    irregular: list[str] = []
    for character in set(raw.translate(None, _EVEN).decode(*_UTF_8)):
        plain = _plain(character)
        if len(plain) != 1:
            irregular.append(character)
        elif plain != character:
            raw = raw.replace(character.encode(*_UTF_8), plain.encode(*_UTF_8))
    whole = raw.decode(*_UTF_8)
    return _traced(whole, irregular) if irregular or _TWO_SPACES in whole else Folded(whole)


def folded(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


def _traced(whole: str, irregular: Iterable[str]) -> Folded:
    """The folded text in pieces: one for each place where lengths differ, one for all that lies between two."""
    marks = "".join(map(re.escape, irregular))
    pattern = re.compile(rf" {{2,}}|[{marks}]" if marks else r" {2,}")
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int, bool]] = []
    size = at = 0
    for match in pattern.finditer(whole):
        start, end = match.span()
        folded_ = " " if end > start + 1 else _plain(match[0])
        if start > at:
            parts.append(whole[at:start])
            starts.append(size)
            places.append((at, start, True))
            size += start - at
        parts.append(folded_)
        starts.append(size)
        places.append((start, end, False))
        size += len(folded_)
        at = end
    if at < len(whole):
        parts.append(whole[at:])
        starts.append(size)
        places.append((at, len(whole), True))
    return Folded("".join(parts), tuple(starts), tuple(places))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What a character folds to; nothing for accents on their own and for what does not show."""
    if character in _MARKS:
        return _MARKS[character]
    if character.isspace():
        return " "
    found = ""
    for each in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        category = unicodedata.category(each)
        if category not in {"Mn", "Me", "Cf"}:
            found += " " if each.isspace() else _MARKS.get(each, each)
    return found if len(found) < 2 or character.isalpha() else character.lower()  # noqa: PLR2004  # an ellipsis stays one
