"""Choice sets: which of several values that exclude one another participants gave, of those who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.counts import EVERYBODY, Count, Counts, Union
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Question, Status
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Answer
from qualcode.services.frequencies import NOBODY, Base, Frequencies, frequencies
from qualcode.services.groups import groups_of
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads

_SILENT: Final = "asked, no answer"
_COLUMNS: Final = (
    Column("code", "Value"),
    Column("parent", "Question", printed=False),
    Column("source", "Source", printed=False),
    Column("group", "Group"),
    Column("n", "n", Measure.COUNT),
    Column("base", "Base", Measure.COUNT),
    Column("percent", "%", Measure.SHARE),
    Column("reason", "Note"),
)
Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Given:
    """A question or choice set: who gave each value, who answered, who was asked."""

    id: str
    label: str
    source: str
    values: Mapping[str, tuple[str, frozenset[str]]]
    """What is printed and who gave it, by what stands for the value."""
    answered: frozenset[str]
    asked: frozenset[str]
    reason: str = ""


def choices_table(project: Project, by: str = "group", layer: str | None = None, language: str = "en") -> Table:
    """The values of each choice set by group, and those who were asked and gave no answer, outside the percentage.

    Values that a coder put come first, then those recorded at the interview.

    Raises:
        RuleRefused: there is neither a choice set nor a question with closed values, or nobody has the attribute.
    """
    with project.read() as reader:
        answered = frequencies(reader, Base.ANSWERED, layer)
        asked = frequencies(reader, Base.ASKED, layer)
        questions = sorted(reads.every(reader, Question), key=lambda each: each.position)
        answers = reads.every(reader, Answer)
        sets = [code for code in answered.codes() if code.exclusive and answered.codebook.children.get(code.id)]
        about = provenance(reader, by=by, base=Base.ANSWERED.value, layer=answered.layer if sets else None)
    given = [
        *(_coded(code, answered, asked, language) for code in sets),
        *_recorded(questions, answers, answered, language),
    ]
    if not given:
        raise RuleRefused(
            "There is neither a choice set in the codebook nor a question with values in the guide.",
            "Mark a code exclusive, or give a question its values.",
        )
    groups = groups_of(answered.people, by)
    rows = [row for each in given for row in _rows(each, groups, language)]
    notes: list[Phrase | str] = [
        Phrase("Base: participants who answered; those asked who gave no answer stand outside the percentage.")
    ]
    if sets:
        notes.append(Phrase("Layer: {layer}.", {"layer": answered.layer}))
    several = {who for each in given if each.source == "recorded" for who in _several(each)}
    if several:
        notes.append(
            Phrase(
                "Participants with different recorded values in different interviews, who count once in the base and "
                "under each of their values: {n}.",
                {"n": len(several)},
            )
        )
    return Table(
        "choices",
        Phrase("Answers to Closed Questions, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        _COLUMNS,
        tuple(rows),
        (*notes, *closing_notes(about)),
        about,
        people=_told(given, groups),
    )


def _coded(code: Code, answered: Frequencies, asked: Frequencies, language: str) -> _Given:
    """A choice set, as coders put it."""
    counted = answered.counted
    values = {
        value.id: (value.label(language), counted.present.get(value.id, frozenset()))
        for value in answered.codebook.children[code.id]
    }
    reasons = (answered.reason(each) for each in (*answered.codebook.children[code.id], code))
    return _Given(
        code.id,
        code.label(language),
        "coded",
        values,
        counted.base.get(code.id, frozenset()),
        asked.counted.base.get(code.id, frozenset()),
        next((reason for reason in reasons if reason), ""),
    )


def _recorded(
    questions: Sequence[Question], answers: Sequence[Answer], found: Frequencies, language: str
) -> Iterator[_Given]:
    """The values that the transcripts themselves record, as `[Q5] {choice: mixed}` does."""
    who_of = {each.transcript_id: frozenset(each.speech_of) for each in found.interviews}
    for question in questions:
        given: dict[str, set[str]] = {}
        asked: set[str] = set()
        for answer in answers:
            if answer.question_id == question.id:
                who = who_of.get(answer.transcript_id, frozenset())
                if answer.value:
                    given.setdefault(answer.value, set()).update(who)
                if answer.status not in {Status.NOT_ASKED, Status.NOT_APPLICABLE}:
                    asked |= who
        names = [*question.values, *sorted(given.keys() - set(question.values))]
        values = {
            f"{question.id} value {name}": (_named(question.name, name, language), frozenset(given.get(name, ())))
            for name in names
        }
        if values:
            answered = frozenset(who for people in given.values() for who in people)
            yield _Given(question.id, question.name, "recorded", values, answered, frozenset(asked))


def _several(each: _Given) -> Iterator[str]:
    """The participants who gave several values."""
    counts = Counter(who for _, people in each.values.values() for who in people)
    return (who for who, n in counts.items() if n > 1)


def _rows(each: _Given, groups: Groups, language: str) -> Iterator[tuple[Value, ...]]:
    """The rows of each value, closed by those who were asked and did not answer."""
    for label, who in each.values.values():
        for group, members in groups.items():
            base = len(each.answered & members)
            n = len(who & each.answered & members)
            reason = each.reason or ("" if base else NOBODY)
            shown = (None, base, None) if reason else (n, base, n / base)
            yield label, each.label, each.source, group, *shown, reason
    silent = _named(each.label, _SILENT, language)
    for group, members in groups.items():
        n = len((each.asked - each.answered) & members)
        yield silent, each.label, each.source, group, n, len(each.answered & members), None, ""


def _told(given: Sequence[_Given], groups: Groups) -> Counts:
    cells: list[Count] = []
    unions: list[Union] = []
    row = 0
    for each in given:
        answered = f"{each.id} answers"
        for what, (_, who) in each.values.items():
            for members in groups.values():
                of = each.answered & members
                if not each.reason:
                    cells.append(Count(row, ("n", "percent"), what, of, len(who & of), answered, members))
                cells.append(Count(row, ("base",), answered, members, len(of)))
                row += 1
        for members in groups.values():
            n = len((each.asked - each.answered) & members)
            cells.append(Count(row, ("n",), f"{each.id} silent", members, n))
            cells.append(Count(row, ("base",), answered, members, len(each.answered & members)))
            row += 1
        parts = [who & each.answered for _, who in each.values.values()]
        together = frozenset[str]().union(*parts)
        is_exclusive = len(together) == sum(map(len, parts))
        unions.append(
            Union(EVERYBODY, tuple(each.values), is_exclusive, each.answered <= together, of=each.answered)
        )  # fmt: skip
    return Counts(tuple(cells), tuple(unions))


def _named(question: str, value: str, language: str) -> str:
    return say(Phrase("{name}: {value}", {"name": question, "value": value}), language)
