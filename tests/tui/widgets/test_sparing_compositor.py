"""The sparing compositor writes what Textual's own would, and asks no widget in vain."""

from __future__ import annotations

import asyncio
import random
import re
from typing import TYPE_CHECKING

from rich.text import Text
from textual._compositor import Compositor
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from qualcode.tui.widgets.sparing_compositor import SparingCompositor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.strip import Strip

_SEQUENCE = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(.)")
_PARTS = re.compile(r"(?:[34]8;2;\d+;\d+;\d+|[34]8;5;\d+|\d+)")

Cells = dict[tuple[int, int], tuple[str, dict[str, str]]]
"""Character and style by row and column."""


def cells_of(written: str) -> Cells:
    """What a terminal shows of sequences, as far as they are written to."""
    cells: Cells = {}
    row = column = 0
    style: dict[str, str] = {}
    for match in _SEQUENCE.finditer(written):
        if match[1]:
            row, column = int(match[1]), int(match[2])
        elif match[4]:
            cells[row, column] = (match[4], dict(style))
            column += 1
        else:
            for part in _PARTS.findall(match[3]):
                style = {} if part == "0" else {**style, _layer(part): part}
    assert not style, "a style goes on beyond what it is for"
    return cells


def _layer(part: str) -> str:
    """Colour of the letters, of the ground, or an attribute of its own."""
    if part.startswith(("38", "3", "9")) and part not in {"3", "9"}:
        return "letters"
    return "ground" if part.startswith(("48", "4", "10")) and part != "4" else part


class Asked(Widget):
    """Says how often it was asked for lines."""

    count = 0

    def render(self) -> Text:
        styles = ("red on #102030", "blue on #102030", "bold blue", "bold green on #405060", "underline", "")
        return Text.assemble(*((f"{self.id} ", styles[place % len(styles)]) for place in range(200)))

    def render_lines(self, crop: Region) -> list[Strip]:
        self.count += 1
        return super().render_lines(crop)


class Desk(Screen[None]):
    CSS = """
    #left { width: 13; }
    #middle { width: 1fr; height: 1fr; margin: 1 2; }
    #lower { height: 3; }
    #over { layer: above; width: 20; height: 4; offset: 7 5; }
    Desk { layers: below above; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = SparingCompositor()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Asked(id="left")
            with Vertical():
                yield Asked(id="middle")
                yield Asked(id="lower")
        yield Asked(id="over")


class Desks(App[None]):
    def on_mount(self) -> None:
        self.push_screen(Desk())


def on_desk(script: Callable[[Desk], Awaitable[None]]) -> None:
    async def run() -> None:
        app = Desks()
        async with app.run_test(size=(60, 20)) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, Desk)
            await script(app.screen)

    asyncio.run(run())


def test_what_is_written_is_what_textual_writes() -> None:
    async def script(desk: Desk) -> None:
        ours, draw = desk._compositor, random.Random(2026)
        for _ in range(60):
            dirty = set()
            for _ in range(draw.randint(1, 4)):
                x, y = draw.randrange(60), draw.randrange(20)
                dirty.add(Region(x, y, draw.randint(1, 60 - x), draw.randint(1, 20 - y)))
            written = []
            for render in (ours.render_partial_update, lambda: Compositor.render_partial_update(ours)):
                ours._dirty_regions = set(dirty)
                update = render()
                assert update is not None
                for strip in (strip for row in update.chops for strip in row.values() if strip):
                    strip._render_cache = None
                written.append(update.render_segments(desk.app.console))
            assert cells_of(written[0]) == cells_of(written[1])
            assert len(written[0]) <= len(written[1])

    on_desk(script)


def test_only_the_widget_that_changed_is_asked_for_lines() -> None:
    async def script(desk: Desk) -> None:
        asked = {widget.id: widget for widget in desk.query(Asked)}
        for widget in asked.values():
            widget.count = 0
        region = asked["lower"].region
        desk._compositor._dirty_regions = {Region(region.x, region.y, 5, 1), Region(0, 0, 3, 1)}
        desk._compositor.render_update()
        assert {name: widget.count for name, widget in asked.items()} == {
            "left": 1, "middle": 0, "lower": 1, "over": 0,
        }  # fmt: skip

    on_desk(script)
