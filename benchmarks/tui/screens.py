"""What the coding screen is compared with: Textual's own text widgets, and the least screen there can be.

    python benchmarks/tui/screens.py bare | lines | TextArea | Static | RichLog  FILE SPANS

`o` opens FILE; until then the screen says READY. The spans are a JSON list of [start, end], drawn as backgrounds.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App
from textual.containers import VerticalScroll
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import RichLog, Static, TextArea

HUES = ("#553344", "#335544", "#334455", "#555533", "#443355", "#335555")


def styled(text: str, spans: list[tuple[int, int]]) -> Text:
    """The text with a background for each span."""
    found = Text(text)
    for number, (start, end) in enumerate(spans):
        found.stylize(f"on {HUES[number % len(HUES)]}", start, end)
    return found


def static(text: str, spans: list[tuple[int, int]]) -> Widget:
    return VerticalScroll(Static(styled(text, spans)))


def rich_log(text: str, spans: list[tuple[int, int]]) -> Widget:
    widget = RichLog(wrap=True)
    widget.write(styled(text, spans), scroll_end=False)
    return widget


def text_area(text: str, spans: list[tuple[int, int]]) -> Widget:
    """Read-only, with the spans put among the highlights of its syntax."""
    widget = TextArea(text, read_only=True, soft_wrap=True)
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    styles = widget._theme.syntax_styles if widget._theme else {}  # noqa: SLF001  # it has no public way
    styles |= {f"hue{number}": Style(bgcolor=hue) for number, hue in enumerate(HUES)}
    for number, (start, end) in enumerate(spans):
        row = bisect_right(starts, start) - 1
        widget._highlights[row].append(  # noqa: SLF001  # as above
            (start - starts[row], min(end, starts[row + 1] - 1) - starts[row], f"hue{number % len(HUES)}")
        )
    return widget


class Lines(ScrollView, can_focus=True):
    """Lines of plain text with a line for a cursor; only what is visible is drawn."""

    BINDINGS = [("down", "go(1)"), ("up", "go(-1)"), ("pagedown", "go(40)"), ("home", "go(-1000000)")]  # noqa: RUF012  # Textual's

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines, self.at = lines, 0
        self.virtual_size = Size(80, len(lines))

    def action_go(self, step: int) -> None:
        before, self.at = self.at, max(0, min(self.at + step, len(self.lines) - 1))
        top, height = self.scroll_offset.y, self.size.height
        if top <= self.at < top + height:
            self.refresh(*(Region(0, row - top, self.size.width, 1) for row in {before, self.at}))
        else:
            self.scroll_to(y=self.at if step > 0 else self.at - height + 1, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        style = Style(reverse=True) if row == self.at else Style()
        text = self.lines[row] if row < len(self.lines) else ""
        return Strip([Segment(text.ljust(self.size.width)[: self.size.width], style)])


def lines(text: str, _: list[tuple[int, int]]) -> Widget:
    return Lines([line[at : at + 80] for line in text.split("\n") for at in range(0, max(1, len(line)), 80)])


KINDS = {"TextArea": text_area, "Static": static, "RichLog": rich_log, "lines": lines}


class Compared(App[None]):
    """One widget over the whole screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, kind: str, text: str, spans: list[tuple[int, int]]) -> None:
        super().__init__()
        self.kind, self.text, self.spans = kind, text, spans

    def compose(self):  # noqa: ANN201  # Textual's
        yield Static("READY")

    async def key_o(self) -> None:
        if self.kind in KINDS:
            await self.screen.remove_children()
            widget = KINDS[self.kind](self.text, self.spans)
            await self.mount(widget)
            widget.focus()


if __name__ == "__main__":
    source = Path(sys.argv[2]).read_text(encoding="utf-8") if len(sys.argv) > 2 else ""
    marks = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")) if len(sys.argv) > 3 else []
    Compared(sys.argv[1], source, marks).run()
