"""The rows of the measures screen: scales with their figures, then correlations with their intervals as bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.display import fit, shown
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.services.results.measure_rows import MeasureRow, MeasureRows
    from qualcode.tui.widgets.themes import Palette

_NAME: Final = (18, 44)
_BAR: Final = (9, 61)
_SCALE_CELLS: Final = (("Items", 6), ("n", 5), ("M", 7), ("SD", 7), ("Possible", 9), ("Observed", 9), ("alpha", 6))
_PAIR_CELLS: Final = (("n", 5), ("r", 9), ("95% CI", 14), ("p", 7))
_RANK_CELLS: Final = (("n", 5), ("rho", 9), ("", 0), ("p", 7))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row, or words that the cursor does not stop at."""

    row: MeasureRow | None = None
    text: str = ""
    heads: bool = False


class MeasureList(RowList):
    """Headings, scales, headings, correlations, notes."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._shown: MeasureRows | None = None
        self._by_rank = False
        self._lines: list[_Line] = []

    @property
    def selected(self) -> MeasureRow | None:
        """The row that the cursor is on."""
        return self._lines[self.cursor].row if self.cursor < len(self._lines) else None

    def show_rows(self, rows: MeasureRows, *, by_rank: bool, wished: tuple[str, ...] = ()) -> None:
        """Show these; the cursor goes to the row wished for, or stays on its row."""
        names = wished or (self.selected.names if self.selected else ())
        self._shown, self._by_rank = rows, by_rank
        self._stand_on(names)
        self.call_after_refresh(lambda: self.go(self.cursor))

    def redraw(self) -> None:
        """Wrap the notes anew."""
        kept = self.selected.names if self.selected else ()
        self._stand_on(kept)

    def line_count(self) -> int:
        """All lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """Only on rows."""
        return 0 <= index < len(self._lines) and self._lines[index].row is not None

    def go(self, index: int) -> None:
        """Put the cursor on a row; with the first one the headings come into view, with the last one the notes."""
        super().go(index)
        rows = [at for at in range(len(self._lines)) if self.can_rest(at)]
        if rows and index == rows[0]:
            self.scroll_to(y=0, animate=False, force=True)
        elif rows and index == rows[-1]:
            self.scroll_to(y=max(0, min(index, self.line_count() - self.size.height)), animate=False, force=True)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        line, here = self._lines[index], index == self.cursor
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        if line.row is None:
            style = ink(palette.muted, palette.pane, bold=line.heads)
            return lay(width, [Piece(f"  {line.text}", style)], blank=style)
        row, name = line.row, self._name_width(width)
        plain, bright = ink(palette.text, ground), ink(palette.bright, ground, bold=True)
        pieces = [
            Piece("▌ " if here else "  ", ink(palette.amber, ground)),
            Piece(fit(shown(row.label), name - 1) + " ", bright if here else plain),
        ]
        headings = self._headings(row)
        for place, (text, (_, size)) in enumerate(zip(row.cells, headings, strict=True)):
            pieces.append(Piece(fit(text, size, right=True) if size else "", bright if place == 1 else plain))
        room = self._bar_width(width)
        if row.bar and room:
            pieces += [Piece("  ", plain), *_bar(row.bar, room, palette, ground)]
        if row.reason:
            pieces.append(Piece(f"  {say(row.reason, self._language)}", muted, gives_way=True))
        return lay(width, pieces, blank=muted)

    def _stand_on(self, names: tuple[str, ...]) -> None:
        self._lines = list(self._laid_out())
        rests = [at for at, line in enumerate(self._lines) if line.row is not None]
        self.cursor = next(
            (at for at in rests if self._lines[at].row is not None and _names(self._lines[at]) == names),
            rests[0] if rests else 0,
        )
        super().redraw()

    def _laid_out(self) -> Iterator[_Line]:
        if self._shown is None:
            return
        width = max(20, self.size.width)
        if self._shown.scales:
            yield _Line(text=self._heads("Scale", _SCALE_CELLS, width), heads=True)
            yield from (_Line(row) for row in self._shown.scales)
            yield _Line()
        if self._shown.pairs:
            cells = _RANK_CELLS if self._by_rank else _PAIR_CELLS
            room = self._bar_width(width)
            axis = f"  {fit('-1', room // 2)}0{fit('1', room - room // 2 - 1, right=True)}" if room else ""
            yield _Line(text=self._heads("Correlation", cells, width) + axis, heads=True)
            yield from (_Line(row) for row in self._shown.pairs)
            yield _Line()
        for note in self._shown.notes:
            yield from (_Line(text=text) for text in wrapped(say(note, self._language), width - 4))

    def _heads(self, first: str, cells: tuple[tuple[str, int], ...], width: int) -> str:
        name = fit(say(first, self._language), self._name_width(width))
        return name + "".join(fit(say(word, self._language), size, right=True) for word, size in cells)

    def _headings(self, row: MeasureRow) -> tuple[tuple[str, int], ...]:
        if len(row.names) == 1:
            return _SCALE_CELLS
        return _RANK_CELLS if self._by_rank else _PAIR_CELLS

    def _name_width(self, width: int) -> int:
        used = max(sum(size for _, size in cells) for cells in (_SCALE_CELLS, _PAIR_CELLS))
        rows = (*self._shown.scales, *self._shown.pairs) if self._shown else ()
        longest = max((len(row.label) for row in rows), default=0) + 2
        return max(_NAME[0], min(_NAME[1], longest, width - 3 - used))

    def _bar_width(self, width: int) -> int:
        left = width - 2 - self._name_width(width) - sum(size for _, size in _PAIR_CELLS) - 4
        room = min(_BAR[1], left)
        return room - (room + 1) % 2 if room >= _BAR[0] else 0


def _names(line: _Line) -> tuple[str, ...]:
    return line.row.names if line.row else ()


def _bar(bar: tuple[float, float, float], width: int, palette: Palette, ground: str) -> list[Piece]:
    """The interval on a line from -1 to 1, the coefficient a dot, a mark at 0."""
    low, value, high = (max(0, min(width - 1, int((each + 1) / 2 * width))) for each in bar)
    cell = [("─", palette.faint)] * width
    for at in range(low, high + 1):
        cell[at] = ("━", palette.blue)
    cell[width // 2] = ("┿" if cell[width // 2][0] == "━" else "┊", palette.muted)
    cell[value] = ("●", palette.bright)
    return [Piece(mark, ink(colour, ground)) for mark, colour in cell]
