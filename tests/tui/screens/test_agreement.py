"""The agreement screen: worst first, states in words, other tables by key, the words behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.services import coding
from qualcode.services.settings import load_settings

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def coded(small_study: SmallStudy) -> SmallStudy:
    """Ana and Ben differ on Time in the first interview and agree on Communication in the second."""
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "Officers rotate", "Shift rotation")
    for coder in ("Ana", "Ben"):
        small_study.apply(coder, "second", "She listens", "Communication")
        for name in ("first", "second"):
            coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript(name))
    return small_study


async def wait(it: Driver, widget: str, wanted: str) -> str:
    """What the widget says, once it says this."""
    words = ""
    for _ in range(200):
        await it.pilot.pause(0.02)
        found: Any = list(it.app.screen.query(widget))
        words = it.words(found[0]) if found else ""
        if wanted in words:
            return words
    raise AssertionError(words)


def test_codes_stand_worst_first_with_their_state_in_words(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        words = await wait(it, "AgreementRows", "Communication")
        assert words.index("Shift rotation") < words.index("Communication")
        assert "used by one coder" in words
        assert "from .80 up, too few" in words

    drive(script, study=coded)


def test_a_code_of_nobody_comes_last_and_says_so_in_french(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3", "u", "u", "u", "u")
        words = await wait(it, "AgreementRows", "dès 0,80")
        assert "seuil" in it.words(it.app.screen.query_one("PaneTitle"))
        assert words

    drive(script, study=coded, language="fr", size=(80, 24))


def test_enter_opens_the_words_of_both_readings_and_escape_goes_back(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        while it.app.screen.rows.selected.figures["code"] != "Time":  # type: ignore[attr-defined]
            await it.press("down")
        await it.press("enter")
        words = await wait(it, "_Readings", "first")
        assert "“never enough time”" in words
        assert "did not use it" in words
        await it.press("escape")
        await wait(it, "AgreementRows", "Communication")

    drive(script, study=coded)


def test_keys_change_to_pairs_confusion_and_back(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await it.press("p")
        await wait(it, "TextLines", "Ana / Ben")
        await it.press("x")
        await wait(it, "TextLines", "Codes That Replace Each Other")
        await it.press("c")
        await wait(it, "AgreementRows", "Communication")

    drive(script, study=coded)


def test_the_level_is_a_setting_that_stays(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        assert "level .70" in it.words(it.app.screen.query_one("PaneTitle"))
        await it.press("l")
        assert "level .80" in it.words(it.app.screen.query_one("PaneTitle"))
        assert load_settings().threshold == "0.8"

    drive(script, study=coded)


def test_a_click_chooses_a_code_and_a_second_one_opens_its_words(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        words = await wait(it, "AgreementRows", "Communication")
        line = next(at for at, row in enumerate(words.split("\n")) if " Shift rotation " in row)
        await it.click("AgreementRows", (10, line))
        await it.click("AgreementRows", (10, line))
        await wait(it, "_Readings", "“Officers rotate”")

    drive(script, study=coded)
