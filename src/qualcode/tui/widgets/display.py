"""What a terminal may be given: every character of a text as exactly one visible, harmless character.

The stored text is never touched. Because each character is replaced by one character, offsets stay true.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import regex
from rich.cells import cell_len

ELLIPSIS = "…"


def shown(text: str) -> str:
    """The text with controls, direction marks and invisible characters as visible marks; of equal length."""
    return text.translate(_MARKS)


def shown_lines(text: str) -> list[str]:
    """The lines of a text of several lines, each made harmless."""
    return [shown(line) for line in text.split("\n")]


def cells(text: str) -> int:
    """Columns the text takes in a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def clip(text: str, width: int) -> str:
    """The text in at most `width` columns; what is cut off is told by an ellipsis."""
    if cells(text) <= width:
        return text
    return _prefix(text, width - 1) + ELLIPSIS if width > 0 else ""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` columns, clipped or filled with spaces (on its left when `right`)."""
    text = clip(text, width)
    room = " " * max(0, width - cells(text))
    return room + text if right else text + room


def cluster_starts(text: str) -> list[int]:
    """Where each visible character (grapheme) begins; a joiner's partner belongs to what it joins."""
    return [match.start() for match in _CLUSTER.finditer(text)]


def column_of(text: str, index: int) -> int:
    """The column at which the visible character holding `index` begins."""
    if text.isascii():
        return index
    starts, columns = _columns(text)
    return columns[max(0, bisect_right(starts, index) - 1)] if index < len(text) else columns[-1]


def index_at(text: str, column: int) -> int:
    """Index of the visible character drawn at `column`; the last one where the column lies beyond."""
    if text.isascii():
        return max(0, min(column, len(text) - 1))
    starts, columns = _columns(text)
    return starts[max(0, min(bisect_right(columns, column) - 1, len(starts) - 1))] if starts else 0


def _prefix(text: str, width: int) -> str:
    if text.isascii():
        return text[:width]
    starts, columns = _columns(text)
    kept = bisect_right(columns, width) - 1
    return text[: starts[kept]] if kept < len(starts) else text


@lru_cache(maxsize=512)
def _columns(text: str) -> tuple[list[int], list[int]]:
    """Starts of the visible characters; the column of each, and the column after the last."""
    starts = cluster_starts(text)
    widths = (cell_len(text[a:b]) for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    return starts, list(accumulate(widths, initial=0))


# A joiner takes the next character with it, as Rich measures it; without this the widths of pieces would not add up.
_CLUSTER = regex.compile(r"(?:\X(?<=\u200d))*\X", flags=regex.DOTALL)

_UNKNOWN = 0xFFFD
_SPACE = 0x20
_DOT = 0xB7


def _marks() -> dict[int, int]:
    marks = {control: 0x2400 + control for control in range(0x20)}
    marks[0x7F] = 0x2421
    hidden = [
        *range(0x80, 0xA0),  # C1 controls
        *range(0xD800, 0xE000),  # halves of surrogate pairs
        *range(0xE0000, 0xE0100),  # tags, and what is kept free for more
        *range(0xE01F0, 0xE1000),
        *range(0x202A, 0x202F),  # direction: embeddings and overrides
        *range(0x2066, 0x2070),  # direction: isolates; deprecated formats
        *range(0xFFF9, 0xFFFC),  # interlinear notes
        *(0x061C, 0x180E, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF),
    ]
    marks.update(dict.fromkeys(hidden, _UNKNOWN))
    marks.update(dict.fromkeys((0x09, 0x2028, 0x2029), _SPACE))
    marks.update(dict.fromkeys((0xAD, 0x200B, *range(0x2060, 0x2065)), _DOT))
    return marks


_MARKS = _marks()


def at_home(path: Path) -> str:
    """The path as a person writes it: `~` stands for their home."""
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)
