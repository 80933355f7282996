"""The rows of the tables of scales and of correlations as a screen prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Measure, Table, Value
from qualcode.formats.numbers import interval, printed, stars
from qualcode.formats.tables import format_table
from qualcode.services.correlations import correlation_table
from qualcode.services.measures import people_of, variables
from qualcode.services.project import Project
from qualcode.services.scales import scale_table


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A scale, or two variables and their correlation; figures are printed already."""

    names: tuple[str, ...]
    """Of one variable or of two."""
    label: str
    cells: tuple[str, ...]
    """Items, n, M, SD, possible and observed range, alpha; or n, coefficient, interval, p."""
    bar: tuple[float, float, float] | None
    """Lower bound, coefficient, upper bound; of Spearman's three times the coefficient."""
    reason: str
    """Why a number is missing; empty where none is."""


@dataclass(frozen=True, slots=True)
class MeasureRows:
    """Both tables."""

    scales: tuple[MeasureRow, ...]
    pairs: tuple[MeasureRow, ...]
    notes: tuple[Phrase | str, ...]
    about: Mapping[str, Value]
    groups: tuple[str, ...]
    """Of all participants."""


def measure_rows(
    project: Project, group: str | None = None, *, by_rank: bool = False, language: str = "en"
) -> MeasureRows:
    """The tables of scales and of correlations, a row a scale and a row a pair.

    Args:
        project: The project.
        group: Only participants of this group; all by default.
        by_rank: Spearman's correlations instead of Pearson's.
        language: Of names and numbers.

    Raises:
        RuleRefused: the project has neither scale nor outcome, or nobody is in the group.
    """
    pairs = correlation_table(project, (), group, pairs=True, language=language)
    scales = _scales(project, group, language)
    with project.read() as reader:
        people = people_of(reader, None)
        labels = {each.name: each.label for each in variables(reader, people, language=language)}
    closing = dict.fromkeys(map(str, pairs.notes))
    return MeasureRows(
        tuple(_scale(each, language) for each in (scales.records() if scales else ())),
        tuple((_ranked if by_rank else _pair)(each, labels, language) for each in pairs.records()),
        (*(note for note in (scales.notes if scales else ()) if str(note) not in closing), *pairs.notes),
        pairs.provenance,
        tuple(sorted({person.group for person in people if person.group})),
    )


def printed_measures(project: Project, group: str | None, width: int, *, language: str = "en") -> str:
    """Both tables as a report prints them, the correlations as a matrix.

    Raises:
        RuleRefused: the project has neither scale nor outcome, or nobody is in the group.
    """
    scales = _scales(project, group, language)
    tables = [*([scales] if scales else []), correlation_table(project, (), group, language=language)]
    return "\n\n".join(format_table(table, "text", language, width).rstrip("\n") for table in tables)


def _scales(project: Project, group: str | None, language: str) -> Table | None:
    """None where there are only outcomes."""
    try:
        return scale_table(project, group, language=language)
    except RuleRefused:
        return None


def _scale(row: Mapping[str, Value], language: str) -> MeasureRow:
    ranges = (_range(row, which, language) for which in ("possible", "observed"))
    return MeasureRow(
        (str(row["name"]),),
        str(row["scale"]),
        (
            *(printed(row[key], Measure.COUNT, language) for key in ("items", "n")),
            *(printed(row[key], Measure.NUMBER, language) for key in ("mean", "sd")),
            *ranges,
            printed(row["alpha"], Measure.COEFFICIENT, language),
        ),
        None,
        str(row["reason"] or ""),
    )


def _range(row: Mapping[str, Value], which: str, language: str) -> str:
    return "\N{EN DASH}".join(printed(row[f"{which}_{end}"], Measure.NUMBER, language) for end in ("low", "high"))


def _pair(row: Mapping[str, Value], labels: Mapping[str, str], language: str) -> MeasureRow:
    return _correlation(row, labels, (row["r"], row["p"]), (row["low"], row["high"]), language)


def _ranked(row: Mapping[str, Value], labels: Mapping[str, str], language: str) -> MeasureRow:
    return _correlation(row, labels, (row["spearman"], row["spearman_p"]), (None, None), language)


def _correlation(
    row: Mapping[str, Value], labels: Mapping[str, str], found: tuple[Value, Value], bounds: tuple[Value, Value],
    language: str,
) -> MeasureRow:  # fmt: skip
    names, (value, p) = (str(row["x"]), str(row["y"])), found
    return MeasureRow(
        names,
        f"{labels[names[0]]} \N{MULTIPLICATION SIGN} {labels[names[1]]}",
        (
            printed(row["n"], Measure.COUNT, language),
            f"{printed(value, Measure.COEFFICIENT, language)}{stars(p):<3}",
            interval(*bounds, Measure.COEFFICIENT, language),
            printed(p, Measure.PROBABILITY, language),
        ),
        _bar((bounds[0], value, bounds[1])),
        str(row["reason"] or ""),
    )


def _bar(values: Iterable[Value]) -> tuple[float, float, float] | None:
    low, value, high = (float(each) if isinstance(each, int | float) else None for each in values)
    if value is None:
        return None
    return value if low is None else low, value, value if high is None else high
