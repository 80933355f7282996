from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.codebook import CodebookVersion
from qualcode.services import coding
from qualcode.services.codebook import edit_code, read_codebook
from qualcode.services.coding import code_counts
from qualcode.services.recoding import recode_queue
from qualcode.store import reads

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def drive(drive: Drive) -> Drive:
    """On the smallest screen, where painting costs least."""
    return partial(drive)


def _paths(study: SmallStudy) -> list[str]:
    book = read_codebook(study.project)
    return [book.path(code) for _, code in book.walk() if not code.is_retired]


def _reasons(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        return [each.reason for each in reads.every(reader, CodebookVersion)]


def _page(it: Driver) -> str:
    return it.words(it.app.screen_stack[0].query_one("CodePage"))


async def _stand_on(it: Driver, name: str) -> None:
    screen: Any = it.app.screen_stack[0]
    screen.go_to(it.study.code(name).id)
    await it.settle()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_code_under_the_cursor_is_told_of_with_a_passage(
    drive: Drive, small_study: SmallStudy, size: tuple[int, int]
) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "Officers rotate", "Time")
    edit_code(small_study.project, None, small_study.code("Time").id, definition="Too few hours.", label_fr="Temps")

    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down")
        words = _page(it)
        assert "Obstacles" in words
        assert "1 coding of yours" in words
        assert "Too few hours." in words
        assert "fr: Temps" in words
        await it.burst("pagedown")
        words = _page(it)
        assert "“never enough time”" in words
        assert "Officers" not in words

    drive(script, size=size)


def test_codes_are_added_under_and_beside_and_the_cursor_follows(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("a", *"Money", "enter")
        assert "Money" in _page(it)
        await it.burst("b", *"Distance", "enter")
        assert _paths(it.study)[-3:-1] == ["Obstacles > Money", "Obstacles > Distance"]

    drive(script)


def test_a_definition_is_edited_with_a_reason_that_is_offered_again(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down", "e", "1", *"Hours.", "escape")
        await it.burst("enter", *"Clearer", "enter")
        assert it.study.code("Time").definition == "Hours."
        await it.burst("e", "2", *"Shifts", "escape")
        await it.burst("enter", "enter")
        assert it.study.code("Time").include == "Shifts"
        assert _reasons(it.study) == ["Clearer", "Clearer"]

    drive(script)


def test_the_page_says_where_a_code_comes_from_and_the_origin_is_chosen(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await _stand_on(it, "Time")
        assert "added in version 1, 20" in _page(it)
        await it.press("e", "7", "2")
        await it.press("enter", "enter")
        assert small_study.code("Time").origin == "emergent"
        assert "emergent · added in version 1" in _page(it)

    drive(script)


def test_a_code_gets_a_french_name_and_another_name(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down", "e", "5", *"Temps", "enter")
        await it.burst("enter", "enter")
        await it.burst("n", "s", "enter")
        await it.burst("enter", "enter")
        assert (it.study.code("Times").label_fr, it.study.code("Times").position) == ("Temps", 1)

    drive(script)


def test_a_code_is_moved_and_the_move_undone_and_redone(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down", "m", *"comm", "enter")
        assert "From now on it stands here: Communication." in it.words(it.app.screen.query_one("_Box"))
        await it.burst("enter", "enter")
        assert "Communication > Time" in _paths(it.study)
        await it.burst("u")
        assert "Obstacles > Time" in _paths(it.study)
        await it.burst("ctrl+r")
        assert "Communication > Time" in _paths(it.study)

    drive(script)


def test_a_merge_is_previewed_by_coder_and_done_on_enter_only(drive: Drive, small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "Officers rotate", "Time")

    async def script(it: Driver) -> None:
        await it.press("f6")
        await _stand_on(it, "Time")
        await it.burst("g", *"comm", "enter")
        box = it.words(it.app.screen.query_one("_Box"))
        assert "Codings that change: Ana 1, Ben 1." in " ".join(box.split())
        await it.burst("escape")
        assert not it.study.code("Time").is_retired
        assert not it.study.project.is_rehearsal
        await it.burst("g", *"comm", "enter")
        await it.burst("enter", *"one idea", "enter")
        assert it.study.code("Time").is_retired
        ana = it.study.coder("Ana").id
        assert code_counts(it.study.project, ana) == {it.study.code("Communication").id: 1}

    drive(script)


def test_a_code_is_split_and_another_retired(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await _stand_on(it, "Communication")
        await it.burst("s", *"Tone;Words", "enter")
        await it.burst("enter", *"Too broad", "enter")
        assert _paths(it.study)[-2:] == ["Communication > Tone", "Communication > Words"]
        await _stand_on(it, "Words")
        await it.burst("x")
        assert "There is no coding with it." in it.words(it.app.screen.query_one("_Box"))
        await it.burst("enter", "enter")
        assert it.study.code("Words").is_retired
        assert _reasons(it.study) == ["Too broad", "Too broad"]

    drive(script)


def test_the_recode_queue_keeps_recodes_and_goes_there(drive: Drive, small_study: SmallStudy) -> None:
    for words in ("never enough time", "Officers rotate", "She listens"):
        small_study.apply("Ana", "first", words, "Time")
    edit_code(small_study.project, None, small_study.code("Time").id, definition="Hours only.")

    async def script(it: Driver) -> None:
        ana = it.study.coder("Ana").id
        await it.press("f6")
        await it.burst("q")
        assert "“Officers rotate”" in it.words(it.app.screen.query_one("_Box"))
        await it.burst("k")
        await it.burst("o", *"comm", "enter")
        assert [each.words for each in recode_queue(it.study.project, ana)] == ["She listens"]
        assert code_counts(it.study.project, ana)[it.study.code("Communication").id] == 1
        await it.burst("g")
        assert it.selected == "She listens"

    drive(script)


def test_codes_that_look_alike_are_listed_and_enter_goes_to_the_first(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("end", "b", *"Communications", "enter")
        await it.burst("home", "l")
        assert "Communication ~ Communications" in it.words(it.app.screen.query_one("_Box"))
        await it.burst("enter")
        assert "Communication" in _page(it)

    drive(script)


def test_the_mouse_goes_to_a_code_and_a_chip_does_as_its_key(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.click("CodebookScreen CodeTree", (10, 1))
        assert "Time" in _page(it)
        footer = it.app.screen.query_one("KeyFooter")
        await it.click(footer, (it.line(footer).index("rename"), 0))
        await it.burst("s", "enter")
        await it.burst("enter", "enter")
        assert it.study.code("Times").parent_id == it.study.code("Obstacles").id

    drive(script)


def test_the_right_button_offers_every_verb_on_a_code(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.pilot.click("CodebookScreen CodeTree", offset=(10, 1), button=3)
        await it.settle()
        box = it.app.screen.query_one("_Box")
        lines = it.words(box).split("\n")
        row = next(at for at, line in enumerate(lines) if "retire" in line)
        await it.click(box, (10, row))
        await it.burst("enter", "enter")
        assert it.study.code("Time").is_retired

    drive(script)


def test_hostile_names_do_no_harm(drive: Drive, small_study: SmallStudy) -> None:
    edit_code(small_study.project, None, small_study.code("Time").id, name="[red]x[/]\x1b[2J", definition="\x1b]0;no")

    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down")
        assert "[red]x[/]␛[2J" in _page(it)
        assert "\x1b" not in _page(it)

    drive(script)


def test_the_change_of_another_coder_is_shown(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down")
        ben = it.study.coder("Ben").id
        edit_code(it.study.project, ben, it.study.code("Time").id, definition="Ben's words")
        it.app._poll()
        await it.settle()
        assert "Ben's words" in _page(it)

    drive(script)


def test_keys_that_come_before_the_codes_are_read_do_no_harm(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.burst("f6", "enter", "e", "down")
        assert "Obstacles" in _page(it)

    drive(script)


def test_what_is_read_for_a_box_that_is_gone_is_not_drawn(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.burst("f6", "q")
        box: Any = it.app.screen
        await it.burst("escape")
        box.search()
        await it.burst("down")
        assert "Time" in _page(it)

    drive(script)


def test_a_new_definition_says_beforehand_whose_codings_wait_and_versions_say_why(
    drive: Drive, small_study: SmallStudy
) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "second", "Officers rotate", "Time")

    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down", "e", "1", *"Hours.", "escape")
        words = " ".join(it.words(it.app.screen.query_one("_Box")).split())
        assert "recode queue of their coders: Ana 1, Ben 1." in words
        await it.burst("enter", *"Clearer", "enter")
        await it.burst("v")
        assert "Clearer" in it.words(it.app.screen.query_one("TextLines"))

    drive(script)


def test_a_verb_that_is_refused_says_so_before_anything_is_asked(drive: Drive, small_study: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down", "n", "ctrl+u", *"Shift rotation", "enter")
        assert "Shift rotation" in str(list(it.app._notifications)[-1].message)
        assert not it.app.screen.is_modal
        await it.burst("g", *"obst", "enter")
        assert "lies under" in str(list(it.app._notifications)[-1].message)

    drive(script)


def test_examples_come_from_the_consensus_where_there_is_one(drive: Drive, small_study: SmallStudy) -> None:
    small_study.apply("Ben", "first", "She listens", "Communication")  # in dispute, and no matter here
    for coder in ("Ben", "Cara"):
        small_study.apply(coder, "first", "Officers rotate", "Time")
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))

    async def script(it: Driver) -> None:
        await it.press("f6")
        await it.burst("down")
        words = " ".join(_page(it).split())
        assert "0 codings of yours · 1 in the consensus" in words
        assert "From the consensus “Officers rotate”" in words

    drive(script, size=(120, 50))
