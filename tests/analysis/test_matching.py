from __future__ import annotations

import pytest

from qualcode.analysis.matching import Candidate, ranked

CODES = [
    Candidate("Daily interaction", "Dynamic security"),
    Candidate("Static priority", "Dynamic security"),
    Candidate("Being listened to", "Communication"),
    Candidate("Caring", "Relational skills"),
    Candidate("Lockdowns and counts", "Operational demands"),
    Candidate("Sécurité active", ""),
    Candidate("Respect and fairness", "Relational skills"),
]


def found(query: str) -> list[str]:
    return [CODES[match.place].name for match in ranked(query, CODES)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sta", "Static priority"),
        ("fair", "Respect and fairness"),
        ("raf", "Respect and fairness"),
        ("opera", "Lockdowns and counts"),
        ("acti", "Sécurité active"),
        ("dynsecd", "Daily interaction"),
        ("dynsec", "Daily interaction"),
        ("lisn", "Being listened to"),
        ("SECURITE", "Sécurité active"),
        ("lockd", "Lockdowns and counts"),
    ],
)
def test_the_letters_find_the_code_that_is_meant(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_letters_that_are_like_nothing_find_nothing() -> None:
    assert found("zzqx") == []


def test_the_marked_letters_are_those_typed() -> None:
    name = CODES[ranked("raf", CODES)[0].place].name
    assert "".join(name[at] for at in ranked("raf", CODES)[0].positions).lower() == "raf"


def test_use_decides_between_names_that_answer_equally() -> None:
    codes = [Candidate("Time"), Candidate("Timetable", bonus=0.5)]
    assert [match.place for match in ranked("tim", codes)] == [1, 0]
    assert [match.place for match in ranked("time", [Candidate("Time"), Candidate("Some time", bonus=0.9)])] == [0, 1]
