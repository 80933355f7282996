"""The measures screen: scales and correlations as rows, one pair in full, and on to a participant's interview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.services.measures import import_scales
from qualcode.services.transcripts import import_measures, import_participants

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]

PARTICIPANTS = "participant,group\nP1,women\nP2,staff\nP3,women\nP4,women\n"
MEASURES = "participant,i1,i2,charges\nP1,1,2,0\nP2,4,4,3\nP3,7,6,1\nP4,5,4,2\n"
SCALES = """\
[[scale]]
name = "mood"
label = "Mood"
label_fr = "Humeur"
items = ["i1", "i2"]
range = [1, 7]

[[outcome]]
name = "charges"
label = "Charges"
rule = "count"
definition = "number of charges in a year"
"""


@pytest.fixture
def drive(drive: Drive) -> Drive:
    """On the smallest screen, where painting costs least."""
    return partial(drive, size=(80, 24))


@pytest.fixture
def measured(small_study: SmallStudy, tmp_path: Path) -> SmallStudy:
    """P1 and P2 have an interview, P3 and P4 have none; all have a mood and a number of charges."""
    for name, text in (("participants.csv", PARTICIPANTS), ("measures.csv", MEASURES), ("scales.toml", SCALES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_participants(small_study.project, tmp_path / "participants.csv")
    import_measures(small_study.project, tmp_path / "measures.csv")
    import_scales(small_study.project, tmp_path / "scales.toml")
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


def test_scales_and_correlations_stand_below_each_other_with_their_notes(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        words = await wait(it, "MeasureList", "Mood × Charges")
        lines = words.split("\n")
        assert next(line.split() for line in lines if line[2:].startswith("Mood "))[2:5] == ["2", "4", "8.25"]
        assert next(line.split() for line in lines if "Mood × Charges" in line)[-1:] != ["-"]
        assert "Charges = number of charges in a year." in words
        assert "codebook v" in it.words(it.app.screen.query_one("TableLine"))

    drive(script, study=measured)


def test_enter_on_a_correlation_tells_it_in_full_and_leads_to_an_interview(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        await wait(it, "MeasureList", "Mood × Charges")
        await it.press("down", "enter")
        words = await wait(it, "_Sheet", "4 participants have every value")
        assert "Pearson: r(2) = .35, p = .655" in words
        assert "◉" not in words
        await it.press("enter")
        assert it.app.screen.is_modal, "nobody is chosen yet"
        await it.press("down", "down")
        words = it.words(it.app.screen.query_one("_Sheet"))
        assert "◉" in words
        assert [line.split()[1:4] for line in words.split("\n") if line.startswith("▌")] == [["P2", "8", "3"]]
        await it.press("enter")
        assert it.desk.is_on_screen
        assert it.app.screen.open.opened.transcript.name == "second"  # type: ignore[attr-defined]
        assert it.selected.startswith("There is never enough time.")

    drive(script, study=measured)


def test_a_participant_without_an_interview_says_so_and_leads_nowhere(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        await wait(it, "MeasureList", "Mood × Charges")
        await it.press("enter")
        words = await wait(it, "_Sheet", "no interview")
        line = next(at for at, row in enumerate(words.split("\n")) if "no interview" in row)
        await it.click("_Sheet", (10, line))
        await it.click("_Sheet", (10, line))
        assert it.app.screen.is_modal
        await it.press("escape")
        assert not it.app.screen.is_modal

    drive(script, study=measured)


def test_keys_change_group_and_coefficient(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        words = await wait(it, "MeasureList", "Mood × Charges")
        assert "Charges" in words
        await it.press("g", "g")
        await wait(it, "MeasureList", " 3 ")
        assert "women · Pearson" in it.words(it.app.screen.query_one("PaneTitle"))
        await it.press("s")
        words = await wait(it, "MeasureList", "rho")
        assert ".50" in next(line for line in words.split("\n") if "Mood × Charges" in line)
        await it.press("g")
        await wait(it, "PaneTitle", "all participants · Spearman")

    drive(script, study=measured)


def test_both_tables_can_be_read_as_they_are_printed(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        await wait(it, "MeasureList", "Mood × Charges")
        await it.press("v")
        await wait(it, "TextBox TextLines", "Possible range")

    drive(script, study=measured)


def test_a_project_without_measures_says_how_to_bring_them(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        assert "The project has no scales." in await wait(it, "TextLines", "import scales")
        await it.press("enter", "down", "g", "s")
        assert not it.app.screen.is_modal

    drive(script)


def test_in_french_labels_keys_and_numbers_are_french(drive: Drive, measured: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f7")
        words = await wait(it, "MeasureList", "Humeur × Charges")
        assert "8,25" in words
        assert "en entier" in it.words(it.app.screen.query_one("KeyFooter"))
        await it.press("down", "enter")
        await wait(it, "_Sheet", "4 participants ont toutes les valeurs")

    drive(script, study=measured, language="fr")
