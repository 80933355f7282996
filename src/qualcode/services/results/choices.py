"""Choice sets: which of several values that exclude one another participants gave, of those who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Question, Status
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Answer
from qualcode.services.groups import groups_of, known_participants
from qualcode.services.interviews import interviews
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.themes import NOBODY, Base, theme_table
from qualcode.store import reads

_SILENT: Final = "asked, no answer"
Row = tuple[Value, ...]


def choices_table(project: Project, by: str = "group", layer: str | None = None, language: str = "en") -> Table:
    """The values of each choice set by group, and those who were asked and gave no answer, outside the percentage.

    Values that a coder put come first, then those recorded at the interview.

    Raises:
        RuleRefused: there is neither a choice set nor a question with closed values, or nobody has the attribute.
    """
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
    sets = [code for _, code in codebook.walk() if code.exclusive and codebook.children.get(code.id)]
    captured, several = _captured(project, by, language)
    if not sets and not captured:
        raise RuleRefused(
            "There is neither a choice set in the codebook nor a question with values in the guide.",
            "Mark a code exclusive, or give a question its values.",
        )
    coded = _coded(project, codebook, sets, by, layer, language) if sets else None
    with project.read() as reader:
        about = provenance(reader, by=by, base=Base.ANSWERED.value, layer=coded.provenance["layer"] if coded else None)
    columns = (
        Column("code", "Value"),
        Column("parent", "Question", printed=False),
        Column("source", "Source", printed=False),
        Column("group", "Group"),
        Column("n", "n", Measure.COUNT),
        Column("base", "Base", Measure.COUNT),
        Column("percent", "%", Measure.SHARE),
        Column("reason", "Note"),
    )
    rows = [*(_with_silent(project, sets, coded, by, layer, language) if coded else ()), *captured]
    notes: list[Phrase | str] = [
        Phrase("Base: participants who answered; those asked who gave no answer stand outside the percentage.")
    ]
    if coded:
        notes.append(Phrase("Layer: {layer}.", {"layer": str(coded.provenance["layer"])}))
    if several:
        notes.append(
            Phrase(
                "{n} participants recorded different values in different interviews; they count once in the base and "
                "under each of their values.",
                {"n": several},
            )
        )
    return Table(
        "choices",
        Phrase("Answers to Closed Questions, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        columns,
        tuple(rows),
        (*notes, *closing_notes(about)),
        about,
    )


def _coded(
    project: Project, codebook: Codebook, sets: list[Code], by: str, layer: str | None, language: str
) -> Table:  # fmt: skip
    paths = [codebook.path(value) for each in sets for value in codebook.children[each.id]]
    return theme_table(project, by, Base.ANSWERED, layer, paths, language=language)


def _with_silent(
    project: Project, sets: list[Code], coded: Table, by: str, layer: str | None, language: str
) -> Iterator[Row]:
    """The rows of each choice set, closed by those who were asked and did not answer."""
    names = [each.name for each in sets]
    answered = _bases(theme_table(project, by, Base.ANSWERED, layer, names, language=language))
    asked = _bases(theme_table(project, by, Base.ASKED, layer, names, language=language))
    for each in sets:
        label = each.label(language)
        for row in coded.records():
            if row["parent"] == label:
                yield (row["code"], label, "coded", row["group"], row["n"], row["base"], row["percent"], row["reason"])
        for (code, group), base in answered.items():
            if code == label:
                yield _named(label, _SILENT, language), label, "coded", group, asked[code, group] - base, base, None, ""


def _bases(table: Table) -> dict[tuple[str, str], int]:
    return {(str(row["code"]), str(row["group"])): int(row["base"] or 0) for row in table.records()}


def _captured(project: Project, by: str, language: str) -> tuple[list[Row], int]:
    """The values that the transcripts themselves record, as `[Q5] {choice: mixed}` does.

    Returns:
        The rows; how many participants have several values of a question, from several interviews.
    """
    with project.read() as reader:
        questions = sorted(reads.every(reader, Question), key=lambda each: each.position)
        found = interviews(reader)
        people = known_participants(reader, found)
        who_of = {each.transcript_id: frozenset(each.speech_of) for each in found}
        answers = reads.every(reader, Answer)
    groups = groups_of(people, by)
    rows: list[Row] = []
    several: set[str] = set()
    for question in questions:
        mine = [each for each in answers if each.question_id == question.id]
        given: dict[str, set[str]] = {}
        for answer in mine:
            if answer.value:
                given.setdefault(answer.value, set()).update(who_of.get(answer.transcript_id, ()))
        several.update(who for who, n in Counter(who for people in given.values() for who in people).items() if n > 1)
        values = [*question.values, *sorted(given.keys() - set(question.values))]
        asked = frozenset(
            who
            for each in mine
            if each.status not in {Status.NOT_ASKED, Status.NOT_APPLICABLE}
            for who in who_of.get(each.transcript_id, ())
        )
        if values:
            rows += _values(question.name, values, given, asked, groups, language)
    return rows, len(several)


def _values(
    question: str,
    values: list[str],
    given: Mapping[str, set[str]],
    asked: frozenset[str],
    groups: Mapping[str, frozenset[str]],
    language: str,
) -> Iterator[Row]:
    answered = frozenset(who for people in given.values() for who in people)
    for value in values:
        for group, members in groups.items():
            base = len(answered & members)
            n = len(given.get(value, set()) & members)
            yield (
                _named(question, value, language), question, "recorded", group, n if base else None, base,
                n / base if base else None, "" if base else NOBODY,
            )  # fmt: skip
    for group, members in groups.items():
        base = len(answered & members)
        yield (
            _named(question, _SILENT, language),
            question,
            "recorded",
            group,
            len((asked - answered) & members),
            base,
            None,
            "",
        )


def _named(question: str, value: str, language: str) -> str:
    return say(Phrase("{name}: {value}", {"name": question, "value": value}), language)
