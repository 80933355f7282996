"""The rows of a theme table as a screen prints them, each with the place of its theme in the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qualcode.domain.table import Measure, Table, Value
from qualcode.formats.numbers import interval, printed

TESTS: Final = (
    ("difference", Measure.SHARE),
    ("fisher_p", Measure.PROBABILITY),
    ("holm_p", Measure.PROBABILITY),
    ("odds_ratio", Measure.NUMBER),
)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """Figures as they are printed, and the share with its bounds for a bar."""

    path: tuple[str, ...]
    """Labels from the top of the codebook."""
    is_first: bool
    """Whether it is the first row of its theme."""
    value: str
    """Of the attribute that the table splits."""
    reason: str
    """Why there are no figures; empty where there are."""
    counts: tuple[str, str, str]
    """Of those who raised it, of the base, and per cent."""
    span: str
    tests: tuple[str, ...]
    """Empty where none are asked for, blank on other rows than the first of a theme."""
    bar: tuple[float, float, float] | None
    """Lower bound, share, upper bound."""


def theme_rows(table: Table, language: str) -> list[ThemeRow]:
    """The rows of a theme table."""
    found: list[ThemeRow] = []
    path: tuple[str, ...] = ()
    for depth, figures in zip(table.indents, table.records(), strict=True):
        before, path = path, (*path[:depth], str(figures["code"]))
        low, share, high = figures["low"], figures["percent"], figures["high"]
        counts = (
            printed(figures["n"], Measure.COUNT, language),
            printed(figures["base"], Measure.COUNT, language),
            printed(share, Measure.SHARE, language),
        )
        tests = tuple(_test(figures[key], measure, language) for key, measure in TESTS if key in figures)
        found.append(
            ThemeRow(
                path, path != before, str(figures["group"]), str(figures["reason"] or ""), counts,
                interval(low, high, Measure.SHARE, language), tests, _bar(low, share, high),
            )
        )  # fmt: skip
    return found


def _test(value: Value, measure: Measure, language: str) -> str:
    return "" if value is None else printed(value, measure, language)


def _bar(*values: Value) -> tuple[float, float, float] | None:
    low, share, high = (float(each) if isinstance(each, int | float) else None for each in values)
    return None if low is None or share is None or high is None else (low, share, high)
