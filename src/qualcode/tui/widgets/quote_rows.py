"""Quotations under their themes: the words, who says them, what sets a case apart, and what may name somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.phrases import Phrase, quoted, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.tui.widgets.themes import Palette

_WIDEST: Final = 96
"""Columns of a line of words, beyond which nobody reads with ease."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the row with this number (-1 for none)."""

    row: int
    text: str
    kind: str
    rests: bool = False


class QuoteRows(RowList):
    """A heading a theme; a quotation takes a few lines, and the cursor stands on its first one."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._rows: Sequence[Mapping[str, Any]] = ()
        self._notes: Sequence[Phrase | str] = ()
        self._lines: list[_Line] = []

    @property
    def selected(self) -> int | None:
        """The number of the quotation that the cursor is on."""
        line = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        return line.row if line and line.rests else None

    def show_quotes(self, rows: Sequence[Mapping[str, Any]], notes: Sequence[Phrase | str], at: int | None) -> None:
        """Show these, the cursor on the one with this number, or on the last one."""
        self._rows, self._notes = rows, notes
        self._stand_on(min(at or 0, max(0, len(rows) - 1)))
        self.call_after_refresh(lambda: self.go(self.cursor) if self.can_rest(self.cursor) else None)

    def redraw(self) -> None:
        """Wrap anew."""
        self._stand_on(self.selected or 0)

    def first_line(self, index: int) -> int:
        """Where the quotation begins that has a line here."""
        while index > 0 and not self.can_rest(index) and self._lines[index].kind != "theme":
            index -= 1
        return index

    def go(self, index: int) -> None:
        """Put the cursor on a quotation; its lines come into view, and the heading above it or the notes at the end."""
        row = self._lines[index].row
        mine = [at for at, line in enumerate(self._lines) if line.row == row]
        super().go(len(self._lines) - 1 if row == len(self._rows) - 1 else mine[-1])
        super().go(max(0, index - 2) if index > 1 and self._lines[index - 1].kind == "theme" else index)
        super().go(index)

    def line_count(self) -> int:
        """All lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """On the first line of a quotation."""
        return 0 <= index < len(self._lines) and self._lines[index].rests

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        line = self._lines[index]
        here = line.rests and index == self.cursor
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        if line.kind == "theme":
            return lay(width, [Piece(f"  {line.text}", ink(palette.bright, ground, bold=True))], blank=muted)
        if line.kind == "note":
            return lay(width, [Piece(f"  {line.text}", muted)], blank=muted)
        colour = {"words": palette.text, "source": palette.blue, "case": palette.green, "names": palette.red}
        style = ink(colour.get(line.kind, palette.muted), ground, bold=here)
        mark = Piece("▌ " if here else "  ", ink(palette.amber, ground))
        return lay(width, [mark, Piece(f"  {line.text}", style, gives_way=True)], blank=muted)

    def _stand_on(self, number: int) -> None:
        self._lines = list(self._laid_out(max(24, self.size.width - 8)))
        self.cursor = next((at for at, line in enumerate(self._lines) if line.rests and line.row == number), 0)
        super().redraw()

    def _laid_out(self, width: int) -> Iterator[_Line]:
        theme = None
        for number, row in enumerate(self._rows):
            if row["code"] != theme:
                theme = row["code"]
                yield _Line(-1, str(theme), "theme")
            yield from self._of(number, row, min(_WIDEST, width))
        for note in self._notes:
            yield from (_Line(-1, text, "note") for text in wrapped(say(note, self._language), width + 4))

    def _of(self, number: int, row: Mapping[str, Any], width: int) -> Iterator[_Line]:
        for place, text in enumerate(wrapped(quoted(str(row["quote"]), self._language), width)):
            yield _Line(number, text, "words", rests=not place)
        about = " · ".join(str(row[key]) for key in ("source", "language") if row[key])
        for kind, words in (
            ("translation", str(row["translation"] or "")), ("source", about), ("case", str(row["case"])),
            ("names", self._named(str(row["names"]))),
        ):  # fmt: skip
            for text in wrapped(words, width - 2) if words else ():
                yield _Line(number, f"  {text}", kind)
        yield _Line(number, "", "gap")

    def _named(self, names: str) -> str:
        words = Phrase("⚑ may name somebody or a place: {names}", {"names": names})
        return say(words, self._language) if names else ""
