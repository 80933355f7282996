"""What stands behind a row of the measures screen, on measures that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.errors import RuleRefused
from qualcode.services.measures import import_scales
from qualcode.services.results.measure_rows import measure_rows, printed_measures
from qualcode.services.results.measured import measured
from qualcode.services.transcripts import import_measures, import_participants

MEASURES = """\
participant,i1,i2,charges
P1,1,2,0
P2,4,4,3
P3,7,6,
P4,5,4,2
P5,2,1,0
"""
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

[[outcome]]
name = "charged"
rule = "any"
column = "charges"
"""


@pytest.fixture
def study(small_study: SmallStudy, tmp_path: Path) -> SmallStudy:
    """The small study, whose P1 and P2 have an interview, and three more participants; all have measures."""
    people = "participant,group,site\nP1,women,A\nP2,staff,B\nP3,women,A\nP4,women,\nP5,staff,B\n"
    for name, text in (("participants.csv", people), ("measures.csv", MEASURES), ("scales.toml", SCALES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_participants(small_study.project, tmp_path / "participants.csv")
    import_measures(small_study.project, tmp_path / "measures.csv")
    import_scales(small_study.project, tmp_path / "scales.toml")
    return small_study


def test_a_pair_is_told_in_full(study: SmallStudy) -> None:
    found = measured(study.project, ("mood", "charges"))
    assert found.labels == ("Mood", "Charges")
    assert [str(fact) for fact in found.facts] == [
        "4 participants have every value; 1 have not.",
        "Pearson: r(2) = .92, p = .080, 95% CI [-.36, 1.00].",
        "Spearman: .78, p .222.",
        "Charges = number of charges in a year.",
    ]
    assert [str(each) for each in found.details] == [
        "Low third of Mood (3 to 3): n 2, mean of Charges 0.00.",
        "Middle third of Mood (8 to 8): n 1, mean of Charges 3.00.",
        "High third of Mood (9 to 9): n 1, mean of Charges 2.00.",
        "Mood: n 5, M 7.20, SD 4.27, from 3 to 13.",
        "Charges: n 4, M 1.25, SD 1.50, from 0 to 3.",
    ]


def test_a_pair_with_a_yes_or_no_is_point_biserial(study: SmallStudy) -> None:
    assert "Point-biserial" in str(measured(study.project, ("mood", "charged")).facts[1])


def test_participants_stand_in_order_of_their_values_with_their_interviews(study: SmallStudy) -> None:
    people = measured(study.project, ("mood", "charges")).people
    assert [(each.name, each.printed) for each in people] == [
        ("P1", ("3", "0")), ("P5", ("3", "0")), ("P2", ("8", "3")), ("P4", ("9", "2")),
    ]  # fmt: skip
    assert [each.facts for each in people] == ["women · A", "staff · B", "staff · B", "women"]
    assert [[met.transcript for met in each.met] for each in people] == [["first"], [], ["second"], []]
    (met,) = people[0].met
    assert study.text[met.start : met.end] == "There is never enough time. Officers rotate every week."


def test_one_scale_of_one_group_has_its_own_people(study: SmallStudy) -> None:
    found = measured(study.project, ("mood",), "women", language="fr")
    assert (found.labels, [each.name for each in found.people]) == (("Humeur",), ["P1", "P4", "P3"])


def test_rows_are_those_of_both_tables_with_labels_and_printed_figures(study: SmallStudy) -> None:
    found = measure_rows(study.project)
    (mood,) = found.scales
    assert (mood.names, mood.label, mood.cells) == (
        ("mood",), "Mood", ("2", "5", "7.20", "4.27", "2\N{EN DASH}14", "3\N{EN DASH}13", ".96"),
    )  # fmt: skip
    first = found.pairs[0]
    assert (first.names, first.label) == (("mood", "charges"), "Mood × Charges")
    assert first.cells == ("4", ".92   ", "[-.36, 1.00]", ".080")
    assert found.groups == ("staff", "women")
    said = [str(note) for note in found.notes]
    assert len(said) == len(set(said))
    assert any("codebook" in note.casefold() for note in said)


def test_by_rank_the_coefficient_is_spearmans_and_has_no_interval(study: SmallStudy) -> None:
    first = measure_rows(study.project, by_rank=True).pairs[0]
    assert first.cells == ("4", ".78   ", "-", ".222")


def test_a_group_in_which_nothing_varies_says_why(study: SmallStudy) -> None:
    first = measure_rows(study.project, "women").pairs[0]
    assert first.cells[0] == "2"
    assert first.reason == "two participants give no p"


def test_both_tables_are_printed_as_in_a_report(study: SmallStudy) -> None:
    text = printed_measures(study.project, None, 100)
    assert "Scales" in text
    assert "2. Charges" in text


def test_without_scales_and_outcomes_nothing_is_invented(small_study: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="no scales"):
        measure_rows(small_study.project)
