from __future__ import annotations

import pytest
from tests.conftest import parsed

from qualcode.domain.changes import inverse
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding, Memo, apply_code, finish, remove_coding, reopen, resize_coding, write_memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.transcript import Revision

TEXT = "I: How are you?\nP: Well enough.\nI: Good.\nP: Yes."
TURNS = parsed("t", TEXT).turns
REVISION = Revision("rev", "tr", 1, "", len(TEXT), "utf-8", False, (), TURNS)
INTERVIEWER = [piece for turn in TURNS if turn.label == "I" for piece in turn.body]
TIME = Code("time", "Time")


def at(words: str, code: str = "time", coder: str = "ana", coding_id: str = "c") -> Coding:
    start = TEXT.index(words)
    return Coding(coding_id, "rev", coder, code, start, start + len(words))


def test_a_code_is_put_on_the_participants_words() -> None:
    assert apply_code([], REVISION, at("Well enough."), TIME, INTERVIEWER).after == at("Well enough.")


def test_a_coding_may_cross_the_interviewers_speech() -> None:
    assert apply_code([], REVISION, at("enough.\nI: Good.\nP: Yes"), TIME, INTERVIEWER).after is not None


@pytest.mark.parametrize(
    ("coding", "code", "words"),
    [
        (at("How are you?"), TIME, "interviewer's speech is not coded"),
        (at("P: "), TIME, "no speech in this passage"),
        (Coding("c", "rev", "ana", "time", 5, 5), TIME, "does not lie in a text"),
        (Coding("c", "rev", "ana", "time", 9, 5), TIME, "does not lie in a text"),
        (Coding("c", "rev", "ana", "time", 5, 999), TIME, "does not lie in a text"),
        (at("Yes."), Code("time", "Time", is_retired=True), "is retired"),
        (at("Yes."), Code("time", "Status", exclusive=True), "is a choice set"),
    ],
)
def test_what_cannot_be_coded_is_refused(coding: Coding, code: Code, words: str) -> None:
    with pytest.raises(RuleRefused, match=words):
        apply_code([], REVISION, coding, code, INTERVIEWER)


def test_the_same_coder_has_a_code_once_on_a_segment_but_another_may_have_it_too() -> None:
    with pytest.raises(RuleRefused, match="on this passage already"):
        apply_code([at("Yes.")], REVISION, at("Yes.", coding_id="d"), TIME, INTERVIEWER)
    assert apply_code([at("Yes.", coder="ben")], REVISION, at("Yes.", coding_id="d"), TIME, INTERVIEWER).after


def test_only_its_coder_resizes_or_removes_a_coding() -> None:
    for act in (
        lambda: resize_coding([], REVISION, at("Yes."), 20, 25, "ben"),
        lambda: remove_coding(at("Yes."), [], "ben"),
    ):
        with pytest.raises(RuleRefused, match="another coder's"):
            act()


def test_resizing_onto_the_same_code_is_refused() -> None:
    other = at("Well enough.", coding_id="d")
    with pytest.raises(RuleRefused, match="on that passage already"):
        resize_coding([other], REVISION, at("Yes."), other.start, other.end, "ana")


def test_removing_a_coding_removes_its_memo_first_and_turning_back_restores_it_last() -> None:
    memo = Memo("m", "coding", "c", "ana", "why")
    changes = remove_coding(at("Yes."), [memo], "ana")
    assert [change.kind for change in changes] == ["memo", "coding"]
    assert [change.kind for change in inverse(changes)] == ["coding", "memo"]


def test_a_memo_is_made_rewritten_and_emptied() -> None:
    (made,) = write_memo(None, "coding", "c", "ana", " why ")
    assert isinstance(made.after, Memo)
    assert made.after.text == "why"
    assert write_memo(made.after, "coding", "c", "ana", "why") == []
    assert write_memo(made.after, "coding", "c", "ana", "")[0].after is None
    assert write_memo(None, "coding", "c", "ana", "  ") == []


def test_a_transcript_is_finished_once_and_reopened_once() -> None:
    finished = finish(None, "tr", "ana").after
    with pytest.raises(RuleRefused, match="finished already"):
        finish(finished, "tr", "ana")  # type: ignore[arg-type]
    with pytest.raises(RuleRefused, match="not marked finished"):
        reopen(None)
