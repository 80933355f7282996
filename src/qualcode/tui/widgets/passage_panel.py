"""What is on this sentence: its codes with their definitions, and the memo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.margin_painter import FLAG
from qualcode.tui.widgets.rows import Lines
from qualcode.tui.widgets.themes import palette_of, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from qualcode.domain.codebook import Code
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class Note:
    """A code on the passage, as the panel tells of it."""

    code: Code
    colour: str
    path: str
    """The names of its parents; empty at the top."""
    memo: str = ""
    coder: str = ""
    unsure: bool = False
    is_chosen: bool = False
    """True for the one that c picked: arrows move its edges."""


class PassagePanel(Lines):
    """A block for each code here, the first one with its whole definition.

    Its scrollbar never comes and goes: laying the screen out anew would cost each move of the cursor a second frame.
    """

    DEFAULT_CSS = "PassagePanel { overflow-y: scroll; }"

    def __init__(self, language: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._language = language
        self._notes: Sequence[Note] = ()
        self._idle = ""
        self._lines: list[tuple[list[Piece], Style]] = []

    def show_notes(self, notes: Sequence[Note], idle: str = "") -> None:
        """Show these codes; where there are none, the idle words."""
        if (tuple(notes), idle) != (tuple(self._notes), self._idle):
            self._notes, self._idle = tuple(notes), idle
            self.scroll_to(0, 0, animate=False, force=True)
            self.redraw()

    def redraw(self) -> None:
        """Wrap anew and draw."""
        if not self.is_attached:
            self._lines = []
            return
        self._lines = self._wrapped()
        self._drawn.clear()
        self.set_reactive(PassagePanel.virtual_size, Size(self.content_size.width, len(self._lines)))
        self.vertical_scrollbar.window_virtual_size = len(self._lines)
        self.refresh()

    def notify_style_update(self) -> None:
        """The look changed, and the pieces hold its colours."""
        if self.is_mounted:
            self._lines = self._wrapped()
        super().notify_style_update()

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._lines)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:  # noqa: ARG002  # colours are in the pieces
        """One wrapped line."""
        pieces, blank = self._lines[index]
        return lay(width, pieces, blank=blank)

    def _wrapped(self) -> list[tuple[list[Piece], Style]]:
        palette = palette_of(self.app)
        width = max(10, self.size.width - 7)
        blank = ink(palette.text, palette.pane)
        lines: list[list[Piece]] = []
        if not self._notes and self._idle:
            lines = [[Piece(f"  {line}", ink(palette.muted, palette.pane))] for line in wrapped(self._idle, width + 3)]
        for place, note in enumerate(self._notes):
            lines += _block(note, width, palette, self._language, whole=place == 0 or note.is_chosen)
            lines.append([])
        return [(pieces, blank) for pieces in lines]


def _block(note: Note, width: int, palette: Palette, language: str, *, whole: bool) -> list[list[Piece]]:
    ground = palette.pane
    hue = ink(readable(note.colour, ground), ground)
    edge = Piece("  ┃ " if note.is_chosen else "  │ ", hue)
    name = ink(palette.bright, ground, bold=True)
    lines = [
        [Piece(line, name), *([Piece(f"  {note.coder}", ink(palette.muted, ground))] if at == 0 and note.coder else [])]
        for at, line in enumerate(wrapped(note.code.label(language), width))
    ]
    muted = ink(palette.muted, ground)
    if note.unsure:
        lines.append([Piece(f"{FLAG} {say('unsure', language)}", ink(palette.amber, ground, bold=True))])
    if note.path:
        lines += [[Piece(line, muted)] for line in wrapped(note.path, width)]
    lines += _definition(note.code, width, palette, language, whole=whole)
    if note.memo:
        words = ink(palette.text, ground, italic=True)
        lines += [
            [Piece("✎ " if at == 0 else "  ", ink(palette.amber, ground)), Piece(line, words)]
            for at, line in enumerate(wrapped(note.memo, width - 2))
        ]
    return [[edge, *line] for line in lines]


def _definition(code: Code, width: int, palette: Palette, language: str, *, whole: bool) -> list[list[Piece]]:
    text = ink(palette.text, palette.pane)
    muted = ink(palette.muted, palette.pane)
    definition = (code.definition_fr if language == "fr" else "") or code.definition
    lines = [[Piece(line, text)] for line in wrapped(definition, width)]
    if not whole:
        return lines
    for label, words, style in (
        ("Include:", code.include, text), ("Not:", code.exclude, text),
        ("Example:", code.example, ink(palette.text, palette.pane, italic=True)),
        ("Origin:", say(code.origin, language), text),
    ):  # fmt: skip
        if words.strip():
            head = f"{say(label, language)} "
            found = wrapped(head + words, width)
            lines.append([Piece(head, muted), Piece(found[0][len(head) :], style)])
            lines += [[Piece(line, style)] for line in found[1:]]
    return lines
