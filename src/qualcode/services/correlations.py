"""Correlations of scales and outcomes: a matrix as papers print it, or a row a pair with every number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from qualcode.analysis import measures as statistics
from qualcode.analysis.measures import Correlation
from qualcode.domain.measures import Outcome, Scale
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.numbers import interval, printed
from qualcode.services.measures import Variable, people_of, variables
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store.reads import Reader

DIAGONAL: Final = "\N{EM DASH}"
_LEAST_P: Final = 0.001


@dataclass(frozen=True, slots=True)
class _Found:
    """The variables and the correlation of every two of them, the earlier one first."""

    variables: Sequence[Variable]
    pairs: Mapping[tuple[int, int], Correlation]


def correlation(
    reader: Reader, first: str, second: str, group: str | None = None
) -> tuple[Correlation, Variable, Variable]:
    """Two variables by name, and how they go together.

    Raises:
        RuleRefused: there is no such variable, or nobody is in the group.
    """
    people = people_of(reader, group)
    x, y = variables(reader, people, (first, second))
    return _correlate(x, y, people), x, y


def correlation_table(
    project: Project,
    names: Sequence[str] = (),
    group: str | None = None,
    *,
    pairs: bool = False,
    language: str = "en",
) -> Table:
    """Descriptives and correlations of the variables.

    Args:
        project: The project.
        names: Scales, outcomes or measures; every scale and outcome by default.
        group: Only participants of this group; all by default.
        pairs: A row a pair with all its numbers, instead of a matrix.
        language: Of the variables' names and the numbers in notes.

    Raises:
        RuleRefused: there is no such variable, or nobody is in the group.
    """
    with project.read() as reader:
        people = people_of(reader, group)
        chosen = variables(reader, people, names, language)
        about = provenance(reader, group=group or "")
    places = combinations(range(len(chosen)), 2)
    found = _Found(chosen, {(a, b): _correlate(chosen[a], chosen[b], people) for a, b in places})
    columns, rows = (_PAIR_COLUMNS, _pair_rows(found)) if pairs else (_columns(len(chosen)), _rows(found))
    title = "Scales and Outcomes: Descriptives and Correlations"
    return Table(
        "correlations",
        Phrase(f"{title} ({{group}})", {"group": group[:1].upper() + group[1:]}) if group else Phrase(title),
        columns,
        tuple(rows),
        (*_notes(found, language, matrix=not pairs), *closing_notes(about)),
        about,
    )


def correlation_words(found: Correlation, language: str) -> Phrase:
    """The correlation as a sentence of a paper has it: r(122) = -.22, p = .014, 95% CI [-.38, -.05]."""
    if found.r is None or found.p is None:
        return Phrase("not estimable ({reason})", {"reason": found.reason.value if found.reason else ""})
    values: dict[str, object] = {
        "df": found.n - 2,
        "r": printed(found.r, Measure.COEFFICIENT, language),
        "p": _p_words(found.p, language),
        "interval": interval(found.low, found.high, Measure.COEFFICIENT, language),
    }
    return Phrase("r({df}) = {r}, {p}, 95% CI {interval}", values)


def _p_words(p: float, language: str) -> str:
    said = printed(p, Measure.PROBABILITY, language)
    return f"p < {said[1:]}" if p < _LEAST_P else f"p = {said}"


def _correlate(x: Variable, y: Variable, people: Sequence[Participant]) -> Correlation:
    return statistics.correlate([x.values[each.id] for each in people], [y.values[each.id] for each in people])


def _columns(size: int) -> tuple[Column, ...]:
    found = [
        Column("name", "Name", printed=False),
        Column("variable", "Variable"),
        Column("n", "n", Measure.COUNT),
        Column("mean", "M", Measure.NUMBER),
        Column("sd", "SD", Measure.NUMBER),
    ]
    for number in range(1, size + 1):
        found += [
            Column(f"r_{number}", str(number), Measure.CORRELATION),
            Column(f"p_{number}", f"p {number}", Measure.PROBABILITY, printed=False),
            Column(f"n_{number}", f"n {number}", Measure.COUNT, printed=False),
        ]
    return (*found, Column("reason", "Note"))


def _rows(found: _Found) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for place, variable in enumerate(found.variables):
        about = statistics.describe(list(variable.values.values()))
        cells: list[Value] = []
        reasons: dict[str, None] = {}
        for other in range(len(found.variables)):
            each = found.pairs.get((other, place))
            if each is None:
                cells += [DIAGONAL if other == place else "", None, None]
                continue
            cells += [each.r, each.p, each.n]
            if each.reason:
                reasons[each.reason.value] = None
        rows.append(
            (
                variable.name, f"{place + 1}. {variable.label}", about.n, about.mean, about.sd, *cells,
                "; ".join(reasons),
            )
        )  # fmt: skip
    return rows


_PAIR_COLUMNS: Final = (
    Column("x", "First"),
    Column("y", "Second"),
    Column("n", "n", Measure.COUNT),
    Column("r", "r", Measure.COEFFICIENT),
    Column("low", "95% CI", Measure.COEFFICIENT),
    Column("high", "95% CI", Measure.COEFFICIENT),
    Column("t", "t", Measure.NUMBER),
    Column("df", "df", Measure.COUNT),
    Column("p", "p", Measure.PROBABILITY),
    Column("spearman", "Spearman", Measure.COEFFICIENT),
    Column("spearman_p", "p (Spearman)", Measure.PROBABILITY),
    Column("kind", "Kind"),
    Column("reason", "Note"),
)


def _pair_rows(found: _Found) -> list[tuple[Value, ...]]:
    return [
        (
            found.variables[a].name, found.variables[b].name, each.n, each.r, each.low, each.high, each.t,
            each.n - 2 if each.t is not None else None, each.p, each.spearman, each.spearman_p,
            "point-biserial" if each.is_point_biserial else "Pearson", each.reason.value if each.reason else "",
        )
        for (a, b), each in found.pairs.items()
    ]  # fmt: skip


def _notes(found: _Found, language: str, *, matrix: bool) -> list[Phrase | str]:
    ns = [each.n for each in found.pairs.values()]
    notes: list[Phrase | str] = [
        Phrase(
            "Pearson correlations (point-biserial where a variable is yes or no), pairwise n {least}-{most}.",
            {"least": min(ns, default=0), "most": max(ns, default=0)},
        )
    ]
    notes += [_sentence(found, *pair, language) for pair in _headline(found)]
    notes += [
        Phrase("{outcome} = {definition}.", {"outcome": each.label, "definition": each.source.definition(language)})
        for each in found.variables
        if isinstance(each.source, Outcome)
    ]
    notes += [
        Phrase("p from t with n - 2 degrees of freedom, two-sided, not adjusted; CI by Fisher's z; Spearman on "
               "mid-ranks."),
        Phrase("A correlation is no effect: nothing here says what causes what."),
    ]  # fmt: skip
    if matrix:
        notes.append(Phrase("*p < .05. **p < .01. ***p < .001."))
    return notes


def _headline(found: _Found) -> list[tuple[int, int]]:
    """Every scale with the first outcome: all of them, so that nobody picks the one that came out."""
    scales = [place for place, each in enumerate(found.variables) if isinstance(each.source, Scale)]
    outcomes = [place for place, each in enumerate(found.variables) if isinstance(each.source, Outcome)]
    return [(min(pair), max(pair)) for pair in product(scales, outcomes[:1])]


def _sentence(found: _Found, first: int, second: int, language: str) -> Phrase:
    each = found.pairs[first, second]
    return Phrase(
        "{x} and {y}: {words}; Spearman {rho}.",
        {
            "x": found.variables[first].label,
            "y": found.variables[second].label,
            "words": correlation_words(each, language),
            "rho": printed(each.spearman, Measure.COEFFICIENT, language),
        },
    )
