"""The themes screen: the theme table as rows, keys that change what is counted, the words behind a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.services import coding

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def drive(drive: Drive) -> Drive:
    """On the smallest screen, where painting costs least."""
    return partial(drive, size=(80, 24))


@pytest.fixture
def coded(small_study: SmallStudy) -> SmallStudy:
    """Ana finished both interviews: Time in the first one, Communication in the second."""
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ana", "second", "She listens", "Communication")
    for name in ("first", "second"):
        coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript(name))
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


async def stand_on(it: Driver, theme: str, group: str) -> None:
    """Walk down to that row."""
    rows: Any = it.app.screen.query_one("ThemeRows")
    while (rows.selected.path[-1], rows.selected.value) != (theme, group):
        before = rows.cursor
        await it.press("down")
        assert rows.cursor > before


def test_rows_show_counts_of_each_group_and_the_notes_of_the_table(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        words = await wait(it, "ThemeRows", "Communication")
        time = [line.split() for line in words.split("\n") if " Time " in line]
        assert [line[:5] for line in time] == [
            ["Time", "staff", "0", "1", "0"],
            ["Time", "women", "1", "1", "100"],
        ]
        assert "A theme not raised is not a theme denied." in words

    drive(script, study=coded)


def test_enter_lists_who_raised_it_then_the_words_then_the_transcript(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        await stand_on(it, "Obstacles", "women")
        await it.press("enter")
        words = await wait(it, "_People", "P1")
        assert "first · Time" in words
        assert "“never enough time”" in words
        assert "There is" in words
        await it.press("down", "enter")
        assert it.desk.is_on_screen
        assert it.selected == "never enough time"

    drive(script, study=coded)


def test_a_passage_of_another_transcript_is_opened_by_clicks(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        words = await wait(it, "ThemeRows", "Communication")
        line = next(at for at, row in enumerate(words.split("\n")) if "Communication" in row)
        await it.click("ThemeRows", (10, line))
        await it.click("ThemeRows", (10, line))
        words = await wait(it, "_People", "“She listens”")
        line = next(at for at, row in enumerate(words.split("\n")) if "She listens" in row)
        await it.click("_People", (10, line))
        assert it.app.screen_stack[0].open.opened.transcript.name == "second"  # type: ignore[attr-defined]
        assert it.selected == "She listens"

    drive(script, study=coded)


def test_nobody_behind_a_nought_is_said(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        await stand_on(it, "Time", "staff")
        await it.press("enter")
        assert not it.app.screen.is_modal
        assert [each.message for each in it.app._notifications] == ["Nobody of this group is counted with this theme."]

    drive(script, study=coded)


def test_keys_change_attribute_base_layer_and_tests(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        await it.press("t")
        await wait(it, "ThemeRows", "Fisher")
        await it.press("t", "b")
        await wait(it, "ThemeRows", "no question of the guide")
        await it.press("b", "b", "l", "l", "l")
        await wait(it, "ThemeRows", "Communication")
        assert "by group · interviewed · Ana" in it.words(it.app.screen.query_one("PaneTitle"))
        await it.press("g")
        await wait(it, "TextLines", "No participant has the attribute")
        await it.press("g", "g", "g")
        await wait(it, "ThemeRows", "Communication")

    drive(script, study=coded)


def test_the_table_is_computed_anew_while_it_is_looked_at(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        coded.apply("Ana", "second", "Officers rotate", "Time")
        it.app._poll()
        await it.settle()
        for _ in range(200):
            await it.pilot.pause(0.02)
            words = it.words(it.app.screen.query_one("ThemeRows"))
            if any(line.split()[:3] == ["Time", "staff", "1"] for line in words.split("\n")):
                return
        raise AssertionError(words)

    drive(script, study=coded)


def test_in_french_at_80_columns_rows_and_keys_are_french(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        words = await wait(it, "ThemeRows", "Communication")
        assert "Thème" in words
        assert "par groupe · interviewés" in it.words(it.app.screen.query_one("PaneTitle"))
        assert "qui et où" in it.words(it.app.screen.query_one("KeyFooter"))

    drive(script, study=coded, language="fr")


def test_only_some_participants_can_be_counted_here_and_in_what_enter_lists(drive: Drive, coded: SmallStudy) -> None:
    coded.add_transcript("third", "I: So?\nP: No time at all.\n", {"participant": "P3", "group": "women", "site": "C"})
    opened = coding.open_transcript(coded.project, coded.transcript("third"), coded.coder("Ana").id)
    coding.apply_code(coded.project, coded.coder("Ana").id, opened.revision.id, 10, 25, coded.code("Time").id)
    coding.finish_transcript(coded.project, coded.coder("Ana").id, coded.transcript("third"))

    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        await it.press("f", *"site", "enter")
        words = await wait(it, "ThemeRows", "whose site is C")
        assert [line.split()[:5] for line in words.split("\n") if " Time " in line] == [
            ["Time", "women", "1", "1", "100"]
        ]
        assert "· C" in it.words(it.app.screen.query_one("PaneTitle"))
        await stand_on(it, "Time", "women")
        await it.press("enter")
        words = await wait(it, "_People", "P3")
        assert "P1" not in words
        await it.press("escape", "f", *"everybody", "enter")
        await wait(it, "ThemeRows", "staff")

    drive(script, study=coded)


def test_layer_and_version_stay_in_view_below_the_rows(drive: Drive, coded: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f4")
        await wait(it, "ThemeRows", "Communication")
        assert "interviewed · codebook v" in it.words(it.app.screen.query_one("TableLine"))

    drive(script, study=coded)
