"""The two tables of a study as they are printed at the width of a terminal, and hostile words in every form.

To write the golden files anew after a wanted change, run `QUALCODE_GOLDEN=write pytest tests/formats` and read the
difference.
"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.table_text import cell_width
from qualcode.formats.tables import FORMATS, format_table, write_table

GOLDEN = Path(__file__).parent / "golden"

AGREEMENT = Table(
    "agreement",
    Phrase(
        "Agreement Between Independent Coders, by Code ({transcripts} Interviews, {units} {unit})",
        {"transcripts": 12, "units": 114, "unit": Phrase("Answers")},
    ),
    (
        Column("code", "Theme"),
        Column("n_units", "Units", Measure.COUNT, printed=False),
        Column("prevalence", "Used in %", Measure.SHARE),
        Column("percent", "% agree", Measure.SHARE),
        Column("alpha", "alpha", Measure.COEFFICIENT),
        Column("alpha_low", "95% CI", Measure.COEFFICIENT),
        Column("alpha_high", "95% CI", Measure.COEFFICIENT),
        Column("ac1", "AC1", Measure.COEFFICIENT),
        Column("positive", "Positive", Measure.COEFFICIENT),
        Column("kappa", "kappa", Measure.COEFFICIENT),
        Column("reason", "Note"),
    ),
    (
        ("Relational skills", 1114, 1 / 3, 0.94, 0.86, 0.75, 0.96, 0.89, 0.91, 0.855, ""),
        ("Trust and confidentiality", 1114, 0.05, 0.96, -0.22, -0.5, 0.89, 0.95, 0.5, -0.001, ""),
        ("Space", 1114, 0.01, 0.97, 0.0, None, None, 0.97, 0.0, 0.0,
         "no interval: too few replicates vary; used by one coder only"),
        ("Unique", 1114, 0.0, 1.0, None, None, None, 1.0, None, None, "no variation: nobody used the code"),
        ("Resources", 1114, 0.02, 0.9, 0.5, 0.1, 0.8, 0.9, 0.4, 0.5, "used by one coder only"),
    ),
    (Phrase("Unit = answer to one guide question."), Phrase("CI: Wilson.")),
    {"unit": "answer", "seed": 7},
    (0, 1, 0, 0, 0),
)  # fmt: skip


def themes(*, tests: bool = False, bases: tuple[int, int] = (124, 88)) -> Table:
    """Two groups, four themes; one of them counted for nobody."""
    tested = (
        Column("difference", "Difference", Measure.SHARE),
        Column("difference_low", "95% CI", Measure.SHARE),
        Column("difference_high", "95% CI", Measure.SHARE),
        Column("fisher_p", "Fisher p", Measure.PROBABILITY),
        Column("holm_p", "Holm p", Measure.PROBABILITY),
        Column("odds_ratio", "Odds ratio", Measure.NUMBER),
    )
    columns = (
        Column("code", "Theme"),
        Column("parent", "Parent", printed=False),
        Column("group", "Group"),
        Column("n", "n", Measure.COUNT),
        Column("base", "Base", Measure.COUNT),
        Column("percent", "%", Measure.SHARE),
        Column("low", "95% CI", Measure.SHARE),
        Column("high", "95% CI", Measure.SHARE),
        *(tested if tests else ()),
        Column("reason", "Note"),
    )
    rows: list[tuple[Value, ...]] = []
    for code, counts in (("Communication", (97, 66)), ("Respect and fairness", (74, 35)), ("Space", (None, None))):
        for group, n, base in zip(("women", "staff"), counts, bases, strict=True):
            figures = (n, base, n / base, 0.43, 0.578) if n else (None, base, None, None, None)
            test: tuple[Value, ...] = (
                (0.032, -0.091, 0.15, 0.0004, 0.0141, 1.2) if n and group == "women" else (None,) * 6
            )
            reason = "" if n else "no question of the guide feeds this theme"
            rows.append((code, "", group, *figures, *(test if tests else ()), reason))
    return Table(
        "themes",
        Phrase("Themes Raised in Interviews, by {attribute}", {"attribute": "Group"}),
        columns,
        tuple(rows),
        (Phrase("Base: participants interviewed and fully coded."), Phrase("CI: Wilson.")),
        {"by": "group"},
        (0, 0, 1, 1, 0, 0),
    )


TABLES = {"agreement": AGREEMENT, "themes": themes(), "tests": themes(tests=True)}
CASES = [
    (name, form, language)
    for name, forms in (("agreement", FORMATS), ("themes", FORMATS), ("tests", ("text",)))
    for form in forms
    for language in ("en", "fr")
]


@pytest.mark.parametrize(("name", "form", "language"), CASES)
def test_a_table_is_printed_as_its_golden_file(name: str, form: str, language: str) -> None:
    made = format_table(TABLES[name], form, language, 80).encode()
    golden = GOLDEN / f"layout.{name}.{language}.{form}"
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        golden.write_bytes(made)
    assert made == golden.read_bytes()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_fits_a_terminal_of_80_columns_with_every_number_whole(name: str, language: str) -> None:
    shown = format_table(TABLES[name], "text", language, 80)
    assert all(cell_width(line) <= 80 for line in shown.splitlines())
    ends = ("[-.50, .89]", "-.22") if language == "en" else ("[−0,50; 0,89]", "−0,22")
    assert name != "agreement" or all(end in shown for end in ends)


def test_nothing_prints_as_minus_nought() -> None:
    assert "-.00" not in format_table(AGREEMENT, "text", "en")
    assert "−0,00" not in format_table(AGREEMENT, "text", "fr")
    table = replace(AGREEMENT, rows=((*AGREEMENT.rows[0][:2], -0.0, *AGREEMENT.rows[0][3:]),), indents=(0,))
    assert '"prevalence": 0.0' in format_table(table, "json")


def test_each_reason_of_a_row_has_its_own_letter() -> None:
    lines = format_table(AGREEMENT, "text", "en").splitlines()
    assert [line.split()[-1] for line in lines if line.startswith(("Unique", "Resources"))] == ["c", "b"]
    assert next(line for line in lines if line.startswith("Space")).endswith("a, b")
    assert lines[-3:] == [
        "a No interval: too few replicates vary.",
        "b Used by one coder only.",
        "c No variation: nobody used the code.",
    ]


def test_groups_whose_base_changes_have_a_column_of_it() -> None:
    table = themes()
    changed = replace(table, rows=(*table.rows[:-1], (*table.rows[-1][:4], 80, *table.rows[-1][5:])))
    shown = format_table(changed, "text", "en")
    assert shown.splitlines()[2].split() == ["Women", "Staff"]
    assert shown.splitlines()[3].split().count("Base") == 2
    assert "(n =" not in shown


def test_json_and_csv_stay_long() -> None:
    assert len(json.loads(format_table(themes(), "json"))["rows"]) == 6
    rows = list(csv.DictReader(StringIO(format_table(themes(), "csv"))))
    assert [row["group"] for row in rows] == ["women", "staff"] * 3
    assert (rows[4]["n"], rows[4]["percent"]) == ("", "")


def _sheet(table: Table, language: str = "en") -> Any:
    return load_workbook(BytesIO(write_table(table, ".xlsx", language))).worksheets[0]


@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_is_the_same_a_second_time(name: str) -> None:
    assert write_table(TABLES[name], ".xlsx", "fr") == write_table(TABLES[name], ".xlsx", "fr")


def test_a_workbook_has_groups_side_by_side_as_typed_numbers() -> None:
    sheet = _sheet(themes())
    rows = list(sheet.iter_rows(values_only=True))
    assert sheet.title == "themes"
    assert sheet.freeze_panes == "B4"
    assert (rows[1][1], rows[1][5]) == ("Women (n = 124)", "Staff (n = 88)")
    assert {str(each) for each in sheet.merged_cells.ranges} == {"B2:E2", "F2:I2"}
    assert rows[2][:5] == ("Theme", "n", "%", "95% CI (low)", "95% CI (high)")
    assert rows[3][:4] == ("Communication", 97, 97 / 124, 0.43)
    assert rows[5] == ("Space", *("-",) * 8, "a")
    assert (sheet["C4"].number_format, sheet["C4"].data_type) == ("0%", "n")
    assert (sheet["A4"].font.bold, sheet["A3"].font.bold, sheet["A5"].alignment.indent) == (False, True, 1)
    assert [row[0] for row in rows[7:]] == [
        "Note. Base: participants interviewed and fully coded.",
        "CI: Wilson.",
        "a No question of the guide feeds this theme.",
    ]


HOSTILE = [
    "=1+1",
    "+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "[red]markup[/red] [link=https://x]y",
    "a|b\\|c",
    "<script>alert(1)</script>&lt;b&gt;",
    "\x1b]0;title\x07\x9b31m",
    "safe\u202egnp.exe\u2066",
    "\ud800 lone",
    "x" * 300,
    "日本語のコード名" * 10,
    "{attribute} %s {0}",
    "",
]


def _hostile(words: str) -> Table:
    renamed = themes()
    rows = tuple((words, words, f"{row[2]} {words}", *row[3:-1], words) for row in renamed.rows)
    return replace(renamed, rows=rows, title=words, notes=(words, Phrase("Layer: {layer}.", {"layer": words})))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_and_never_obeyed(words: str) -> None:
    table = _hostile(words)
    for form in FORMATS:
        shown = format_table(table, form, "fr", 80)
        assert not set(shown) & set("\x1b\x07\x9b\r\t\u202e\u2066")
        assert shown.endswith("\n")
    pipes = {line.replace("\\|", "").count("|") for line in format_table(table, "md").splitlines() if line[:1] == "|"}
    assert len(pipes) == 1
    assert "<script" not in format_table(table, "md").replace("\\<", "")
    assert "&lt;" not in format_table(table, "md")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_no_formulas_in_spreadsheets(words: str) -> None:
    table = _hostile(words)
    for row in list(csv.reader(StringIO(write_table(table, ".csv").decode())))[1:]:
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)
    if "\ud800" not in words:
        assert not any(cell.data_type == "f" or cell.hyperlink for row in _sheet(table).iter_rows() for cell in row)


def test_negative_numbers_are_no_text_in_csv() -> None:
    assert next(csv.DictReader(StringIO(format_table(themes(tests=True), "csv"))))["difference_low"] == "-0.091"
