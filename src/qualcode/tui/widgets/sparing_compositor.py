"""A compositor that asks only those widgets for lines of which something is to be drawn anew.

Textual's own takes the rectangle around all that changed, and has every widget in it drawn and cut to pieces: a status
line at the bottom and a title at the top make that the whole screen, with each key. Colours are written where they
change, not anew with each piece. What the terminal shows is the same, which a test makes sure of; Textual's version is
pinned.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

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


def _encoded(strip: Strip, colours: ColorSystem) -> str:
    """The strip as sequences, beginning and ending without any style; kept where Textual keeps its own."""
    if strip._render_cache is None:  # noqa: SLF001  # it has no public way
        written: list[str] = []
        before: Style | None = None
        for text, style, _ in strip:
            if style is not before:
                written.append(_turn(before, style, colours))
                before = style
            written.append(text)
        written.append(_turn(before, None, colours))
        strip._render_cache = "".join(written)  # noqa: SLF001  # as above
    return strip._render_cache  # noqa: SLF001  # as above


@lru_cache(maxsize=16_384)
def _turn(before: Style | None, after: Style | None, colours: ColorSystem) -> str:
    """What turns one style into another: no more than the colours, where nothing else is different."""
    old, new = (Strip.render_ansi(style, colours) if style else "" for style in (before, after))
    if old == new:
        return ""
    if not old or not new or before is None or after is None:
        return f"\x1b[{new}m" if new else _PLAIN
    if _attributes(before) != _attributes(after) or (
        (before.color is None, before.bgcolor is None) != (after.color is None, after.bgcolor is None)
    ):
        return f"\x1b[0;{new}m"
    changed = [Style(color=after.color)] if before.color != after.color else []
    changed += [Style(bgcolor=after.bgcolor)] if before.bgcolor != after.bgcolor else []
    return f"\x1b[{';'.join(Strip.render_ansi(style, colours) for style in changed)}m"


_PLAIN = "\x1b[0m"


def _attributes(style: Style) -> int:
    return style._attributes & style._set_attributes  # noqa: SLF001  # it has no public way


class _Update(ChopsUpdate):
    """The same sequences as Textual's, made without an object for each move of the terminal's cursor."""

    def render_segments(self, console: Console) -> str:
        """What to write to the terminal."""
        written: list[str] = []
        colours = console._color_system or ColorSystem.TRUECOLOR  # noqa: SLF001  # as Textual does
        last = self.spans[-1][0]
        for row, first, end in self.spans:
            for after, (column, strip) in zip(self.chop_ends[row], self.chops[row].items(), strict=False):
                if strip is None or column > end or after <= first:
                    continue
                part = strip if column >= first and after <= end else strip.crop(0, min(after, end) - column)
                written.append(f"\x1b[{row + 1};{column + 1}H{_encoded(part, colours)}")
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
