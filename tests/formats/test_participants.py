"""Participants, measures and speakers."""

from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.domain.transcript import Role
from qualcode.formats.participants import read_measures, read_participants, read_speakers


def test_ids_stay_the_text_that_they_are() -> None:
    text = "id,group\n" + "".join(f"{each},women\n" for each in ("NA", "None", "null", "007", "1e5", "=1+1", "nan"))
    assert [row.name for row in read_participants(text.encode(), "p.csv")] == [
        "NA",
        "None",
        "null",
        "007",
        "1e5",
        "=1+1",
        "nan",
    ]


def test_further_columns_are_attributes_and_transcripts_are_divided() -> None:
    text = '\ufeffParticipant;Group;Site;Transcript;Age band;role\nW057;women;C;"W057.txt; W057b";35-44;\n'
    (row,) = read_participants(text.encode(), "p.csv")
    assert (row.name, row.group, row.site, row.transcripts) == ("W057", "women", "C", ("W057.txt", "W057b"))
    assert row.attributes == {"age_band": "35-44"}


def test_ids_that_are_empty_or_equal_but_for_case_are_refused_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read_participants(b"participant\nW1\nw1\n \nW2\nW2\n", "p.csv")
    assert "line 3" in str(caught.value)
    assert "line 6" in str(caught.value)


def test_measures_are_numbers_and_empty_cells_are_missing() -> None:
    rows = read_measures("participant,bond,misconducts\nW1,18.5,0\nW2,,NA\nW3,-1e1,\u22122\n".encode(), "m.csv")
    assert [(row.line, row.participant, row.name, row.value) for row in rows] == [
        (2, "W1", "bond", 18.5), (2, "W1", "misconducts", 0), (4, "W3", "bond", -10), (4, "W3", "misconducts", -2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("id;x\na;1,5\n", 1.5), ("id;x\na;1,234\n", 1.234), ('id,x\na,"1,5"\n', 1.5), ('id,x\na,"0,25"\n', 0.25)],
)
def test_a_decimal_comma_is_read_where_it_can_be_nothing_else(text: str, value: float) -> None:
    assert read_measures(text.encode(), "m.csv")[0].value == value


@pytest.mark.parametrize("cell", ['"1,234"', "inf", "nan", "1_000", "high", "1.2.3", "0x10", "1e999"])
def test_what_is_no_number_or_not_clear_is_refused(cell: str) -> None:
    with pytest.raises(BadInput, match=r"line 2: .* is no number"):
        read_measures(f"id,x\na,{cell}\n".encode(), "m.csv")


def test_speakers_name_their_role_and_participant() -> None:
    rows = read_speakers(
        b"transcript,speaker,role,participant\n*,INT,Interviewer,\nW057.txt,P,participant,W057\n", "s.csv"
    )
    assert [(row.transcript, row.speaker, row.role, row.participant) for row in rows] == [
        ("*", "INT", Role.INTERVIEWER, ""), ("W057", "P", Role.PARTICIPANT, "W057"),
    ]  # fmt: skip


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(BadInput, match='line 2: "boss" is no role'):
        read_speakers(b"transcript,speaker,role\n*,A,boss\n", "s.csv")
