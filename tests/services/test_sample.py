"""The sample study is what its answer key says."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.domain.rounds import Round
from qualcode.domain.study import Coder, MeasureValue, Participant, Question
from qualcode.domain.table import Table
from qualcode.domain.transcript import Revision, Section, Transcript
from qualcode.services.agreement import agreement_table
from qualcode.services.codebook import import_codebook
from qualcode.services.codings import import_codings
from qualcode.services.disagreements import disagreement_table
from qualcode.services.project import Project
from qualcode.services.ratings import Unit
from qualcode.services.sample import ROUNDS, free_folder
from qualcode.services.themes import theme_table
from qualcode.services.transcripts import import_transcripts, read_transcripts
from qualcode.store import reads

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "transcripts/six_rivers"
KEY = tomllib.loads((STUDY / "answer_key.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def agreement(sample: Project) -> Table:
    return agreement_table(sample, Unit.ANSWER, ("Ana", "Ben"), draws=1000, with_counts=True, round_="Main")


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
        people = [each for each in reads.every(reader, Participant) if not each.is_withdrawn]
    assert len(people) == 212
    for group, sites in (("women", (14, 26, 30, 22, 20, 12)), ("staff", (12, 17, 19, 16, 14, 10))):
        found = [sum(each.group == group and each.site == f"Site {letter}" for each in people) for letter in "ABCDEF"]
        assert tuple(found) == sites


def test_the_study_says_that_it_is_invented_under_every_table(sample: Project, agreement: Table) -> None:
    for table in (agreement, theme_table(sample)):
        assert any(str(note).startswith("SYNTHETIC DATA") for note in table.notes)
    for path in sorted((STUDY / "interviews").glob("*.txt")):
        assert b"SYNTHETIC" in path.read_bytes().splitlines()[0], path.name


def spoken() -> Iterator[tuple[str, str]]:
    """Whose and what, line by line: participants' speech in the interviews in full, and the notes."""
    for path in sorted((STUDY / "interviews").glob("*.txt")):
        text = path.read_bytes().decode("cp1252" if path.stem == "P064" else "utf-8")
        yield from ((path.stem, words) for words in re.findall(r"^P[a-z]*\s*: (.*)$", text, re.MULTILINE))
    for path in sorted((STUDY / "notes").glob("*.csv")):
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        yield from ((row["participant"], row["answer"]) for row in rows)


def test_no_sentence_stands_twice_in_the_interviews() -> None:
    seen: dict[str, str] = {}
    for who, line in spoken():
        for sentence in re.split("[.?!]", line):
            words = sentence.lower().split()
            if len(words) >= 6:
                assert seen.setdefault(" ".join(words), who) == who, sentence


def codings() -> list[dict[str, str]]:
    return [
        row
        for path in sorted((STUDY / "codings").iterdir())
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]


def test_every_coding_stands_on_words_and_rounds_have_their_coders(sample: Project) -> None:
    rows = codings()
    assert all(each["quote"] for each in rows)
    coders: dict[str, dict[str, set[str]]] = {}
    for each in rows:
        coders.setdefault(each["round"], {}).setdefault(each["transcript"], set()).add(each["coder"])
    double = {name for name, who in coders["Main"].items() if who == {"Ana", "Ben"}}
    assert double == set(KEY["double_coding"]["interviews"])
    assert all(len(who) == 1 for name, who in coders["Main"].items() if name not in double)
    three = KEY["calibration"]
    assert coders[three["round"]] == {
        name: set(three["coders"]) - ({"Ben"} if name == three["without_ben"] else set())
        for name in three["interviews"]
    }
    french = KEY["calibration_french"]
    assert coders[french["round"]] == {name: set(french["coders"]) for name in french["interviews"]}
    assert {each["codebook_version"] for each in rows if each["round"] != "Main"} == {"1"}
    with sample.read() as reader:
        assert {each.name: each.kind for each in reads.every(reader, Round)} == dict(ROUNDS)


def test_every_disagreement_is_settled_in_favour_of_one_the_other_or_neither(sample: Project) -> None:
    main = set(KEY["double_coding"]["interviews"])
    decisions = [each for each in disagreement_table(sample).records() if each["transcript"] in main]
    assert all(each["state"] == "settled" and each["reason"] for each in decisions)
    taken = Counter(str(each["decision"]) for each in decisions)
    found = {name: sum(count for words, count in taken.items() if name in words) for name in ("Ana", "Ben")}
    assert {**found, "other": taken.total() - sum(found.values())} == KEY["settled"]["main"]


def test_form_w1_forgot_a_question_in_one_answer_of_twenty() -> None:
    rows = [
        row
        for path in (STUDY / "notes").glob("*.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if row["guide"] == "W1"
    ]
    planted = KEY["form_w1"]
    assert len({row["participant"] for row in rows}) == planted["interviews"]
    assert len(rows) == planted["answers"]
    assert [row["question"] for row in rows if row["status"] == "not_asked"] == ["Q9"] * planted["not_asked"]
    assert planted["not_asked"] / planted["answers"] == 0.05


def test_lengths_are_those_of_speech_and_of_notes() -> None:
    words: dict[str, int] = {}
    for who, line in spoken():
        words[who] = words.get(who, 0) + len(line.split())
    headers = {
        path.stem: path.read_bytes().decode("latin-1").splitlines()[1] for path in (STUDY / "interviews").glob("*.txt")
    }
    verbatim = [name for name, header in headers.items() if "#mode: verbatim" in header]
    assert (len(verbatim), len(headers) - len(verbatim)) == (28, 21)
    assert all(300 <= words[name] <= 950 for name in verbatim), {name: words[name] for name in verbatim}
    assert sum(words.values()) > 40_000


def test_the_french_answers_have_the_codes_of_the_key(sample: Project) -> None:
    with sample.read() as reader:
        codes = {code.id: code.name for code in reads.every(reader, Code)}
        chloe = reads.one(reader, Coder, name="Chloe")
        questions = {question.id: question.name for question in reads.every(reader, Question)}
        assert chloe is not None
        found: dict[tuple[str, str], list[str]] = {}
        for coding in reads.every(reader, Coding, coder_id=chloe.id):
            revision = reads.one(reader, Revision, id=coding.revision_id)
            assert revision is not None
            transcript = reads.one(reader, Transcript, id=revision.transcript_id)
            assert transcript is not None
            (section,) = [
                each for each in reads.every(reader, Section, revision_id=revision.id)
                if each.start <= coding.start < each.end
            ]  # fmt: skip
            found.setdefault((transcript.name, questions[section.question_id]), []).append(codes[coding.code_id])
    expected = {(each["participant"], each["question"]): sorted(each["codes"]) for each in KEY["french"]["answer"]}
    assert {place: sorted(found[place]) for place in expected} == expected


def test_one_interview_is_in_windows_1252_and_one_has_decomposed_accents() -> None:
    with pytest.raises(UnicodeDecodeError):
        (STUDY / "interviews/P064.txt").read_bytes().decode("utf-8")
    text = (STUDY / "interviews/P187.txt").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFD", text)
    assert not unicodedata.is_normalized("NFC", text)


def test_the_coding_on_an_interviewers_turn_is_taken_in_with_a_warning(sample: Project, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "again.qualcode", "Again")
    import_codebook(project, sample.path.parent / "codebook.csv")
    sources = [sample.path.parent / "interviews", *(sample.path.parent / "notes").glob("*.csv")]
    import_transcripts(project, read_transcripts(project, sources, "cp1252"))
    done = import_codings(project, sample.path.parent / "codings/ben.csv")
    project.close()
    assert len(done.warnings) == 1
    assert "of P019 holds no participant's speech; it is kept and counts in no unit" in done.warnings[0]


def test_ben_drifts_on_resources_in_the_last_third(sample: Project) -> None:
    late = KEY["double_coding"]["interviews"][8:]
    leaves = {"Time", "Training", "Programmes", "Space"}
    used: dict[tuple[str, str], set[str]] = {}
    with sample.read() as reader:
        text = {}
        for revision in reads.latest_revisions(reader):
            transcript = reads.one(reader, Transcript, id=revision.transcript_id)
            assert transcript is not None
            ((_, text[transcript.name]),) = reads.texts(reader, [revision.sha256])
    for each in codings():
        if each["code"] in leaves and each["transcript"] in KEY["double_coding"]["interviews"]:
            before = text[each["transcript"]].partition(each["quote"])[0]
            turn = before.rpartition("\n")[2]
            if not turn.startswith("I:"):
                used.setdefault((each["transcript"], before.count("\n[Q")), set()).add(each["coder"])
    only_ben = [place for place, coders in used.items() if coders == {"Ben"}]
    assert len(only_ben) == 9
    assert sum(place[0] in late for place in only_ben) == 8


def test_the_measures_have_the_planted_correlations(sample: Project) -> None:
    with sample.read() as reader:
        values: dict[str, dict[str, float]] = {}
        for each in reads.every(reader, MeasureValue):
            values.setdefault(each.participant_id, {})[each.name] = each.value
    assert len(values) == KEY["measures"]["women"]
    bond = [four_items(each, KEY["measures"]["bond_items"]) for each in values.values()]
    misconducts = [each["misconducts"] for each in values.values()]
    found = stats.pearsonr(bond, misconducts)
    assert (round(found.statistic, 2), round(found.pvalue, 3)) == (-0.22, 0.014)
    assert misconducts.count(0) == 43
    assert max(misconducts) == 9
    assert sum("rh_peer" in each for each in values.values()) == 119


def four_items(values: dict[str, float], items: list[int]) -> float:
    """Mean of the answered items times four."""
    answered = [values[f"item_{item:02d}"] for item in items if f"item_{item:02d}" in values]
    return sum(answered) / len(answered) * 4


def test_the_demo_folder_never_overwrites_another(tmp_path: Path) -> None:
    assert free_folder(tmp_path).name == "six-rivers"
    (tmp_path / "six-rivers").mkdir()
    assert free_folder(tmp_path).name == "six-rivers-2"
