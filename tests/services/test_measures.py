"""Scales, outcomes and their correlations, on measures that can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import say
from qualcode.formats.tables import format_table
from qualcode.services.correlations import correlation_table
from qualcode.services.measures import import_scales, people_of, variables
from qualcode.services.project import Project
from qualcode.services.scales import scale_table
from qualcode.services.transcripts import import_measures, import_participants

MEASURES = """\
participant,i1,i2,i3,charges,months
P1,1,7,2,0,12
P2,4,4,,3,6
P3,7,,,0,0
P4,6,2,5,2,4
P5,,,,1,2
"""
SCALES = """\
[[scale]]
name = "mood"
items = ["i1", "i2", "i3"]
range = [1, 7]
reversed = ["i2"]
smallest_share = 0.6

[[outcome]]
name = "charges"
rule = "count"

[[outcome]]
name = "any"
rule = "any"
column = "charges"

[[outcome]]
name = "rate"
rule = "rate"
column = "charges"
time = "months"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {
        "participants.csv": "participant,group\nP1,women\nP2,women\nP3,women\nP4,women\nP5,staff\n",
        "measures.csv": MEASURES,
        "scales.toml": SCALES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = Project.create(tmp_path / "s.qualcode", "Small")
    import_participants(made, tmp_path / "participants.csv")
    import_measures(made, tmp_path / "measures.csv")
    import_scales(made, tmp_path / "scales.toml")
    return made


def values(project: Project, name: str) -> dict[str, float | None]:
    with project.read() as reader:
        people = people_of(reader, None)
        (found,) = variables(reader, people, (name,))
    return {person.name: found.values[person.id] for person in people}


def test_a_score_turns_items_round_and_counts_a_missing_one_as_the_mean(project: Project) -> None:
    assert values(project, "mood") == {"P1": 4, "P2": 12, "P3": None, "P4": 17, "P5": None}


def test_an_outcome_is_a_count_a_yes_or_no_or_a_rate_over_time_at_risk(project: Project) -> None:
    assert values(project, "charges") == {"P1": 0, "P2": 3, "P3": 0, "P4": 2, "P5": 1}
    assert values(project, "any") == {"P1": 0, "P2": 1, "P3": 0, "P4": 1, "P5": 1}
    assert values(project, "rate") == {"P1": 0, "P2": 0.5, "P3": None, "P4": 0.5, "P5": 0.5}


def test_a_measure_can_be_named_as_it_is_and_an_unknown_name_lists_the_known(project: Project) -> None:
    assert values(project, "i3") == {"P1": 2, "P2": None, "P3": None, "P4": 5, "P5": None}
    with pytest.raises(RuleRefused, match="There are: mood, charges, any, rate, i1, i2, i3, months"):
        values(project, "bond")


def test_definitions_imported_twice_change_nothing_and_undo_takes_them_back(project: Project, tmp_path: Path) -> None:
    assert import_scales(project, tmp_path / "scales.toml").changes == ()
    (tmp_path / "scales.toml").write_text(SCALES.replace("0.6", "1"), encoding="utf-8")
    assert [change.kind for change in import_scales(project, tmp_path / "scales.toml")] == ["scale"]
    assert values(project, "mood")["P2"] is None
    project.undo(None)
    assert values(project, "mood")["P2"] == 12


def test_a_definition_over_unknown_measures_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "scales.toml").write_text('[[scale]]\nname = "a"\nitems = ["i9"]\n', encoding="utf-8")
    with pytest.raises(RuleRefused, match='"a" needs measures that no participant has: i9'):
        import_scales(project, tmp_path / "scales.toml")


def test_without_scales_and_outside_every_group_the_tables_say_what_to_do(project: Project, tmp_path: Path) -> None:
    empty = Project.create(tmp_path / "empty.qualcode", "Empty")
    for table in (scale_table, correlation_table):
        with pytest.raises(RuleRefused, match="no scales"):
            table(empty)
    with pytest.raises(RuleRefused, match='No participant is in the group "men"'):
        scale_table(project, "men")


def test_every_cell_of_the_matrix_has_its_own_n_and_a_constant_has_no_correlation(project: Project) -> None:
    rows = correlation_table(project, ("mood", "charges", "i3"), "women").records()
    assert (rows[1]["n_1"], rows[2]["n_1"], rows[2]["n_2"]) == (3, 2, 2)
    assert rows[1]["r_1"] == pytest.approx(stats.pearsonr([4, 12, 17], [0, 3, 2]).statistic)
    assert rows[2]["p_1"] is None
    assert "two participants give no p" in str(rows[2]["reason"])
    (pair,) = correlation_table(project, ("rate", "any"), "staff", pairs=True).records()
    assert (pair["n"], pair["r"], pair["reason"]) == (1, None, "fewer than two participants have a value")


def test_the_sample_prints_the_planted_correlation_as_a_paper_does(sample: Project) -> None:
    table = correlation_table(sample, ("bond", "relational_health", "misconducts"), "women")
    page = format_table(table)
    assert "3. Misconducts 124 1.78 1.97 -.22* -.15 —" in " ".join(page.split())
    assert "pairwise n 119-124" in page
    said = " ".join(str(note) for note in table.notes)
    assert "Bond and Misconducts: r(122) = -.22, p = .014, 95% CI [-.38, -.05]; Spearman -.25." in said
    assert "Misconducts = number of recorded charges" in said
    assert "A correlation is no effect" in said
    assert r"-.22\*" in format_table(table, "md")


def test_the_french_note_has_decimal_commas_and_semicolons(sample: Project) -> None:
    table = correlation_table(sample, ("bond", "misconducts"), "women", language="fr")
    said = " ".join(say(note, "fr") for note in table.notes)
    assert "r(122) = −0,22\u00a0; p = 0,014\u00a0; IC à 95\u00a0% [−0,38; −0,05]\u00a0; Spearman −0,25." in said


def test_any_misconduct_is_point_biserial(sample: Project) -> None:
    (pair,) = correlation_table(sample, ("bond", "any_misconduct"), pairs=True).records()
    assert (pair["kind"], round(float(pair["r"] or 0), 2)) == ("point-biserial", -0.21)


def test_the_scales_of_the_sample_are_those_of_the_answer_key(sample: Project) -> None:
    rows: dict[Any, dict[str, Any]] = {row["name"]: row for row in scale_table(sample, "women").records()}
    bond = rows["bond"]
    assert (bond["n"], round(bond["mean"], 1), round(bond["sd"], 1)) == (124, 18.2, 5.3)
    assert (round(bond["alpha"], 3), bond["alpha_n"]) == (0.862, 122)
    assert (bond["possible_low"], bond["possible_high"]) == (4, 28)
    assert rows["relational_health"]["n"] == 119
