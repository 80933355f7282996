from __future__ import annotations

from collections.abc import Callable

from tests.tui.conftest import Driver

from qualcode.domain.errors import RuleRefused
from qualcode.tui.screens.coding.search_all import SearchAll

Drive = Callable[..., None]
SECOND = "Officers rotate every week."
THIRD = "My officer explains things."


def shown(it: Driver) -> str:
    screen = it.app.screen
    return "\n".join(it.words(screen.query_one(name)) for name in ("WordsLine", "HitList", "KeyFooter"))


def search_screen(it: Driver) -> SearchAll:
    return it.app.screen  # type: ignore[return-value]  # the test pushed it


def test_hits_stand_under_group_and_transcript_with_their_words(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"rotate", "enter")
        lines = [line.strip() for line in it.words(it.app.screen.query_one("HitList")).splitlines() if line.strip()]
        assert [line.split()[0] for line in lines] == ["staff", "second", "[✓]", "women", "first", "[✓]"]
        assert "2 of 2 hits marked · 2 transcripts" in shown(it)

    drive(script)


def test_enter_opens_the_transcript_at_the_hit_and_s_comes_back_to_the_list(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"rotate", "enter", "enter")
        assert it.app.screen.open.opened.transcript.name == "second"
        assert it.selected == "rotate"
        await it.press("s")
        assert "2 of 2 hits marked" in shown(it)
        await it.press("escape")
        assert it.app.screen is it.app.screen_stack[0]

    drive(script)


def test_keys_typed_at_once_wait_for_what_is_found(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.burst("s", *"offic", "enter", "down", "enter")
        assert it.app.screen.open.opened.transcript.name == "second"
        assert it.selected == "offic"

    drive(script)


def test_n_goes_on_to_the_next_hit_of_the_transcript(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"offic", "enter", "enter", "n")
        assert it.selected.startswith("offic")

    drive(script)


def test_all_marked_sentences_are_coded_at_once_and_undone_at_once(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"offic", "enter", "space", "c", *"comm", "enter")
        assert sorted(it.codings) == [("Communication", THIRD), ("Communication", THIRD), ("Communication", SECOND)]
        await it.press("u")
        assert it.codings == []

    drive(script)


def test_w_codes_the_words_only_and_a_unmarks_all(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"rotate", "enter", "w", "c", *"comm", "enter")
        assert it.codings == [("Communication", "rotate"), ("Communication", "rotate")]
        await it.press("a", "c")
        assert search_screen(it).query("HitList")  # no picker: nothing is marked

    drive(script)


def test_a_heading_marks_all_beneath_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"offic", "enter", "up", "up", "space")
        assert "2 of 4 hits marked" in shown(it)

    drive(script)


def test_alike_words_and_other_speakers_are_looked_through_when_asked(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"works", "enter")
        assert "nothing found" in shown(it)
        await it.click("KeyFooter", (it.line(it.app.screen.query_one("KeyFooter")).index("all speakers"), 0))
        assert "2 of 2 hits marked" in shown(it)
        await it.press("slash", *["backspace"] * 5, *"oficers", "enter")
        assert "nothing found" in shown(it)
        await it.click("KeyFooter", (it.line(it.app.screen.query_one("KeyFooter")).index("alike words"), 0))
        assert "Officers" in shown(it)

    drive(script)


def test_a_click_on_a_box_marks_and_one_on_the_words_goes_there(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"rotate", "enter")
        hits = it.app.screen.query_one("HitList")
        await it.click(hits, (6, 2))
        assert "1 of 2 hits marked" in shown(it)
        await it.click(hits, (60, 5))
        assert it.app.screen.open.opened.transcript.name == "first"
        assert it.selected == "rotate"

    drive(script)


def test_nothing_to_look_for_is_said_and_typing_goes_on(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", "enter", *"rotate", "enter")
        assert "2 of 2 hits marked" in shown(it)

    drive(script)


def test_a_refusal_is_said_in_french(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", "enter")
        told = next(iter(it.app._notifications)).message
        assert told == "Il n’y a rien à chercher. Tapez un mot, ou une expression entre guillemets."
        it.app.refuse(RuleRefused('There is no coder "[b]Zoé".'))
        await it.settle()
        assert any("«\u00a0[b]Zoé\u00a0»" in toast.message for toast in it.app._notifications)

    drive(script, language="fr")


def test_f1_names_the_keys_of_the_list_and_does_them(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("s", *"rotate", "enter", "f1", *"none", "enter")
        assert "0 of 2 hits marked" in shown(it)

    drive(script)


def test_hostile_words_stay_words(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        it.study.add_transcript("bad [red]", "P: Say \x1b[31mred\x1b]0;x\x07 [bold]now[/bold].\n", {"group": "[b]g"})
        await it.press("s", *"now", "enter")
        assert "[bold]now[/bold]" in shown(it)
        assert "\x1b" not in shown(it)

    drive(script)
