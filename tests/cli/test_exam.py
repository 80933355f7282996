"""The final exam: from the files of the sample study to the tables of the paper, with everything that was planted.

To write the golden tables anew after a wanted change, run `QUALCODE_GOLDEN=write pytest tests/cli/test_exam.py` and
read the difference before it is committed.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import krippendorff
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.proportion import proportion_confint
from tests.cli.conftest import Command

from qualcode.domain.errors import QualcodeError, RuleRefused
from qualcode.domain.table import Table
from qualcode.services.claims import claims_table
from qualcode.services.exchange import table_text
from qualcode.services.project import Project
from qualcode.services.results.everything import MAKINGS, Wish, save_everything
from qualcode.services.results.page import summary_page
from qualcode.services.sample import PROJECT, write_sample
from qualcode.services.themes import theme_table
from qualcode.services.withdrawal import withdraw_participant

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
KEY: dict[str, Any] = tomllib.loads((ROOT / "transcripts/six_rivers/answer_key.toml").read_text(encoding="utf-8"))
MEASURED = {"scales", "correlations"}
"""Tables that have neither layer nor codes."""
PRINTED = (
    "sample", "attributes", "questions", "themes", "themes-by-site", "choices", "obstacles", "agreement", "scales",
    "correlations", "quotes", "joint", "saturation",
)  # fmt: skip
WIDTH = 120


def made(project: Project, name: str, language: str = "en") -> Table:
    if name == "obstacles":
        names = ("Operational demands", "Resources")
        return theme_table(project, themes=names, with_children=True, language=language)
    if name == "themes":
        return theme_table(project, tests=True, language=language)
    return MAKINGS[name](project, language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PRINTED)
def test_a_table_of_the_paper_is_its_golden_file(sample: Project, name: str, language: str) -> None:
    found = table_text(made(sample, name, language), language, WIDTH)
    golden = GOLDEN / f"six_rivers.{name}.{language}.txt"
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("planted", KEY["frequency"], ids=lambda planted: planted["code"])
def test_a_theme_was_raised_by_as_many_as_were_planted(sample: Project, planted: dict[str, Any]) -> None:
    rows = {row["group"]: row for row in theme_table(sample).records() if row["code"] == planted["code"]}
    for group, base in (("women", 124), ("staff", 88)):
        if group in planted:
            assert (rows[group]["n"], rows[group]["base"]) == (planted[group], base)


def test_groups_differ_as_the_key_says_by_fisher_and_holm(sample: Project) -> None:
    planted = [each for each in KEY["frequency"] if "fisher_p" in each]
    table = theme_table(sample, themes=[each["code"] for each in planted], tests=True)
    found = {str(row["code"]): row for row in table.records() if row["fisher_p"] is not None}
    for each in planted:
        row = found[each["code"]]
        assert (round(float(row["fisher_p"]), 4), round(float(row["holm_p"]), 4)) == (each["fisher_p"], each["holm_p"])


def test_values_of_dynamic_security_are_of_those_who_answered(sample: Project) -> None:
    rows = {
        (row["code"], row["group"]): row
        for row in MAKINGS["choices"](sample, "en").records()
        if row["source"] == "coded"
    }
    for each in KEY["choice_frequency"]:
        row = rows[each["value"], each["group"]]
        assert (row["n"], row["base"]) == (each["n"], each["answered"])


def test_the_page_holds_what_the_data_bear_out_and_apart_what_they_do_not(sample: Project) -> None:
    page = summary_page(sample, claims=sample.path.parent / "claims.toml")
    assert "- **Communication**: 66 of 88 staff (75%); 97 of 124 women (78%)." in page
    borne, _, failed = page.partition("### What they do not bear out")
    assert "fewer misconducts. *r(122) = -.22, p = .014, 95% CI" in " ".join(borne.split()).replace("\\", "")
    assert failed.count("\n- ") == 3
    assert "The coding was reliable." in failed
    with pytest.raises(RuleRefused, match="hidden counts"):
        summary_page(sample, smallest=5, claims=sample.path.parent / "claims.toml")


def test_the_ledger_passes_and_fails_as_the_key_says(sample: Project) -> None:
    rows = claims_table(sample, sample.path.parent / "claims.toml").records()
    assert [str(row["verdict"]) for row in rows] == KEY["claims"]["verdicts"]
    assert rows[-1]["numbers"] == "26 of 33 codes reach it"
    assert "Peer mediation .664" in str(rows[-1]["margin"])
    assert "Emergent" not in str(rows[-1]["margin"]), "it holds but one code and says the same"


def codings_of(coder: str, parents: dict[str, str]) -> dict[tuple[str, str], set[str]]:
    """Codes and those above them by interview and question, read without the program: a quote stands in one answer."""
    interviews = {name: answers_of(name) for name in KEY["double_coding"]["interviews"]}
    found: dict[tuple[str, str], set[str]] = {}
    path = ROOT / f"transcripts/six_rivers/codings/{coder.lower()}.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        for question, words in interviews.get(row["transcript"], {}).items():
            if row["quote"] in words:
                code = row["code"]
                while code:
                    found.setdefault((row["transcript"], question), set()).add(code)
                    code = parents[code]
    return found


def answers_of(name: str) -> dict[str, str]:
    """What the participant says to each question that was answered."""
    text = (ROOT / f"transcripts/six_rivers/interviews/{name}.txt").read_text(encoding="utf-8")
    found = {}
    for marker in re.finditer(r"^\[(Q\d+)\](.*)\n((?:(?!\[Q).*\n?)*)", text, re.MULTILINE):
        spoken = re.findall(r"^P(?:articipant)?: (.*)$", marker[3], re.MULTILINE)
        if marker[1] != "Q1" and spoken and "status" not in marker[2]:
            found[marker[1]] = "\n".join(spoken)
    return found


def test_kappa_and_alpha_are_those_of_other_packages_to_four_decimals(sample: Project) -> None:
    with (ROOT / "codebooks/six_rivers/codebook.csv").open(encoding="utf-8", newline="") as stream:
        parents = {row["code"]: row["parent"] for row in csv.DictReader(stream)}
    ana, ben = (codings_of(coder, parents) for coder in ("Ana", "Ben"))
    units = [(name, each) for name in KEY["double_coding"]["interviews"] for each in answers_of(name)]
    assert len(units) == 114
    checked = 0
    for row in MAKINGS["agreement"](sample, "en").records():
        ratings = [[int(row["code"] in coder.get(unit, ())) for unit in units] for coder in (ana, ben)]
        if sum(map(sum, ratings)) and row["kappa"] is not None:
            assert float(row["kappa"]) == pytest.approx(cohen_kappa_score(*ratings), abs=5e-5)
            alpha = krippendorff.alpha(ratings, level_of_measurement="nominal")
            assert float(row["alpha"]) == pytest.approx(alpha, abs=5e-5)
            checked += 1
    assert checked > 20


def test_the_command_prints_agreement_over_the_main_round_and_says_so(six_rivers: Path, qualcode: Command) -> None:
    project = ["-p", str(six_rivers / PROJECT), "--code", "Time", "--draws", "100"]
    printed = qualcode("report", "agreement", *project).out
    assert "(12 Interviews, 114 Answers)" in printed
    assert "Main rounds only: Main" in printed
    assert (
        "(3 Interviews"
        in qualcode("report", "agreement", *project, "--round", "Calibration", "--coders", "Ana,Ben").out
    )


def test_a_theme_shows_its_own_agreement_beside_its_frequency(
    sample: Project, six_rivers: Path, qualcode: Command
) -> None:
    words = ["-p", str(six_rivers / PROJECT), "--themes", "Communication,Space,Unique", "--with-agreement"]
    rows = json.loads(qualcode("report", "themes", *words, "--format", "json").out)["rows"]
    beside = {row["code"]: row["alpha"] for row in rows if row["group"] == "staff"}
    alone = {row["code"]: row["alpha"] for row in MAKINGS["agreement"](sample, "en").records()}
    assert beside == pytest.approx({code: alone[code] for code in beside}, nan_ok=True)
    assert round(float(beside["Communication"]), 2) == 0.86
    assert beside["Unique"] is None


def test_intervals_of_shares_are_those_of_another_package(sample: Project) -> None:
    for row in theme_table(sample).records():
        low, high = proportion_confint(row["n"], row["base"], method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=5e-5)


@pytest.fixture
def copy(six_rivers: Path, tmp_path: Path) -> Iterator[Project]:
    """The sample study, to be changed."""
    shutil.copytree(six_rivers, tmp_path / "copy")
    project = Project.open(tmp_path / "copy" / PROJECT)
    yield project
    project.close()


def test_who_withdraws_is_gone_from_every_base(copy: Project) -> None:
    withdraw_participant(copy, "P064")
    by_key = {(row["code"], row["group"]): row for row in theme_table(copy).records()}
    assert by_key["Communication", "women"]["base"] == 123
    assert by_key["Communication", "women"]["n"] == 96
    assert by_key["Communication", "staff"]["base"] == 88
    choices = {
        (row["code"], row["group"]): row for row in MAKINGS["choices"](copy, "en").records() if row["source"] == "coded"
    }
    assert choices["Practised: yes", "women"]["base"] == 117
    scales = {row["name"]: row for row in MAKINGS["scales"](copy, "en").records()}
    assert scales["bond"]["n"] == 123


def test_without_a_guide_every_table_is_made_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.services.transcripts.import_guide", lambda *_: None)
    monkeypatch.setattr("qualcode.services.adjudication.import_adjudications", lambda *_: None)
    project = write_sample(tmp_path / "study")
    refused = {}
    for name, make in MAKINGS.items():
        try:
            assert make(project, "en").notes
        except QualcodeError as refusal:
            refused[name] = refusal.message
    project.close()
    assert set(refused) <= {"guides", "questions"}
    assert all(refused.values())


@pytest.mark.parametrize("name", sorted(set(MAKINGS) - {"guides", "checklist", "methods"}))
def test_every_table_names_what_it_rests_on(sample: Project, name: str) -> None:
    table = MAKINGS[name](sample, "en")
    said = " ".join(str(note) for note in table.notes)
    assert "SYNTHETIC DATA" in said
    assert "Codebook v2" in said
    if name not in {*MEASURED, "codebook"}:
        assert re.search("[Bb]ase|[Uu]nit|[Ll]ayer|% (is )?of", said), said


def test_a_second_run_writes_the_same_bytes(sample: Project, tmp_path: Path) -> None:
    wish = Wish(claims=sample.path.parent / "claims.toml")
    written = [save_everything(sample, tmp_path / name, wish).written for name in ("first", "second")]
    assert {"claims.csv", "report.docx", "page.md"} < {path.name for path in written[0]}
    assert len(written[0]) > 20
    assert [path.name for path in written[0]] == [path.name for path in written[1]]
    for first, second in zip(*written, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_the_first_stage_alone_gives_a_page_of_the_same_shape(
    six_rivers: Path, tmp_path: Path, qualcode: Command
) -> None:
    """By hand, on the command line: 24 women and 24 staff whose interviews are there in full."""
    folder = tmp_path / "stage"
    shutil.copytree(six_rivers, folder, ignore=shutil.ignore_patterns("*.qualcode*", "notes"))
    for path in (folder / "codings").iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        with path.open("w", encoding="utf-8", newline="") as stream:
            kept = [row for row in rows if (folder / f"interviews/{row[1]}.txt").exists()]
            csv.writer(stream).writerows([header, *kept])
    files = [
        word
        for name, suffix in (("codebook", "csv"), ("guide", "toml"), ("participants", "csv"), ("measures", "csv"))
        for word in (f"--{name}", str(folder / f"{name}.{suffix}"))
    ]
    made = qualcode("new", "stage.qualcode", "--synthetic", *files, "--encoding", "cp1252", str(folder / "interviews"))
    assert made.code == 0, made.err
    for words in (
        ["scales", folder / "scales.toml"],
        *(["codings", folder / f"codings/{name}.csv"] for name in ("ana", "ben", "chloe")),
        ["adjudications", folder / "adjudications.csv"],
    ):
        done = qualcode("import", *map(str, words))
        assert done.code == 0, done.err
    page = qualcode("report", "page").out
    assert "24 women" in page
    assert "24 staff" in page
    opened = Project.open(Path("stage.qualcode"))
    rows = {(row["code"], row["group"]): row for row in theme_table(opened).records()}
    opened.close()
    assert {row["base"] for row in rows.values()} == {24}
    assert all(row["n"] > 12 for (code, _), row in rows.items() if code in {"Communication", "Relational skills"})
