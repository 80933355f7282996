"""Codings out and in again."""

from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.formats.codings import read_codings, write_codings

ROWS = [
    (
        "Ana",
        "W057",
        "Resources > Time",
        3,
        17,
        'never "enough", she said',
        "",
        "independent",
        "main",
        "2026-01-01T00:00:00Z",
        2,
        True,
    ),
    ("=cmd", "W057", "Talk", 20, 22, "- yes\n- no", "'=memo", "consensus", "", "", 1, False),
]


def test_what_is_written_is_read() -> None:
    read = read_codings(write_codings([(*row[:-1], "yes" if row[-1] else "") for row in ROWS]), "codings.csv")
    assert [row[1:] for row in read] == ROWS
    assert [row[0] for row in read] == [2, 3]


def test_optional_columns_may_be_missing_and_offsets_empty() -> None:
    text = b"Transcript;Coder;Code;Quote;Memo\nW057;Ana;Talk;some words;\n"
    assert read_codings(text, "c.csv") == [
        (2, "Ana", "W057", "Talk", None, None, "some words", "", "", "", "", None, False)
    ]
    text = b"coder,transcript,code,start,end,quote\nAna,W057,Talk,1,2,\nAna,W057,Talk,,,words\n"
    assert [row[4:7] for row in read_codings(text, "c.csv")] == [(1, 2, ""), (None, None, "words")]


def test_every_fault_is_named_with_its_line() -> None:
    text = (
        "coder,transcript,code,start,end,quote,layer\nAna,W057,Talk,1_0,2,,\n,W057,Talk,1,2,,\nAna,W057,Talk,1,,,\n"
        "Ana,W057,Talk,,,,\nAna,W057,Talk,1,2,,mine\n"
    )
    with pytest.raises(BadInput) as caught:
        read_codings(text.encode(), "c.csv")
    assert caught.value.message.splitlines() == [
        "c.csv was not taken in:",
        'line 2: start is "1_0", which is no whole number',
        "line 2: one of start and end is empty",
        "line 3: coder is empty",
        "line 4: one of start and end is empty",
        "line 5: there are neither start and end nor a quote",
        'line 6: "mine" is no layer; write independent, consensus or recode.',
    ]


@pytest.mark.parametrize(
    ("text", "words"), [("coder,code\na,b\n", '"transcript"'), ("coder,transcript,code\n", "no codings")]
)
def test_a_file_without_its_columns_or_rows_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_codings(text.encode(), "c.csv")


def test_a_hundred_thousand_rows_are_read() -> None:
    data = b"coder,transcript,start,end,code\n" + b"Ana,W057.txt,10,20,Talk\n" * 100_000
    rows = read_codings(data, "c.csv")
    assert rows[-1] == (100_001, "Ana", "W057.txt", "Talk", 10, 20, "", "", "", "", "", None, False)
    assert len(rows) == 100_000
