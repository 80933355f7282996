"""Ten thousand keys and clicks at random: nothing breaks, the log replays, and undo leads back to the beginning."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.conftest import SmallStudy
from tests.tui.conftest import Driver
from textual import events

from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Coder
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.rows import KINDS
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets.keymap import RESERVED, VERBS

if TYPE_CHECKING:
    from pathlib import Path

BOUND: Final = tuple(key for verb in VERBS for key in verb.keys.split(",") if key)
OFTEN: Final = (
    "down",
    "down",
    "up",
    "left",
    "right",
    "shift+down",
    "shift+right",
    "escape",
    "escape",
    "escape",
    "enter",
    "f2",
)
KEYS: Final = (*BOUND, *OFTEN * 3, *"12" * 6, *string.digits, *string.ascii_uppercase[::5], *"abet?", *RESERVED, "f12")
CLICKS: Final = 0.04
KEYS_A_SEED, BATCH = 2_500, 125
SIZES: Final = ((150, 40), (100, 30), (80, 24), (80, 24))


@pytest.fixture(autouse=True)
def _stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody leaves, nothing is passed over (that would stand for good), and no file of ours is imported."""

    def refuse(*_: object) -> None:
        raise RuleRefused("Not in this test.")

    monkeypatch.setattr(QualcodeApp, "exit", lambda _: None)
    monkeypatch.setattr(Project, "pass_over", refuse)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_keys_are_pressed_the_log_replays_and_undo_goes_back_to_the_start(
    drive: Callable[..., None], seed: int
) -> None:
    chance = random.Random(seed)
    width, height = SIZES[seed]

    async def script(it: Driver) -> None:
        first = state(it.study)
        for _ in range(KEYS_A_SEED // BATCH):
            for _ in range(BATCH):
                if chance.random() < CLICKS:
                    click(it.app, chance.randrange(width), chance.randrange(height))
                else:
                    key = chance.choice(KEYS)
                    it.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await it.settle()
        while len(it.app.screen_stack) > 1:
            await it.press("escape")
        await it.press("f2", "escape")
        assert it.study.project.faults() == []
        assert len(it.study.project.history()) > 50
        undo_everything(it.study.project)
        assert state(it.study) == first
        assert it.study.project.faults() == []

    drive(script, size=(width, height))


def click(app: QualcodeApp, x: int, y: int) -> None:
    """The left button on a cell of the screen."""
    for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
        button = 0 if kind is events.MouseMove else 1
        app.post_message(kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y))


def state(study: SmallStudy) -> dict[str, list[Any]]:
    """Every row but the coders, whose coming is not undone; versions count upwards only."""
    kinds = [kind for kind in KINDS.values() if kind is not Coder]
    with study.project.read() as reader:
        return {
            kind.KIND: sorted((replace(row, version=0) for row in reads.every(reader, kind)), key=lambda row: row.id)
            for kind in kinds
        }


def undo_everything(project: Project) -> None:
    """Each coder undoes until nothing is left; one may have to wait for what another built on their act."""
    before = -1
    while project.head() != before:
        before = project.head()
        for coder in project.coders():
            with suppress(RuleRefused):
                while True:
                    project.undo(coder.id)
