from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.errors import RuleRefused
from qualcode.services import coding
from qualcode.services.joint import joint_table
from qualcode.services.transcripts import import_measures

INTERVIEW = "I: What gets in the way?\nP: There is never enough time.\n"


@pytest.fixture
def study(small_study: SmallStudy, tmp_path: Path) -> SmallStudy:
    """Six women, P3 to P8, of whom P3 and P4, lowest on mood, speak of time."""
    names = [f"P{number}" for number in range(3, 9)]
    for name in names:
        small_study.add_transcript(name, f"{INTERVIEW}I: {name}?\n", {"participant": name, "group": "women"})
        coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript(name))
    for name in names[:2]:
        small_study.apply("Ana", name, "never enough time", "Time")
    lines = [f"{name},{value},1" for name, value in zip(names, (1, 2, 3, 4, 5, 5.5), strict=True)]
    (tmp_path / "measures.csv").write_text("participant,mood,same\n" + "\n".join(lines), encoding="utf-8")
    import_measures(small_study.project, tmp_path / "measures.csv")
    return small_study


def test_themes_are_counted_in_each_third(study: SmallStudy) -> None:
    table = joint_table(study.project, "mood", "women", themes=("Obstacles", "Time"))
    rows = {(row["code"], row["group"]): (row["n"], row["base"]) for row in table.records()}
    for code in ("Obstacles", "Time"):
        assert rows[code, "low, 1 to 2"] == (2, 2)
        assert rows[code, "middle, 3 to 4"] == (0, 2)
        assert rows[code, "high, 5 to 5.50"] == (0, 2)
    assert "over the 6 participants who have a value" in str(table.notes[0])
    assert table.indents == (0, 0, 0, 1, 1, 1)


def test_thirds_are_named_in_the_language_of_the_table(study: SmallStudy) -> None:
    groups = {str(row["group"]) for row in joint_table(study.project, "mood", language="fr").records()}
    assert "élevé, de 5 à 5,50" in groups


def test_a_measure_that_is_the_same_for_everybody_has_no_thirds(study: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match='"same" has no thirds'):
        joint_table(study.project, "same")
