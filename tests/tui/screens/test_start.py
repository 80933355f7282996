from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.tui.conftest import Driver

from qualcode.services.settings import load_settings, recent_projects
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import pytest
    from tests.conftest import SmallStudy


def _start(script: Callable[[Driver], Awaitable[None]], study: SmallStudy, project: Any, coder: str | None) -> None:
    async def main() -> None:
        app = QualcodeApp(project, coder)
        async with app.run_test(size=(120, 36)) as pilot:
            driver = Driver(pilot, app, study)
            await driver.settle()
            await script(driver)

    asyncio.run(main())


def test_a_known_project_asks_only_who_is_coding(small_study: SmallStudy) -> None:
    small_study.coder("Ana")

    async def script(it: Driver) -> None:
        await it.press(*"Zo", "enter")
        assert it.app.coder.name == "Zo"
        await it.press("1")
        assert len(it.codings) == 1

    _start(script, small_study, small_study.project, None)
    assert load_settings().coder == "Zo"


def test_a_new_project_is_made_from_the_start_screen(
    small_study: SmallStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(it: Driver) -> None:
        await it.press("home", "down", "enter", *"mine", "enter")
        await it.press(*"Ana", "enter")
        assert "mine" in it.line(it.desk.header)

    _start(script, small_study, None, None)
    assert (tmp_path / "mine.qualcode").exists()
    assert recent_projects() == [tmp_path / "mine.qualcode"]


def test_an_existing_project_is_opened_by_a_completed_path(
    small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_study.project.path.parent)

    async def script(it: Driver) -> None:
        await it.press("enter", *"stu", "enter")
        await it.press(*"Ana", "enter")
        assert "Small study" in it.line(it.desk.header)

    _start(script, small_study, None, None)


def test_a_file_that_is_no_project_is_refused_with_its_sentence(
    small_study: SmallStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zzz.qualcode").write_text("hello")

    async def script(it: Driver) -> None:
        await it.press("enter", *"zzz", "enter")
        assert any("not a qualcode project" in toast.message for toast in it.app._notifications)

    _start(script, small_study, None, None)
