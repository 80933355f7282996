"""Lines of cells: pieces of text laid out left and right in an exact width. Nothing here reads markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor, DimFilter
from textual.strip import Strip

from qualcode.tui.widgets.display import cells, clip, index_at, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

CHEVRON: Final = "\u203a"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in one style; `act` names what a click on them does."""

    text: str
    style: Style
    act: str = ""
    gives_way: bool = False
    """True where these words are cut first when the line is too narrow."""

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cells(shown(self.text))


@dataclass(frozen=True, slots=True)
class Laid:
    """A line as drawn, and where on it a click does something."""

    strip: Strip
    targets: tuple[tuple[int, int, str], ...]

    def act_at(self, x: int) -> str:
        """What a click on this column does; empty for nothing."""
        return next((act for start, end, act in self.targets if start <= x < end), "")


@lru_cache(maxsize=512)
def ink(
    colour: str, ground: str, *, bold: bool = False, italic: bool = False, underline: bool = False, dim: bool = False
) -> Style:
    """A style, made once."""
    return Style(color=colour, bgcolor=ground, bold=bold, italic=italic, underline=underline, dim=dim)


def lay(width: int, left: Sequence[Piece], right: Sequence[Piece] = (), *, blank: Style) -> Laid:
    """The pieces on one line of exactly this width: left ones cut where they meet the right ones."""
    room = max(0, width - sum(piece.width for piece in right))
    drawn = _fitted(left, room - (1 if right and room else 0))
    used = sum(piece.width for piece in drawn)
    gap = Piece(" " * max(0, width - used - sum(piece.width for piece in right)), blank)
    return _joined([*drawn, gap, *right], width, blank)


def framed(lines: Sequence[Laid], style: Style) -> list[Laid]:
    """The lines with a line around them: two cells wider, two lines more."""
    width = lines[0].strip.cell_length
    top, bottom = (Laid(Strip([Segment(f"{a}{'─' * width}{b}", style)], width + 2), ()) for a, b in ("┌┐", "└┘"))
    side = Strip([Segment("│", style)], 1)
    inside = [
        Laid(Strip.join([side, each.strip, side]), tuple((start + 1, end + 1, act) for start, end, act in each.targets))
        for each in lines
    ]
    return [top, *inside, bottom]


def filtered(widget: Widget, strip: Strip) -> Strip:
    """The strip as the terminal is to have it: without colours, for example. None here is one of the terminal's own."""
    for line_filter in widget.get_line_filters():
        if isinstance(line_filter, ANSIToTruecolor) or (isinstance(line_filter, DimFilter) and not _is_dim(strip)):
            continue
        strip = strip.apply_filter(line_filter, widget.background_colors[1])
    return strip


def centred(width: int, left: Sequence[Piece], middle: Sequence[Piece], right: Sequence[Piece], blank: Style) -> Laid:
    """Three groups on one line; the middle one in the middle, if the others leave it there."""
    used = sum(piece.width for piece in left)
    centre = sum(piece.width for piece in middle)
    room = width - centre - sum(piece.width for piece in right) - 4
    drawn = _fitted(left, max(0, room))
    used = sum(piece.width for piece in drawn)
    start = min(max(used + 2, (width - centre) // 2), max(used + 2, room + 2))
    return lay(width, [*drawn, Piece(" " * max(0, start - used), blank), *middle], right, blank=blank)


_PLAIN_BLANKS: Final = {0xA0: " ", 0x202F: " "}
_BLANK: Final = " \t\r\f\v"
_BLANKS: Final = re.compile(r"[ \t\r\f\v]+")  # a no-break blank holds French marks at their words


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines no wider than this; words break only where one is longer than a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _BLANKS.split(shown(paragraph).strip(_BLANK)):
            for part in _parts(word, width):
                if line and cells(line) + 1 + cells(part) > width:
                    lines.append(line)
                    line = part
                else:
                    line = f"{line} {part}" if line else part
        lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return [line.translate(_PLAIN_BLANKS) for line in lines]


def _is_dim(strip: Strip) -> bool:
    return any(segment.style is not None and segment.style.dim for segment in strip)


def _parts(word: str, width: int) -> Iterable[str]:
    while cells(word) > width > 1:
        length = max(1, index_at(word, width))
        yield word[:length]
        word = word[length:]
    yield word


def _fitted(pieces: Sequence[Piece], room: int) -> list[Piece]:
    """The pieces in no more cells than there are: those that give way are cut first, then the last ones."""
    excess = sum(piece.width for piece in pieces) - max(0, room)
    found = list(pieces)
    order = [at for at, piece in enumerate(found) if piece.gives_way] + list(range(len(found) - 1, -1, -1))
    for at in order:
        if excess <= 0:
            break
        piece = found[at]
        text = clip(shown(piece.text), max(0, piece.width - excess))
        excess -= piece.width - cells(text)
        found[at] = Piece(text, piece.style, piece.act)
    return found


def _joined(pieces: Iterable[Piece], width: int, blank: Style) -> Laid:
    segments: list[Segment] = []
    targets: list[tuple[int, int, str]] = []
    at = 0
    for piece in pieces:
        text = shown(piece.text)
        size = cells(text)
        if not size:
            continue
        segments.append(Segment(text, piece.style))
        if piece.act:
            targets.append((at, at + size, piece.act))
        at += size
    return Laid(Strip(segments, at).adjust_cell_length(width, blank), tuple(targets))
