"""Drives the app without a terminal: keys and clicks in, database out."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import SmallStudy
from textual import events
from textual.geometry import Region

from qualcode.domain.coding import Coding, Finished, Memo
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


@dataclass
class Driver:
    """A running app on a small study, with questions a test asks of its project."""

    pilot: Pilot[None]
    app: QualcodeApp
    study: SmallStudy

    async def settle(self) -> None:
        """Wait until verbs are done and what came back is painted."""
        for _ in range(3):
            await self.pilot.pause()
            await asyncio.wait_for(self.app.settled(), 60)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Type these keys as fast as they come, then wait."""
        await self.pilot.press(*keys)
        await self.settle()

    async def burst(self, *keys: str) -> None:
        """Put all these keys into the app's queue at once, as a held key or a paste does, then wait."""
        for key in keys:
            character = key if len(key) == 1 else None
            self.app.post_message(events.Key(key, character))
        await self.settle()

    async def click(self, selector: Any, offset: tuple[int, int] = (0, 0), times: int = 1) -> None:
        """Click on a widget, then wait."""
        await self.pilot.click(selector, offset=offset, times=times)
        await self.settle()

    @property
    def desk(self) -> Any:
        """The furniture of the coding screen."""
        return self.app.screen_stack[0].desk  # type: ignore[attr-defined]  # the coding screen is the mode's base

    @property
    def selected(self) -> str:
        """The words under the cursor."""
        return str(self.desk.pane.selected_text)

    @property
    def codings(self) -> list[tuple[str, str]]:
        """Code and words of every coding in the database, by place."""
        project = self.study.project
        with project.read() as reader:
            names = {code.id: code.name for code in reads.every(reader, type(self.study.code("Time")))}
            rows = sorted(reads.every(reader, Coding), key=lambda row: (row.start, row.end))
        return [(names[row.code_id], self.study.text[row.start : row.end]) for row in rows]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Code and words of every coding that the transcript view shows."""
        shown = sorted(self.desk.pane.model.codings.values(), key=lambda each: (each.start, each.end))
        return [(each.label, self.study.text[each.start : each.end]) for each in shown]

    @property
    def memos(self) -> list[tuple[str, str]]:
        """Kind of subject and text of every memo."""
        with self.study.project.read() as reader:
            return [(memo.subject_kind, memo.text) for memo in reads.every(reader, Memo)]

    @property
    def finished(self) -> int:
        """How many transcripts are marked finished."""
        with self.study.project.read() as reader:
            return len(reads.every(reader, Finished))

    def line(self, widget: Any, y: int = 0) -> str:
        """The words on a line of a widget."""
        return str(widget.render_lines(Region(0, y, widget.size.width, 1))[0].text)

    def words(self, widget: Any) -> str:
        """All the words that a widget shows."""
        return "\n".join(self.line(widget, y) for y in range(widget.size.height))


Script = Callable[[Driver], Awaitable[None]]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of whoever runs it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def drive(small_study: SmallStudy) -> Callable[..., None]:
    """Runs a script against the coding screen on the small study."""

    def run(
        script: Script,
        size: tuple[int, int] = (150, 40),
        language: str = "en",
        study: SmallStudy | None = None,
        transcript: str | None = "first",
    ) -> None:
        async def main() -> None:
            used = study or small_study
            app = QualcodeApp(used.project, "Ana", transcript, language)
            async with app.run_test(size=size) as pilot:
                driver = Driver(pilot, app, used)
                await driver.settle()
                await script(driver)

        asyncio.run(main())

    return run


def reopened(study: SmallStudy) -> SmallStudy:
    """The same file, opened anew."""
    study.project.close()
    return SmallStudy(Project.open(study.project.path), study.text)


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_the_collector() -> Iterator[None]:
    """An app leaves out of collections what it starts with; many in one process would never be freed."""
    gc.freeze()
    yield
    gc.enable()
    gc.collect()
