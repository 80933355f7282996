from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.tui.conftest import Driver, reopened

from qualcode.services import coding, drafts

if TYPE_CHECKING:
    from tests.conftest import SmallStudy

Drive = Callable[..., None]
FIRST = "There is never enough time."
SECOND = "Officers rotate every week."
THIRD = "My officer explains things."
FOURTH = "She listens."


def test_the_cursor_starts_on_the_participants_first_sentence(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        assert it.selected == FIRST

    drive(script)


def test_a_digit_applies_the_pinned_code_and_the_same_digit_takes_it_off(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1")
        assert it.codings == [("Time", FIRST)] == it.shown
        await it.press("1")
        assert it.codings == [] == it.shown

    drive(script)


def test_keys_typed_at_once_all_land_in_order(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.burst("1", "down", "2", "1", "down", "1", "1", "2", "u", "down", "full_stop")
        assert it.codings == it.shown
        assert sorted(it.codings) == [
            ("Shift rotation", SECOND), ("Shift rotation", FOURTH), ("Time", SECOND), ("Time", FIRST),
        ]  # fmt: skip

    drive(script)


def test_letters_typed_at_once_after_space_reach_the_picker(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.burst("down", "space", *"comm", "enter", "1", "m", *"memo", "escape", "down", "2", "backspace", "1")
        assert it.codings == it.shown
        assert sorted(it.codings) == [("Communication", SECOND), ("Time", THIRD), ("Time", SECOND)]
        assert [text for _, text in it.memos] == ["memo"]

    drive(script)


def test_space_finds_a_code_by_letters_and_enter_applies_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("down", "space", *"comm", "enter")
        assert it.codings == [("Communication", SECOND)]

    drive(script)


def test_a_capital_opens_the_picker_with_the_letter_typed_and_a_digit_picks_a_row(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("C", "1")
        assert it.codings == [("Communication", FIRST)]

    drive(script)


def test_tab_in_the_picker_applies_and_stays_open(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("space", *"comm", "tab", *"shift", "enter")
        assert sorted(it.codings) == [("Communication", FIRST), ("Shift rotation", FIRST)]

    drive(script)


def test_the_last_row_of_the_picker_makes_a_new_code_and_applies_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("space", *"xylophone", "enter")
        assert it.codings == [("xylophone", FIRST)]
        assert "xylophone" in it.words(it.desk.codes)

    drive(script)


def test_the_picker_never_covers_the_passage(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        for key in ("home", "end"):
            await it.press(key, "space")
            box = it.app.screen.query_one("_Box").region
            assert not box.overlaps(it.desk.pane.selection_region)
            await it.press("escape")

    for size in ((150, 40), (100, 30), (80, 24)):
        drive(script, size=size)


def test_backspace_takes_the_only_coding_off(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "backspace")
        assert it.codings == [] == it.shown

    drive(script)


def test_backspace_asks_which_of_several(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "2", "backspace")
        assert len(it.codings) == 2
        await it.press("2")
        assert len(it.codings) == 1 == len(it.shown)

    drive(script)


def test_undo_and_redo_go_on_across_a_restart(drive: Drive, small_study: SmallStudy) -> None:
    async def code(it: Driver) -> None:
        await it.press("1", "down", "2")

    async def undo(it: Driver) -> None:
        assert len(it.shown) == 2
        await it.press("u", "ctrl+z")
        assert it.codings == [] == it.shown
        await it.press("ctrl+r")
        assert it.codings == [("Time", FIRST)] == it.shown
        await it.press("ctrl+y")
        assert len(it.shown) == 2

    drive(code)
    drive(undo, study=reopened(small_study))


def test_n_and_p_go_to_uncoded_sentences(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("down", "1", "home", "n")
        assert it.selected == THIRD
        await it.press("p")
        assert it.selected == FIRST

    drive(script)


def test_v_extends_until_escape_and_shift_extends_at_once(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("shift+down", "1")
        assert it.codings == [("Time", f"{FIRST} {SECOND}")]
        await it.press("u", "home", "v")
        assert "EXTEND" in it.line(it.desk.status)
        await it.press("down")
        assert it.selected == f"{FIRST} {SECOND}"
        await it.press("escape", "down")
        assert it.selected == SECOND

    drive(script)


def test_x_grows_z_shrinks_and_o_moves_the_other_end(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("x")
        assert it.selected == f"{FIRST} {SECOND}"
        await it.press("z")
        assert it.selected == FIRST
        await it.press("o", "shift+right")
        assert it.selected == "is never enough time."

    drive(script)


def test_c_picks_a_coding_whose_edges_the_arrows_move(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "c", "right", "enter")
        assert it.codings == [("Time", f"{FIRST} Officers")] == it.shown
        await it.press("c", "left", "left", "escape")
        assert it.codings == [("Time", f"{FIRST} Officers")] == it.shown

    drive(script)


def test_what_is_typed_in_a_memo_is_kept_on_escape(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "m", *"two words", "escape")
        assert it.memos == [("coding", "two words")]
        assert "two words" in it.words(it.desk.panel)
        await it.press("m")
        await it.press("end", "ctrl+u", "ctrl+s")
        assert it.memos == []

    drive(script)


def test_a_memo_that_was_being_typed_when_the_program_was_killed_is_there_again(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "m", *"half a th")
        project, coder = it.app.project, it.app.coder
        draft = drafts.read_draft(project, coder.id)
        assert draft is not None
        assert draft.text == "half a th"
        assert it.memos == []
        coding.recover_memo(project, coder.id)  # what opening the project does
        assert it.memos == [("coding", "half a th")]
        assert drafts.read_draft(project, coder.id) is None
        await it.press("backspace", "escape")
        assert drafts.read_draft(project, coder.id) is None
        assert it.memos == [("coding", "half a t")]

    drive(script)


def test_a_memo_where_nothing_is_coded_is_on_the_transcript_and_quitting_keeps_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("m", *"half a th")
        await it.pilot.press("ctrl+q")
        await it.pilot.pause(0.2)

    drive(script)

    async def look(it: Driver) -> None:
        assert it.memos == [("transcript", "half a th")]

    drive(look)


def test_d_marks_finished_and_opens_again(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("d")
        assert it.finished == 1
        assert "finished" in it.line(it.desk.text_title)
        assert "1/2" in it.line(it.desk.list_title)
        await it.press("d")
        assert it.finished == 0

    drive(script)


def test_slash_finds_words_and_n_goes_on(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("slash", *"OFFICER")
        assert it.selected == "Officers"
        await it.press("enter", "n")
        assert it.selected == "officer"
        assert "2 of 2" in it.line(it.desk.status)
        assert "next hit" in it.line(it.desk.footer)
        await it.press("n")
        assert it.selected == "Officers"
        await it.press("escape", "down", "n")
        assert it.selected in {THIRD, FOURTH}

    drive(script)


def test_escape_in_a_search_goes_back_to_the_passage(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("down", "slash", *"listens", "escape")
        assert it.selected == SECOND

    drive(script)


def test_enter_in_the_list_opens_another_transcript(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "tab", "tab", "down", "enter")
        assert "second" in it.line(it.desk.text_title)
        assert it.shown == []
        await it.press("t", "1")
        assert "first" in it.line(it.desk.text_title)
        assert it.shown == [("Time", FIRST)]

    drive(script)


def test_a_click_on_a_code_applies_it_and_one_on_the_arrow_folds(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.click("CodeTree", offset=(8, 1))
        assert it.codings == [("Time", FIRST)]
        await it.click("CodeTree", offset=(1, 0))
        assert it.desk.codes.line_count() == 2

    drive(script)


def test_the_whole_flow_goes_with_the_mouse(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        view = it.desk.pane.view
        gutter = it.desk.pane.selection_region.x - view.region.x
        await it.click(view, offset=(gutter + 30, 2), times=2)
        assert it.selected == SECOND
        await it.click("CodeTree", offset=(8, 2))
        assert it.codings == [("Shift rotation", SECOND)]
        await it.click("TranscriptList", offset=(5, 1))
        assert "second" in it.line(it.desk.text_title)

    drive(script)


def test_a_click_on_a_chip_does_as_its_key(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1")
        footer = it.line(it.desk.footer)
        await it.click("KeyFooter", offset=(footer.index("undo"), 0))
        assert it.codings == []

    drive(script)


def test_counts_dots_and_the_last_deed_follow_what_came_back(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        assert "○ Time" in it.line(it.desk.codes, 1)
        await it.press("1")
        line = it.line(it.desk.codes, 1)
        assert "● Time" in line
        assert "1" in line.split("Time")[1]
        assert "applied ● Time  u undoes" in it.line(it.desk.status)
        assert "25% coded" in it.line(it.desk.status)

    drive(script)


def test_the_interviewers_speech_is_refused_with_a_hint_and_the_app_goes_on(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        it.desk.pane.select(3, 10)
        await it.press("1")
        assert it.codings == []
        assert any("interviewer" in toast.message for toast in it.app._notifications)
        await it.press("home", "1")
        assert it.codings == [("Time", FIRST)]

    drive(script)


def test_what_somebody_else_writes_as_this_coder_arrives_by_the_clock(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        ana = it.study.coder("Ana").id
        opened = coding.open_transcript(it.study.project, it.study.transcript("first"), ana)
        start = it.study.text.index(FOURTH)
        coding.apply_code(it.study.project, ana, opened.revision.id, start, start + 12, it.study.code("Time").id)
        it.app._poll()
        await it.settle()
        assert it.shown == [("Time", FOURTH)]

    drive(script)


def test_other_coders_work_is_not_shown(drive: Drive, small_study: SmallStudy) -> None:
    small_study.apply("Ben", "first", FIRST, "Time")

    async def script(it: Driver) -> None:
        assert it.shown == []
        assert "●" not in it.words(it.desk.codes)

    drive(script)


def test_panes_fold_left_then_right_as_the_terminal_gets_smaller(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        for size, left, right in (((150, 40), True, True), ((120, 36), False, True), ((80, 24), False, False)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert it.desk.list.is_on_screen is left
            assert it.desk.codes.is_on_screen is right
        await it.press("greater_than_sign")
        assert it.desk.codes.is_on_screen

    drive(script)


def test_help_filters_by_typing_and_does_the_verb(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("f1", *"finished", "enter")
        assert it.finished == 1

    drive(script)


def test_an_empty_project_says_what_to_do(drive: Drive, small_study: SmallStudy) -> None:
    small_study.project.undo(None)
    small_study.project.undo(None)

    async def script(it: Driver) -> None:
        await it.press("1", "down", "space", "d", "m", "slash", "n", "c", "backspace", "t", "escape")
        assert "import" in it.line(it.desk.text_title)

    drive(script)
