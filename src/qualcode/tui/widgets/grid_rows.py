"""A grid of figures with a cursor on one cell: codes by pairs of coders; or rows of counts with a cursor on the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.agreement_rows import figure
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import cells, clip, fit
from qualcode.tui.widgets.noted_rows import NotedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.phrases import Phrase
    from qualcode.services.figures import Cell, GridRow
    from qualcode.tui.widgets.themes import Palette

_NAME: Final = (18, 44)
_CELL: Final = (9, 18)
_REASON: Final = 14
_COUNT: Final = 6
_PAIRS_NAME: Final = 64
_PAIR: Final = " ⇄ "
"""Between two codes that replace each other."""


class GridRows(NotedRows):
    """Columns that do not fit come into view with the cursor."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._headings: Sequence[str] = ()
        self._rows: Sequence[GridRow] = ()
        self._column = 0
        self._by_cell = True

    @property
    def selected(self) -> Cell | None:
        """The figure that the cursor is on."""
        if not 1 <= self.cursor <= len(self._rows):
            return None
        return self._rows[self.cursor - 1].cells[self._column]

    def show_grid(
        self, headings: Sequence[str], rows: Sequence[GridRow], notes: Sequence[Phrase | str], *, by_cell: bool
    ) -> None:
        """Show these; the cursor stays on its cell where the grid is of the same kind."""
        same = tuple(headings) == tuple(self._headings)
        label = self._rows[self.cursor - 1].label if same and 1 <= self.cursor <= len(self._rows) else ""
        self._headings, self._rows, self._by_cell = headings, rows, by_cell
        self._column = min(self._column, len(headings) - 1) if same else 0
        self.show_notes(notes)
        self.cursor = next((at for at, row in enumerate(rows, 1) if row.label == label), 1)
        self.redraw()
        self.call_after_refresh(lambda: self.go(self.cursor))

    def step_aside(self, step: int) -> None:
        """Go to the figure beside."""
        if self._by_cell and self._headings:
            self._column = max(0, min(len(self._headings) - 1, self._column + step))
            self.redraw()

    def row_count(self) -> int:
        """One line each."""
        return len(self._rows)

    def draw_headings(self, width: int, palette: Palette) -> Laid:
        """Which pair, or what is counted."""
        name, room, shown = self._widths(width)
        words = [fit("", name), *(fit(say(self._headings[at], self.language), room[at], right=True) for at in shown)]
        style = ink(palette.muted, palette.pane)
        return lay(width, [Piece("  " + "".join(words), style)], blank=style)

    def draw_row(self, index: int, width: int, palette: Palette) -> Laid:
        """Name and figures; the cell of the cursor on amber."""
        row, here = self._rows[index - 1], index == self.cursor
        ground = palette.key if here else palette.pane
        name, room, shown = self._widths(width)
        plain, bright = ink(palette.text, ground), ink(palette.bright, ground, bold=True)
        pieces = [
            Piece("▌ " if here else "  ", ink(palette.amber, ground)),
            Piece(fit("  " * row.depth + _label(row.label, name), name), plain if row.depth else bright),
        ]
        for at in shown:
            words = fit(self._printed(row.cells[at].value, at), room[at] - 1, right=True)
            chosen = here and self._by_cell and at == self._column
            pieces += [
                Piece(" ", plain),
                Piece(words, ink(palette.on_amber, palette.amber, bold=True) if chosen else plain),
            ]
        reason = "; ".join(say(each, self.language) for each in row.reason.split("; ")) if row.reason else ""
        pieces.append(Piece(f"  {reason}", ink(palette.muted, ground), gives_way=True))
        return lay(width, pieces, blank=ink(palette.muted, ground))

    def _printed(self, value: float | None, column: int) -> str:
        if self._by_cell or value is None:
            return figure(value, self.language)
        return f"{100 * value:.0f}" if self._headings[column].startswith("%") else f"{value:.0f}"

    def _widths(self, width: int) -> tuple[int, list[int], range]:
        """Of the name and the cells, and the columns that are in view."""
        headings = [len(say(each, self.language)) + 1 for each in self._headings]
        if not self._by_cell:  # counts are narrow, so that both codes of a pair can be read
            room = [max(_COUNT, each) for each in headings]
            return max(_NAME[0], min(_PAIRS_NAME, width - 4 - sum(room))), room, range(len(room))
        cell = max(_CELL[0], min(_CELL[1], max(headings, default=0)))
        name = max(_NAME[0], min(_NAME[1], width - 2 - cell * len(self._headings) - _REASON))
        fitting = max(1, min(len(self._headings), (width - 2 - name) // cell))
        first = max(0, min(self._column - fitting + 1, len(self._headings) - fitting))
        return name, [cell] * len(self._headings), range(first, first + fitting)


def _label(label: str, width: int) -> str:
    """The label; of two codes, each in its half where there is not room for both in full."""
    first, between, second = label.partition(_PAIR)
    if not between or cells(label) <= width:
        return label
    half = (width - len(_PAIR)) // 2
    first = clip(first, max(half, width - len(_PAIR) - cells(second)))
    return f"{first}{_PAIR}{clip(second, width - len(_PAIR) - cells(first))}"
