"""Correlations with stars, and hidden cells, in every form."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest

from qualcode.domain.table import SUPPRESSED, Column, Measure, Table
from qualcode.formats.numbers import stars
from qualcode.formats.tables import format_table, write_table

TABLE = Table(
    "correlations",
    "T",
    (
        Column("variable", "Variable"),
        Column("n", "n", Measure.COUNT),
        Column("r_1", "1", Measure.CORRELATION),
        Column("p_1", "p 1", Measure.PROBABILITY, printed=False),
    ),
    (("bond", 124, "\N{EM DASH}", None), ("misconducts", 124, -0.22, 0.014), ("mood", SUPPRESSED, 0.1, 0.3)),
)


@pytest.mark.parametrize(
    ("p", "marks"), [(0.05, ""), (0.049, "*"), (0.01, "*"), (0.009, "**"), (0.0009, "***"), (0.0, "***"), (None, "")]
)
def test_stars_stand_below_a_level_not_on_it(p: float | None, marks: str) -> None:
    assert stars(p) == marks


def test_stars_stand_behind_correlations_in_text_and_are_no_markup() -> None:
    assert "misconducts  124  -.22*" in format_table(TABLE)
    assert "−0,22*" in format_table(TABLE, "text", "fr")
    assert r"| -.22\* |" in format_table(TABLE, "md")


def test_a_workbook_keeps_the_number_and_prints_the_stars() -> None:
    sheet = openpyxl.load_workbook(BytesIO(write_table(TABLE, ".xlsx"))).active
    assert sheet is not None
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells[-0.22].number_format == '#.00"*"'
    assert cells[0.1].number_format == "#.00"
    assert SUPPRESSED in cells


def test_a_hidden_cell_is_absent_for_programs() -> None:
    assert json.loads(format_table(TABLE, "json"))["rows"][2]["n"] is None
    assert format_table(TABLE, "csv").splitlines()[3] == "mood,,0.1,0.3"
