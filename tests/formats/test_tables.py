"""Tables in print and for programs, compared by bytes with the golden files.

To write them anew after a wanted change, run `QUALCODE_GOLDEN=write pytest tests/formats/test_tables.py` and read the
difference.
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from qualcode.domain.errors import BadInput
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.numbers import interval, printed
from qualcode.formats.tables import SUFFIXES, format_table, write_table, write_tables

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
        Column("percent", "% agree", Measure.SHARE),
        Column("alpha", "alpha", Measure.COEFFICIENT),
        Column("alpha_low", "95% CI", Measure.COEFFICIENT),
        Column("alpha_high", "95% CI", Measure.COEFFICIENT),
        Column("ac1", "AC1", Measure.COEFFICIENT),
        Column("reason", "Note"),
    ),
    (
        ("Communication", 114, 0.939, 0.855, 0.75, 0.96, 0.89, ""),
        ("Open talk", 114, 0.905, -0.22, -0.5, 0.115, 1.0, ""),
        ("Static priority", 114, 0.956, 0.523, None, None, 0.95, "fewer than 10 units coded by either coder"),
        ("Space", 114, 0.974, 0.0, None, None, 0.97, "used by one coder only"),
        ("Unique", 114, 1.0, None, None, None, None, "no variation: nobody used the code"),
        ("Peer mediation", 114, 0.991, 0.663, None, None, 0.99, "fewer than 10 units coded by either coder"),
    ),
    ("SYNTHETIC DATA.", Phrase("Unit = answer to one guide question."), "Interviewer speech excluded."),
    {"unit": "answer", "seed": 7, "synthetic": True},
    (0, 1, 0, 0, 0, 0),
)  # fmt: skip


def themes(*groups: str) -> Table:
    """A theme table with 95 % intervals for some groups of 88, 87, 86 ... participants."""
    rows: list[tuple[Value, ...]] = []
    for code, n in (("Communication", 66), ("Respect and fairness", 35), ("Static priority", 0)):
        for place, group in enumerate(groups):
            base = 88 - place
            rows.append((code, group, n + place, base, (n + place) / base, 0.4, 0.512 + place / 100, ""))
    columns = (
        Column("code", "Theme"),
        Column("group", "Group"),
        Column("n", "n", Measure.COUNT),
        Column("base", "Base", Measure.COUNT),
        Column("percent", "%", Measure.SHARE),
        Column("low", "95% CI", Measure.SHARE),
        Column("high", "95% CI", Measure.SHARE),
        Column("reason", "Note"),
    )
    title = Phrase("Themes Raised in Interviews, by {attribute}", {"attribute": Phrase("Group")})
    notes = ("SYNTHETIC DATA.", "Base: participants interviewed and fully coded.")
    indents = tuple(depth for depth in (0, 1, 0) for _ in groups)
    return Table("themes", title, columns, tuple(rows), notes, {"by": "group"}, indents)


CASES = {
    "agreement.en.txt": lambda: format_table(AGREEMENT, "text", "en", 72),
    "agreement.fr.txt": lambda: format_table(AGREEMENT, "text", "fr", 72),
    "agreement.en.md": lambda: format_table(AGREEMENT, "md", "en"),
    "agreement.fr.md": lambda: format_table(AGREEMENT, "md", "fr"),
    "agreement.csv": lambda: format_table(AGREEMENT, "csv"),
    "agreement.en.json": lambda: format_table(AGREEMENT, "json", "en"),
    "agreement.fr.json": lambda: format_table(AGREEMENT, "json", "fr"),
    "themes.en.txt": lambda: format_table(themes("staff", "women"), "text", "en", 80),
    "themes.fr.txt": lambda: format_table(themes("staff", "women"), "text", "fr", 80),
    "themes.en.md": lambda: format_table(themes("staff", "women"), "md", "en"),
    "themes.sites.en.txt": lambda: format_table(themes(*(f"Site {each}" for each in "ABCDEF")), "text", "en", 80),
    "themes.csv": lambda: format_table(themes("staff", "women"), "csv"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_table_is_printed_as_its_golden_file(name: str) -> None:
    made = CASES[name]().encode()
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        (GOLDEN / name).write_bytes(made)
    assert made == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize(
    ("value", "measure", "english", "french"),
    [
        (0.855, Measure.COEFFICIENT, ".86", "0,86"),
        (-0.22, Measure.COEFFICIENT, "-.22", "−0,22"),
        (-0.004, Measure.COEFFICIENT, ".00", "0,00"),
        (1, Measure.COEFFICIENT, "1.00", "1,00"),
        (0.125, Measure.SHARE, "13", "13"),
        (1.0, Measure.SHARE, "100", "100"),
        (-0.071, Measure.SHARE, "-7", "−7"),
        (0.0141, Measure.PROBABILITY, ".014", "0,014"),
        (0.00099, Measure.PROBABILITY, "<.001", "<0,001"),
        (1.0, Measure.PROBABILITY, "1.000", "1,000"),
        (12345, Measure.COUNT, "12,345", "12\u202f345"),
        (2.345, Measure.NUMBER, "2.35", "2,35"),
        (7, Measure.NUMBER, "7", "7"),
        (float("inf"), Measure.NUMBER, "∞", "∞"),
        (float("nan"), Measure.NUMBER, "-", "-"),
        (None, Measure.SHARE, "-", "-"),
        (2012, Measure.TEXT, "2012", "2012"),
        ("a\x1b[2J\nb", Measure.TEXT, "a␛[2J b", "a␛[2J b"),
    ],
)
def test_a_number_is_printed_by_what_it_measures(value: Value, measure: Measure, english: str, french: str) -> None:
    assert (printed(value, measure, "en"), printed(value, measure, "fr")) == (english, french)


def test_an_interval_is_divided_by_a_semicolon_where_the_comma_is_taken() -> None:
    assert interval(0.75, 0.96, Measure.COEFFICIENT, "en") == "[.75, .96]"
    assert interval(0.75, 0.96, Measure.COEFFICIENT, "fr") == "[0,75; 0,96]"
    assert interval(None, None, Measure.SHARE, "en") == "-"


def test_json_holds_values_as_they_are_and_null_beside_its_reason() -> None:
    content = json.loads(format_table(AGREEMENT, "json"))
    assert list(content) == ["title", "rows", "notes", "provenance"]
    assert content["rows"][0]["alpha"] == 0.855
    assert (content["rows"][4]["alpha"], content["rows"][4]["reason"]) == (None, "no variation: nobody used the code")
    infinite = replace(AGREEMENT, rows=((*AGREEMENT.rows[0][:3], float("inf"), *AGREEMENT.rows[0][4:]),))
    assert json.loads(format_table(infinite, "json"))["rows"][0]["alpha"] is None


def test_a_hostile_name_reaches_neither_terminal_nor_spreadsheet_nor_markdown() -> None:
    name = "=cmd|'/c calc'!A1\x1b]52;c;aGk=\x07\x9b2J <script>*"
    table = Table("t", name, (Column("code", name), Column("n", "n", Measure.COUNT)), ((name, 1),), (name,))
    for form in ("text", "csv", "json", "md"):
        shown = format_table(table, form)
        assert not {"\x1b", "\x07", "\x9b"} & set(shown)
    assert format_table(table, "csv").splitlines()[1].startswith("'=cmd")
    assert "\\<script\\>\\*" in format_table(table, "md")
    sheet = load_workbook(BytesIO(write_table(table, ".xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


HOSTILE = (
    "=cmd|'/c calc'!A1 <script>alert(1)</script> \"> \\input{/etc/passwd} $x^2_~&%# \x1b[2J\x00\u202e\ufffe\ud800 [*"
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_words_do_nothing_in_any_file(suffix: str) -> None:
    columns = (Column("code", HOSTILE), Column("group", HOSTILE), Column("n", HOSTILE, Measure.COUNT),
               Column("reason", "Note"))  # fmt: skip
    table = Table(HOSTILE, HOSTILE, columns, ((HOSTILE, HOSTILE, 1, HOSTILE),), (HOSTILE,))
    data = write_table(table, suffix)
    assert data == write_table(table, suffix)
    if suffix == ".docx":
        words = Document(BytesIO(data)).tables[0].rows[-1].cells[0].text
        assert words.startswith("=cmd|'/c calc'!A1 <script>")
    if suffix in {".docx", ".xlsx"}:
        archive = zipfile.ZipFile(BytesIO(data))
        data = b"".join(archive.read(name) for name in archive.namelist() if not name.endswith(".jpeg"))
        assert b"<f>" not in data
        assert b"instrText" not in data
    if suffix in {".docx", ".xlsx", ".html"}:
        assert b"<script" not in data
    if suffix == ".tex":
        assert b"\\input" not in data
        assert b"\\textbackslash{}input\\{" in data
    assert not {b"\x1b", b"\x00"} & {bytes([each]) for each in data}


def test_a_document_has_real_tables_in_the_form_of_apa() -> None:
    made = Document(BytesIO(write_tables([AGREEMENT, themes("staff", "women")], ".docx")))
    first, second = made.tables
    assert [paragraph.text for paragraph in made.paragraphs[:2]] == [
        "Table 1", "Agreement Between Independent Coders, by Code (12 Interviews, 114 Answers)",
    ]  # fmt: skip
    assert (made.paragraphs[0].runs[0].bold, made.paragraphs[1].runs[0].italic) == (True, True)
    assert [cell.text for cell in first.rows[1].cells] == ["Communication", "94", ".86", "[.75, .96]", ".89", ""]
    assert second.rows[0].cells[1].text == "Staff (n = 88)"
    borders = "".join(table._tbl.xml for table in made.tables)
    assert "w:top " in borders
    assert not {"w:left ", "w:right ", "w:insideV "} & set(borders.split("<"))


def test_a_page_asks_for_nothing_and_runs_nothing() -> None:
    page = write_tables([AGREEMENT, themes("staff", "women")], ".html", "en", "Both").decode()
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("http:", "https:", "src=", "url(", "<script", " style="))


def test_a_workbook_holds_typed_values_and_is_the_same_a_second_time() -> None:
    data = write_table(AGREEMENT, ".XLSX", "en")
    assert data == write_table(AGREEMENT, ".xlsx", "en")
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert sheet.title == "agreement"
    assert sheet.freeze_panes == "B4"
    assert rows[2] == ("Theme", "% agree", "alpha", "95% CI (low)", "95% CI (high)", "AC1", "Note")
    assert rows[3] == ("Communication", 0.939, 0.855, 0.75, 0.96, 0.89, "")
    assert rows[7] == ("Unique", 1, "-", "-", "-", "-", "c")
    assert [row[0] for row in rows[10:]] == [
        "Note. SYNTHETIC DATA.", "Unit = answer to one guide question.", "Interviewer speech excluded.",
        "a Fewer than 10 units coded by either coder.", "b Used by one coder only.",
        "c No variation: nobody used the code.",
    ]  # fmt: skip


def test_a_table_never_runs_over_a_page_that_its_words_can_be_wrapped_to() -> None:
    table = Table(
        "t", "A title", (Column("a", "Words"), Column("b", "More words")), (("very long words " * 9, "日本語 " * 20),)
    )
    shown = format_table(table, "text", "en", 50)
    assert all(len(line) <= 50 for line in shown.splitlines())
    assert shown.count("very") == 9


def test_a_table_without_rows_or_reasons_is_printed() -> None:
    empty = replace(AGREEMENT, rows=(), indents=())
    assert format_table(empty).splitlines()[2].split() == ["Theme", "%", "agree", "alpha", "95%", "CI", "AC1"]
    for suffix in SUFFIXES:
        assert write_table(empty, suffix)


@pytest.mark.parametrize("suffix", [".pdf", "", ".doc"])
def test_other_suffixes_are_refused_with_those_there_are(suffix: str) -> None:
    with pytest.raises(BadInput, match=r"\.csv, \.docx, \.html, \.json"):
        write_table(AGREEMENT, suffix)
    with pytest.raises(BadInput, match="text, csv, json, md"):
        format_table(AGREEMENT, "pdf")
