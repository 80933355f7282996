"""The final exam, point 9: from the words to the claims of the sample study by keyboard, in a terminal of 80x24."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import SmallStudy

from qualcode.services.project import Project
from qualcode.services.sample import PROJECT

if TYPE_CHECKING:
    from tests.tui.conftest import Driver


async def seen(it: Driver, *wanted: str) -> str:
    """All that the screen shows, once it shows these."""
    for _ in range(200):
        lines = [line.text.rstrip() for line in it.app.screen._compositor.render_strips()]
        words = "\n".join(lines)
        if all(each in words for each in wanted):
            return words
        await it.pilot.pause(0.05)
    raise AssertionError(f"{wanted} not in:\n{words}")


def rows_of(words: str, name: str) -> list[list[str]]:
    """The lines that begin with the name, word by word."""
    return [line.split() for line in words.splitlines() if line.strip(" ▌").startswith(name)]


def test_a_lead_reads_the_planted_numbers_by_keys_in_a_small_terminal(
    drive: Callable[..., Any], six_rivers: Path, tmp_path: Path
) -> None:
    shutil.copytree(six_rivers, tmp_path / "copy")
    project = Project.open(tmp_path / "copy" / PROJECT)

    async def script(it: Driver) -> None:
        await it.press("f3")
        await seen(it, "Static priori", "used by one coder")
        assert it.app.screen._found.table.provenance["round"] == "Main"  # its note is further down
        await it.press("o")
        main = rows_of(await seen(it, "Calibration", "Main"), "Main")
        assert main[0][:2] == ["Main", "-.01"], "of Space, which stands first"
        await it.press("f4")
        themes = rows_of(await seen(it, "Communication", "women"), "Communication")
        assert [row[-6:-4] for row in themes] == [["66", "88"], ["97", "124"]]
        await it.press("f5")
        await seen(it, "of 104, 0 to settle")
        await it.press("f10")
        claims = await seen(it, "7 of 10 hold", "r(122) = -.22, p = .014")
        assert "n = 124" in claims
        assert "pass" in claims
        await it.press("end")
        await seen(it, "✗", "fail")

    drive(script, size=(80, 24), study=SmallStudy(project, ""), transcript="P014")
    project.close()
