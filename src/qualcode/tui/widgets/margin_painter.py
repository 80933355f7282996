"""One row of the margin: stripes in their lanes and the name of a code."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment as Piece
from rich.style import Style

from qualcode.tui.widgets.display import cells, clip, shown
from qualcode.tui.widgets.lanes import Label, Stripe
from qualcode.tui.widgets.transcript_colours import TranscriptColours
from qualcode.tui.widgets.transcript_model import ShownCoding

MOST_LANES = 6
PEN = "✎"
FLAG = "⚑"
"""A coding that its coder is unsure of."""


def lanes_for(width: int) -> int:
    """How many lanes a margin has; names need the rest."""
    return max(1, min(MOST_LANES, (width - _LEAST_NAME) // 2))


def paint_margin(
    row: int,
    lanes: Mapping[int, tuple[Stripe, ShownCoding]],
    label: tuple[Label, ShownCoding] | None,
    look: MarginLook,
) -> list[Piece]:
    """The pieces of a row: `lanes` holds the stripes by lane; the name stands right of `look.lanes` lanes."""
    pieces = [_lane(row, lanes.get(lane), look) for lane in range(look.lanes)]
    name_at = 2 * look.lanes
    pieces += _name(*label, look, look.width - name_at) if label else []
    room = look.width - sum(cells(piece.text) for piece in pieces)
    return [*pieces, Piece(" " * max(0, room), look.colours.ground)]


class MarginLook:
    """Width, number of lanes, colours, and which codings stand out."""

    __slots__ = ("colours", "hot", "lanes", "marked", "width")

    def __init__(self, width: int, lanes: int, colours: TranscriptColours, hot: frozenset[str], marked: str) -> None:
        self.width = width
        self.lanes = lanes
        self.colours = colours
        self.hot = hot
        self.marked = marked


_LEAST_NAME = 8


def _lane(row: int, held: tuple[Stripe, ShownCoding] | None, look: MarginLook) -> Piece:
    if held is None:
        return Piece("  ", look.colours.ground)
    stripe, coding = held
    return Piece(_bracket(row, stripe) + " ", look.colours.stripe(coding.colour, hot=stripe.id in look.hot))


def _bracket(row: int, stripe: Stripe) -> str:
    if stripe.first == stripe.last:
        return "╺"
    return "┏" if row == stripe.first else "┗" if row == stripe.last else "┃"


def _name(label: Label, coding: ShownCoding, look: MarginLook, room: int) -> list[Piece]:
    flag = FLAG if coding.unsure else ""
    memo = PEN if coding.has_memo else ""
    more = f"+{label.more}" if label.more else ""
    room -= sum(cells(mark) + 1 for mark in (flag, memo, more) if mark)
    return [
        Piece(
            clip(shown(coding.label), room),
            look.colours.label(coding.colour, hot=label.id in look.hot, marked=label.id == look.marked),
        ),
        *_spaced(flag, look.colours.memo, look),
        *_spaced(memo, look.colours.memo, look),
        *_spaced(more, look.colours.more, look),
    ]


def _spaced(mark: str, style: Style, look: MarginLook) -> list[Piece]:
    return [Piece(" ", look.colours.ground), Piece(mark, style)] if mark else []
