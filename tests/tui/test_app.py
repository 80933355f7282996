from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.services import codebook, coding
from qualcode.services.settings import load_settings
from qualcode.tui.widgets.themes import PALETTES

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]

_OPEN = """
import asyncio, sys
from pathlib import Path
from qualcode.services.project import Project
from qualcode.tui.app import QualcodeApp

async def main():
    app = QualcodeApp(Project.open(Path(sys.argv[1])), "Ana")
    async with app.run_test(size=(150, 40)) as pilot:
        await pilot.pause()
        await app.settled()
        await pilot.press("1", "space", "c", "escape", "u")
        await app.settled()

asyncio.run(main())
print(*(name for name in ("pandas", "scipy", "alembic", "openpyxl", "xlsxwriter", "yaml") if name in sys.modules))
"""


def test_the_coding_screen_loads_no_heavy_library(small_study: SmallStudy) -> None:
    path = str(small_study.project.path)
    done = subprocess.run([sys.executable, "-c", _OPEN, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_refused_undo_says_so_and_passing_over_is_offered(drive: Drive, small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    made = codebook.add_code(small_study.project, ana, "Mine")
    small_study.apply("Ben", "first", "never enough", "Mine")

    async def script(it: Driver) -> None:
        await it.press("u")
        (said,) = [toast.message for toast in it.app._notifications]
        assert "Ben" in said
        assert "Pass it over" in said
        await it.press("ctrl+p", *"pass over", "enter")
        await it.press("u")
        assert it.study.code("Mine") == made.made(type(it.study.code("Mine")))[0]
        assert any("nothing to undo" in toast.message for toast in it.app._notifications)

    drive(script)


def test_the_palette_has_every_verb_with_its_key(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"last act back")
        row = next(line for line in it.words(it.app.screen.query_one("_Box")).split("\n") if "undo" in line)
        assert row.split()[:3] == ["▌", "u", "undo"]
        await it.press("ctrl+u", *"every command")
        assert "ctrl+p" in it.words(it.app.screen.query_one("_Box"))

    drive(script)


def test_the_look_changes_and_is_kept(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        looks = [it.app.theme]
        for _ in PALETTES:
            await it.press("f9")
            looks.append(it.app.theme)
        assert looks[0] == looks[-1]
        assert set(looks) == set(PALETTES)
        await it.press("f9")

    drive(script)
    assert load_settings().theme in PALETTES


def test_another_coder_sees_only_their_own_work(drive: Drive, small_study: SmallStudy) -> None:
    small_study.apply("Ben", "first", "She listens", "Time")

    async def script(it: Driver) -> None:
        await it.press("1")
        assert len(it.shown) == 1
        it.app.action_act("coder.change")
        await it.press(*"Ben", "enter")
        assert [words for _, words in it.shown] == ["She listens"]
        await it.press("2")
        own = coding.open_transcript(it.study.project, it.study.transcript("first"), it.study.coder("Ben").id)
        assert len(own.codings) == 2

    drive(script)


def test_french_speaks_french(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        assert "Codage" in it.line(it.desk.header)
        await it.press("1")
        assert "appliqué" in it.line(it.desk.status)
        assert "annule" in it.line(it.desk.status)

    drive(script, language="fr")
