from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    "words",
    ["sample", "sample --by group", "questions", "themes --count words", "themes --range", "quotes", "matrix",
     "matrix --binary", "cooccurrence --in answer --by group", "saturation --base 1 --run 1", "codebook", "guides",
     "methods", "checklist"],
)  # fmt: skip
def test_every_report_is_a_table_with_notes_and_provenance(project: Command, words: str) -> None:
    done = project("report", *words.split(), "--format", "json", "--lang", "fr")
    assert (done.code, done.err) == (0, "")
    table = json.loads(done.out)
    assert table["rows"]
    assert any("Livre de codes" in note for note in table["notes"])
    assert table["provenance"]["event"] > 0


def test_counts_of_words_have_neither_tests_nor_ranges(project: Command) -> None:
    assert project("report", "themes", "--count", "words", "--tests").code == 2


def test_a_report_without_data_is_refused_in_a_sentence(project: Command) -> None:
    done = project("report", "choices")
    assert (done.code, done.out) == (1, "")
    assert "neither a choice set" in done.err


def test_the_page_is_markdown_on_standard_output_or_in_a_file(project: Command, folder: Path) -> None:
    shown = project("report", "page").out
    assert shown.startswith("# small\n")
    assert project("report", "page", "--out", "page.md").code == 0
    assert (folder / "page.md").read_text(encoding="utf-8") == shown


def test_all_tables_are_written_and_those_without_data_named(project: Command, folder: Path) -> None:
    done = project("report", "all", "--out", "report")
    assert done.code == 0
    assert "Left out choices" in done.err
    assert {"themes.csv", "report.html", "report.docx", "report.xlsx", "page.md"} <= {
        path.name for path in (folder / "report").iterdir()
    }
