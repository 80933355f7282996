from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Coding, Layer
from qualcode.services import coding, rounds
from qualcode.services.consensus import State
from qualcode.services.disagreements import decided, disagreement_queue
from qualcode.store import reads

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def differing(small_study: SmallStudy) -> SmallStudy:
    """In *first*, Ana alone has Time in the first answer and Ben alone Communication in the second."""
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "She listens.", "Communication")
    for coder in ("Ana", "Ben"):
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))
    return small_study


def decisions(study: SmallStudy) -> list[tuple[str, str, str]]:
    """State, decision and reason of every disagreement, by place."""
    queue = disagreement_queue(study.project)
    made = [(each.state.value, each.decision) for each in queue.disputes]
    return [(state, decided(it, queue) if it else "", it.reason if it else "") for state, it in made]


def consensus_words(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        made = reads.every(reader, Coding, layer=Layer.CONSENSUS.value)
    return [study.text[each.start : each.end] for each in sorted(made, key=lambda each: each.start)]


async def enter(it: Driver) -> str:
    """Go to the screen; what it says of the first disagreement."""
    await it.press("f5")
    await it.settle()
    return it.words(it.app.screen.query_one("ReadingPanel"))


def test_both_readings_stand_beside_the_words_with_the_definition(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        words = await enter(it)
        assert "1  Ana  “never enough time”" in words
        assert "2  Ben  has it not" in words
        assert "Time" in words
        assert it.app.screen.pane.selected_text == "never enough time"  # type: ignore[attr-defined]
        assert "1 of 2, 2 to settle" in it.words(it.app.screen.query_one("DisputeTitle"))

    drive(script)


def test_decisions_are_made_by_key_and_the_reason_is_asked_once(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("1", "c", "l", "e", "a", "r", "enter")
        await it.press("0")
        assert decisions(differing) == [("settled", "take Ana", "clear"), ("settled", "neither", "clear")]
        assert consensus_words(differing) == ["never enough time"]

    drive(script)


def test_keys_typed_ahead_decide_one_disagreement_each(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("m", "enter")
        await it.burst("3", "0")
        assert [decision for _, decision, _ in decisions(differing)] == ["both", "neither"]

    drive(script)


def test_undo_takes_a_decision_back_and_shows_the_disagreement(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("3", "enter")
        assert "Communication" in it.words(it.app.screen.query_one("DisputeTitle"))
        await it.press("u")
        assert decisions(differing)[0] == ("open", "", "")
        assert "Time" in it.words(it.app.screen.query_one("DisputeTitle"))
        await it.press("ctrl+r")
        assert decisions(differing)[0][:2] == ("settled", "both")

    drive(script)


def test_other_words_are_those_selected_and_another_code_is_found_by_letters(
    drive: Drive, differing: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("s")
        assert decisions(differing)[0][0] == "open"
        await it.press("m", "enter", "x", "s")
        assert consensus_words(differing) == ["There is never enough time."]
        await it.press("c", "s", "h", "i", "enter")
        assert decisions(differing)[1][1] == "code Obstacles > Shift rotation"

    drive(script)


def test_brackets_walk_the_queue_and_names_can_be_hidden(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("]")
        assert "Communication" in it.words(it.app.screen.query_one("DisputeTitle"))
        await it.press("[", "h")
        words = it.words(it.app.screen.query_one("ReadingPanel"))
        assert "Coder 1" in words
        assert "Ana" not in words + it.words(it.app.screen.query_one("Margin"))

    drive(script)


def test_a_click_on_a_coder_or_a_chip_decides(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("m", "enter")
        await it.click("ReadingPanel", offset=(6, 0))
        assert decisions(differing)[0][:2] == ("settled", "take Ana")
        line = it.line(it.app.screen.query_one("KeyFooter"))
        await it.click("KeyFooter", offset=(line.index("neither"), 0))
        assert decisions(differing)[1][:2] == ("settled", "neither")

    drive(script)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_screen_holds_both_readings_in_a_small_terminal_and_in_french(
    drive: Drive, differing: SmallStudy, size: tuple[int, int]
) -> None:
    async def script(it: Driver) -> None:
        words = await enter(it)
        assert "Ana" in words
        assert "ne l’a pas posé" in words
        assert "never enough time" in it.words(it.app.screen.query_one("TranscriptView"))

    drive(script, size=size, language="fr")


def test_a_blind_round_leaves_nothing_to_see(drive: Drive, differing: SmallStudy) -> None:
    rounds.open_round(differing.project, None, "Main")
    rounds.assign(differing.project, None, None, ["first"], ["Ana", "Ben"])

    async def script(it: Driver) -> None:
        words = " ".join((await enter(it)).split())
        assert "nothing to settle" in words
        assert "Transcripts of a blind round that is open" in words
        await it.press("1", "3")
        rounds.close_round(differing.project, None, "Main")
        await it.press("f2", "f5")
        for _ in range(100):
            await it.pilot.pause(0.05)
            if "Ana" in it.words(it.app.screen.query_one("ReadingPanel")):
                break
        assert "Ana" in it.words(it.app.screen.query_one("ReadingPanel"))
        assert {each.state for each in disagreement_queue(differing.project).disputes} == {State.OPEN}

    drive(script)


def test_the_log_says_who_decided_what_and_why(drive: Drive, differing: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await enter(it)
        await it.press("g")
        assert "Nothing is decided yet." in str(list(it.app._notifications)[-1].message)
        await it.press("1", *"clear", "enter")
        await it.press("g")
        words = " ".join(it.words(it.app.screen.query_one("TextLines")).split())
        assert "take Ana" in words
        assert "clear" in words
        await it.press("escape", "0")
        assert decisions(differing)[1][:2] == ("settled", "neither")

    drive(script)
