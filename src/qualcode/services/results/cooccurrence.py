"""Which codes meet: in the same answer, or in passages that share words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.counts import Count, Counts, Union
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Segment, touches
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, Passage, evidence, merged


class Meeting(StrEnum):
    """Where codes meet."""

    ANSWER = "answer"
    PASSAGE = "passage"


_EVERYBODY: Final = "all"
_NOTES: Final = {
    Meeting.ANSWER: "n: answers to one guide question that hold both codes.",
    Meeting.PASSAGE: "n: passages that share words with one of the other code; the smaller count of the two codes.",
}
Place = tuple[str, str, int]


def cooccurrence_table(
    project: Project,
    meeting: Meeting = Meeting.ANSWER,
    by: str | None = None,
    layer: str | None = None,
    themes: Sequence[str] = (),
    language: str = "en",
) -> Table:
    """A row a pair of codes that meet, and a group: how often, of how many, and Jaccard's index.

    Args:
        project: The project.
        meeting: Where codes meet.
        by: An attribute that splits the counts; by default there is one group of all.
        layer: Whose codings.
        themes: Names or paths of the codes wanted; by default those without children.
        language: Of the codes' names.

    Raises:
        RuleRefused: no participant has the attribute, or there is no such layer or code.
    """
    known = evidence(project, layer, meeting=meeting.value, by=by)
    codes = known.leaves(themes)
    groups = known.groups(by) if by else {_EVERYBODY: known.coded}
    rows: list[tuple[tuple[Value, ...], tuple[Code, Code]]] = []
    for group, who in groups.items():
        count = _in_answers(known, codes, who) if meeting is Meeting.ANSWER else _in_passages(known, codes, who)
        for first, second in combinations(codes, 2):
            both, n_first, n_second = count[first.id, second.id]
            if both:
                names = (first.label(language), second.label(language), group)
                jaccard = both / (n_first + n_second - both)
                rows.append(((*names, both, n_first, n_second, jaccard), (first, second)))
    rows.sort(key=lambda row: (str(row[0][2]), -int(row[0][3] or 0)))
    columns = (
        Column("first", "First code"),
        Column("second", "Second code"),
        Column("of_group", "Group", printed=by is not None),
        Column("n", "n", Measure.COUNT),
        Column("n_first", "First", Measure.COUNT),
        Column("n_second", "Second", Measure.COUNT),
        Column("jaccard", "Jaccard", Measure.COEFFICIENT),
    )
    notes = (
        Phrase(_NOTES[meeting]),
        Phrase("Jaccard: n divided by those with either code. Pairs that never meet are left out."),
        *known.notes(),
    )
    return Table(
        "cooccurrence",
        Phrase("Codes That Meet"),
        columns,
        tuple(row for row, _ in rows),
        notes,
        known.about,
        people=_told(rows, meeting),
    )


def _told(rows: Sequence[tuple[tuple[Value, ...], tuple[Code, Code]]], meeting: Meeting) -> Counts:
    """What the rows tell; a small number of answers or passages is one of people, and fewer still."""
    most = max((int(row[place] or 0) for row, _ in rows for place in (4, 5)), default=0)
    cells: list[Count] = []
    unions: dict[Union, None] = {}
    for at, (row, (first, second)) in enumerate(rows):
        among = frozenset(f"{meeting} {number} of {row[2]}" for number in range(most))
        both = f"{meeting} {first.id} {second.id}"
        cells.append(Count(at, ("n", "jaccard"), both, among, int(row[3] or 0)))
        for key, place, code in (("n_first", 4, first), ("n_second", 5, second)):
            cells.append(Count(at, (key, "jaccard"), f"{meeting} {code.id}", among, int(row[place] or 0)))
            unions[Union(f"{meeting} {code.id}", (both,), is_covered=False)] = None
    return Counts(tuple(cells), tuple(unions))


_Meetings = Mapping[tuple[str, str], tuple[int, int, int]]


def _in_answers(known: Evidence, codes: Iterable[Code], who: frozenset[str]) -> _Meetings:
    places = {code.id: _answers(known, _of(known, code, who)) for code in codes}
    return {
        (first, second): (len(places[first] & places[second]), len(places[first]), len(places[second]))
        for first, second in combinations(places, 2)
    }


def _answers(known: Evidence, passages: Iterable[Passage]) -> set[Place]:
    """The answers that the passages lie in: participant, revision and start of the section."""
    return {
        (each.participant_id, each.revision_id, section.start)
        for each in passages
        for section in known.interviews[each.revision_id].sections
        if known.questions[section.question_id].unit and each.start < section.end and section.start < each.end
    }


def _in_passages(known: Evidence, codes: Iterable[Code], who: frozenset[str]) -> _Meetings:
    spans = {code.id: _spans(_of(known, code, who)) for code in codes}
    return {
        (first, second): (
            min(_meeting(spans[first], spans[second]), _meeting(spans[second], spans[first])),
            _number(spans[first]),
            _number(spans[second]),
        )
        for first, second in combinations(spans, 2)
    }


Spans = Mapping[tuple[str, str], Sequence[Segment]]


def _spans(passages: Iterable[Passage]) -> Spans:
    found: dict[tuple[str, str], list[Segment]] = {}
    for each in passages:
        found.setdefault((each.revision_id, each.participant_id), []).append((each.start, each.end))
    return {place: merged(spans) for place, spans in found.items()}


def _number(spans: Spans) -> int:
    return sum(map(len, spans.values()))


def _meeting(these: Spans, those: Spans) -> int:
    """How many of these passages share a character with one of those."""
    return sum(touches(those[place], *span) for place, spans in these.items() if place in those for span in spans)


def _of(known: Evidence, code: Code, who: frozenset[str]) -> list[Passage]:
    return [each for each in known.by_code.get(code.id, ()) if each.participant_id in who]
