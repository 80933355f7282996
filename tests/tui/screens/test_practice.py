from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.tui.conftest import Driver

from qualcode.services.settings import is_first_run
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding.practice import STEPS, PracticeScreen, PromptLine
from qualcode.tui.screens.start import StartScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallStudy

Drive = Callable[..., None]
KEYS = ("down", "1", "u", "full_stop", "n")


async def _go_through(it: Driver) -> None:
    screen: Any = it.app.screen
    assert isinstance(screen, PracticeScreen)
    for number, key in enumerate(KEYS, start=1):
        assert f" {number}/{len(STEPS)} " in it.line(screen.query_one(PromptLine))
        await it.press(key)
    assert " ✓ " in it.line(screen.query_one(PromptLine))
    folder = screen.session.project.path.parent
    assert len(screen.open.codings) == 1
    await it.press("escape")
    assert not isinstance(it.app.screen, PracticeScreen)
    assert not folder.exists()


def test_the_practice_asks_for_five_keys_and_touches_nothing_else(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"practice", "enter")
        await _go_through(it)
        assert it.codings == [] == it.shown
        await it.press("1")
        assert len(it.codings) == 1 == len(it.shown)

    drive(script)


def test_the_practice_speaks_french(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"exercer", "enter")
        assert "↓ va à la phrase suivante." in it.line(it.app.screen.query_one(PromptLine))
        await _go_through(it)

    drive(script, language="fr", size=(80, 24))


def test_another_key_does_what_it_does_and_the_line_waits(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"practice", "enter", "x", "space", "escape")
        assert " 1/5 " in it.line(it.app.screen.query_one(PromptLine))

    drive(script)


def test_the_first_run_begins_with_the_practice_and_escape_skips_it(small_study: SmallStudy) -> None:
    async def main() -> None:
        assert is_first_run()
        app = QualcodeApp(small_study.project, "Ana", practises=True)
        async with app.run_test(size=(120, 36)) as pilot:
            it = Driver(pilot, app, small_study)
            await it.settle()
            await it.press("escape")
            assert not is_first_run()
            await it.press("1")
            assert len(it.codings) == 1

    asyncio.run(main())


def test_the_practice_stands_before_the_start_screen_and_quitting_leaves_nothing(small_study: SmallStudy) -> None:
    folders: list[Path] = []

    async def main() -> None:
        app = QualcodeApp(None, None, practises=True)
        async with app.run_test(size=(120, 36)) as pilot:
            it = Driver(pilot, app, small_study)
            await it.settle()
            screen: Any = app.screen
            folders.append(screen.session.project.path.parent)
            assert folders[0].exists()
            await it.burst("1", "ctrl+q")

    asyncio.run(main())
    assert not folders[0].exists()


def test_escape_typed_at_once_leaves_to_the_start_screen(small_study: SmallStudy) -> None:
    async def main() -> None:
        app = QualcodeApp(None, None, practises=True)
        async with app.run_test(size=(120, 36)) as pilot:
            it = Driver(pilot, app, small_study)
            while not isinstance(app.screen, PracticeScreen):
                await pilot.pause()
            await it.burst("down", "escape")
            assert isinstance(app.screen, StartScreen)
            assert not app._notifications

    asyncio.run(main())
