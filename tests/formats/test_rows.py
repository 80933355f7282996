"""Rows of text: what is forgiven, what is refused, and formulas that never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.errors import BadInput
from qualcode.formats.rows import defused, read_columns, read_rows, restored, write_rows

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-x", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "'=1", "''", "'a"]
)
def test_a_cell_that_could_be_a_formula_gets_an_apostrophe_and_loses_it_again(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert restored(defused(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a", "1", "'a", "'", "a=1"])
def test_a_cell_written_by_others_stays_as_it_is(cell: str) -> None:
    assert restored(cell) == cell


@given(st.lists(st.tuples(CELL, CELL), min_size=1))
def test_what_is_written_is_read(rows: list[tuple[str, str]]) -> None:
    data = write_rows(("a", "b"), rows)
    read = read_rows(data, "a.csv")
    assert [tuple(map(restored, row)) for row in read.rows] == [
        row for row in rows if any(defused(cell).strip() for cell in row)
    ]
    _, columns = read_columns(data, "a.csv")
    kept = list(map(restored, columns["a"]))
    assert kept in ([row[0] for row in rows], [restored(row[0]) for row in read.rows])


def test_numbers_stay_numbers() -> None:
    assert write_rows(("n",), [(-1,), (0.5,), (None,)]) == b'n\n-1\n0.5\n""\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_knows_the_line_it_begins_on(delimiter: str) -> None:
    text = 'A,B\n1,"x\ny"\n\n2,z\n'.replace(",", delimiter)
    rows = read_rows(text.encode(), "a.csv")
    assert (rows.header, rows.rows, list(rows.lines)) == (("a", "b"), [["1", "x\ny"], ["2", "z"]], [2, 5])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,a\n1,2\n", "column a stands there twice"),
        ("a,\n1,2\n", "column 2 has no name"),
        ("a,b\n1\n1,2,3\n", "line 2: there are 1 cells"),
        ('a,b\n1,2\n3,"x\n4,5\n', "line 3: a quotation mark is not closed"),
        ('a,b\n1,2\n3,"x"y\n', "line 3: a quotation mark is not closed, or stands inside a cell"),
        ("a,b\n1,\0\n", "line 2: there is a NUL"),
        ("\n\n", "no words"),
    ],
)
def test_faults_of_rows_are_refused_both_ways(text: str, words: str) -> None:
    for reader in (read_rows, read_columns):
        with pytest.raises(BadInput) as caught:
            reader(text.encode(), "a.csv")
        assert words in str(caught.value)


def test_empty_columns_at_the_end_and_empty_lines_are_passed_over() -> None:
    assert read_rows(b"a,b,,\n1,2,,\n,,,\n", "a.csv").rows == [["1", "2"]]
