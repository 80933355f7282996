"""One reading serves every table of a state, and none of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.services.agreement_views import coders_together
from qualcode.services.coding import finish_transcript
from qualcode.services.interviews import interviews
from qualcode.services.kept import Kept
from qualcode.services.ratings import Selection, Unit
from qualcode.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import SmallStudy


def heads(reader: reads.Reader, _: str = "") -> list[int]:
    return [reads.head(reader)[0]]


def test_a_state_is_read_once_and_a_change_is_seen(small_study: SmallStudy) -> None:
    kept = Kept(heads)
    with small_study.project.read() as reader:
        first = kept(reader)
        assert kept(reader) is first
    with small_study.project.read() as reader:
        assert kept(reader) is first
    small_study.apply("Ana", "first", "never enough time", "Time")
    with small_study.project.read() as reader:
        assert kept(reader) == heads(reader) != first


def test_what_is_asked_beside_is_part_of_the_question(small_study: SmallStudy) -> None:
    kept = Kept(heads)
    with small_study.project.read() as reader:
        first = kept(reader, "a")
        assert kept(reader, "a") is first
        assert kept(reader, "b") is not first


def test_two_projects_in_turn_do_not_see_each_others_readings(new_study: Callable[[], SmallStudy]) -> None:
    one, other = new_study(), new_study()
    other.add_transcript("third", "I: How?\nP: Well.")
    for study, count in ((one, 2), (other, 3), (one, 2)):
        with study.project.read() as reader:
            assert len(interviews(reader)) == count


def test_a_caller_who_empties_the_list_empties_nobody_elses(small_study: SmallStudy) -> None:
    with small_study.project.read() as reader:
        interviews(reader).clear()
        assert len(interviews(reader)) == 2


def test_a_coding_and_its_undoing_are_in_the_next_comparison(small_study: SmallStudy) -> None:
    project = small_study.project
    with project.read() as reader, pytest.raises(RuleRefused):
        coders_together(reader, Selection(Unit.TURN))
    for name in ("Ana", "Ben"):
        finish_transcript(project, small_study.coder(name).id, small_study.transcript("first"))
    assert count(small_study) == 0
    small_study.apply("Ana", "first", "never enough time", "Time")
    assert count(small_study) > 0
    project.undo(small_study.coder("Ana").id)
    assert count(small_study) == 0


def count(study: SmallStudy) -> int:
    with study.project.read() as reader:
        return len(coders_together(reader, Selection(Unit.TURN)).rated.spans.code)
