"""How often the screen is painted: what a key changes is painted together, and nothing is laid out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from tests.tui.conftest import Driver


def test_moving_over_coded_and_uncoded_sentences_lays_nothing_out_anew(
    drive: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "down", "down", "1", "2", "m", *"memo", "escape", "up", "up")
        laid_out: list[str] = []
        monkeypatch.setattr(Screen, "_refresh_layout", lambda *_, **__: laid_out.append("again"))
        for key in ("down", "down", "down", "up", "shift+up", "right", "left"):
            await it.press(key)
        assert it.words(it.desk.panel).strip()
        assert laid_out == []

    drive(script)


def test_text_and_status_line_are_painted_together(drive: Callable[..., None]) -> None:
    async def script(it: Driver) -> None:
        it.app.action_act("move.next_turn")  # no message has been handled in between
        assert "turn 4" in it.line(it.desk.status)

    drive(script)
