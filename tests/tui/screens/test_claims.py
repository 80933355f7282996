"""The claims screen: verdicts in words, live; Enter leads to what a claim stands on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.changes import Op, add
from qualcode.domain.identity import new_id
from qualcode.domain.study import MeasureValue, Participant
from qualcode.services import coding
from qualcode.store import reads

if TYPE_CHECKING:
    from tests.conftest import SmallStudy
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def drive(drive: Drive) -> Drive:
    """On the smallest screen, where painting costs least."""
    return partial(drive, size=(80, 24))


CLAIMS = """\
[[claim]]
sentence = "Staff named communication."
rule = "majority"
code = "Communication"
group = "staff"

[[claim]]
sentence = "Staff lack time."
rule = "majority"
code = "Time"
group = "staff"

[[claim]]
sentence = "Coders agree."
rule = "reliable"
"""


@pytest.fixture
def claimed(small_study: SmallStudy) -> SmallStudy:
    """Ana finished both interviews; claims.toml lies beside the project."""
    small_study.apply("Ana", "second", "She listens", "Communication")
    for name in ("first", "second"):
        coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript(name))
    (small_study.project.path.parent / "claims.toml").write_text(CLAIMS, encoding="utf-8")
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


def line_of(words: str, wanted: str) -> str:
    """The line that holds these words."""
    return next(line for line in words.split("\n") if wanted in line)


def test_each_claim_has_its_verdict_in_words_and_a_mark(drive: Drive, claimed: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f10")
        words = await wait(it, "ClaimRows", "Staff lack time.")
        assert "✓" in line_of(words, "Staff named communication.")
        assert "✗" in line_of(words, "Staff lack time.")
        assert "fail" in line_of(words, "Staff lack time.")
        assert "1 of 3 hold" in it.words(it.app.screen.query_one("PaneTitle"))

    drive(script, study=claimed)


def test_a_verdict_changes_while_it_is_looked_at(drive: Drive, claimed: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f10")
        await wait(it, "ClaimRows", "Staff lack time.")
        claimed.apply("Ana", "second", "Officers rotate", "Time")
        it.app._poll()
        await it.settle()
        await wait(it, "PaneTitle", "2 of 3 hold")

    drive(script, study=claimed)


def test_enter_leads_to_the_theme_row_behind_the_claim(drive: Drive, claimed: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f10")
        await wait(it, "ClaimRows", "Staff lack time.")
        await it.press("down", "enter")
        await wait(it, "ThemeRows", "Communication")
        selected = it.app.screen.rows.selected  # type: ignore[attr-defined]
        assert (selected.path, selected.value) == (("Obstacles", "Time"), "staff")

    drive(script, study=claimed)


def test_enter_on_reliability_leads_to_the_agreement_screen(drive: Drive, claimed: SmallStudy) -> None:
    async def script(it: Driver) -> None:
        await it.press("f10")
        words = await wait(it, "ClaimRows", "Coders agree.")
        line = next(at for at, row in enumerate(words.split("\n")) if "Coders agree." in row)
        await it.click("ClaimRows", (10, line))
        await it.click("ClaimRows", (10, line + 1))
        await wait(it, "TextLines", "No two coders have finished the same transcript")

    drive(script, study=claimed)


def test_without_a_file_the_screen_says_how_to_name_one_and_takes_it(drive: Drive, claimed: SmallStudy) -> None:
    beside = claimed.project.path.parent / "claims.toml"
    other = beside.with_name("draft.toml")
    beside.rename(other)

    async def script(it: Driver) -> None:
        await it.press("f10")
        await wait(it, "TextLines", "Il n’y a pas de fichier d’affirmations ici.")
        await it.press("o", *"draft.toml", "enter")
        words = await wait(it, "ClaimRows", "Staff lack time.")
        assert "infirmée" in line_of(words, "Staff lack time.")

    drive(script, study=claimed, language="fr")


def test_a_file_with_a_fault_is_refused_with_its_place(drive: Drive, claimed: SmallStudy) -> None:
    (claimed.project.path.parent / "claims.toml").write_text("[[claim]]\nrule = 'loudly'\n", encoding="utf-8")

    async def script(it: Driver) -> None:
        await it.press("f10")
        await wait(it, "TextLines", "claims.toml")

    drive(script, study=claimed)


def test_enter_on_a_correlation_opens_its_numbers(drive: Drive, claimed: SmallStudy) -> None:
    correlation = (
        '[[claim]]\nsentence = "They go together."\nrule = "correlation"\nx = "a"\ny = "b"\nsign = "positive"\n'
    )
    (claimed.project.path.parent / "claims.toml").write_text(correlation, encoding="utf-8")
    values = (("P1", 1.0, 2.0), ("P2", 2.0, 4.0))
    with claimed.project.read() as reader:
        ids = {each.name: each.id for each in reads.every(reader, Participant)}
    rows = [
        MeasureValue(new_id(), ids[who], name, value)
        for who, *two in values
        for name, value in zip("ab", two, strict=True)
    ]
    claimed.project.transact(Op.IMPORT_MEASURES, lambda _: [add(row) for row in rows])

    async def script(it: Driver) -> None:
        await it.press("f10")
        await wait(it, "ClaimRows", "They go together.")
        await it.press("enter")
        await wait(it, "_Sheet", "2 participants have every value")
        await it.press("down", "enter")
        assert it.desk.is_on_screen

    drive(script, study=claimed)
