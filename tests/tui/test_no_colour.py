"""NO_COLOR and terminals of sixteen colours: nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import Console
from tests.tui.conftest import Driver

from qualcode.tui.widgets.themes import is_flat, palette_of

Drive = Callable[..., None]


def _segments(it: Driver) -> list[tuple[str, bool, bool]]:
    """Text, reversed and underlined of every segment that the screen gives to the terminal."""
    found = []
    for strip in it.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is not None and text:
                assert style.color is None, f"{text!r} has a colour"
                assert style.bgcolor is None, f"{text!r} has a ground"
            found.append((text, bool(style and style.reverse), bool(style and style.underline)))
    return found


def _reversed(it: Driver) -> str:
    return " ".join(text for text, is_reversed, _ in _segments(it) if is_reversed)


@pytest.mark.parametrize(
    "keys", [(), ("space",), ("m",), ("s",), ("f1",), ("f3",), ("f4",), ("f5",), ("f6",), ("f10",)]
)
def test_without_colours_no_screen_carries_any(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(it: Driver) -> None:
        await it.press(*keys)
        assert "".join(text for text, _, _ in _segments(it)).strip()

    drive(script)


def test_without_colours_marks_remain(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(it: Driver) -> None:
        await it.press("1")
        assert "There is never enough time." in _reversed(it)  # selected
        assert "Coding" in _reversed(it)  # the screen that one is on
        assert "0-9" in _reversed(it)  # what to press
        drawn = "".join(text for text, _, _ in _segments(it))
        assert "╺ Time" in drawn
        assert "● Time" in drawn
        await it.press("down")
        assert any("never" in text and underlined for text, _, underlined in _segments(it))  # coded
        await it.press("tab")
        assert "▌" in _reversed(it)
        await it.press("escape", "space", *"comm")
        box = it.words(it.app.screen.query_one("_Box"))
        assert box.splitlines()[0].strip("┌┐─") == ""
        assert "▌1" in box
        assert "Communication" in _reversed(it).replace(" ", "")
        await it.press("escape", "f6", "down")
        assert "Time" in _reversed(it)

    drive(script)


def test_with_sixteen_colours_boxes_have_an_edge_and_rows_stand_out(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Console, "color_system", property(lambda _: "standard"))

    async def script(it: Driver) -> None:
        monkeypatch.setattr(type(it.app), "is_headless", property(lambda _: False))
        assert is_flat(it.app)
        palette = palette_of(it.app)
        assert palette.key not in {palette.ground, palette.pane, palette.raised}
        await it.press("space")
        assert it.words(it.app.screen.query_one("_Box")).startswith("┌")
        await it.click("_Box", offset=(4, 6))
        assert it.codings

    drive(script)
