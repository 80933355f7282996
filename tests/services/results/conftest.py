"""A study with answers to questions, a choice set and quotations, small enough to count by hand."""

from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.identity import new_id
from qualcode.domain.study import Question
from qualcode.services import coding

THIRD = """\
[Q1]
I: Time?
P: There is no time. She listens to me.
[Q2]
I: Does it work?
P: Yes, it works.
"""
FOURTH = """\
[Q1]
I: Time?
P: Time is short here.
[Q2]
I: Does it work?
P: No.
"""


@pytest.fixture
def counted_study(small_study: SmallStudy) -> SmallStudy:
    """The small study and two more women, who answer Q1 and Q2; Ana has finished all."""
    questions = [
        Question(new_id(), "Q1", 1, {"text": "Time?"}, codes=("Obstacles",)),
        Question(new_id(), "Q2", 2, {"text": "Does it work?"}, codes=("Works",), values=("yes", "no")),
    ]
    works = Code(new_id(), "Works", position=3, exclusive=True)
    values = [Code(new_id(), "Works: yes", works.id, 1), Code(new_id(), "Works: no", works.id, 2)]
    small_study.project.transact(Op.IMPORT_GUIDE, lambda _: [add(each) for each in [*questions, works, *values]])
    small_study.add_transcript("third", THIRD, {"participant": "P3", "group": "women", "mode": "notes", "date": "2012"})
    small_study.add_transcript("fourth", FOURTH, {"participant": "P4", "group": "women", "date": "2011"})
    for transcript, words, code in (
        ("first", "never enough time", "Time"),
        ("second", "Officers rotate every week.", "Shift rotation"),
        ("third", "There is no time.", "Time"),
        ("third", "no time. She listens", "Communication"),
        ("third", "Yes, it works.", "Works: yes"),
        ("fourth", "Time is short here.", "Time"),
        ("fourth", "No.", "Works: no"),
    ):
        small_study.apply("Ana", transcript, words, code)
    ana = small_study.coder("Ana").id
    for transcript in ("first", "second", "third", "fourth"):
        coding.finish_transcript(small_study.project, ana, small_study.transcript(transcript))
    return small_study
