from __future__ import annotations

from collections.abc import Callable

from tests.conftest import SmallStudy
from tests.tui.conftest import Driver

from qualcode.domain.coding import Recoded
from qualcode.domain.rounds import RoundKind
from qualcode.services import rounds
from qualcode.store import reads

Drive = Callable[..., None]
FIRST = "There is never enough time."


def test_a_recode_round_begins_with_an_empty_page_and_ends_with_the_first_coding_there(
    drive: Drive, small_study: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        project = it.study.project
        await it.press("1", "d")
        assert (it.shown, it.finished) == ([("Time", FIRST)], 1)
        rounds.open_round(project, None, "Again", RoundKind.RECODE)
        rounds.assign(project, None, "Again", ["first"], ["Ana"])
        it.app._poll()  # as its timer does
        await it.settle()
        assert it.shown == []
        assert "coded again: Again" in it.line(it.desk.text_title)
        assert "finished" not in it.line(it.desk.text_title)
        await it.press("2", "d")
        assert it.shown == [("Shift rotation", FIRST)]
        assert len(it.codings) == 2
        assert "finished" in it.line(it.desk.text_title)
        with project.read() as reader:
            assert (it.finished, len(reads.every(reader, Recoded))) == (1, 1)
        await it.press("2")
        assert it.shown == []
        await it.press("u")
        assert it.shown == [("Shift rotation", FIRST)]
        rounds.close_round(project, None, "Again")
        it.app._poll()  # as its timer does
        await it.settle()
        assert it.shown == [("Time", FIRST)]
        assert "coded again" not in it.line(it.desk.text_title)

    drive(script, study=small_study)


def test_a_transcript_coded_again_says_so_in_french(drive: Drive, small_study: SmallStudy) -> None:
    rounds.open_round(small_study.project, None, "Bis", RoundKind.RECODE)
    rounds.assign(small_study.project, None, "Bis", ["first"], ["Ana"])

    async def script(it: Driver) -> None:
        assert "recodage : Bis" in it.line(it.desk.text_title)

    drive(script, study=small_study, language="fr")
