"""A grid of figures with a cursor on one cell: codes by pairs of coders; or rows of counts with a cursor on the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.agreement_rows import figure
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import fit
from qualcode.tui.widgets.noted_rows import NotedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.phrases import Phrase
    from qualcode.services.figures import Cell, GridRow
    from qualcode.tui.widgets.themes import Palette

_NAME: Final = (18, 44)
_CELL: Final = (9, 18)
_REASON: Final = 14


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
        name, cell, shown = self._widths(width)
        words = [fit("", name), *(fit(say(self._headings[at], self.language), cell, right=True) for at in shown)]
        style = ink(palette.muted, palette.pane)
        return lay(width, [Piece("  " + "".join(words), style)], blank=style)

    def draw_row(self, index: int, width: int, palette: Palette) -> Laid:
        """Name and figures; the cell of the cursor on amber."""
        row, here = self._rows[index - 1], index == self.cursor
        ground = palette.key if here else palette.pane
        name, cell, shown = self._widths(width)
        plain, bright = ink(palette.text, ground), ink(palette.bright, ground, bold=True)
        pieces = [
            Piece("▌ " if here else "  ", ink(palette.amber, ground)),
            Piece(fit("  " * row.depth + row.label, name), plain if row.depth else bright),
        ]
        for at in shown:
            words = fit(self._printed(row.cells[at].value, at), cell - 1, right=True)
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

    def _widths(self, width: int) -> tuple[int, int, range]:
        """Of the name and a cell, and the columns that are in view."""
        longest = max((len(say(each, self.language)) for each in self._headings), default=0) + 1
        cell = max(_CELL[0], min(_CELL[1], longest))
        name = max(_NAME[0], min(_NAME[1], width - 2 - cell * len(self._headings) - _REASON))
        fitting = max(1, min(len(self._headings), (width - 2 - name) // cell))
        first = max(0, min(self._column - fitting + 1, len(self._headings) - fitting))
        return name, cell, range(first, first + fitting)
