"""The transcript laid out at one width: every row as a strip, kept until something on it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from weakref import ref

from rich.segment import Segment as Piece
from textual.strip import Strip

from qualcode.tui.widgets.columns import Columns
from qualcode.tui.widgets.display import cells, column_of, index_at, shown
from qualcode.tui.widgets.lanes import Labels, Lanes, Rows, Stripe
from qualcode.tui.widgets.margin_painter import MarginLook, lanes_for, paint_margin
from qualcode.tui.widgets.row_painter import Emphasis, RowPainter
from qualcode.tui.widgets.screen_rows import HeadingRows, ScreenRows
from qualcode.tui.widgets.transcript_colours import TranscriptColours
from qualcode.tui.widgets.transcript_model import Segment, ShownCoding, ShownHeading, TranscriptModel


@dataclass(slots=True)
class Changed:
    """The rows to draw again."""

    text: set[int] = field(default_factory=set)
    margin: set[int] = field(default_factory=set)
    extents: list[Rows] = field(default_factory=list)
    """Rows on which codings came or went."""


class TranscriptSheet:
    """Rows of text and of the margin."""

    def __init__(self, model: TranscriptModel, columns: Columns) -> None:
        self.model = model
        self.columns = columns
        headings = [_heading_rows(heading, columns.measure) for heading in model.headings]
        self.rows = ScreenRows(model.words, model.starts, headings, columns.measure)
        codings = model.codings.values()
        places = self.rows.all_rows_of([each.start for each in codings], [each.end for each in codings])
        self._extents: dict[str, Rows] = dict(zip(model.codings, places, strict=True))
        self._lanes = Lanes(self._extents)
        self._labels = Labels(_stripes_of(ref(self)))
        self._turn_lanes: dict[int, int] = {}
        self._most_lanes = lanes_for(columns.margin)
        self._text: dict[int, Strip] = {}
        self._margin: dict[int, Strip] = {}
        self._emphasis = Emphasis()
        self._hot: frozenset[str] = frozenset()

    def dress(self, colours: TranscriptColours, finish: Callable[[Strip], Strip]) -> None:
        """Use these colours from now on; `finish` is done to each strip, once."""
        self._colours = colours
        self._finish = finish
        self._painter = RowPainter(self.model, self.rows, self.columns, colours)
        self._text.clear()
        self._margin.clear()

    def text_strip(self, row: int) -> Strip:
        """Gutter and text of a row."""
        if (strip := self._text.get(row)) is None:
            strip = self._finish(_strip(self._painter.paint(row, self._emphasis), self.columns.view))
            _keep(self._text, row, strip)
        return strip

    def margin_strip(self, row: int) -> Strip:
        """Stripes and the name beside a row."""
        if (strip := self._margin.get(row)) is None:
            strip = self._finish(_strip(self._paint_margin(row), self.columns.margin))
            _keep(self._margin, row, strip)
        return strip

    def emphasise(self, emphasis: Emphasis) -> Changed:
        """Let something else stand out."""
        old, self._emphasis = self._emphasis, emphasis
        changed = Changed()
        if old.selected != emphasis.selected:
            for start, end in _difference(old.selected, emphasis.selected):
                self._drop(changed.text, self._text, self.rows.rows_of(start, end))
        hot = frozenset(coding.id for coding in self.model.codings_in(*emphasis.selected))
        turned = (hot ^ self._hot) | ({old.marked, emphasis.marked} if old.marked != emphasis.marked else set())
        self._hot = hot
        for coding in turned & self.model.codings.keys():
            self._drop(changed.margin, self._margin, self._extent(coding))
            if coding in {old.marked, emphasis.marked}:
                self._drop(changed.text, self._text, self._extent(coding))
        return changed

    def apply(self, added: Sequence[ShownCoding], removed: Iterable[str]) -> Changed:
        """Take codings out and put codings in; no other stripe moves."""
        changed = Changed()
        former: dict[str, int] = {}
        for coding in removed:
            if coding in self.model.codings:
                rows = self._extent(coding)
                former[coding] = self._lanes.remove(coding)
                self.model.remove(coding)
                del self._extents[coding]
                self._renew(changed, rows)
        for coming in added:
            former.update(self._replace(changed, coming))
            self._place(coming.id, former.get(coming.id))
            self._renew(changed, self._extent(coming.id))
        self._hot = frozenset(coding.id for coding in self.model.codings_in(*self._emphasis.selected))
        return changed

    def stripes_between(self, first: int, last: int) -> list[Stripe]:
        """The stripes on the rows `first` to `last`."""
        first, last = max(0, first), min(last, self.rows.count - 1)
        if first > last:
            return []
        start = max(0, self.rows.span(first)[0] - 1)
        found = (self._stripe(coding.id) for coding in self.model.codings_in(start, self.rows.reach(last)))
        return [stripe for stripe in found if stripe.first <= last and stripe.last >= first]

    def coding_at(self, row: int, column: int) -> str | None:
        """The coding whose stripe or name stands at a place of the margin."""
        lanes = self._lanes_of_turn(row)
        if column >= 2 * lanes:
            label = self._labels.on(row)
            return label.id if label else None
        return next((each.id for each in self.stripes_between(row, row) if self._lanes[each.id] == column // 2), None)

    def offset_at(self, row: int, column: int) -> int:
        """The offset drawn at a column of the text, or the nearest on that row."""
        start, end = self.rows.span(row)
        return start + (index_at(shown(self.model.text[start:end]), max(0, column)) if end > start else 0)

    def column_of(self, offset: int) -> tuple[int, int]:
        """Row of an offset, and its column in the text."""
        row = self.rows.row_of(offset)
        start, end = self.rows.span(row)
        return row, column_of(shown(self.model.text[start:end]), min(offset, end) - start)

    def lane_of(self, coding: str) -> int:
        """The lane of a coding's stripe."""
        return self._lanes[coding]

    def _replace(self, changed: Changed, coding: ShownCoding) -> dict[str, int]:
        """Put the coding into the model; what lane it had if it was there."""
        former: dict[str, int] = {}
        if coding.id in self.model.codings:
            rows = self._extents.pop(coding.id, None) or self.rows.rows_of(coding.start, coding.end)
            former[coding.id] = self._lanes.remove(coding.id)
            self.model.remove(coding.id)
            self._renew(changed, rows)
        self.model.add(coding)
        return former

    def _place(self, coding: str, former: int | None) -> None:
        neighbours = [stripe.id for stripe in self.stripes_between(*self._extent(coding))]
        if former is None:
            self._lanes.add(coding, neighbours)
        else:
            self._lanes.keep(coding, former, neighbours)

    def _renew(self, changed: Changed, rows: Rows) -> None:
        """Draw anew what a change on these rows touches."""
        changed.extents.append(rows)
        if rows[1] - rows[0] > _MANY_ROWS:
            self._forget(changed)
            return
        self._drop(changed.text, self._text, rows)
        self._drop(changed.margin, self._margin, rows)
        for row in self._labels.renew(rows):
            self._drop(changed.margin, self._margin, (row, row))
        row = rows[0]
        while row <= min(rows[1], self.rows.count - 1):
            first, after = self.rows.turn_rows(row)
            if self._turn_lanes.pop(first, None) != self._lanes_of_turn(first):
                self._drop(changed.margin, self._margin, (first, after - 1))
            row = max(after, row + 1)

    def _forget(self, changed: Changed) -> None:
        """Draw everything anew."""
        changed.text.update(self._text)
        changed.margin.update(self._margin)
        self._text.clear()
        self._margin.clear()
        self._turn_lanes.clear()
        self._labels = Labels(_stripes_of(ref(self)))

    def _paint_margin(self, row: int) -> list[Piece]:
        lanes = {
            self._lanes[stripe.id]: (stripe, self.model.codings[stripe.id]) for stripe in self.stripes_between(row, row)
        }
        label = self._labels.on(row)
        look = MarginLook(
            self.columns.margin, self._lanes_of_turn(row), self._colours, self._hot, self._emphasis.marked
        )
        return paint_margin(row, lanes, (label, self.model.codings[label.id]) if label else None, look)

    def _lanes_of_turn(self, row: int) -> int:
        first, after = self.rows.turn_rows(row)
        if first not in self._turn_lanes:
            lanes = [self._lanes[stripe.id] + 1 for stripe in self.stripes_between(first, after - 1)]
            self._turn_lanes[first] = min(self._most_lanes, max(lanes, default=0))
        return self._turn_lanes[first]

    def _stripe(self, coding: str) -> Stripe:
        return Stripe(coding, *self._extent(coding))

    def _extent(self, coding: str) -> Rows:
        if coding not in self._extents:
            start, end = self.model.codings[coding].start, self.model.codings[coding].end
            self._extents[coding] = self.rows.rows_of(start, end)
        return self._extents[coding]

    @staticmethod
    def _drop(changed: set[int], kept: dict[int, Strip], rows: Rows) -> None:
        """Forget the strips of these rows; only kept ones can be on the screen."""
        span = range(rows[0], rows[1] + 1)
        for row in span if len(span) < len(kept) else [row for row in kept if row in span]:
            if kept.pop(row, None) is not None:
                changed.add(row)


_KEPT = 4_000
_MANY_ROWS = 2_000


def _heading_rows(heading: ShownHeading, measure: int) -> HeadingRows:
    text = f"{heading.text}  ·  {heading.status}" if heading.status else heading.text
    return HeadingRows(heading.at, tuple(wrap(text, measure)) or ("",))


def _stripes_of(sheet: ref[TranscriptSheet]) -> Callable[[int, int], list[Stripe]]:
    """Asks a sheet for its stripes without holding it: a text that is left goes at once, without the collector."""

    def stripes_between(first: int, last: int) -> list[Stripe]:
        held = sheet()
        return held.stripes_between(first, last) if held else []

    return stripes_between


def _strip(pieces: list[Piece], width: int) -> Strip:
    length = sum([cells(piece.text) for piece in pieces])
    strip = Strip(pieces, length)
    return strip if length == width else strip.adjust_cell_length(width)


def _keep(kept: dict[int, Strip], row: int, strip: Strip) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[row] = strip


def _difference(one: Segment, other: Segment) -> list[Segment]:
    """What is in exactly one of two segments, with the places where they begin and end."""
    if one[1] <= other[0] or other[1] <= one[0]:
        return [part for part in (one, other) if part[0] < part[1]]
    edges = ((min(one[0], other[0]), max(one[0], other[0])), (min(one[1], other[1]), max(one[1], other[1])))
    return [(a, b) for a, b in edges if a < b]
