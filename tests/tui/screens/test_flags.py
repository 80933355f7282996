from __future__ import annotations

from collections.abc import Callable

from tests.tui.conftest import Driver

from qualcode.services.unsure import unsure_codings

Drive = Callable[..., None]
FIRST = "There is never enough time."


def flagged(it: Driver) -> list[str]:
    return [each.words for each in unsure_codings(it.study.project, it.study.coder("Ana").id)]


def test_f_flags_the_coding_here_and_shows_it_everywhere(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "f")
        assert flagged(it) == [FIRST]
        assert "⚑ unsure" in it.words(it.desk.panel)
        assert "⚑" in it.words(it.desk.pane.margin)
        assert "⚑1" in it.words(it.desk.list)
        assert "⚑1" in it.line(it.desk.status)
        await it.press("f")
        assert flagged(it) == []
        assert "⚑" not in it.words(it.desk.list) + it.line(it.desk.status) + it.words(it.desk.panel)

    drive(script)


def test_f_asks_which_of_several_and_undo_takes_the_flag_back(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "f")
        assert flagged(it) == []
        await it.press("2")
        assert flagged(it) == [FIRST]
        await it.press("u")
        assert flagged(it) == []
        assert "⚑" not in it.words(it.desk.list)

    drive(script)


def test_keys_typed_at_once_flag_what_was_coded_just_before(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.burst("1", "f", "down", "1", "down", "2", "f")
        assert flagged(it) == [FIRST, "My officer explains things."]

    drive(script)


def test_without_a_code_here_f_says_so(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        head = it.study.project.head()
        await it.press("f")
        assert it.study.project.head() == head

    drive(script)


def test_the_list_of_flagged_codings_goes_to_the_passage_in_any_transcript(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("end", "1", "f", "ctrl+n")
        assert it.app.screen.open.opened.transcript.name == "second"
        await it.press("g", "enter")
        assert it.app.screen.open.opened.transcript.name == "first"
        assert it.selected == "She listens."

    drive(script)


def test_a_click_on_the_flags_in_the_status_line_opens_the_list_and_a_click_on_a_row_goes_there(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "f", "down")
        await it.click(it.desk.status, (it.line(it.desk.status).index("⚑"), 0))
        box = it.app.screen.query_one("_Box")
        row = next(y for y in range(box.size.height) if "Time" in it.line(box, y))
        await it.click(box, (10, row))
        assert it.selected == FIRST

    drive(script)
