from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op, add
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Question, Status
from qualcode.services import agreement, answers, coding, themes
from qualcode.store import reads

if TYPE_CHECKING:
    from qualcode.services.coding import OpenTranscript

GUIDED = (
    "[Q1]\nI: What helps?\nP: She listens. My officer explains things.\n[Q2]\nI: And what not?\nP: Never enough time.\n"
)


def guided(study: SmallStudy) -> None:
    """An interview with two questions, and a third one in the guide."""
    study.add_transcript("guided", GUIDED)
    closed = Question(new_id(), "Q3", 3, {"text": "Would you do it again?"}, values=("yes", "no"))
    study.project.transact(Op.IMPORT_GUIDE, lambda _: [add(closed)])


def opened(study: SmallStudy) -> OpenTranscript:
    return coding.open_transcript(study.project, study.transcript("guided"), study.coder("Ana").id)


def question(study: SmallStudy, name: str) -> str:
    with study.project.read() as reader:
        found = reads.one(reader, Question, name=name)
    assert found is not None
    return found.id


def parts(study: SmallStudy) -> list[tuple[str, str]]:
    view = opened(study)
    return [(view.questions[each.question_id].name, GUIDED[each.start : each.end]) for each in view.sections]


def test_a_status_and_a_closed_value_are_kept_logged_and_undone(small_study: SmallStudy) -> None:
    guided(small_study)
    ana, asked = small_study.coder("Ana").id, question(small_study, "Q3")
    answers.set_status(small_study.project, ana, opened(small_study).transcript.id, asked, Status.ANSWERED, "no")
    assert (opened(small_study).answers[asked].status, opened(small_study).answers[asked].value) == ("answered", "no")
    assert small_study.project.history()[-1][2] == "set status of an answer"
    small_study.project.undo(ana)
    assert asked not in opened(small_study).answers


def test_a_passage_that_answers_another_question_is_a_unit_of_that_question(small_study: SmallStudy) -> None:
    guided(small_study)
    ana, view = small_study.coder("Ana").id, opened(small_study)
    before = small_study.apply("Ana", "guided", "My officer explains things.", "Communication")
    start = GUIDED.index("Never")
    answers.reassign_passage(small_study.project, ana, view.revision.id, start, start + 5, question(small_study, "Q3"))
    assert parts(small_study) == [
        ("Q1", "[Q1]\nI: What helps?\nP: She listens. My officer explains things.\n"),
        ("Q2", "[Q2]\nI: And what not?\n"),
        ("Q3", "P: Never enough time.\n"),
    ]
    assert opened(small_study).answers[question(small_study, "Q3")].status == "answered"
    assert [each.id for each in opened(small_study).codings] == [before]
    small_study.project.undo(ana)
    assert [name for name, _ in parts(small_study)] == ["Q1", "Q2"]
    assert question(small_study, "Q3") not in opened(small_study).answers
    assert small_study.project.faults() == []


def test_the_interviewers_speech_is_coded_only_where_the_study_allows_it(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    with pytest.raises(RuleRefused, match="interviewer's speech"):
        small_study.apply("Ana", "first", "What gets in the way here?", "Time")
    coding.code_interviewer(small_study.project, ana, codable=True)
    small_study.apply("Ana", "first", "What gets in the way here?", "Time")
    coding.code_interviewer(small_study.project, ana, codable=False)
    with pytest.raises(RuleRefused, match="interviewer's speech"):
        small_study.apply("Ana", "first", "And what works?", "Time")
    assert len(coding.open_transcript(small_study.project, small_study.transcript("first"), ana).codings) == 1


def test_what_the_interviewer_says_enters_no_unit_and_no_share(small_study: SmallStudy) -> None:
    coding.code_interviewer(small_study.project, None, codable=True)
    for coder in ("Ana", "Ben"):
        small_study.apply(coder, "first", "What gets in the way here?", "Time")
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))
    assert coding.coded_shares(small_study.project, small_study.coder("Ana").id)[small_study.transcript("first")] == 0
    agreed = agreement.agreement_table(small_study.project, agreement.Unit.TURN, with_counts=True, draws=10).records()
    assert all(row["both"] == row["only_first"] == row["only_second"] == 0 for row in agreed)
    themes_ = themes.theme_table(small_study.project).records()
    assert not any(row["n"] for row in themes_)
