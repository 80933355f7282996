"""Answers: what became of a question in an interview, and which part of the text answers it; the rules for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qualcode.domain.changes import Change, add, remove, update
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.study import Question, Status
from qualcode.domain.transcript import Answer, Revision, Section, Segment, Turn, checked_segment

SETTABLE = tuple(status for status in Status if status is not Status.WITHDRAWN)
"""What a coder can say of an answer; withdrawal is an act of its own."""

_SILENT = frozenset({Status.NOT_ASKED, Status.NO_ANSWER, Status.NOT_APPLICABLE})


def set_answer(
    answer: Answer | None, transcript_id: str, question: Question, status: Status, value: str = ""
) -> list[Change]:
    """The changes that give a question of an interview its status and, if it is closed, its value.

    Raises:
        RuleRefused: the status is not a coder's to set, or the question has no such value.
    """
    if status not in SETTABLE:
        raise RuleRefused(f'"{status.value}" is not set by hand.', "Withdraw the participant instead.")
    if value and value not in question.values:
        known = ", ".join(question.values) or "none"
        raise RuleRefused(f'Question {question.name} has no value "{value}".', f"Its values: {known}.")
    if value and status is not Status.ANSWERED:
        raise RuleRefused(f'A question that was not answered has no value "{value}".', "Say that it was answered.")
    if answer is None:
        return [add(Answer(new_id(), transcript_id, question.id, status.value, value))]
    if (answer.status, answer.value) == (status.value, value):
        return []
    return [update(answer, status=status.value, value=value)]


def reassign(
    sections: Iterable[Section], revision: Revision, answer: Answer | None, question: Question, start: int, end: int
) -> list[Change]:
    """The changes by which a passage answers another question; codings keep their places.

    The passage is taken by whole turns. What is left of the sections it lay in stays with their questions; parts
    that now touch and answer the same question become one.

    Args:
        sections: All of the revision's.
        revision: The text.
        answer: What became of the question in this interview so far.
        question: The one that the passage answers from now on.
        start: Of the passage.
        end: Of the passage.

    Raises:
        RuleRefused: nobody speaks in the passage, or it answers that question already.
    """
    before = sorted(sections, key=lambda section: section.start)
    passage = _whole(before, revision.turns, *_turns(revision, start, end))
    if any(each.question_id == question.id and _holds(each, passage) for each in before):
        raise RuleRefused(f"This passage answers {question.name} already.", "Choose another question.")
    rest = [part for each in before for part in _outside(each, passage)]
    wished = _joined(rest, Section(new_id(), revision.id, question.id, *passage))
    return [*_difference(before, wished), *_spoken(answer, revision.transcript_id, question)]


def _turns(revision: Revision, start: int, end: int) -> Segment:
    checked_segment(start, end, revision.length)
    touched = [turn for turn in revision.turns if turn.start < end and turn.end > start]
    if not touched:
        raise RuleRefused("Nobody speaks in this passage.", "Select words that somebody says.")
    return touched[0].start, touched[-1].end


def _whole(sections: Sequence[Section], turns: Sequence[Turn], start: int, end: int) -> Segment:
    """The passage with what would be left of a section without any speech: a marker, a line's end."""
    for each in sections:
        if each.start < start < each.end and not _spoken_in(turns, each.start, start):
            start = each.start
        if each.start < end < each.end and not _spoken_in(turns, end, each.end):
            end = each.end
    following = min((turn.start for turn in turns if turn.start >= end), default=end)
    inside = next((each.end for each in sections if each.start < end < each.end), end)
    return start, max(end, min(following, inside))


def _spoken_in(turns: Iterable[Turn], start: int, end: int) -> bool:
    return any(a < end and b > start for turn in turns for a, b in turn.body)


def _holds(section: Section, passage: Segment) -> bool:
    return section.start <= passage[0] and passage[1] <= section.end


def _outside(section: Section, passage: Segment) -> Iterator[Section]:
    """What is left of a section without the passage; the first part keeps its identity."""
    start, end = passage
    before = replace(section, end=min(section.end, start))
    after = replace(section, start=max(section.start, end))
    if before.start < before.end:
        yield before
        after = replace(after, id=new_id(), version=1)
    if after.start < after.end:
        yield after


def _joined(rest: Iterable[Section], new: Section) -> list[Section]:
    """The parts in order, those of the new one's question that touch it made one with it."""
    found: list[Section] = []
    for each in sorted([*rest, new], key=lambda section: section.start):
        last = found[-1] if found else None
        touches = each.start in {new.start, new.end} and last is not None and last.end == each.start
        if touches and last is not None and last.question_id == each.question_id:
            found[-1] = replace(each if last.id == new.id else last, start=last.start, end=each.end)
        else:
            found.append(each)
    return found


def _difference(before: Sequence[Section], wished: Sequence[Section]) -> list[Change]:
    former = {section.id: section for section in before}
    kept = {section.id for section in wished}
    changes = [remove(section) for section in before if section.id not in kept]
    for each in wished:
        known = former.get(each.id)
        if known is None:
            changes.append(add(each))
        elif (known.start, known.end) != (each.start, each.end):
            changes.append(update(known, start=each.start, end=each.end))
    return changes


def _spoken(answer: Answer | None, transcript_id: str, question: Question) -> list[Change]:
    """A question that somebody now answers counts as answered."""
    if answer is None:
        return set_answer(None, transcript_id, question, Status.ANSWERED)
    return [update(answer, status=Status.ANSWERED.value)] if answer.status in _SILENT else []
