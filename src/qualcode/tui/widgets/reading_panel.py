"""What each coder has on the words in question, the code's definition, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.rows import Lines
from qualcode.tui.widgets.themes import palette_of, readable

if TYPE_CHECKING:
    from textual.events import Click

    from qualcode.domain.codebook import Code
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One coder's side of a disagreement."""

    key: str
    """What takes it."""
    act: str
    name: str
    words: str
    """Empty where the code is absent."""
    memo: str = ""
    others: str = ""
    """The other codes that the coder has in this answer."""


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A disagreement as the panel tells of it."""

    code: Code
    colour: str
    path: str
    readings: tuple[ShownReading, ...]
    verdict: str = ""
    """What was decided, by whom and why; empty where nothing was."""
    reason: str = ""
    """The reason that goes with the next decision."""


class ReadingPanel(Lines):
    """A block for each coder, then the definition, then the decision. A click on a coder takes that reading."""

    class Pressed(Message):
        """A coder's block was clicked."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def __init__(self, language: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._language = language
        self._dispute: ShownDispute | None = None
        self._idle = ""
        self._lines: list[list[Piece]] = []

    def show_dispute(self, dispute: ShownDispute | None, idle: str = "") -> None:
        """Tell of this disagreement; where there is none, say the idle words."""
        self._dispute, self._idle = dispute, idle
        self.scroll_to(0, 0, animate=False, force=True)
        self.redraw()

    def redraw(self) -> None:
        """Wrap anew and draw."""
        self._lines = self._wrapped() if self.is_attached else []
        super().redraw()

    def notify_style_update(self) -> None:
        """The look changed, and the pieces hold its colours."""
        if self.is_mounted:
            self._lines = self._wrapped()
        super().notify_style_update()

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._lines)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """One wrapped line."""
        return lay(width, self._lines[index], blank=ink(palette.text, palette.pane))

    def on_click(self, event: Click) -> None:
        """A click on a coder takes that reading."""
        _, act = self.act_at(event.x, event.y)
        if act:
            event.stop()
            self.post_message(self.Pressed(act))

    def _wrapped(self) -> list[list[Piece]]:
        palette = palette_of(self.app)
        width = max(10, self.size.width - 5)
        muted = ink(palette.muted, palette.pane)
        if self._dispute is None:
            return [[Piece(f"  {line}", muted)] for line in wrapped(self._idle, width)]
        lines: list[list[Piece]] = []
        for reading in self._dispute.readings:
            lines += self._reading(reading, width, palette)
        return [*lines, *self._verdict(self._dispute, width, palette), *self._code(self._dispute, width, palette)]

    def _reading(self, reading: ShownReading, width: int, palette: Palette) -> list[list[Piece]]:
        key = Piece(f" {reading.key} ", ink(palette.on_amber, palette.amber, bold=True), reading.act)
        name = Piece(f" {reading.name}  ", ink(palette.bright, palette.pane, bold=True), reading.act)
        has = reading.words or say("has it not", self._language)
        style = ink(palette.text if reading.words else palette.muted, palette.pane)
        room = max(10, width - key.width - name.width)
        first, *more = wrapped(has, room)
        lines = [[key, name, Piece(first, style, reading.act)]]
        rest = wrapped(" ".join(more), width)
        lines += [[Piece(f"    {line}", style, reading.act)] for line in rest if line]
        if reading.memo:
            memo = ink(palette.text, palette.pane, italic=True)
            lines += [
                [Piece("    ✎ " if at == 0 else "      ", ink(palette.amber, palette.pane)), Piece(line, memo)]
                for at, line in enumerate(wrapped(reading.memo, width - 4))
            ]
        if reading.others:
            words = f"{say('also here:', self._language)} {reading.others}"
            lines += [[Piece(f"    {line}", ink(palette.muted, palette.pane))] for line in wrapped(words, width - 2)]
        return lines

    def _verdict(self, dispute: ShownDispute, width: int, palette: Palette) -> list[list[Piece]]:
        found: list[list[Piece]] = []
        green, muted = ink(palette.green, palette.pane), ink(palette.muted, palette.pane)
        if dispute.verdict:
            found += [[Piece(f"  {line}", green)] for line in wrapped(f"✓ {dispute.verdict}", width)]
        if dispute.reason:
            words = f"{say('Reason:', self._language)} {dispute.reason}"
            found += [[Piece(f"  {line}", muted, "settle.reason")] for line in wrapped(words, width)]
        return found

    def _code(self, dispute: ShownDispute, width: int, palette: Palette) -> list[list[Piece]]:
        code, language = dispute.code, self._language
        hue = ink(readable(dispute.colour, palette.pane), palette.pane)
        text, muted = ink(palette.text, palette.pane), ink(palette.muted, palette.pane)
        name = ink(palette.bright, palette.pane, bold=True)
        head = [Piece(code.label(language), name), Piece(f"  {dispute.path}", muted, gives_way=True)]
        definition = (code.definition_fr if language == "fr" else "") or code.definition
        lines = [head, *([Piece(line, text)] for line in wrapped(definition, width))]
        for label, words in (("Include:", code.include), ("Not:", code.exclude), ("Example:", code.example)):
            if words.strip():
                lines += [[Piece(line, muted)] for line in wrapped(f"{say(label, language)} {words}", width)]
        return [[Piece("  │ ", hue), *line] for line in lines]


class DisputeTitle(Bar):
    """The line above the text: transcript, question, code; which disagreement of how many."""

    DEFAULT_CSS = "DisputeTitle { height: 1; background: $background; }"

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._words: tuple[str, str, str] = ("", "", "")
        self._colour = ""
        self._place: Phrase | str = ""

    def show(self, transcript: str, question: str, code: str, colour: str, place: Phrase | str) -> None:
        """Say where we are."""
        self._words, self._colour, self._place = (transcript, question, code), colour, place
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Transcript and question, the code with its dot, the place in the queue."""
        ground = palette.ground
        transcript, question, code = self._words
        left = [
            Piece(f"   {transcript}  ", ink(palette.bright, ground, bold=True)),
            Piece(f"{question}  " if question else "", ink(palette.muted, ground)),
        ]
        if code:
            left += [
                Piece("● ", ink(readable(self._colour, ground), ground)),
                Piece(code, ink(palette.text, ground, bold=True), gives_way=True),
            ]
        place = Piece(f"{say(self._place, self._language)}  " if self._place else "", ink(palette.muted, ground))
        return lay(width, left, [place], blank=ink(palette.text, ground))
