"""Theme tables: how many participants of each group raised each theme, with the base printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qualcode.analysis import themes as statistics
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Finished, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Coder, Participant, Question, Status
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import touches
from qualcode.services.consensus import Passage, settled_passages
from qualcode.services.groups import groups_of, known_participants
from qualcode.services.intersection import agreed_presence
from qualcode.services.interviews import Interview, interviews
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader


class Base(StrEnum):
    """Whom a percentage is of."""

    INTERVIEWED = "interviewed"
    ASKED = "asked"
    ANSWERED = "answered"


_BASE_NOTES: Final = {
    Base.INTERVIEWED: "Base: participants interviewed and fully coded.",
    Base.ASKED: "Base: participants, fully coded, who were asked a question that feeds the theme.",
    Base.ANSWERED: "Base: participants, fully coded, who answered a question that feeds the theme.",
}
_NOT_ASKED: Final = {Status.NOT_ASKED, Status.NOT_APPLICABLE}
_ALL_CODERS: Final = {"union", "intersection"}
"""Layers that read independent codings even where there is a consensus."""
_NAMED: Final = {None, "consensus", *_ALL_CODERS}
_UNION: Final = "an exclusive code cannot be counted over the union of several coders"
_UNFED: Final = "no question of the guide feeds this theme"
NOBODY: Final = "nobody is in the base"


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose codings are read: for each revision, the layer and the coders (None: everybody's)."""

    name: str
    chosen: Mapping[str, tuple[str, frozenset[str] | None]]
    settled: Mapping[str, tuple[Passage, ...]]
    """The consensus of the revisions that are read in it."""

    def is_union(self, revision_id: str) -> bool:
        """Whether several coders' codings are read together."""
        coders = self.chosen[revision_id][1]
        return coders is not None and len(coders) > 1


@dataclass(frozen=True, slots=True)
class _Counted:
    """Participants by code, and the base of each."""

    present: Mapping[str, frozenset[str]]
    base: Mapping[str, frozenset[str]]
    reasons: Mapping[str, str]


def theme_table(
    project: Project,
    by: str = "group",
    base: Base = Base.INTERVIEWED,
    layer: str | None = None,
    themes: Sequence[str] = (),
    *,
    tests: bool = False,
    with_range: bool = False,
    with_children: bool = False,
    language: str = "en",
) -> Table:
    """The table of themes by an attribute of participants: a row a code and value of the attribute.

    Args:
        project: The project.
        by: `group`, `site` or any other attribute of participants.
        base: Whom the percentages are of.
        layer: `consensus`, `union`, `intersection` or a coder's name; by default consensus where it is complete, else
            the single coder, else the union of the coders who finished the transcript.
        themes: Names or paths of the codes wanted; all by default.
        language: Of the codes' names.
        with_range: With the counts over the intersection and over the union of coders as a range.
        with_children: With the codes below those that `themes` names.
        tests: With difference, Fisher's exact test, Holm's adjustment and odds ratio, for exactly two values.

    Raises:
        RuleRefused: no participant has the attribute, or tests are asked for and there are not two values.
    """
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        found = interviews(reader)
        people = known_participants(reader, found)
        chosen = reading(reader, found, layer)
        counted = _counted(reader, codebook, found, chosen, base)
        extremes = [
            _counted(reader, codebook, found, reading(reader, found, name), base)
            for name in (("intersection", "union") if with_range else ())
        ]
        about = provenance(reader, by=by, base=base.value, layer=chosen.name)
    codes = [code for _, code in codebook.walk() if not code.is_retired or counted.present.get(code.id)]
    if themes:
        wanted = {codebook.find(name).id for name in themes}
        codes = [
            code
            for code in codes
            if code.id in wanted or (with_children and any(each.id in wanted for each in codebook.ancestors(code)))
        ]
    groups = groups_of(people, by)
    rows = _rows(codebook, codes, groups, counted, language)
    columns = _COLUMNS
    if with_range:
        columns = (*columns[:-1], *_RANGE_COLUMNS, columns[-1])
        rows = _with_range(codes, groups, extremes, rows)
    if tests:
        more, rows = _with_tests(by, codes, groups, counted, rows)
        columns = (*columns[:-1], *more, columns[-1])
    return Table(
        "themes",
        Phrase("Themes Raised in Interviews, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        columns,
        tuple(rows),
        _notes(chosen, base, found, people, tests=tests, with_range=with_range) + closing_notes(about),
        about,
        tuple(len(codebook.ancestors(code)) for code in codes for _ in groups),
    )


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Who raised what, for rooms that count over people of their own choice."""

    codebook: Codebook
    people: Mapping[str, Participant]
    layer: str
    base_note: Phrase
    counted: _Counted

    def count(self, code: Code, who: Iterable[str]) -> tuple[int, int]:
        """How many of these participants raised the code, and how many of them are in its base."""
        return _count(code, frozenset(who), self.counted)

    def reason(self, code: Code) -> str:
        """Why the code cannot be counted; empty where it can."""
        return self.counted.reasons.get(code.id, "")


def frequencies(reader: Reader, base: Base = Base.INTERVIEWED, layer: str | None = None) -> Frequencies:
    """Who raised each theme, with the base and layer that theme tables have.

    Raises:
        RuleRefused: there is no such layer or coder.
    """
    codebook = Codebook.of(reads.every(reader, Code))
    found = interviews(reader)
    chosen = reading(reader, found, layer)
    counted = _counted(reader, codebook, found, chosen, base)
    return Frequencies(codebook, known_participants(reader, found), chosen.name, Phrase(_BASE_NOTES[base]), counted)


_COLUMNS: Final[tuple[Column, ...]] = (
    Column("code", "Theme"),
    Column("parent", "Parent", printed=False),
    Column("group", "Group"),
    Column("n", "n", Measure.COUNT),
    Column("base", "Base", Measure.COUNT),
    Column("percent", "%", Measure.SHARE),
    Column("low", "95% CI", Measure.SHARE),
    Column("high", "95% CI", Measure.SHARE),
    Column("reason", "Note"),
)
_TEST_COLUMNS: Final[tuple[Column, ...]] = (
    Column("difference", "Difference", Measure.SHARE),
    Column("difference_low", "95% CI", Measure.SHARE),
    Column("difference_high", "95% CI", Measure.SHARE),
    Column("fisher_p", "Fisher p", Measure.PROBABILITY),
    Column("holm_p", "Holm p", Measure.PROBABILITY),
    Column("odds_ratio", "Odds ratio", Measure.NUMBER),
)


_RANGE_COLUMNS: Final[tuple[Column, ...]] = (
    Column("range_low", "Range of n", Measure.COUNT),
    Column("range_high", "Range of n", Measure.COUNT),
)


def reading(reader: Reader, found: Sequence[Interview], wanted: str | None) -> Reading:
    """Whose codings each fully coded interview is read from; interviews that nobody finished are left out."""
    finished: dict[str, set[str]] = {}
    for row in reads.every(reader, Finished):
        finished.setdefault(row.transcript_id, set()).add(row.coder_id)
    hidden = blinded(reader)
    coder = None if wanted in _NAMED else reads.one(reader, Coder, name=wanted)
    if coder is None and wanted not in _NAMED:
        raise RuleRefused(f'There is no layer or coder "{wanted}".', "Name consensus, union, intersection or a coder.")
    choices = any(code.exclusive for code in reads.every(reader, Code))
    always = wanted == "consensus" or choices  # a value of a choice set is not counted over a union
    settled = settled_passages(reader, found, always=always) if wanted in {None, "consensus"} else {}
    chosen: dict[str, tuple[str, frozenset[str] | None]] = {}
    for interview in found:
        if interview.transcript_id in hidden:
            continue
        revision, coders = interview.revision_id, finished.get(interview.transcript_id, set())
        if coder is not None:
            coders &= {coder.id}
        elif revision in settled:
            chosen[revision] = (Layer.CONSENSUS.value, None)
            continue
        if coders and wanted != "consensus":
            chosen[revision] = (Layer.INDEPENDENT.value, frozenset(coders))
    return Reading(wanted or "consensus where it exists, else the single coder, else the union", chosen, settled)


def _counted(
    reader: Reader,
    codebook: Codebook,
    found: list[Interview],
    chosen: Reading,
    base: Base,
) -> _Counted:
    everybody = frozenset(who for interview in found for who in interview.speech_of)
    unfinished = {who for each in found if each.revision_id not in chosen.chosen for who in each.speech_of}
    coded = frozenset(everybody - unfinished)
    present: dict[str, set[str]] = {}
    if chosen.name == "intersection":
        raised = agreed_presence(reader, codebook, found, chosen.chosen)
    else:
        raised = _present(reader, found, chosen)
    for code_id, who in raised.items():
        for code in (codebook.codes[code_id], *codebook.ancestors(codebook.codes[code_id])):
            present.setdefault(code.id, set()).update(who & coded)
    bases, reasons = _bases(reader, codebook, found, coded, base)
    contested = frozenset(who for each in found if _contested(each, chosen) for who in each.speech_of) & coded
    if contested:
        values = [code for code in codebook.codes.values() if _is_value(codebook, code)]
        reasons |= {code.id: _UNION for code in values}
    return _Counted({code: frozenset(who & bases.get(code, coded)) for code, who in present.items()}, bases, reasons)


def _present(reader: Reader, found: Iterable[Interview], chosen: Reading) -> dict[str, set[str]]:
    """The participants in whose speech each code was put, by coders whose codings are read."""
    interviews_of = {interview.revision_id: interview for interview in found}
    present: dict[str, set[str]] = {}
    for code_id, revision_id, coder_id, start, end in reads.first_passages(reader, Layer.INDEPENDENT.value):
        coders = chosen.chosen.get(revision_id, ("", None))[1]
        if coders is None or coder_id not in coders:
            continue
        who, interview = present.setdefault(code_id, set()), interviews_of[revision_id]
        if not interview.speech_of.keys() <= who:
            who |= _speakers(reader, interview, code_id, coder_id, (start, end))
    for revision_id in chosen.settled.keys() & chosen.chosen.keys():
        speech_of = interviews_of[revision_id].speech_of
        for code_id, start, end in chosen.settled[revision_id]:
            who = present.setdefault(code_id, set())
            who |= {each for each, speech in speech_of.items() if each not in who and touches(speech, start, end)}
    return present


def _contested(interview: Interview, chosen: Reading) -> bool:
    return interview.revision_id in chosen.chosen and chosen.is_union(interview.revision_id)


def _is_value(codebook: Codebook, code: Code) -> bool:
    """Whether the code is a value of a choice set."""
    return code.parent_id is not None and codebook.codes[code.parent_id].exclusive


def _speakers(reader: Reader, interview: Interview, code_id: str, coder_id: str, first: tuple[int, int]) -> set[str]:
    """The participants in whose speech the coder put the code; the first passage nearly always tells."""
    who = {each for each, speech in interview.speech_of.items() if touches(speech, *first)}
    if who == set(interview.speech_of):
        return who
    for start, end in reads.passages(reader, Layer.INDEPENDENT.value, code_id, interview.revision_id, coder_id):
        who |= {each for each, speech in interview.speech_of.items() if touches(speech, start, end)}
    return who


def _bases(
    reader: Reader,
    codebook: Codebook,
    found: list[Interview],
    coded: frozenset[str],
    base: Base,
) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Who counts for each code, and why nobody can for some."""
    if base is Base.INTERVIEWED:
        return dict.fromkeys(codebook.codes, coded), {}
    feeding = _feeding(codebook, reads.every(reader, Question))
    reached: dict[str, set[str]] = {}
    for interview in found:
        for question_id, status in interview.answers.items():
            counts = status == Status.ANSWERED if base is Base.ANSWERED else status not in _NOT_ASKED
            if counts:
                reached.setdefault(question_id, set()).update(interview.speech_of)
    bases = {
        code_id: coded & frozenset(who for question in questions for who in reached.get(question, ()))
        for code_id, questions in feeding.items()
    }
    reasons = {code_id: _UNFED for code_id, questions in feeding.items() if not questions}
    return bases, reasons


def _feeding(codebook: Codebook, questions: Iterable[Question]) -> dict[str, set[str]]:
    """The questions that feed each code: those named for it, else those named for the nearest code above it."""
    named: dict[str, set[str]] = {}
    for question in questions:
        for name in question.codes:
            named.setdefault(codebook.find(name).id, set()).add(question.id)
    return {
        code.id: next((named[each.id] for each in (code, *codebook.ancestors(code)) if each.id in named), set())
        for code in codebook.codes.values()
    }


def _rows(
    codebook: Codebook, codes: Iterable[Code], groups: Mapping[str, frozenset[str]], counted: _Counted, language: str
) -> list[tuple[Value, ...]]:
    return [
        (
            code.label(language),
            codebook.codes[code.parent_id].label(language) if code.parent_id else "",
            group,
            *_frequency(code, who, counted),
        )
        for code in codes
        for group, who in groups.items()
    ]


def _frequency(code: Code, who: frozenset[str], counted: _Counted) -> tuple[Value, ...]:
    n, base = _count(code, who, counted)
    reason = counted.reasons.get(code.id) or ("" if base else NOBODY)
    if reason:
        return None, base, None, None, None, reason
    low, high = statistics.wilson(n, base)
    return n, base, n / base, low, high, ""


def _count(code: Code, who: frozenset[str], counted: _Counted) -> tuple[int, int]:
    base = counted.base.get(code.id, frozenset()) & who
    return len(counted.present.get(code.id, frozenset()) & base), len(base)


def _with_range(
    codes: Sequence[Code],
    groups: Mapping[str, frozenset[str]],
    extremes: Sequence[_Counted],
    rows: Iterable[tuple[Value, ...]],
) -> list[tuple[Value, ...]]:
    """The rows with what all coders agree on and what any coder saw, before the reason."""
    cells = ([_count(code, who, each)[0] for each in extremes] for code in codes for who in groups.values())
    return [(*row[:-1], *found, row[-1]) for row, found in zip(rows, cells, strict=True)]


def _with_tests(
    by: str,
    codes: Sequence[Code],
    groups: Mapping[str, frozenset[str]],
    counted: _Counted,
    rows: list[tuple[Value, ...]],
) -> tuple[tuple[Column, ...], list[tuple[Value, ...]]]:
    """The comparison of two groups, on the first row of each code."""
    if len(groups) != 2:  # noqa: PLR2004  # a comparison is of two
        raise RuleRefused(
            f'Tests compare two groups, and "{by}" has {len(groups)} values.', "Choose an attribute with two values."
        )
    first, second = groups.values()
    cells = [
        None if code.id in counted.reasons else (*_count(code, first, counted), *_count(code, second, counted))
        for code in codes
    ]
    compared = statistics.compare(cells)
    empty: tuple[Value, ...] = (None,) * len(_TEST_COLUMNS)
    widened: list[tuple[Value, ...]] = []
    for place, row in enumerate(rows):
        test = compared[place // 2] if place % 2 == 0 else None
        values = empty if test is None else _test_values(test)
        widened.append((*row[:-1], *values, row[-1]))
    return _TEST_COLUMNS, widened


def _test_values(test: statistics.Comparison) -> tuple[Value, ...]:
    return test.difference, test.low, test.high, test.fisher_p, test.holm_p, test.odds_ratio


def _notes(
    layer: Reading,
    base: Base,
    found: Sequence[Interview],
    people: Mapping[str, Participant],
    *,
    tests: bool,
    with_range: bool,
) -> tuple[Phrase | str, ...]:
    waiting = {who for each in found if each.revision_id not in layer.chosen for who in each.speech_of}
    silent = len(people.keys() - {who for each in found for who in each.speech_of})
    notes: list[Phrase | str] = []
    if waiting or silent:
        notes.append(
            Phrase(
                "{silent} participants without an interview and {waiting} whose interview is not fully coded are in "
                "neither number nor base.",
                {"silent": silent, "waiting": len(waiting)},
            )
        )
    notes += [
        Phrase(
            "Counts are participants with at least one coded passage; more than one theme is possible, so percentages "
            "do not sum to 100."
        ),
        Phrase(_BASE_NOTES[base]),
        Phrase("Layer: {layer}.", {"layer": layer.name}),
        Phrase("CI: Wilson."),
        Phrase("A theme not raised is not a theme denied."),
    ]
    if with_range:
        notes.append(Phrase("Range of n: participants with the code by the word of all coders, and of any."))
    if tests:
        notes.append(
            Phrase(
                "Exploratory: difference is first group less second with Newcombe's interval; Fisher's exact test, "
                "two-sided; Holm's adjustment over the rows printed; sample odds ratio, 0.5 added to all cells where "
                "one is empty."
            )
        )
    return tuple(notes)
