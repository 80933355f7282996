"""A participant with two interviews is one participant in every table."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.identity import new_id
from qualcode.domain.table import Table
from qualcode.services import coding, transcripts
from qualcode.services.coding import open_transcript
from qualcode.services.joint import joint_table
from qualcode.services.project import Project
from qualcode.services.results.choices import choices_table
from qualcode.services.results.composition import sample_table
from qualcode.services.results.matrix import binary_table
from qualcode.services.results.questions import questions_table
from qualcode.services.results.quotes import quotes_table
from qualcode.services.themes import theme_table
from qualcode.store import reads

GUIDE = """\
[[question]]
id = "Q1"
text = "What is missing?"
codes = ["Time"]
[[question]]
id = "Q2"
text = "Is it practised?"
values = ["yes", "mixed"]
"""
A = "#group: women   #site: A\n"
FILES = {
    "spring": f"{A}#participant: P099   #mode: verbatim\n[Q1]\nP: No time in spring.\n[Q2] {{choice: yes}}\n",
    "autumn": "#participant: P099   #mode: verbatim\n[Q1]\nP: No time in autumn.\n[Q2] {choice: mixed}\n",
    "other": f"{A}#participant: P100   #mode: notes\n[Q1]\nP: Time enough.\n[Q2] {{choice: yes}}\n",
    "silent": f"{A}#participant: P101   #mode: notes\n[Q1] {{status: refused}}\n[Q2] {{choice: yes}}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """P099 in spring and autumn, P100 once, P101 who said no word; Ana has coded and finished all."""
    project = Project.create(tmp_path / "s.qualcode", "Study")
    (tmp_path / "guide.toml").write_text(GUIDE, encoding="utf-8")
    code = Code(new_id(), "Time")
    project.transact(Op.ADD_CODE, lambda _: [add(code)])
    transcripts.import_guide(project, tmp_path / "guide.toml")
    for name, text in FILES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    intake = transcripts.read_transcripts(project, [tmp_path / f"{name}.txt" for name in FILES])
    transcripts.import_transcripts(project, intake)
    (tmp_path / "m.csv").write_text("participant,bond\nP099,1\nP100,2\nP101,3\n", encoding="utf-8")
    transcripts.import_measures(project, tmp_path / "m.csv")
    ana = project.coder("Ana").id
    with project.read() as reader:
        ids = [each for each, _ in reads.revision_ids(reader)]
    for transcript in ids:
        opened = open_transcript(project, transcript, ana)
        start = opened.text.find("No time")
        if start >= 0:
            coding.apply_code(project, ana, opened.revision.id, start, start + len("No time"), code.id)
        coding.finish_transcript(project, ana, transcript)
    return project


def cells(table: Table, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in table.records()]


def test_the_theme_table_counts_people(project: Project) -> None:
    assert cells(theme_table(project), "code", "n", "base") == [("Time", 1, 3)]


def test_the_sample_counts_people_once_and_each_of_their_modes(project: Project) -> None:
    rows = cells(sample_table(project), "site", "n_women", "interviewed_women", "mode_verbatim", "mode_notes")
    assert rows == [("A", 3, 3, 1, 2), ("Total", 3, 3, 1, 2)]


def test_choices_count_people_once_in_the_base_and_say_who_has_two_values(project: Project) -> None:
    table = choices_table(project)
    assert cells(table, "code", "n", "base") == [("Q2: yes", 3, 3), ("Q2: mixed", 1, 3), ("Q2: asked, no answer", 0, 3)]
    assert any(str(note).startswith("Participants with different recorded values") for note in table.notes)


def test_questions_joint_display_quotes_and_matrix_have_one_row_or_count_a_participant(project: Project) -> None:
    asked = cells(questions_table(project), "question", "interviewed", "asked", "answered", "refused")
    assert asked == [("Q1", 3, 3, 2, 1), ("Q2", 3, 3, 3, 0)]
    assert cells(joint_table(project, "bond"), "n", "base") == [(1, 1), (0, 1), (0, 1)]
    assert [row["case"] for row in quotes_table(project).records()] == ["", "deviant: theme not raised; answer to Q1"]
    assert cells(binary_table(project), "participant", "Time") == [("P099", 1), ("P100", 0), ("P101", 0)]
