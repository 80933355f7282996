from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.tui.conftest import Driver

from qualcode.domain.errors import RuleRefused

KEYS = (
    *"1234567890", *"vxzocmunpdikrejCTS.[]?/abctfgbswq", "space", "enter", "tab", "shift+tab", "escape",
    "escape", "escape", "backspace", "up", "down",
    "down", "down", "left", "right", "shift+down", "shift+up", "shift+right", "shift+left", "pageup", "pagedown",
    "home",
    "end", "left_curly_bracket", "right_curly_bracket", "ctrl+z", "ctrl+r", "ctrl+y", "f1", "f7", "f8", "f9", "ctrl+n",
    "ctrl+p", "f2",
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_keys_are_pressed_the_log_replays_and_undo_goes_back_to_the_start(
    drive: Callable[..., None], seed: int
) -> None:
    chance = random.Random(seed)

    async def script(it: Driver) -> None:
        for _ in range(20):
            await it.burst(*chance.choices(KEYS, k=15))
        for _ in range(4):
            await it.press("escape")
        assert it.study.project.faults() == []
        await it.press("f2", "escape", "t", "1")
        own = set(it.app.screen_stack[0].open.codings)  # type: ignore[attr-defined]
        assert own == set(it.desk.pane.model.codings)
        ana = it.study.coder("Ana").id
        with suppress(RuleRefused):
            while it.study.project.undo(ana).seq:
                pass
        assert (it.codings, it.memos, it.finished) == ([], [], 0)

    drive(script, size=(100, 30) if seed == 2 else (150, 40))
