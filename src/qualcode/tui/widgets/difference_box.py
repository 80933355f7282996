"""A box with the answers on which coders differ about a code: what each of them read, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.key_footer import KeyFooter
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


class DifferenceBox(ModalScreen[None]):
    """Reads; settling is done elsewhere."""

    DEFAULT_CSS = """
    DifferenceBox { align: center middle; }
    DifferenceBox > Vertical { width: 90%; height: 90%; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,n", "step(1)", "next"),
        Binding("up,k,p", "step(-1)", "previous"),
        Binding("escape,enter,q", "dismiss", "close"),
    ]
    AUTO_FOCUS = "_Readings"

    def __init__(self, code: str, found: Sequence[Difference], language: str) -> None:
        super().__init__()
        count = Phrase("{n} answers differ" if len(found) != 1 else "{n} answer differs", {"n": len(found)})
        self._title = PaneTitle(code, say(count, language))
        self._readings = _Readings(found, language)
        self._footer = KeyFooter(language)
        self._footer.show_chips((("next", "↓", "next"), ("previous", "↑", "previous"), ("close", "esc", "close")))

    def compose(self) -> ComposeResult:
        """Title, readings, keys."""
        with Vertical():
            yield from (self._title, self._readings, self._footer)

    def action_step(self, by: int) -> None:
        """Go on."""
        self._readings.step(by)

    def on_bar_pressed(self, event: KeyFooter.Pressed) -> None:
        """A chip does as its key."""
        if event.act in {"next", "previous", "close"}:
            event.stop()
            if event.act == "close":
                self.dismiss()
            else:
                self._readings.step(1 if event.act == "next" else -1)
