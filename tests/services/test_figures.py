"""The figures of the agreement screen lead to the disagreements that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.services import coding
from qualcode.services.agreement import agreement_table
from qualcode.services.disagreements import disagreement_queue
from qualcode.services.figures import Sight, figures
from qualcode.services.narrowing import Narrowing
from qualcode.services.ratings import Selection, Unit

if TYPE_CHECKING:
    from tests.conftest import SmallStudy

ASKED = """\
[Q1]
I: What gets in the way here?
P: There is never enough time. Officers rotate every week.
[Q2]
I: And what works?
P: My officer explains things. She listens.
"""


@pytest.fixture
def coded(small_study: SmallStudy) -> SmallStudy:
    """Three coders on an interview with two questions; Ana and Ben differ on Time in the first one."""
    small_study.add_transcript("asked", ASKED, {"participant": "P3"})
    small_study.apply("Ana", "asked", "never enough time", "Time")
    small_study.apply("Ben", "asked", "Officers rotate", "Shift rotation")
    small_study.apply("Cara", "asked", "never enough time", "Time")
    small_study.apply("Cara", "asked", "She listens", "Communication")
    for coder in ("Ana", "Ben", "Cara"):
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("asked"))
    return small_study


def behind(study: SmallStudy, wanted: Narrowing) -> list[str]:
    """The codes in dispute, by place."""
    queue = disagreement_queue(study.project, wanted)
    return [queue.codebook.codes[each.disagreement.code_id].name for each in queue.disputes]


def test_a_parent_leads_to_the_disagreements_of_its_leaves(coded: SmallStudy) -> None:
    found = figures(coded.project, Sight.CODES, Selection())
    rows = {row.path: behind(coded, row.wanted) for row in found.rows}
    assert rows["Obstacles"] == ["Time", "Shift rotation"]
    assert rows["Obstacles > Time"] == ["Time"]
    assert [row.figures["alpha"] for row in found.rows] == [
        row["alpha"] for row in agreement_table(coded.project).records()
    ]


def test_a_pair_leads_to_where_these_two_differ(coded: SmallStudy) -> None:
    found = figures(coded.project, Sight.PAIRS, Selection())
    time = next(row for row in found.grid if row.label == "Time")
    assert found.headings == ("Ana / Ben", "Ana / Cara", "Ben / Cara", "Light")
    assert [behind(coded, cell.wanted) for cell in time.cells] == [["Time"], [], ["Time"], ["Time"]]
    pooled = found.grid[-1]
    assert behind(coded, pooled.cells[1].wanted) == ["Communication"]


def test_codes_that_replace_each_other_lead_to_the_units_where_both_are_in_dispute(coded: SmallStudy) -> None:
    (row,) = figures(coded.project, Sight.CONFUSION, Selection()).grid
    assert row.label == "Time ⇄ Shift rotation"
    assert behind(coded, row.cells[0].wanted) == ["Time", "Shift rotation"]


def test_questions_and_their_mean_lead_to_the_answers(coded: SmallStudy) -> None:
    rows = figures(coded.project, Sight.QUESTION, Selection(Unit.TURN)).rows
    mean = {row.part: row for row in rows if not row.path}
    assert behind(coded, mean["Q1"].wanted) == ["Time", "Shift rotation"]
    assert behind(coded, mean["Q2"].wanted) == ["Communication"]
    obstacles = next(row for row in rows if row.path == "Obstacles" and row.part == "Q2")
    assert behind(coded, obstacles.wanted) == []


def test_a_round_leads_to_its_transcripts_only(coded: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="No round holds codings of two coders"):
        figures(coded.project, Sight.ROUND, Selection())
    assert behind(coded, Narrowing(transcripts=frozenset())) == []
