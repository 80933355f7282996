from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conftest import SmallStudy
from tests.tui.conftest import Driver, reopened

from qualcode.tui.screens.coding.in_vivo import code_name

Drive = Callable[..., None]
FIRST = "There is never enough time."


def test_i_makes_the_selected_words_a_code_and_applies_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("right", "right", "right", "shift+right", "shift+right", "i")
        assert it.codings == [("never enough time", "never enough time.")] == it.shown
        assert "never enough time" in it.words(it.desk.codes)
        assert "applied ● never enough time" in it.words(it.desk.status)
        await it.press("u", "u")
        assert it.codings == []
        assert "never enough time" not in it.words(it.desk.codes)

    drive(script)


def test_the_same_words_again_use_the_code_that_is_there(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("i")
        await it.burst("i", "i")
        assert it.codings == [(FIRST.rstrip("."), FIRST)]
        it.desk.pane.select(it.study.text.index("time."), it.study.text.index("time.") + 4)
        await it.press("i")
        assert ("Time", "time") in it.codings

    drive(script)


def test_a_whole_answer_is_no_name_of_a_code(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("x", "x", "shift+down", "i")
        assert it.codings == []
        assert any("few words" in toast.message for toast in it.app._notifications)

    drive(script)


@pytest.mark.parametrize(
    ("words", "name"),
    [("  “a\n b” ", "a b"), ("time > money…", "time money"), ("?!", ""), ("l'écoute,", "l'écoute")],
)
def test_a_name_is_one_line_without_marks_at_its_ends(words: str, name: str) -> None:
    assert code_name(words) == name


def test_k_gives_the_code_on_the_passage_a_digit(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("space", *"comm", "enter", "k", "5")
        assert it.study.code("Communication").hotkey == "5"
        assert "5" in next(line for line in it.words(it.desk.codes).splitlines() if "Communication" in line)
        await it.press("down", "5")
        assert len(it.codings) == 2
        await it.press("k", "1", "down", "1")
        assert it.study.code("Time").hotkey == ""
        assert [name for name, _ in it.codings] == ["Communication"] * 3

    drive(script)


def test_k_in_the_codebook_gives_or_takes_the_digit_of_the_code_under_the_cursor(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("tab", "down", "k", "0")
        assert it.study.code("Time").hotkey == "0"
        await it.press("k", "pagedown", "pagedown", "enter")
        assert it.study.code("Time").hotkey == ""

    drive(script)


def test_k_where_nothing_is_coded_says_what_to_do(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("k")
        assert any("coded passage" in toast.message for toast in it.app._notifications)

    drive(script)


def test_a_code_used_three_times_gets_a_free_digit_which_it_has_tomorrow(drive: Drive, small_study: SmallStudy) -> None:
    async def today(it: Driver) -> None:
        await it.press("space", *"comm", "enter", "down", "full_stop", "down", "full_stop", "down", "3")
        assert [name for name, _ in it.codings] == ["Communication"] * 4
        assert it.study.code("Communication").hotkey == ""

    async def tomorrow(it: Driver) -> None:
        assert "4  3" in next(line for line in it.words(it.desk.codes).splitlines() if "Communication" in line)

    drive(today)
    drive(tomorrow, study=reopened(small_study))
