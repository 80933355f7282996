"""One byte for each code point: its width as shown, whether it is a space, and where lines may not break."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from rich._unicode_data import load

from qualcode.tui.widgets.display import shown

WIDTH = 3
"""Mask of the columns a character takes: 0, 1 or 2."""
SPACE = 4
"""A line may end here, and the character is not drawn at its end."""
STAYS = 8
"""No line begins with it: closing marks, flags and skin tones, which belong to what precedes."""
HOLDS = 16
"""No line ends with it: opening marks."""

JOINER = 0x200D
EMOJI_STYLE = 0xFE0F

_CODE_POINTS = 0x110000
_SPACES = (0x09, 0x0A, 0x20, 0x1680, *range(0x2000, 0x2007), 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x205F, 0x3000)
_CLOSING = "、。，．：；！？）］｝〕〉》」』】〗〙’”»・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_OPENING = "（［｛〔〈《「『【〖〘‘“«"


@cache
def cell_classes() -> NDArray[np.uint8]:
    """Width and break class of every code point, as `display.shown` draws it."""
    table = np.ones(_CODE_POINTS, np.uint8)
    for first, last, width in load("auto").widths:
        table[first : last + 1] = max(width, 0)
    _measure_marks(table)
    table[list(_SPACES)] |= SPACE
    table[[ord(mark) for mark in _CLOSING]] |= STAYS
    table[0x1F1E6:0x1F200] |= STAYS
    table[0x1F3FB:0x1F400] |= STAYS
    table[[ord(mark) for mark in _OPENING]] |= HOLDS
    return table


@cache
def widened_by_style() -> NDArray[np.bool_]:
    """Which code points grow to two columns before an emoji style mark."""
    table = np.zeros(_CODE_POINTS, np.bool_)
    table[[ord(character) for character in load("auto").narrow_to_wide if len(character) == 1]] = True
    return table


def _measure_marks(table: NDArray[np.uint8]) -> None:
    """All replacements are one column wide."""
    table[:0xA0] = 1
    for first, last in ((0x600, 0x1900), (0x2000, 0x2070), (0xD800, 0xE000), (0xFE00, 0x10000), (0xE0000, 0xE1000)):
        characters = "".join(map(chr, range(first, last)))
        table[first:last][_codes(shown(characters)) != _codes(characters)] = 1
    table[0xAD] = 1


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
