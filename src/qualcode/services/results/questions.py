"""The guide in numbers: of each question, who was asked it and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from qualcode.domain.counts import EVERYBODY, Count, Counts, Union
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Question, Status
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.groups import groups_of, known_participants
from qualcode.services.interviews import interviews
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads

_UNRECORDED: Final = "unrecorded"
_LABELS: Final = {
    Status.ANSWERED: "Answered",
    Status.NO_ANSWER: "No answer",
    Status.REFUSED: "Refused",
    Status.DONT_KNOW: "Does not know",
    Status.NOT_ASKED: "Not asked",
    Status.NOT_APPLICABLE: "Not applicable",
    Status.CUT_SHORT: "Cut short",
    Status.UNREADABLE: "Unreadable",
    Status.WITHDRAWN: "Withdrawn",
}
_STATUSES: Final = (*(status.value for status in _LABELS), _UNRECORDED)
_UNASKED: Final = {Status.NOT_ASKED.value, Status.NOT_APPLICABLE.value, _UNRECORDED}


def questions_table(project: Project, by: str = "group", language: str = "en") -> Table:
    """A row a question and group: participants interviewed, asked, and each status of their answers.

    Raises:
        RuleRefused: no participant has the attribute.
    """
    with project.read() as reader:
        questions = sorted(reads.every(reader, Question), key=lambda each: each.position)
        found = interviews(reader)
        people = known_participants(reader, found)
        about = provenance(reader, by=by)
    groups = groups_of(people, by)
    heard = {who for each in found for who in each.speech_of}
    became: dict[str, dict[str, str]] = {each.id: {} for each in questions}
    for interview in found:
        for question_id, status in interview.answers.items():
            for who in interview.speech_of:
                if became[question_id].get(who) != Status.ANSWERED:  # one answer is enough where there are several
                    became[question_id][who] = status
    places = [(question, group, members) for question in questions for group, members in groups.items()]
    rows = [
        _row(question, group, members & heard, became[question.id], language) for question, group, members in places
    ]
    cells = [
        cell
        for row, (question, _, members) in enumerate(places)
        for cell in _cells(row, question, members, members & heard, became[question.id])
    ]
    seen = {status for question in questions for status in became[question.id].values()}
    columns = (
        Column("question", "Question"),
        Column("wording", "Wording", printed=False),
        Column("group", "Group"),
        Column("interviewed", "Interviewed", Measure.COUNT),
        Column("asked", "Asked", Measure.COUNT),
        Column("percent", "% of asked", Measure.SHARE),
        *(
            Column(status.value, Phrase(label), Measure.COUNT, printed=status in seen)
            for status, label in _LABELS.items()
        ),
        Column(_UNRECORDED, "Not recorded", Measure.COUNT),
    )
    return Table(
        "questions",
        Phrase("Questions Asked and Answered, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        columns,
        tuple(rows),
        (
            Phrase("% of asked: answered. Not recorded: the transcript has no marker of the question."),
            *closing_notes(about),
        ),
        about,
        people=Counts(tuple(cells), tuple(each for question in questions for each in _unions(question))),
    )


def _cells(
    row: int, question: Question, members: frozenset[str], who: frozenset[str], became: Mapping[str, str]
) -> Iterator[Count]:
    """What a row tells of people: how many were interviewed, asked, and have each status."""
    counts = Counter(became.get(each, _UNRECORDED) for each in who)
    asked = sum(n for status, n in counts.items() if status not in _UNASKED)
    yield Count(row, ("interviewed",), "interviewed", members, len(who))
    yield Count(row, ("asked", "percent"), f"{question.id} asked", who, asked, "interviewed", members)
    for status in _STATUSES:
        shows = (status, "percent") if status == Status.ANSWERED.value else (status,)
        yield Count(row, shows, f"{question.id} {status}", who, counts[status], "interviewed", members)


def _unions(question: Question) -> Iterator[Union]:
    """Everybody has one status, and was asked or not."""
    asked = tuple(f"{question.id} {status}" for status in _STATUSES if status not in _UNASKED)
    others = tuple(f"{question.id} {status}" for status in _STATUSES if status in _UNASKED)
    yield Union(f"{question.id} asked", asked, is_exclusive=True)
    yield Union(EVERYBODY, (*asked, *others), is_exclusive=True)


def _row(
    question: Question, group: str, who: frozenset[str], became: Mapping[str, str], language: str
) -> tuple[Value, ...]:
    counts = Counter(became.get(each, _UNRECORDED) for each in who)
    asked = sum(n for status, n in counts.items() if status not in _UNASKED)
    answered = counts[Status.ANSWERED.value]
    return (
        question.name,
        question.wording(language, group),
        group,
        len(who),
        asked,
        answered / asked if asked else None,
        *(counts[status.value] for status in _LABELS),
        counts[_UNRECORDED],
    )
