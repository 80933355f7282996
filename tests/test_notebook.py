"""A project as data frames."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.notebook import Study, open_project
from qualcode.services.sample import PROJECT

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sample(six_rivers: Path) -> Path:
    return six_rivers / PROJECT


@pytest.fixture(scope="module")
def study(sample: Path) -> Iterator[Study]:
    with open_project(sample) as opened:
        yield opened


def test_units_by_answer_give_the_counts_of_the_agreement_table(study: Study) -> None:
    units = study.units("answer").query("coder in ('Ana', 'Ben') and code == 'Communication'")
    wide = units.pivot_table(index=["transcript", "unit"], columns="coder", values="present", aggfunc="first").dropna()
    table = study.agreement("answer", ("Ana", "Ben"), draws=100).set_index("code").loc["Communication"]
    assert len(wide) == table["n_units"] == 144
    assert (wide["Ana"] == wide["Ben"]).mean() == pytest.approx(table["percent"])


@pytest.mark.parametrize("unit", ["turn", "transcript", "participant"])
def test_other_units_agree_with_the_agreement_table_too(study: Study, unit: str) -> None:
    units = study.units(unit).query("coder in ('Ana', 'Ben')")
    wide = units.pivot_table(
        index=["code", "participant", "transcript", "unit"], columns="coder", values="present", aggfunc="first"
    ).dropna()
    percent = (wide["Ana"] == wide["Ben"]).groupby("code").mean()
    table = study.agreement(unit, ("Ana", "Ben"), draws=100).set_index("code")["percent"]
    for code, value in percent.items():
        assert table[code] == pytest.approx(value), code


def test_codings_and_themes_are_frames_whose_notes_stay_with_them(study: Study) -> None:
    codings = study.codings()
    assert set(codings["coder"]) == {"Ana", "Ben", "Chloe"}
    assert codings.iloc[0]["quote"]
    assert set(codings["unsure"]) == {""}
    themes = study.themes()
    assert set(themes["group"]) == {"staff", "women"}
    assert any(note.startswith("SYNTHETIC DATA") for note in themes.attrs["notes"])
    assert themes.attrs["provenance"]["synthetic"] == 1


def test_scales_and_correlations_are_frames_too(study: Study) -> None:
    assert list(study.scales("women")["name"]) == ["bond", "task", "goal", "relational_health"]
    pair = study.correlations(("bond", "misconducts")).iloc[0]
    assert round(pair["r"], 2) == -0.22


def test_an_unknown_unit_is_refused_with_those_there_are(study: Study) -> None:
    with pytest.raises(RuleRefused, match="answer, turn, transcript, participant"):
        study.units("word")


def test_the_example_of_the_documentation_runs(sample: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs/notebook_example.py", sample], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Static priority" in done.stdout
