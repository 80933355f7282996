"""Hits under their groups and transcripts, each with the words around it and a box to mark it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import group_word, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import cells, shown
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.services.hits import Hit
    from qualcode.tui.widgets.themes import Palette

MARK: Final = "mark"
_GROUP, _TRANSCRIPT, _HIT = range(3)


class HitList(RowList):
    """One row a group, a transcript, a hit."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._hits: Sequence[Hit] = ()
        self._marked: set[int] = set()
        self._rows: list[tuple[int, int]] = []
        """Kind, and the first hit that it is about."""

    def show_hits(self, hits: Sequence[Hit], marked: set[int]) -> None:
        """Show these from the top."""
        self._hits, self._marked = hits, marked
        self._rows = []
        for place, hit in enumerate(hits):
            before = hits[place - 1] if place else None
            if before is None or hit.group != before.group:
                self._rows.append((_GROUP, place))
            if before is None or hit.transcript_id != before.transcript_id:
                self._rows.append((_TRANSCRIPT, place))
            self._rows.append((_HIT, place))
        self.cursor = min(2, max(0, len(self._rows) - 1))
        self.redraw()
        self.scroll_to(0, 0, animate=False, force=True)

    def show_marks(self, marked: set[int]) -> None:
        """Mark these."""
        self._marked = marked
        self.redraw()

    def hit_at(self, index: int) -> int | None:
        """The hit of a row; None for a heading."""
        kind, place = self._rows[index] if index < len(self._rows) else (_GROUP, 0)
        return place if kind == _HIT else None

    def go_to_next_hit(self) -> None:
        """Go on, over headings."""
        following = (place for place in range(self.cursor + 1, len(self._rows)) if self._rows[place][0] == _HIT)
        self.go(next(following, self.cursor))

    def hits_under(self, index: int) -> list[int]:
        """The hit of a row, or all that stand under a heading."""
        if index >= len(self._rows):
            return []
        kind, first = self._rows[index]
        found = [first]
        for other, place in self._rows[index + 1 :]:
            if other <= kind:
                break
            found.append(place)
        return list(dict.fromkeys(found))

    def line_count(self) -> int:
        """Headings and hits."""
        return len(self._rows)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A heading with its number of hits, or a hit with its words in the middle."""
        kind, place = self._rows[index]
        here = self.has_focus and index == self.cursor
        ground = palette.key if here else palette.pane
        blank = ink(palette.text, ground)
        if kind == _HIT:
            return lay(width, self._hit(place, width, palette, ground), blank=blank)
        hit, count = self._hits[place], str(len(self.hits_under(index)))
        if kind == _GROUP:
            name = group_word(hit.group, self._language) or say("no group", self._language)
            left = [Piece(f" {name}", ink(palette.amber, ground, bold=True), gives_way=True)]
        else:
            left = [Piece(f"   {hit.transcript}", ink(palette.bright, ground, bold=True), gives_way=True)]
        return lay(width, left, [Piece(f"{count}  ", ink(palette.muted, ground))], blank=blank)

    def _hit(self, place: int, width: int, palette: Palette, ground: str) -> list[Piece]:
        hit = self._hits[place]
        box = "[✓] " if place in self._marked else "[ ] "
        room = max(0, (width - 9 - cells(shown(hit.words))) * 2 // 5)
        before = shown(hit.before)
        while cells(before) > room:
            before = before[1:]
        muted = ink(palette.muted, ground)
        return [
            Piece("     ", muted),
            Piece(box, ink(palette.green if place in self._marked else palette.muted, ground, bold=True), MARK),
            Piece(" " * (room - cells(before)) + before, ink(palette.text, ground)),
            Piece(hit.words, ink(palette.amber, ground, bold=True)),
            Piece(hit.after, ink(palette.text, ground), gives_way=True),
        ]
