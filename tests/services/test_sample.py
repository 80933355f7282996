"""The sample study is what its answer key says."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.domain.study import Participant
from qualcode.domain.table import Table
from qualcode.services.agreement import Unit, agreement_table
from qualcode.services.project import Project
from qualcode.services.sample import free_folder, write_sample
from qualcode.services.themes import theme_table
from qualcode.store import reads

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "transcripts/six_rivers"
KEY = tomllib.loads((STUDY / "answer_key.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    project = write_sample(tmp_path_factory.mktemp("sample") / "study")
    yield project
    project.close()


@pytest.fixture(scope="module")
def agreement(sample: Project) -> Table:
    return agreement_table(sample, Unit.ANSWER, ("Ana", "Ben"), draws=1000, with_counts=True)


def row(table: Table, code: str) -> dict[str, Any]:
    return next(record for record in table.records() if record["code"] == code)


@pytest.mark.parametrize("cell", KEY["cell"], ids=lambda cell: cell["code"])
def test_the_planted_cells_come_out_exactly(agreement: Table, cell: dict[str, Any]) -> None:
    found = row(agreement, cell["code"])
    for name in ("both", "only_first", "only_second", "neither"):
        assert found[name] == cell[name], name
    assert found["percent"] * 100 == pytest.approx(cell["percent"], abs=0.05)
    if "kappa" in cell:
        assert found["kappa"] == pytest.approx(cell["kappa"], abs=5e-4)
    else:
        assert found["kappa"] is None
        assert found["reason"]


def test_twelve_interviews_give_one_hundred_and_fourteen_answers(agreement: Table) -> None:
    assert {record["n_units"] for record in agreement.records()} == {114}
    assert {record["n_transcripts"] for record in agreement.records()} == {12}


def test_the_paradox_of_static_priority_is_visible(agreement: Table) -> None:
    found = row(agreement, "Static priority")
    assert found["ac1"] == pytest.approx(0.95, abs=5e-3)
    assert found["alpha"] < 0.6
    assert "fewer than 10 units" in found["reason"]


def test_a_code_of_one_coder_and_a_code_of_nobody_say_so(agreement: Table) -> None:
    assert row(agreement, "Space")["kappa"] == 0
    assert "one coder only" in row(agreement, "Space")["reason"]
    assert row(agreement, "Unique")["reason"] == "no variation: nobody used the code"


def test_participants_by_group_and_site(sample: Project) -> None:
    with sample.read() as reader:
        people = reads.every(reader, Participant)
    assert len(people) == 212
    for group, sites in (("women", (14, 26, 30, 22, 20, 12)), ("staff", (12, 17, 19, 16, 14, 10))):
        found = [sum(each.group == group and each.site == f"Site {letter}" for each in people) for letter in "ABCDEF"]
        assert tuple(found) == sites


def test_the_study_says_that_it_is_invented_under_every_table(sample: Project, agreement: Table) -> None:
    for table in (agreement, theme_table(sample)):
        assert any(str(note).startswith("SYNTHETIC DATA") for note in table.notes)
    for path in sorted((STUDY / "interviews").glob("*.txt")):
        assert b"SYNTHETIC" in path.read_bytes().splitlines()[0], path.name


def test_no_sentence_stands_twice_in_the_interviews() -> None:
    seen: dict[str, str] = {}
    for path in sorted((STUDY / "interviews").glob("*.txt")):
        data = path.read_bytes()
        text = data.decode("cp1252" if path.stem in KEY.get("windows_1252", ["P064"]) else "utf-8")
        for line in text.splitlines():
            if line.startswith(("#", "[")):
                continue
            for sentence in line.partition(":")[2].replace("?", ".").replace("!", ".").split("."):
                words = sentence.lower().split()
                if len(words) >= 6:
                    assert seen.setdefault(" ".join(words), path.name) == path.name, sentence


def test_every_quote_stands_in_one_place_of_its_interview() -> None:
    with (STUDY / "codings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {each["coder"] for each in rows} >= {"Ana", "Ben"}
    assert all(each["quote"] for each in rows)


def test_the_demo_folder_never_overwrites_another(tmp_path: Path) -> None:
    assert free_folder(tmp_path).name == "six-rivers"
    (tmp_path / "six-rivers").mkdir()
    assert free_folder(tmp_path).name == "six-rivers-2"
