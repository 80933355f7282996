"""How the width of the transcript view is shared out."""

from __future__ import annotations

from dataclasses import dataclass

MEASURE = 70
"""The widest row of text that is still read with ease."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in terminal columns."""

    name: int
    """The speaker's name and the space before it."""
    measure: int
    """The rows of text."""
    margin: int
    """Stripes and names of codes."""

    @property
    def gutter(self) -> int:
        """All that stands left of the text: name, gap, bar, gap."""
        return self.name + _BAR

    @property
    def view(self) -> int:
        """Gutter, text and the gap after it."""
        return self.gutter + self.measure + _GAP


def share_out(width: int, longest_name: int = 12) -> Columns:
    """The widths for a whole view of `width` columns, the overview's one included.

    Names have the room that the longest one needs, within what there is.
    """
    name = _LEAST_NAME if width < _NARROW else max(_LEAST_NAME, min(longest_name + 1, _MOST_NAME))
    room = max(20, width - name - _BAR - _GAP - _OVERVIEW)
    margin = max(_LEAST_MARGIN, min(_MOST_MARGIN, room // 3))
    measure = max(6, min(MEASURE, room - margin))
    return Columns(name, measure, max(0, room - measure))


_BAR = 3
_GAP = 1
_OVERVIEW = 1
_LEAST_MARGIN = 14
_MOST_MARGIN = 24
_LEAST_NAME = 5
_MOST_NAME = 13
_NARROW = 64
