"""All codings that a coder flagged; Enter goes to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.folding import folded
from qualcode.domain.phrases import quoted, say
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.margin_painter import FLAG
from qualcode.tui.widgets.themes import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.services.unsure import UnsureCoding
    from qualcode.tui.widgets.book_view import BookView
    from qualcode.tui.widgets.themes import Palette

_DETAIL = 4


class UnsureFinder(Finder["UnsureCoding"]):
    """The flagged codings, filtered by typing."""

    def __init__(
        self, codings: Sequence[UnsureCoding], book: BookView, done: Callable[[UnsureCoding], None], *, language: str
    ) -> None:
        super().__init__(f"{FLAG} {say('Flagged to discuss', language)}", str(len(codings)), language=language)
        self.numbered = False
        self.hint = say("nothing found" if codings else "You flagged nothing yet.", language)
        self._all = codings
        self._book = book
        self._done = done

    def find(self, query: str) -> Sequence[UnsureCoding]:
        """Those whose code, transcript, words or memo hold what was typed."""
        words = folded(query).split()
        return [each for each in self._all if all(word in self._haystack(each) for word in words)]

    def pieces(self, row: UnsureCoding, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Code, its words; transcript."""
        code_id = row.coding.code_id
        left = [
            Piece("● ", ink(readable(self._book.colour(code_id), ground), ground)),
            Piece(self._book.name(code_id), ink(palette.text, ground)),
            Piece(
                f"  {quoted(' '.join(row.words.split()), self.language)}", ink(palette.muted, ground), gives_way=True
            ),
        ]
        return left, [Piece(f" {row.transcript} ", ink(palette.muted, ground))]

    def detail_height(self) -> int:
        """The passage and its memo."""
        return _DETAIL

    def detail(self, row: UnsureCoding, width: int, palette: Palette) -> list[list[Piece]]:
        """The passage, then the memo."""
        memo = [f"✎ {line}" for line in wrapped(row.memo, width - 2)] if row.memo else []
        words = wrapped(quoted(row.words, self.language), width)[: _DETAIL - min(len(memo), 2)]
        text = ink(palette.text, palette.raised)
        return [
            *([Piece(line, text)] for line in words),
            *([Piece(line, ink(palette.amber, palette.raised))] for line in memo),
        ]

    def chosen(self, row: UnsureCoding, *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Go there."""
        self.dismiss()
        self._done(row)

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.up box.down", "move"), ("box.choose", "go there"), ("box.close", "close"))

    def _haystack(self, each: UnsureCoding) -> str:
        return folded(f"{self._book.name(each.coding.code_id)} {each.transcript} {each.words} {each.memo}")
