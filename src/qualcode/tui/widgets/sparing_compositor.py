"""A compositor that asks only those widgets for lines of which something is to be drawn anew.

Textual's own takes the rectangle around all that changed, and has every widget in it drawn and cut to pieces: a status
line at the bottom and a title at the top make that the whole screen, with each key. What reaches the terminal is the
same, which a test makes sure of; Textual's version is pinned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from textual.strip import Strip

Span = tuple[int, int, int]
"""Row, first column, and the column after the last."""


class SparingCompositor(Compositor):
    """Draws no more than what changed."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What is dirty, in pieces from one widget's edge to the next; None where nothing is."""
        screen = self.size.region
        dirty = [shown for region in self._dirty_regions if (shown := region.intersection(screen))]
        self._dirty_regions.clear()
        if not dirty:
            return None
        spans = list(self._regions_to_spans(dirty))
        return _Update(self._pieces(spans), spans, [row[1:] for row in self.cuts])

    def _pieces(self, spans: Sequence[Span]) -> list[dict[int, Strip | None]]:
        """The pieces that the spans touch, by row and first column; the foremost widget's at each place."""
        cuts = self.cuts
        pieces: list[dict[int, Strip | None]] = [dict.fromkeys(row[:-1]) for row in cuts]
        missing: dict[int, set[int]] = {}
        for row, first, end in spans:
            starts = [cut for cut, after in zip(cuts[row], cuts[row][1:], strict=False) if cut < end and after > first]
            missing.setdefault(row, set()).update(starts)
        for widget, (region, clip) in self.visible_widgets.items():  # those in front come first
            if not missing:
                break
            x, y, width, height = clip.intersection(region)
            end = x + width
            rows = [
                row for row, starts in missing.items()
                if y <= row < y + height and any(x <= cut < end for cut in starts)
            ]  # fmt: skip
            if not rows:
                continue
            top = min(rows)
            strips = widget.render_lines(Region(x - region.x, top - region.y, width, max(rows) + 1 - top))
            for row in rows:
                _fill(pieces[row], missing[row], strips[row - top], [cut for cut in cuts[row] if x <= cut <= end])
                if not missing[row]:
                    del missing[row]
        return pieces


class _Update(ChopsUpdate):
    """The same sequences as Textual's, made without an object for each move of the terminal's cursor."""

    def render_segments(self, console: Console) -> str:
        """What to write to the terminal."""
        written: list[str] = []
        last = self.spans[-1][0]
        for row, first, end in self.spans:
            for after, (column, strip) in zip(self.chop_ends[row], self.chops[row].items(), strict=False):
                if strip is None or column > end or after <= first:
                    continue
                part = strip if column >= first and after <= end else strip.crop(0, min(after, end) - column)
                written.append(f"\x1b[{row + 1};{column + 1}H{part.render(console)}")
            if row != last:
                written.append("\n")
        return "".join(written)


def _fill(row: dict[int, Strip | None], missing: set[int], strip: Strip, cuts: list[int]) -> None:
    """Put the parts of a widget's strip where no widget before it has been."""
    left = cuts[0]
    for cut, part in zip(cuts, strip.divide([cut - left for cut in cuts[1:]]), strict=False):
        if cut in missing:
            row[cut] = part
            missing.discard(cut)
