"""The quotes screen: quotations under their themes, chosen by key, opened in their transcripts, written to a file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.services import coding

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]

THIRD = "I: And here?\nP: Time is short, says Marie from Drumbo.\n"


@pytest.fixture
def drive(drive: Drive) -> Drive:
    """On the smallest screen, where painting costs least."""
    return partial(drive, size=(80, 24))


@pytest.fixture
def quoted(small_study: SmallStudy) -> SmallStudy:
    """Time is said twice by P1 (women) and once by P3 (women, Site C, who names somebody); P2 (staff) listens."""
    header = {"participant": "P3", "group": "women", "site": "Site C", "language": "en"}
    small_study.add_transcript("third", THIRD, header)
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ana", "first", "Officers rotate every week.", "Time")
    small_study.apply("Ana", "second", "She listens", "Communication")
    opened = coding.open_transcript(
        small_study.project, small_study.transcript("third"), small_study.coder("Ana").id
    )  # fmt: skip
    start = THIRD.index("Time is")
    coding.apply_code(
        small_study.project, small_study.coder("Ana").id, opened.revision.id, start, len(THIRD) - 1,
        small_study.code("Time").id,
    )  # fmt: skip
    for name in ("first", "second", "third"):
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


async def gone(it: Driver, unwanted: str) -> str:
    """What the rows say, once they do not say this any more."""
    for _ in range(200):
        await it.pilot.pause(0.02)
        words = it.words(it.app.screen.query_one("QuoteRows"))
        if unwanted not in words and words.strip():
            return words
    raise AssertionError(words)


def test_quotations_stand_under_their_themes_with_source_and_names(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        words = await wait(it, "QuoteRows", "“She listens”")
        lines = [line.strip("▌ ") for line in words.split("\n")]
        theme = lines.index("Time")
        assert lines[theme + 1 : theme + 4] == [
            "“Time is short, says Marie from Drumbo.”", "women · en", "⚑ may name somebody or a place: Marie, Drumbo",
        ]  # fmt: skip
        assert lines[theme + 5] == "“Officers rotate every week.”", "one of each participant"
        assert "never enough" not in words
        assert "codebook v" in it.words(it.app.screen.query_one("TableLine"))

    drive(script, study=quoted)


def test_enter_opens_the_words_in_their_transcript(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        await it.press("down", "down", "enter")
        assert it.app.screen.open.opened.transcript.name == "second"  # type: ignore[attr-defined]
        assert it.selected == "She listens"

    drive(script, study=quoted)


def test_clicks_open_as_well(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        words = await wait(it, "QuoteRows", "“She listens”")
        line = next(at for at, row in enumerate(words.split("\n")) if "She listens" in row)
        await it.click("QuoteRows", (10, line + 1))
        assert it.app.current_mode == "quotes"
        await it.click("QuoteRows", (10, line))
        assert it.selected == "She listens"

    drive(script, study=quoted)


def test_a_quotation_taken_out_gives_way_to_the_next_best_and_can_be_brought_back(
    drive: Drive, quoted: SmallStudy
) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        await it.press("down", "x")
        words = await wait(it, "QuoteRows", "“never enough time”")
        assert "Officers rotate" not in words
        assert "taken out by hand: 1" in words
        await it.press("u")
        await wait(it, "QuoteRows", "“Officers rotate every week.”")
        await it.press("u")
        assert [each.message for each in it.app._notifications] == ["No quotation is taken out."]

    drive(script, study=quoted)


def test_a_key_says_more_or_less_of_who_is_quoted(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "women · en")
        await it.press("a")
        await wait(it, "QuoteRows", "women, Site C · en")
        await it.press("a")
        await wait(it, "QuoteRows", "P3, women · en")
        assert "by participant" in it.words(it.app.screen.query_one("PaneTitle"))

    drive(script, study=quoted)


def test_fewer_quotations_and_only_some_participants(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        await it.press("n", "n")
        words = await gone(it, "Officers rotate")
        assert "Marie" in words
        await it.press("f", *"staff", "enter")
        words = await gone(it, "Marie")
        assert "“She listens”" in words
        assert "staff" in it.words(it.app.screen.query_one("PaneTitle"))
        await it.press("f", *"site c", "enter")
        assert "No passage is coded" in await wait(it, "TextLines", "No passage")
        await it.press("x", "e", "enter")
        assert not it.app.screen.is_modal
        await it.press("f", *"everybody", "enter")
        await wait(it, "QuoteRows", "Marie")

    drive(script, study=quoted)


def test_what_is_shown_is_written(drive: Drive, quoted: SmallStudy) -> None:
    path = quoted.project.path.parent / "quotes.csv"

    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        await it.press("down", "x")
        await wait(it, "QuoteRows", "“never enough time”")
        await it.press("e", *["backspace"] * len("docx"), *"csv", "enter")
        assert [each.message for each in it.app._notifications] == ["Written: quotes.csv"]
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [(row["code"], row["quote"]) for row in csv.DictReader(file) if row.get("quote")]
        assert found == [
            ("Time", "Time is short, says Marie from Drumbo."), ("Time", "never enough time"),
            ("Communication", "She listens"),
        ]  # fmt: skip

    drive(script, study=quoted)


def test_a_file_that_is_there_is_written_over_only_when_that_is_said(drive: Drive, quoted: SmallStudy) -> None:
    path = quoted.project.path.parent / "quotes.docx"
    path.write_text("mine", encoding="utf-8")

    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        await it.press("e", "enter", "enter")
        assert path.read_text(encoding="utf-8") == "mine"
        await it.press("e", "enter", "2")
        assert path.read_bytes().startswith(b"PK")

    drive(script, study=quoted)


def test_what_others_code_meanwhile_is_quoted_at_once(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "“She listens”")
        quoted.apply("Ana", "second", "My officer explains things.", "Shift rotation")
        it.app._poll()
        await it.settle()
        await wait(it, "QuoteRows", "“My officer explains things.”")

    drive(script, study=quoted)


def test_in_french_at_80_columns_it_is_french(drive: Drive, quoted: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f8")
        await wait(it, "QuoteRows", "nomme peut-être une personne ou un lieu : Marie, Drumbo")
        await wait(it, "QuoteRows", "« She listens »")
        assert "dans sa transcription" in it.words(it.app.screen.query_one("KeyFooter"))
        assert "par groupe · 3 par thème" in it.words(it.app.screen.query_one("PaneTitle"))

    drive(script, study=quoted, language="fr")
