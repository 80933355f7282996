"""Claims with their verdict in words and a mark; under each the rule, the numbers and how narrow it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.display import fit
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.tui.widgets.themes import Palette

_MARKS: Final = {"pass": "✓", "pass, narrow": "✓", "fail": "✗", "fail, narrow": "✗"}
_VERDICT: Final = 22


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    text: str
    kind: str
    rests: bool = False


class ClaimRows(RowList):
    """A claim takes a few lines; the cursor stands on its first one."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._rows: Sequence[Mapping[str, Any]] = ()
        self._lines: list[_Line] = []

    @property
    def selected(self) -> int | None:
        """The place in the file of the claim that the cursor is on."""
        return self._lines[self.cursor].row if self.cursor < len(self._lines) else None

    def show_claims(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these; the cursor stays on its claim."""
        kept = self.selected or 0
        self._rows = rows
        self.redraw()
        self.cursor = next((at for at, line in enumerate(self._lines) if line.rests and line.row == kept), 0)
        self.redraw()

    def redraw(self) -> None:
        """Wrap anew."""
        kept = self.selected
        width = max(20, self.size.width - 9 - _VERDICT)
        self._lines = [line for number in range(len(self._rows)) for line in self._of(number, width)]
        self.cursor = next((at for at, line in enumerate(self._lines) if line.rests and line.row == kept), 0)
        super().redraw()

    def first_line(self, index: int) -> int:
        """Where the claim begins that has a line here."""
        while index > 0 and not self.can_rest(index):
            index -= 1
        return index

    def go(self, index: int) -> None:
        """Put the cursor on a claim; all its lines come into view."""
        last = max((at for at, line in enumerate(self._lines) if line.row == self._lines[index].row), default=index)
        super().go(last)
        super().go(index)

    def line_count(self) -> int:
        """All lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """On the first line of a claim."""
        return 0 <= index < len(self._lines) and self._lines[index].rests

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        line, here = self._lines[index], index == self.cursor
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        mark = Piece("▌ " if here else "  ", ink(palette.amber, ground))
        if not line.rests:
            colour = palette.bright if line.kind == "sentence" else palette.muted
            return lay(width, [mark, Piece(f"     {line.text}", ink(colour, ground), gives_way=True)], blank=muted)
        row = self._rows[line.row]
        verdict = str(row["verdict"])
        hue = palette.green if verdict.startswith("pass") else palette.red if verdict in _MARKS else palette.muted
        left = [
            mark,
            Piece(f"{_MARKS.get(verdict, '?')} ", ink(hue, ground, bold=True)),
            Piece(fit(str(row["claim"]), 2, right=True) + " ", muted),
            Piece(line.text, ink(palette.bright, ground, bold=here), gives_way=True),
        ]
        return lay(width, left, [Piece(f"{row['said']}  ", ink(hue, ground, bold=True))], blank=muted)

    def _of(self, number: int, width: int) -> Iterator[_Line]:
        row = self._rows[number]
        for place, line in enumerate(wrapped(str(row["sentence"]), width) or [""]):
            yield _Line(number, line, "sentence", rests=not place)
        for text in (
            say(Phrase("{rule}: {numbers}", {"rule": row["rule"], "numbers": row["numbers"]}), self._language),
            str(row["margin"]),
        ):
            for line in wrapped(text, width + _VERDICT):
                yield _Line(number, line, "numbers")
        yield _Line(number, "", "")
