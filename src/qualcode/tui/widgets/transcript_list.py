"""The transcripts of the project, with the coder's own progress in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.margin_painter import FLAG
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.status_line import progress_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.services.coding import TranscriptProgress
    from qualcode.tui.widgets.themes import Palette

_LINE: Final = 6


class TranscriptList(RowList):
    """One row a transcript: ✓ finished, ▌ open, ◐ begun, · not begun."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._transcripts: Sequence[TranscriptProgress] = ()
        self._shares: Mapping[str, float] = {}
        self._open = ""

    def show_transcripts(self, transcripts: Sequence[TranscriptProgress], open_id: str) -> None:
        """Show these; the open one is marked."""
        self._transcripts, self._open = transcripts, open_id
        self.redraw()
        place = next((at for at, each in enumerate(transcripts) if each.id == open_id), 0)
        if not self.has_focus and self.line_count():
            self.go(place)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Show how much of each transcript's speech is coded, 0 to 1."""
        self._shares = shares
        self.redraw()

    def transcript_at(self, index: int) -> TranscriptProgress:
        """The transcript of a row."""
        return self._transcripts[index]

    def line_count(self) -> int:
        """One row each."""
        return len(self._transcripts)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """Glyph, name, progress."""
        each = self._transcripts[index]
        is_open = each.id == self._open
        here = self.has_focus and index == self.cursor
        ground = palette.key if here else palette.row if is_open else palette.pane
        glyph, hue = _state(each, palette, is_open=is_open)
        bright = is_open or here
        style = ink(palette.bright if bright else palette.text if each.codings else palette.muted, ground, bold=bright)
        mark = Piece("▌" if here else " ", ink(palette.amber, ground))
        left = [mark, Piece(f"{glyph} ", ink(hue, ground)), Piece(each.name, style, gives_way=True)]
        return lay(width, left, self._progress(each, palette, ground, hue), blank=style)

    def _progress(self, each: TranscriptProgress, palette: Palette, ground: str, hue: str) -> list[Piece]:
        share = 1.0 if each.is_finished else self._shares.get(each.id, 0.0)
        if not share and each.codings:
            share = 0.01
        flags = [Piece(f"{FLAG}{each.unsure} ", ink(palette.amber, ground))] if each.unsure else []
        tick = palette.green if each.is_finished else hue
        return [*flags, *progress_line(share, _LINE, tick, palette.faint, ground), Piece("  ", ink(hue, ground))]


def _state(each: TranscriptProgress, palette: Palette, *, is_open: bool) -> tuple[str, str]:
    if is_open:
        return "▌", palette.amber
    if each.is_finished:
        return "✓", palette.green
    return ("◐", palette.blue) if each.codings else ("·", palette.muted)
