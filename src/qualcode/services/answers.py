"""Answers to the guide's questions: their status, and which passage answers which question."""

from __future__ import annotations

from qualcode.domain import answers as rules
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Question, Status
from qualcode.domain.transcript import Answer, Revision, Section
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader

SETTABLE = rules.SETTABLE


def set_status(
    project: Project, coder_id: str, transcript_id: str, question_id: str, status: Status, value: str = ""
) -> ChangeSet:
    """Say what became of a question in an interview and, if it is a closed one, which value was given.

    Raises:
        RuleRefused: the question is gone, or has no such value.
    """

    def rule(reader: Reader) -> list[Change]:
        answer = reads.one(reader, Answer, transcript_id=transcript_id, question_id=question_id)
        return rules.set_answer(answer, transcript_id, _question(reader, question_id), status, value)

    return project.transact(Op.SET_STATUS, rule, coder_id)


def reassign_passage(
    project: Project, coder_id: str, revision_id: str, start: int, end: int, question_id: str
) -> ChangeSet:
    """Let the turns of a passage answer another question; codings keep their places.

    Raises:
        RuleRefused: nobody speaks there, or it answers that question already.
    """

    def rule(reader: Reader) -> list[Change]:
        revision = reads.one(reader, Revision, id=revision_id)
        if revision is None:
            raise RuleRefused("This transcript is no longer in the project.", "Choose another one.")
        sections = reads.every(reader, Section, revision_id=revision_id)
        answer = reads.one(reader, Answer, transcript_id=revision.transcript_id, question_id=question_id)
        return rules.reassign(sections, revision, answer, _question(reader, question_id), start, end)

    return project.transact(Op.REASSIGN_PASSAGE, rule, coder_id)


def _question(reader: Reader, question_id: str) -> Question:
    question = reads.one(reader, Question, id=question_id)
    if question is None:
        raise RuleRefused("This question is no longer in the guide.", "Choose another one.")
    return question
