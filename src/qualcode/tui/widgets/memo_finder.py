"""All memos of a coder, searched by typing; Enter goes to what one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.folding import folded
from qualcode.domain.phrases import quoted, say
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.margin_painter import PEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.services.memos import PlacedMemo
    from qualcode.tui.widgets.themes import Palette

_DETAIL = 5


class MemoFinder(Finder["PlacedMemo"]):
    """The memos, filtered by typing."""

    def __init__(self, memos: Sequence[PlacedMemo], done: Callable[[PlacedMemo], None], *, language: str) -> None:
        super().__init__(f"{PEN} {say('Memos', language)}", str(len(memos)), language=language)
        self.numbered = False
        self.hint = say("nothing found" if memos else "You wrote no memo yet.", language)
        self._all = [(each, self._haystack(each)) for each in memos]
        self._done = done

    def find(self, query: str) -> Sequence[PlacedMemo]:
        """Those whose text, subject or passage hold what was typed."""
        words = folded(query).split()
        return [each for each, haystack in self._all if all(word in haystack for word in words)]

    def pieces(self, row: PlacedMemo, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """The memo's first words; what it is on."""
        left = [Piece(" ".join(row.memo.text.split()), ink(palette.text, ground), gives_way=True)]
        on = [
            Piece(f" {say(row.what, self.language)} ", ink(palette.muted, ground)),
            Piece(f"{row.name.rsplit(' > ', 1)[-1]} ", ink(palette.bright, ground)),
        ]
        return left, on

    def detail_height(self) -> int:
        """What it is on, and the memo."""
        return _DETAIL

    def detail(self, row: PlacedMemo, width: int, palette: Palette) -> list[list[Piece]]:
        """What it is on, then as much of the memo as there is room for."""
        muted = ink(palette.muted, palette.raised)
        place = " · ".join(dict.fromkeys(each for each in (row.transcript, row.name) if each))
        head = [f"{place}  {quoted(' '.join(row.words.split()), self.language)}" if row.words else place]
        lines = [*wrapped(head[0], width)[:2]]
        text = ink(palette.text, palette.raised)
        return [
            *([Piece(line, muted)] for line in lines),
            *([Piece(line, text)] for line in wrapped(row.memo.text, width)[: _DETAIL - len(lines)]),
        ]

    def chosen(self, row: PlacedMemo, *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Go there."""
        self.dismiss()
        self._done(row)

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.up box.down", "move"), ("box.choose", "go there"), ("box.close", "close"))

    def _haystack(self, each: PlacedMemo) -> str:
        said = say(each.what, self.language)
        return folded(f"{each.memo.text} {each.name} {each.transcript} {each.words} {said}")
