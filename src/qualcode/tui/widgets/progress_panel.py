"""Below the list: the coder's answers seen and coded, and how many transcripts everybody has finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.rows import Lines
from qualcode.tui.widgets.status_line import progress_line

if TYPE_CHECKING:
    from qualcode.services.progress import Progress
    from qualcode.tui.widgets.themes import Palette

_LINE: Final = 6
_OWN: Final = "●"
_OTHER: Final = "○"


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    done: int = 0
    total: int = 0
    glyph: str = ""


class ProgressPanel(Lines):
    """A line a figure; nothing of other coders but what they have finished."""

    DEFAULT_CSS = "ProgressPanel { height: auto; max-height: 12; }"

    def __init__(self, language: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._language = language
        self._progress: Progress | None = None

    def show_progress(self, progress: Progress) -> None:
        """Show these figures."""
        if progress != self._progress:
            self._progress = progress
            self.redraw()

    def line_count(self) -> int:
        """Answers, where there is a guide; then a line a coder."""
        return len(self._rows())

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """Words, a thin line, figures."""
        row = self._rows()[index]
        blank = ink(palette.text, palette.pane)
        if not row.total:
            return lay(width, [Piece(f"  {row.words}", ink(palette.muted, palette.pane))], blank=blank)
        hue = palette.green if row.glyph else palette.blue
        words = ink(palette.bright if row.glyph == _OWN else palette.text, palette.pane)
        left = [
            Piece(f"  {row.glyph} " if row.glyph else "   ", ink(hue, palette.pane)),
            Piece(row.words, words, gives_way=True),
        ]
        return lay(width, left, _figure(row, palette, hue), blank=blank)

    def _rows(self) -> list[_Row]:
        """Headings without figures, and what stands beneath them."""
        progress = self._progress
        if progress is None:
            return []
        rows: list[_Row] = []
        if progress.answers:
            rows = [_Row(say("answers", self._language))]
            for words, done in (("coded", progress.coded), ("seen", progress.seen)):
                rows.append(_Row(say(words, self._language), done, progress.answers))
        if progress.transcripts:
            rows.append(_Row(say("finished", self._language)))
            for at, (name, done) in enumerate(progress.finished.items()):
                rows.append(_Row(name, done, progress.transcripts, _OTHER if at else _OWN))
        return rows


def _figure(row: _Row, palette: Palette, hue: str) -> list[Piece]:
    figure = ink(palette.muted, palette.pane)
    line = progress_line(row.done / row.total, _LINE, hue, palette.faint, palette.pane)
    return [Piece(f"{row.done}/{row.total}  ", figure), *line, Piece("  ", figure)]
