from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.services.test_answers import guided
from tests.tui.conftest import Driver, reopened

from qualcode.services.places import place_file, read_places

if TYPE_CHECKING:
    from tests.conftest import SmallStudy

Drive = Callable[..., None]


def test_reopening_lands_where_the_coder_stopped_and_says_so(drive: Drive, small_study: SmallStudy) -> None:
    async def leave(it: Driver) -> None:
        await it.press("t", *"second", "enter", "down", "down", "less_than_sign")
        assert it.selected == "My officer explains things."

    async def come_back(it: Driver) -> None:
        assert it.app.screen.open.opened.transcript.name == "second"  # type: ignore[attr-defined]
        assert it.selected == "My officer explains things."
        assert it.desk.query_one("#left").has_class("folded")
        assert "you stopped here" in it.words(it.desk.status)
        await it.press("1")
        assert "you stopped here" not in it.words(it.desk.status)

    before = len(small_study.project.history())
    drive(leave)
    assert len(small_study.project.history()) == before + 1  # Ana herself
    drive(come_back, study=reopened(small_study), transcript=None)


def test_the_place_is_on_disk_once_the_keys_rest(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("down")
        it.app.screen._orientation._rested()  # type: ignore[attr-defined]
        coder = small_study.coder("Ana").id
        places = read_places(place_file(small_study.project.study().id, coder))
        assert places.transcript == small_study.transcript("first")
        assert list(places.offsets.values()) == [small_study.text.index("Officers rotate")]

    drive(script)


def test_another_coder_has_another_place(drive: Drive, small_study: SmallStudy) -> None:
    small_study.coder("Ben")

    async def script(it: Driver) -> None:
        await it.press("down", "down", "ctrl+p", *"change coder", "enter", *"Ben", "enter")
        assert it.app.coder.name == "Ben"
        assert it.selected == "There is never enough time."
        await it.press("ctrl+p", *"change coder", "enter", *"Ana", "enter")
        assert it.selected == "My officer explains things."

    drive(script)


def test_the_left_pane_tells_of_answers_and_of_what_is_finished(drive: Drive, small_study: SmallStudy) -> None:
    guided(small_study)
    small_study.coder("Ben")

    async def script(it: Driver) -> None:
        await it.press("t", *"guided", "enter", "1", "d")
        it.app.screen._orientation._rested()  # type: ignore[attr-defined]
        await it.settle()
        words = it.words(it.desk.progress)
        lines = [" ".join(line.split()[:-1]) for line in words.split("\n")]
        assert lines[1:3] == ["coded 1/2", "seen 1/2"]
        assert lines[4:6] == ["● Ana 1/3", "○ Ben 0/3"]

    drive(script)
