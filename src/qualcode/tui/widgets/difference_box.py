"""A box with the answers on which coders differ about a code: what each of them read, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import READING_STEPS, TO_READ
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.rows import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.services.differences import Difference
    from qualcode.tui.widgets.themes import Palette


class _Readings(Lines, can_focus=True):
    """Place and readings, wrapped; one answer is the current one."""

    def __init__(self, found: Sequence[Difference], language: str) -> None:
        super().__init__()
        self._found = found
        self._language = language
        self._lines: list[tuple[str, str]] = []
        self._starts: list[int] = []
        self.current = 0

    def redraw(self) -> None:
        """Wrap anew."""
        width = max(20, self.size.width - 8)
        self._lines, self._starts = [], []
        for number, each in enumerate(self._found):
            self._starts.append(len(self._lines))
            self._lines.append(("place" if number != self.current else "here", f"{each.transcript}  {each.part}"))
            for reading in each.readings:
                self._lines.append(("coder", reading.coder))
                words = [f"“{passage}”" for passage in reading.passages] or [say("did not use it", self._language)]
                kind = "words" if reading.passages else "none"
                self._lines += [(kind, line) for passage in words for line in wrapped(passage, width)]
            self._lines.append(("", ""))
        super().redraw()

    def step(self, by: int) -> None:
        """Go to the next or previous answer."""
        self.current = max(0, min(len(self._found) - 1, self.current + by))
        self.redraw()
        if self._starts:
            self.scroll_to(y=self._starts[self.current], animate=False, force=True)

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._lines)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """One line."""
        kind, text = self._lines[index]
        colour = {
            "here": palette.amber, "place": palette.bright, "coder": palette.blue, "none": palette.muted,
        }.get(kind, palette.text)  # fmt: skip
        margin = {"here": "▌ ", "place": "  ", "coder": "    "}.get(kind, "      ")
        style = ink(colour, palette.pane, bold=kind in {"here", "place"})
        return lay(width, [Piece(margin + text, style)], blank=style)


class DifferenceBox(Box[None]):
    """Reads; settling is done elsewhere."""

    DEFAULT_CSS = """
    DifferenceBox { align: center middle; }
    DifferenceBox > Vertical { width: 90%; height: 90%; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(TO_READ)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in TO_READ)
    AUTO_FOCUS = "_Readings"

    def __init__(self, code: str, found: Sequence[Difference], language: str) -> None:
        super().__init__()
        count = Phrase("{n} answers differ" if len(found) != 1 else "{n} answer differs", {"n": len(found)})
        self._title = PaneTitle(code, say(count, language))
        self._readings = _Readings(found, language)
        self._footer = KeyFooter(language)
        self._footer.show_chips(chips("read.next", "read.previous", "read.close"))

    def compose(self) -> ComposeResult:
        """Title, readings, keys."""
        with Vertical():
            yield from (self._title, self._readings, self._footer)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Go on, or leave."""
        if verb in READING_STEPS:
            self._readings.step(READING_STEPS[verb])
        else:
            self.dismiss()
