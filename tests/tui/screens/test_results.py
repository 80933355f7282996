from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.services import coding

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


async def _shown(it: Driver, wanted: str) -> str:
    """What the table says, once it says this."""
    for _ in range(200):
        await it.pilot.pause(0.05)
        words = it.words(it.app.screen.query_one("TextLines"))
        if wanted in words:
            return words
    raise AssertionError(words)


def test_the_theme_table_is_computed_in_the_background_and_scrolls(drive: Drive, small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    ana = small_study.coder("Ana").id
    coding.finish_transcript(small_study.project, ana, small_study.transcript("first"))

    async def script(it: Driver) -> None:
        await it.press("f4")
        words = await _shown(it, "Theme")
        assert "Obstacles" in words
        assert "Women" in words
        await it.press("down", "f2")
        assert it.desk.is_on_screen

    drive(script)


def test_without_two_coders_the_agreement_screen_says_why_there_is_no_table(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await _shown(it, "No two coders have finished the same transcript")

    drive(script)


def test_a_table_becomes_stale_and_is_computed_anew_when_looked_at_again(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await _shown(it, "No two coders")
        await it.press("f2", "d")
        for text in ("first",):
            ben = it.study.coder("Ben").id
            coding.finish_transcript(it.study.project, ben, it.study.transcript(text))
        it.app._poll()
        await it.settle()
        await it.press("f3")
        for _ in range(200):
            await it.pilot.pause(0.05)
            if it.app.screen.query_one("AgreementRows").line_count():
                break
        assert "Obstacles" in it.words(it.app.screen.query_one("AgreementRows"))

    drive(script)
