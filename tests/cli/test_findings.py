"""Measures, claims and hidden cells from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command

SCALES = '[[scale]]\nname = "mood"\nitems = ["a", "b"]\nrange = [1, 5]\n'
CLAIM = '[[claim]]\nsentence = "Time is short."\nrule = "majority"\ncode = "Time"\ngroup = "{group}"\n'


@pytest.fixture
def measured(project: Command, folder: Path) -> Command:
    (folder / "measures.csv").write_text("participant,a,b\nP1,1,2\nP2,2,2\nP3,5,4\n", encoding="utf-8")
    (folder / "scales.toml").write_text(SCALES, encoding="utf-8")
    assert project("import", "measures", "measures.csv").code == 0
    return project


def test_scales_come_in_and_their_tables_go_out(measured: Command) -> None:
    assert "Would store 1 new scale" in measured("import", "scales", "scales.toml", "--dry-run").err
    assert measured("report", "scales").code == 1
    assert "1 new scale" in measured("import", "scales", "scales.toml").err
    (row,) = json.loads(measured("report", "scales", "--format", "json").out)["rows"]
    assert (row["n"], row["items"], row["mean"]) == (3, 2, pytest.approx(16 / 3))
    done = measured("report", "correlations", "--variables", "mood, a", "--pairs", "--format", "json")
    (pair,) = json.loads(done.out)["rows"]
    assert (pair["n"], pair["df"]) == (3, 1)
    joint = measured("report", "joint", "--themes", "Time")
    assert joint.code == 0
    assert "Themes by Thirds of mood" in joint.out


def test_claims_leave_with_one_where_one_fails(project: Command, folder: Path) -> None:
    (folder / "claims.toml").write_text(CLAIM.format(group="women"), encoding="utf-8")
    assert project("claims", "claims.toml").code == 0
    (folder / "claims.toml").write_text(CLAIM.format(group="men"), encoding="utf-8")
    done = project("claims", "claims.toml", "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["rows"][0]["verdict"] == "not estimable"
    assert "1 of 1 claims are not borne out" in done.err
    assert "cannot be read" in project("claims", "nowhere.toml").err


def test_small_cells_are_hidden_on_request(project: Command) -> None:
    for report in ("themes", "sample", "sample --attributes", "questions", "sites", "cooccurrence"):
        assert "†" in project("report", *report.split(), "--suppress", "5").out, report
    assert project("report", "themes", "--suppress", "5", "--tests").code == 1
    assert project("report", "themes", "--suppress", "1").code == 2


def test_sites_are_numbered_on_request_and_only_who_runs_the_command_sees_their_names(project: Command) -> None:
    done = project("report", "themes", "--by", "site", "--alias-sites", "--themes", "Time", "--format", "json")
    rows = json.loads(done.out)["rows"]
    assert [row["group"] for row in rows] == ["Site no. 1", "Site no. 2"]
    names = dict(line.split(": ") for line in done.err.splitlines())
    assert sorted(names.values()) == ["A", "B"]
    plain = json.loads(project("report", "themes", "--by", "site", "--themes", "Time", "--format", "json").out)["rows"]
    bases = {row["group"]: row["base"] for row in plain}
    assert [row["base"] for row in rows] == [bases[names[row["group"]]] for row in rows]
    assert project("report", "themes", "--alias-sites").code == 1
