"""The codebook beside the text: what can be applied, how often it was, and which key does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.themes import readable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rich.style import Style

    from qualcode.domain.codebook import Code, Codebook
    from qualcode.tui.widgets.themes import Palette

FOLD: Final = "fold"


@dataclass(frozen=True, slots=True)
class _Row:
    code: Code
    depth: int
    is_parent: bool


class CodeTree(RowList):
    """One row a code: ○ or, on this passage, ●; name, count, key. A click applies, a click on ▾ folds."""

    def __init__(self, language: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._language = language
        self._codebook: Codebook | None = None
        self._colours: Mapping[str, str] = {}
        self._counts: Mapping[str, int] = {}
        self._keys: Mapping[str, str] = {}
        self._folded: set[str] = set()
        self._rows: list[_Row] = []
        self._place: dict[str, int] = {}
        self._here: frozenset[str] = frozenset()

    def show_codebook(
        self, codebook: Codebook, colours: Mapping[str, str], counts: Mapping[str, int], keys: Mapping[str, str]
    ) -> None:
        """Show these codes with their counts and, given by digit, their keys."""
        self._codebook, self._colours, self._counts = codebook, colours, counts
        self._keys = {code_id: key for key, code_id in keys.items()}
        self._arrange()

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show other keys, given by digit."""
        self._keys = {code_id: key for key, code_id in keys.items()}
        self.redraw()

    def show_counts(self, counts: Mapping[str, int], changed: Collection[str]) -> None:
        """Show new counts; only the rows of the codes changed are drawn."""
        self._counts = counts
        for code_id in changed:
            if code_id in self._place:
                self.redraw_line(self._place[code_id])

    def show_here(self, codes: Collection[str]) -> None:
        """Light the codes on this passage."""
        before, self._here = self._here, frozenset(codes)
        for code_id in before ^ self._here:
            if code_id in self._place:
                self.redraw_line(self._place[code_id])

    def code_at(self, index: int) -> Code:
        """The code of a row."""
        return self._rows[index].code

    def row_of(self, code_id: str) -> int | None:
        """The row of a code; None where it is not shown."""
        return self._place.get(code_id)

    def fold(self, index: int) -> None:
        """Fold or unfold what stands under a row, if it is still there."""
        if self.can_rest(index) and self._rows[index].is_parent:
            self._folded ^= {self._rows[index].code.id}
            self._arrange()

    def line_count(self) -> int:
        """One row each."""
        return len(self._rows)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """Glyph, name, count, key."""
        row = self._rows[index]
        code = row.code
        is_here = code.id in self._here
        at_cursor = self.has_focus and index == self.cursor
        ground = palette.key if at_cursor else palette.row if is_here else palette.pane
        hue = readable(self._colours.get(code.id, palette.muted), ground)
        mark = Piece("▌" if at_cursor else " ", ink(palette.amber, ground))
        left = [mark, Piece("  " * row.depth, ink(hue, ground)), *self._glyph(row, hue, ground, is_here=is_here)]
        left.append(Piece(code.label(self._language), self._style(row, palette, hue, ground), gives_way=True))
        return lay(width, left, self._figures(code, palette, ground), blank=ink(palette.text, ground))

    def _glyph(self, row: _Row, hue: str, ground: str, *, is_here: bool) -> list[Piece]:
        dot = [Piece("● " if is_here else "○ ", ink(hue, ground))]
        if not row.is_parent:
            return dot
        arrow = [Piece("▸ " if row.code.id in self._folded else "▾ ", ink(hue, ground, dim=True), FOLD)]
        return [*arrow, *dot] if is_here else arrow

    def _style(self, row: _Row, palette: Palette, hue: str, ground: str) -> Style:
        if row.is_parent:
            return ink(hue, ground, bold=True)
        if row.code.is_retired:
            return ink(palette.muted, ground, italic=True)
        is_here = row.code.id in self._here
        return ink(palette.bright if is_here else palette.text, ground, bold=is_here)

    def _figures(self, code: Code, palette: Palette, ground: str) -> list[Piece]:
        count = self._counts.get(code.id, 0)
        return [
            Piece(f"{count:>5}" if count else " " * 5, ink(palette.muted, ground)),
            Piece(f"{self._keys.get(code.id, ''):>3}", ink(palette.amber, ground, bold=True)),
            Piece(" ", ink(palette.muted, ground)),
        ]

    def _arrange(self) -> None:
        """Lay the rows out: folded parts and retired codes without codings are left out."""
        self._rows = []
        book = self._codebook
        hidden: set[str] = set()
        for depth, code in book.walk() if book else ():
            if code.parent_id in hidden or code.parent_id in self._folded:
                hidden.add(code.id)
            elif not code.is_retired or self._counts.get(code.id):
                children = book.children.get(code.id) if book else None
                self._rows.append(_Row(code, depth, bool(children)))
        self._place = {row.code.id: at for at, row in enumerate(self._rows)}
        self.cursor = min(self.cursor, max(0, len(self._rows) - 1))
        self.redraw()
