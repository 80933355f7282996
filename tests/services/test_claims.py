"""The ledger on a study of two interviews, and on the sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SmallStudy

from qualcode.services import coding
from qualcode.services.claims import claims_table, failed
from qualcode.services.project import Project

LEDGER = """\
[[claim]]
sentence = "Women spoke of time."
rule = "majority"
code = "Time"
group = "women"

[[claim]]
sentence = "Both spoke of obstacles."
rule = "named_by_both"
code = "Obstacles"
groups = ["women", "staff"]
share = 0.4

[[claim]]
sentence = "Men spoke of time."
rule = "majority"
code = "Time"
group = "men"

[[claim]]
sentence = "Everybody spoke of weather."
rule = "majority"
code = "Weather"
group = "women"

[[claim]]
sentence = "Bond matters."
rule = "correlation"
x = "bond"
y = "charges"
sign = "negative"

[[claim]]
sentence = "It is reliable."
rule = "reliable"
"""


def ledger(project: Project, path: Path, text: str = LEDGER, **options: Any) -> list[dict[str, Any]]:
    path.write_text(text, encoding="utf-8")
    return list(claims_table(project, path, **options).records())


@pytest.fixture
def study(small_study: SmallStudy) -> SmallStudy:
    small_study.apply("Ana", "first", "never enough time", "Time")
    for transcript in ("first", "second"):
        coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript(transcript))
    return small_study


def test_each_claim_has_its_numbers_and_a_verdict(study: SmallStudy, tmp_path: Path) -> None:
    rows = ledger(study.project, tmp_path / "claims.toml")
    assert [row["verdict"] for row in rows] == [
        "pass, narrow", "fail, narrow", "not estimable", "not estimable", "not estimable", "not estimable",
    ]  # fmt: skip
    assert rows[0]["numbers"] == "women: 1 of 1 (100 %)"
    assert (rows[0]["n"], rows[0]["base"], rows[0]["value"], rows[0]["threshold"]) == (1, 1, 1, 0.5)
    assert rows[1]["margin"].startswith("falls short: staff; weakest 95% CI [0,")


def test_what_cannot_be_evaluated_says_why(study: SmallStudy, tmp_path: Path) -> None:
    rows = ledger(study.project, tmp_path / "claims.toml")
    assert [row["margin"] for row in rows[2:]] == [
        'No participant is in the group "men".',
        'The codebook has no code "Weather".',
        'There is no scale, outcome or measure "bond".',
        "No two coders have finished the same transcript, so there is nothing to compare.",
    ]
    assert failed(claims_table(study.project, tmp_path / "claims.toml")) == 5


def test_a_claim_about_every_site_needs_sites(study: SmallStudy, tmp_path: Path) -> None:
    text = '[[claim]]\nsentence = "S"\nrule = "at_each_site"\nby = "site"\ncode = "Time"\ngroup = "women"\n'
    (row,) = ledger(study.project, tmp_path / "claims.toml", text)
    assert (row["verdict"], row["margin"]) == ("not estimable", 'No participant of "women" has the attribute "site".')


def test_a_claim_about_the_coding_may_name_the_round(study: SmallStudy, tmp_path: Path) -> None:
    text = '[[claim]]\nsentence = "S"\nrule = "reliable"\nround = "Main"\n'
    (row,) = ledger(study.project, tmp_path / "claims.toml", text)
    assert (row["verdict"], row["margin"]) == ("not estimable", 'There is no round "Main".')


def test_the_ledger_of_the_sample_passes_the_bond_and_fails_the_coding(sample: Project) -> None:
    rows = list(claims_table(sample, sample.path.parent / "claims.toml").records())
    bond, coding_ = rows[0], rows[-1]
    assert (bond["verdict"], bond["n"]) == ("pass", 124)
    assert bond["numbers"] == "r(122) = -.22, p = .014, 95% CI [-.38, -.05], n = 124"
    assert (coding_["verdict"], coding_["layer"]) == ("fail", "independent")
    for name in ("Static priority", "Role conflict", "Peer mediation", "Space"):
        assert name in str(coding_["margin"])
    assert "Unique" not in str(coding_["margin"]), "what nobody used has no agreement to fall short"


def test_the_ledger_is_french_where_that_is_asked_for(sample: Project) -> None:
    bond = claims_table(sample, sample.path.parent / "claims.toml", language="fr").records()[0]
    assert str(bond["sentence"]).startswith("Les femmes qui sentaient un lien")
    assert bond["said"] == "confirmée"
    assert bond["verdict"] == "pass"
    assert bond["rule"] == "corrélation (négative, p < 0,05)"
