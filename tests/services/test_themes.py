from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Question
from qualcode.services import coding
from qualcode.services.frequencies import Base
from qualcode.services.project import Project
from qualcode.services.themes import theme_table

MARKED = """\
[Q1]
I: Time?
P: There is no time.
[Q2]
I: Anything else?
"""


def finish(study: SmallStudy, coder: str, *transcripts: str) -> None:
    for transcript in transcripts:
        coding.finish_transcript(study.project, study.coder(coder).id, study.transcript(transcript))


def found(study: SmallStudy, **options: Any) -> dict[tuple[str, str], tuple[int | None, int, str]]:
    """n, base and reason by code and group."""
    rows = theme_table(study.project, **options).records()
    return {(str(row["code"]), str(row["group"])): (row["n"], row["base"], row["reason"]) for row in rows}  # type: ignore[misc]


def test_a_parent_is_the_union_of_its_children_and_a_person_counts_once(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ana", "first", "Officers rotate every week.", "Shift rotation")
    finish(small_study, "Ana", "first", "second")
    table = found(small_study)
    assert table["Obstacles", "women"] == (1, 1, "")
    assert table["Obstacles", "staff"] == (0, 1, "")


def test_who_is_not_fully_coded_is_in_neither_number_nor_base(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    finish(small_study, "Ana", "second")
    assert found(small_study)["Time", "women"] == (None, 0, "nobody is in the base")
    notes = [str(note) for note in theme_table(small_study.project).notes]
    assert any("1 with an interview not fully coded" in note for note in notes)


def test_codings_on_the_interviewers_speech_count_for_nobody(small_study: SmallStudy) -> None:
    opened = coding.open_transcript(small_study.project, small_study.transcript("first"), small_study.coder("Ana").id)
    start = opened.text.index("And what works?")
    stray = Coding(
        new_id(), opened.revision.id, small_study.coder("Ana").id, small_study.code("Time").id, start, start + 15
    )
    small_study.project.transact(Op.IMPORT_CODINGS, lambda _: [add(stray)])
    finish(small_study, "Ana", "first", "second")
    assert found(small_study)["Time", "women"] == (0, 1, "")
    small_study.apply("Ana", "first", "She listens.", "Time")
    assert found(small_study)["Time", "women"] == (1, 1, "")


def test_the_layer_is_the_union_of_finished_coders_or_the_one_that_is_named(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "She listens.", "Communication")
    finish(small_study, "Ana", "first", "second")
    assert found(small_study)["Communication", "women"] == (0, 1, "")
    finish(small_study, "Ben", "first")
    assert found(small_study)["Communication", "women"] == (1, 1, "")
    assert found(small_study, layer="Ben")["Time", "women"] == (0, 1, "")
    assert found(small_study, layer="Ben")["Time", "staff"] == (None, 0, "nobody is in the base")
    with pytest.raises(RuleRefused, match='no layer or coder "Cara"'):
        theme_table(small_study.project, layer="Cara")


def test_consensus_is_read_where_it_exists(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    finish(small_study, "Ana", "first", "second")
    opened = coding.open_transcript(small_study.project, small_study.transcript("first"), small_study.coder("Ana").id)
    settled = Coding(
        new_id(), opened.revision.id, small_study.coder("Ana").id, small_study.code("Communication").id,
        opened.codings[0].start, opened.codings[0].end, "consensus",
    )  # fmt: skip
    small_study.project.transact(Op.IMPORT_CODINGS, lambda _: [add(settled)])
    table = found(small_study)
    assert (table["Time", "women"][0], table["Communication", "women"][0]) == (0, 1)
    assert found(small_study, layer="union")["Time", "women"][0] == 1


def test_a_value_of_a_choice_set_is_not_estimable_under_a_union(small_study: SmallStudy) -> None:
    status = Code(new_id(), "Status", exclusive=True)
    yes = Code(new_id(), "Yes", status.id)
    small_study.project.transact(Op.ADD_CODE, lambda _: [add(status), add(yes)])
    small_study.apply("Ana", "first", "She listens.", "Yes")
    finish(small_study, "Ana", "first", "second")
    assert found(small_study)["Yes", "women"] == (1, 1, "")
    finish(small_study, "Ben", "first")
    assert found(small_study)["Yes", "women"] == (
        None, 1, "an exclusive code cannot be counted over the union of several coders",
    )  # fmt: skip
    assert found(small_study)["Status", "women"] == (1, 1, "")


def test_bases_asked_and_answered_follow_the_guide(small_study: SmallStudy) -> None:
    questions = [
        Question(new_id(), "Q1", 1, codes=("Obstacles",)),
        Question(new_id(), "Q2", 2, codes=("Communication",)),
    ]
    small_study.project.transact(Op.IMPORT_GUIDE, lambda _: [add(question) for question in questions])
    small_study.add_transcript("third", MARKED, {"participant": "P3", "group": "women"})
    small_study.apply("Ana", "third", "There is no time.", "Time")
    finish(small_study, "Ana", "first", "second", "third")
    assert found(small_study)["Time", "women"][1] == 2
    assert found(small_study, base=Base.ANSWERED)["Time", "women"] == (1, 1, "")
    assert found(small_study, base=Base.ASKED)["Communication", "women"] == (0, 1, "")
    assert found(small_study, base=Base.ANSWERED)["Communication", "women"] == (None, 0, "nobody is in the base")


def test_a_question_named_for_a_code_feeds_it_alone_and_others_what_stands_below_without_one(
    small_study: SmallStudy,
) -> None:
    questions = [
        Question(new_id(), "Q1", 1, codes=("Obstacles",)),
        Question(new_id(), "Q2", 2, codes=("Time",)),
    ]
    small_study.project.transact(Op.IMPORT_GUIDE, lambda _: [add(question) for question in questions])
    small_study.add_transcript("third", MARKED, {"participant": "P3", "group": "women"})
    finish(small_study, "Ana", "first", "second", "third")
    answered = found(small_study, base=Base.ANSWERED)
    assert answered["Shift rotation", "women"][1] == 1
    assert answered["Time", "women"] == (None, 0, "nobody is in the base")


def test_a_refusal_names_only_what_somebody_has(tmp_path: Path, small_study: SmallStudy) -> None:
    with pytest.raises(RuleRefused) as refusal:
        theme_table(small_study.project, by="wing")
    assert "site" not in refusal.value.hint
    assert "There are: group" in refusal.value.hint
    with (
        closing(Project.create(tmp_path / "bare.qualcode", "bare")) as bare,
        pytest.raises(RuleRefused) as refusal,
    ):
        theme_table(bare)
    assert "#group:" in refusal.value.hint


def test_an_attribute_nobody_has_and_tests_of_more_than_two_groups_are_refused(small_study: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match='No participant has the attribute "wing"'):
        theme_table(small_study.project, by="wing")
    small_study.add_transcript("third", MARKED, {"participant": "P3", "group": "visitors"})
    with pytest.raises(RuleRefused, match="has 3 values"):
        theme_table(small_study.project, tests=True)
