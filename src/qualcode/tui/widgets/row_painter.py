"""One row of text with its tints, as the screen wants it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment as Piece
from rich.style import Style

from qualcode.tui.widgets.columns import Columns
from qualcode.tui.widgets.display import cells, clip, cluster_starts, fit, shown
from qualcode.tui.widgets.screen_rows import RowKind, ScreenRows
from qualcode.tui.widgets.transcript_colours import Ink, TranscriptColours
from qualcode.tui.widgets.transcript_model import Segment, ShownCoding, TranscriptModel


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What stands out at the moment."""

    selected: Segment = (0, 0)
    marked: str = ""
    """The coding whose ends are being moved."""


class RowPainter:
    """Draws the gutter and the text of a row."""

    def __init__(self, model: TranscriptModel, rows: ScreenRows, columns: Columns, colours: TranscriptColours) -> None:
        self._model = model
        self._rows = rows
        self._columns = columns
        self._colours = colours
        labels = dict.fromkeys(turn.label for turn in model.turns if turn.role == "participant")
        self._speakers = {label: number for number, label in enumerate(labels)}

    def paint(self, row: int, emphasis: Emphasis) -> list[Piece]:
        """The pieces of a row, together exactly as wide as gutter, text and gap."""
        kind = self._rows.kind(row)
        if kind == RowKind.EMPTY:
            return [Piece(" " * self._columns.view, self._colours.ground)]
        if kind == RowKind.HEADING:
            return self._heading(row)
        return [*self._gutter(row, emphasis.selected), *self._text(row, emphasis)]

    def _heading(self, row: int) -> list[Piece]:
        ground = self._colours.ground
        text = fit(shown(self._rows.heading(row)), self._columns.measure + 1)
        return [Piece(" " * self._columns.gutter, ground), Piece(text, self._colours.heading)]

    def _gutter(self, row: int, selected: Segment) -> list[Piece]:
        first, last = self._rows.rows_of(*selected)
        bar = "▌" if first <= row <= last and selected[0] < selected[1] else " "
        gap = Piece(" ", self._colours.ground)
        return [*self._name(row), gap, Piece(bar, self._colours.bar), gap]

    def _name(self, row: int) -> list[Piece]:
        """The speaker beside the first row of a turn, its number beneath."""
        place = row - self._rows.turn_rows(row)[0]
        number = self._rows.turn_of(row)
        if place == 1:
            return self._right(str(number + 1), self._colours.number)
        if place:
            return self._right("", self._colours.ground)
        turn = self._model.turns[number]
        speaker = self._speakers.get(turn.label, -1) if turn.role == "participant" else -1
        style = self._colours.asker if speaker < 0 else self._colours.speaker(speaker)
        return self._right(clip(shown(turn.label), self._columns.name - 1), style)

    def _right(self, text: str, style: Style) -> list[Piece]:
        room = self._columns.name - cells(text)
        return [Piece(" " * room, self._colours.ground), Piece(text, style)]

    def _text(self, row: int, emphasis: Emphasis) -> list[Piece]:
        start, end = self._rows.span(row)
        dim = self._model.turns[self._rows.turn_of(row)].role != "participant"
        codings = self._model.codings_in(start, end)
        pieces = [
            Piece(shown(self._model.text[a:b]), self._colours.text(_ink(a, dim, codings, emphasis)))
            for a, b in _between(self._cuts(start, end, codings, emphasis.selected))
        ]
        room = self._columns.measure + 1 - sum(cells(piece.text) for piece in pieces)
        pieces.append(Piece(" " * max(0, room), self._colours.ground))
        return pieces

    def _cuts(self, start: int, end: int, codings: Sequence[ShownCoding], selected: Segment) -> list[int]:
        """Where the look changes within a row, never inside a visible character."""
        edges = {edge for coding in codings for edge in (coding.start, coding.end)} | set(selected)
        inner = sorted(edge for edge in edges if start < edge < end)
        row = shown(self._model.text[start:end])
        if inner and not row.isascii():
            clusters = [start + cluster for cluster in cluster_starts(row)] + [end]
            inner = sorted({clusters[bisect_left(clusters, edge)] for edge in inner})
        return [start, *(edge for edge in inner if edge < end), end]


def _between(cuts: list[int]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _ink(at: int, dim: bool, codings: Sequence[ShownCoding], emphasis: Emphasis) -> Ink:
    here = [coding for coding in codings if coding.start <= at < coding.end]
    marked = next((coding for coding in here if coding.id == emphasis.marked), None)
    top = marked or (here[-1] if here else None)
    return Ink(
        dim,
        top.colour if top else "",
        len(here) > 1,
        emphasis.selected[0] <= at < emphasis.selected[1],
        marked is not None,
    )
