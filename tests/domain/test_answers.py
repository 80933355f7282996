from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import parsed

from qualcode.domain import answers
from qualcode.domain.changes import inverse
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Question, Status
from qualcode.domain.transcript import Answer, Revision, Section, text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.changes import Change

TEXT = """\
[Q1]
I: How are things?
P: Fine.
P: But my officer never calls.
[Q2]
I: And the rules?
P: They change.
"""
Q1, Q2, Q3 = (Question(name.lower(), name, values=("yes", "no") if name == "Q3" else ()) for name in ("Q1", "Q2", "Q3"))


def revision(text: str = TEXT) -> Revision:
    turns = parsed("first", text).turns
    return Revision("r", "t", 1, text_digest(text), len(text), "utf-8", bom=False, newlines=(), turns=turns)


def sections(text: str = TEXT) -> list[Section]:
    marked = parsed("first", text).sections
    return [Section(f"s{at}", "r", each.question.lower(), each.start, each.end) for at, each in enumerate(marked)]


def applied(rows: Iterable[Section], changes: Iterable[Change]) -> list[Section]:
    found = {row.id: row for row in rows}
    for change in changes:
        if change.kind == Section.KIND:
            found.pop(change.id, None)
            if isinstance(change.after, Section):
                found[change.id] = change.after
    return sorted(found.values(), key=lambda row: row.start)


def shown(rows: Sequence[Section]) -> list[tuple[str, str]]:
    return [(row.question_id, TEXT[row.start : row.end]) for row in rows]


def moved(words: str, question: Question) -> list[tuple[str, str]]:
    start = TEXT.index(words)
    return shown(applied(sections(), answers.reassign(sections(), revision(), None, question, start, start + 1)))


def test_a_passage_in_the_middle_splits_its_section_in_three() -> None:
    assert moved("Fine", Q3) == [
        ("q1", "[Q1]\nI: How are things?\n"),
        ("q3", "P: Fine.\n"),
        ("q1", "P: But my officer never calls.\n"),
        ("q2", "[Q2]\nI: And the rules?\nP: They change.\n"),
    ]


def test_a_passage_beside_an_answer_to_that_question_joins_it() -> None:
    assert moved("officer", Q2) == [
        ("q1", "[Q1]\nI: How are things?\nP: Fine.\n"),
        ("q2", "P: But my officer never calls.\n[Q2]\nI: And the rules?\nP: They change.\n"),
    ]


def test_no_section_is_left_that_holds_nothing_but_a_marker_or_a_line_end() -> None:
    start, end = TEXT.index("I: And"), len(TEXT) - 1
    changes = answers.reassign(sections(), revision(), None, Q3, start, end)
    assert [question for question, _ in shown(applied(sections(), changes))] == ["q1", "q3"]


def test_a_transcript_without_markers_gets_its_first_section() -> None:
    changes = answers.reassign([], revision(), None, Q1, TEXT.index("Fine"), TEXT.index("Fine") + 4)
    assert shown(applied([], changes)) == [("q1", "P: Fine.")]


def test_moving_a_passage_to_its_own_question_is_refused() -> None:
    with pytest.raises(RuleRefused, match="answers Q1 already"):
        moved("Fine", Q1)


def test_a_question_said_not_to_be_asked_is_answered_once_a_passage_answers_it() -> None:
    silent = Answer("a", "t", "q3", Status.NOT_ASKED.value)
    changes = answers.reassign(sections(), revision(), silent, Q3, TEXT.index("Fine"), TEXT.index("Fine") + 4)
    assert [change.after.status for change in changes if isinstance(change.after, Answer)] == ["answered"]


MOVES = st.lists(
    st.tuples(st.sampled_from((Q1, Q2, Q3)), st.integers(0, len(TEXT) - 1), st.integers(1, 60)), max_size=6
)


@given(MOVES)
def test_sections_stay_disjoint_and_in_order_and_turning_back_restores_them(
    moves: list[tuple[Question, int, int]],
) -> None:
    rows = sections()
    for question, start, length in moves:
        try:
            changes = answers.reassign(rows, revision(), None, question, start, min(len(TEXT), start + length))
        except RuleRefused:
            continue
        before, rows = rows, applied(rows, changes)
        assert all(row.start < row.end for row in rows)
        assert all(one.end <= other.start for one, other in pairwise(rows))
        assert {at for row in rows for at in range(row.start, row.end)} >= set(range(len(TEXT)))
        assert applied(rows, inverse(changes)) == before
        touched = [turn for turn in revision().turns if turn.start < start + length and turn.end > start]
        for turn in touched:
            assert next(row.question_id for row in rows if row.start <= turn.start < row.end) == question.id


def test_a_closed_question_takes_one_of_its_values_only() -> None:
    (change,) = answers.set_answer(None, "t", Q3, Status.ANSWERED, "yes")
    assert isinstance(change.after, Answer)
    assert (change.after.status, change.after.value) == ("answered", "yes")
    with pytest.raises(RuleRefused, match='no value "maybe"'):
        answers.set_answer(None, "t", Q3, Status.ANSWERED, "maybe")
    with pytest.raises(RuleRefused, match="not answered"):
        answers.set_answer(None, "t", Q3, Status.REFUSED, "yes")


def test_another_status_takes_the_value_away_and_the_same_one_changes_nothing() -> None:
    answer = Answer("a", "t", "q3", "answered", "yes")
    (change,) = answers.set_answer(answer, "t", Q3, Status.REFUSED)
    assert isinstance(change.after, Answer)
    assert (change.after.status, change.after.value) == ("refused", "")
    assert answers.set_answer(answer, "t", Q3, Status.ANSWERED, "yes") == []


def test_withdrawal_is_not_set_by_hand() -> None:
    with pytest.raises(RuleRefused, match="not set by hand"):
        answers.set_answer(None, "t", Q1, Status.WITHDRAWN)
