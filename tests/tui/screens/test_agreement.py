"""The agreement screen: worst first, states in words, other tables by key, the words behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.changes import Op, update
from qualcode.services import coding, rounds
from qualcode.services.disagreements import disagreement_queue
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


def test_w_opens_the_words_of_both_readings_and_escape_goes_back(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        while it.app.screen.rows.selected.figures["code"] != "Time":  # type: ignore[attr-defined]
            await it.press("down")
        await it.press("w")
        words = await wait(it, "_Readings", "first")
        assert "“never enough time”" in words
        assert "did not use it" in words
        await it.press("escape")
        await wait(it, "AgreementRows", "Communication")

    drive(script, study=coded)


def test_both_codes_of_a_pair_can_be_read_in_a_narrow_terminal(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        long = "Shift rotation and everything that comes with it"
        coded.project.transact(Op.EDIT_CODE, lambda _: [update(coded.code("Shift rotation"), name=long)])
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await it.press("x")
        await wait(it, "GridRows", "Time ⇄ Shift rotation a")

    drive(script, size=(80, 24))


def test_keys_change_to_pairs_confusion_and_back(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await it.press("p")
        await wait(it, "GridRows", "Ana / Ben")
        await it.press("x")
        await wait(it, "GridRows", "Time ⇄ Shift rotation")
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
        assert "Shift rotation  1 of 1" in await wait(it, "DisputeTitle", "to settle")

    drive(script, study=coded)


async def go_to(it: Driver, code: str, part: str = "") -> None:
    """Put the cursor of the agreement screen on a code's figure."""
    for _ in range(30):
        row = it.app.screen.rows.selected  # type: ignore[attr-defined]
        if (row.figures["code"], row.part) == (code, part):
            return
        await it.press("down")
    raise AssertionError(code)


def test_enter_on_a_code_leads_to_its_disagreements_and_escape_back_to_the_same_row(
    drive: Drive, coded: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await go_to(it, "Obstacles")
        await it.press("enter")
        assert "Obstacles  1 of 2, 2 to settle" in await wait(it, "DisputeTitle", "to settle")
        await it.press("m", "enter", "3", "0")
        assert disagreement_queue(coded.project).unsettled == 0
        await it.press("escape")
        assert it.app.screen.rows.selected.figures["code"] == "Obstacles"  # type: ignore[attr-defined]
        assert "TABLE" in it.words(it.app.screen.query_one("StatusLine"))  # decisions change no figure
        await it.press("f5", "a")
        assert "Obstacles" not in it.words(it.app.screen.query_one("DisputeTitle"))

    drive(script, study=coded)


def test_a_figure_without_disagreements_says_so_and_stays(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await go_to(it, "Communication")
        await it.press("enter")
        assert "do not differ there" in str(list(it.app._notifications)[-1].message)
        assert it.app.current_mode == "agreement"

    drive(script, study=coded)


def test_a_pair_and_two_codes_that_replace_each_other_lead_to_their_disagreements(
    drive: Drive, coded: SmallStudy
) -> None:
    coded.apply("Cara", "first", "never enough time", "Time")
    coding.finish_transcript(coded.project, coded.coder("Cara").id, coded.transcript("first"))

    async def script(it: Driver) -> None:
        await it.press("f3", "p")
        await wait(it, "GridRows", "Ben / Cara")
        await it.press("right", "down", "enter")
        assert "do not differ there" in str(list(it.app._notifications)[-1].message)  # Ana and Cara, on Time
        await it.press("right", "enter")
        assert "Time · Ben / Cara  1 of 1" in await wait(it, "DisputeTitle", "to settle")
        await it.press("escape", "x")
        await wait(it, "GridRows", "Time ⇄ Shift rotation")
        await it.press("enter")
        assert "Time ⇄ Shift rotation  1 of 2" in await wait(it, "DisputeTitle", "to settle")

    drive(script, study=coded)


def test_rounds_are_drawn_below_the_code_chosen_and_the_mean(drive: Drive, coded: SmallStudy) -> None:
    for name, transcript in (("First", "third"), ("Main", "fourth")):
        coded.add_transcript(transcript, coded.text.replace("What", name))
        rounds.open_round(coded.project, None, name, is_blind=False)
        rounds.assign(coded.project, None, name, [transcript], ["Ana", "Ben"])
        coded.apply("Ana", transcript, "never enough time", "Time")
        coded.apply("Ben", transcript, "She listens" if name == "First" else "never enough time", "Time")
        for coder in ("Ana", "Ben"):
            coding.finish_transcript(coded.project, coded.coder(coder).id, coded.transcript(transcript))

    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await go_to(it, "Time")
        await it.press("o")
        lines = (await wait(it, "AgreementRows", "First")).split("\n")[1:7]
        assert [line.split()[0] for line in lines] == ["Time", "▌", "Main", "All", "First", "Main"]
        assert ["●" in line for line in lines] == [False, True, True, False, True, True]
        await it.press("enter")
        assert "Time · First  1 of " in await wait(it, "DisputeTitle", "to settle")

    drive(script, study=coded)


def test_down_moves_the_cursor_also_where_the_list_is_longer_than_the_screen(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f3")
        await wait(it, "AgreementRows", "Communication")
        await it.press("down")
        assert it.app.screen.rows.cursor == 2  # type: ignore[attr-defined]

    drive(script, study=coded, size=(80, 12))
