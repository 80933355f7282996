"""The split view: what a code means, and every passage that has it, beside the text or below it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.geometry import Region

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.passage_panel import PassagePanel
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.themes import palette_of, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from qualcode.services.passages import Passage
    from qualcode.tui.widgets.passage_panel import Note
    from qualcode.tui.widgets.themes import Palette

_MOST_LINES: Final = 6
"""Of one passage; what is longer is read in its place."""


class PassageList(RowList):
    """Passages as they read, under the names of their transcripts. The cursor goes from passage to passage."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._passages: Sequence[Passage] = ()
        self._colour = ""
        self._lines: list[tuple[int | None, str]] = []
        """For each line its passage, None under a transcript's name and between two, and its words."""
        self._first: list[int] = []
        """The first line of each passage."""
        self._at = 0

    def show_passages(self, passages: Sequence[Passage], colour: str, here: str = "") -> None:
        """Show these; the cursor stands on the coding `here`, else on the passage where it was."""
        ids = [each.coding_id for each in passages]
        wished = here or (self._passages[self._at].coding_id if self._at < len(self._passages) else "")
        self._passages, self._colour = passages, colour
        self._at = ids.index(wished) if wished in ids else min(self._at, max(0, len(ids) - 1))
        self.redraw()
        self._show_cursor()

    def on_resize(self, event: Resize) -> None:
        """The passage of the cursor stays in view."""
        super().on_resize(event)
        self._show_cursor()

    def passage_at(self, index: int) -> Passage | None:
        """The passage of a line; None for a transcript's name, and for a line that is gone since it was clicked."""
        number = self._lines[index][0] if index < len(self._lines) else None
        return None if number is None else self._passages[number]

    def redraw(self) -> None:
        """Wrap anew and draw."""
        self._lines, self._first = self._wrapped(max(10, self.size.width - 7)), []
        for line, (number, _) in enumerate(self._lines):
            if number == len(self._first):
                self._first.append(line)
        self.cursor = self._first[self._at] if self._first else 0
        super().redraw()

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """On the first line of a passage."""
        return index in self._first

    def go(self, index: int) -> None:
        """Put the cursor on a passage, and all of it in view."""
        for number in {self._at, self._first.index(index)}:
            for line in self._lines_of(number):
                self.redraw_line(line)
        self._at = self._first.index(index)
        self.cursor = index
        shown = self._lines_of(self._at)
        above = 1 if index and self._lines[index - 1][1] else 0
        self.scroll_to_region(Region(0, index - above, 1, len(shown) + above), animate=False, force=True)

    def on_focus(self) -> None:
        """The cursor is bright only where keys go."""
        self.redraw()

    def on_blur(self) -> None:
        """As when the keys come."""
        self.redraw()

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A transcript's name, or a line of a passage with a bar in the code's colour."""
        number, words = self._lines[index]
        if number is None:
            name = ink(palette.muted, palette.pane, bold=True)
            return lay(width, [Piece(f"  {words}", name, gives_way=True)], blank=name)
        here = number == self._at
        ground = palette.key if here and self.has_focus else palette.row if here else palette.pane
        bar = Piece("  ▌ " if here else "  │ ", ink(palette.amber if here else readable(self._colour, ground), ground))
        style = ink(palette.bright if here else palette.text, ground, italic=words.startswith("✎ "))
        return lay(width, [bar, Piece(words, style)], blank=style)

    def _show_cursor(self) -> None:
        if self._first:
            self.go(self._first[self._at])

    def _lines_of(self, number: int) -> range:
        if number >= len(self._first):
            return range(0)
        first = after = self._first[number]
        while after < len(self._lines) and self._lines[after][0] == number:
            after += 1
        return range(first, after)

    def _wrapped(self, width: int) -> list[tuple[int | None, str]]:
        lines: list[tuple[int | None, str]] = []
        for _, group in groupby(enumerate(self._passages), key=lambda pair: pair[1].transcript_id):
            rows = list(group)
            first = rows[0][1]
            lines.append(
                (None, f"{first.transcript}   {first.group}  {len(rows)}" if first.group else first.transcript)
            )
            for number, each in rows:
                lines += [(number, line) for line in _cut(wrapped(each.words, width))]
                lines += [(number, line) for line in wrapped(f"✎ {each.memo}", width) if each.memo]
                lines.append((None, ""))
        return lines[:-1]


class OtherPassages(Vertical):
    """A code's definition above its passages."""

    DEFAULT_CSS = """
    OtherPassages { background: $surface; }
    OtherPassages PassagePanel { height: auto; max-height: 55%; margin: 0 0 1 0; }
    Desk.short OtherPassages PassagePanel { max-height: 45%; margin: 0; }
    """

    def __init__(self, language: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._language = language
        self.title = PaneTitle(say("OTHER PASSAGES", language), "", "code.passages")
        self.definition = PassagePanel(language)
        self.list = PassageList()

    def compose(self) -> ComposeResult:
        """Title, definition, passages."""
        yield from (self.title, self.definition, self.list)

    def show_code(self, note: Note, passages: Sequence[Passage], here: str = "") -> None:
        """Show a code with these passages; the cursor stands on the coding `here`."""
        transcripts = len({each.transcript_id for each in passages})
        figure = Phrase(
            "{n} in {m} transcripts" if transcripts != 1 else "{n} in {m} transcript",
            {"n": len(passages), "m": transcripts},
        )
        self.title.show_note(say(figure, self._language))
        self.definition.show_notes([note])
        self.list.show_passages(passages, note.colour or palette_of(self.app).muted, here)


def _cut(lines: list[str]) -> list[str]:
    lines = lines or [""]
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
