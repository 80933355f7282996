"""Krippendorff's alphas for coders who place units in a continuum themselves: u-alpha, |u-alpha, cu-alpha, (k)u-alpha.

After Krippendorff, Mathet, Bouvry and Widlöcher, "On the reliability of unitizing textual continua" (2016), and
Krippendorff, Content Analysis (2019), section 12.6. Several transcripts are joined end to end; no unit crosses a join.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from qualcode.analysis.coefficients import Estimate, Floats, Reason
from qualcode.analysis.units import Ints, PatternCounts, Placed


@dataclass(frozen=True, slots=True)
class Sections:
    """One coder's units on a continuum, in order and without overlap; all else is gap."""

    start: Ints
    end: Ints
    value: Ints
    """1, 2 ...; 0 stands for gaps."""

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int]]) -> Sections:
        """From rows of start, end and value."""
        return cls(*np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T)


@dataclass(frozen=True, slots=True)
class UnitizingAgreement:
    """The family, for values that exclude one another."""

    u_alpha: Estimate
    """All values and the gaps between units."""
    relevance: Estimate
    """Units against gaps, whatever their values."""
    cu_alpha: Estimate
    """Values, where both coders see a unit."""
    by_value: tuple[Estimate, ...]
    """(k)u-alpha of each value, from 1 on."""
    coverage: tuple[float, ...]
    """The share of each value's matter that another coder takes for a unit too; (k)u-alpha knows no more than that."""


def u_alpha_by_code(counts: PatternCounts, placed: Placed) -> list[Estimate]:
    """u-alpha of each code by itself, from patterns of characters: the closed form for one value.

    Args:
        counts: Patterns by characters.
        placed: The codings on the axis, as unions.
    """
    length = (placed.end - placed.start).astype(float)
    squares = np.bincount(placed.code, weights=length**2, minlength=counts.n_codes)
    return [_u_alpha_of(counts, code, float(squares[code])) for code in range(counts.n_codes)]


def unitizing_agreement(coders: Sequence[Sections], length: int, n_values: int) -> UnitizingAgreement:
    """The family for coders who all went through a continuum of this length.

    With three coders or more, readings of cu-alpha and (k)u-alpha differ between authors; they are plain for two.
    """
    shared = _shared(coders, length, n_values)
    gaps = [length - int((each.end - each.start).sum()) for each in coders]
    weights = np.zeros(n_values + 1)
    weights[0] = sum(gaps)
    for each in coders:
        weights += np.bincount(each.value, weights=(each.end - each.start) ** 2.0, minlength=n_values + 1)
    by_value = shared.sum(axis=1)
    total = float(by_value.sum())
    expected = _expected(by_value, weights, total - weights.sum() / total)
    observed = total - np.trace(shared)
    u_alpha = _one_less(observed, total - np.trace(expected))
    relevance = _one_less(shared[0, 1:].sum(), expected[0, 1:].sum())
    return UnitizingAgreement(u_alpha, relevance, *_of_values(coders, shared, n_values))


def _u_alpha_of(counts: PatternCounts, code: int, squares: float) -> Estimate:
    rows = (counts.code == code) & (np.bitwise_count(counts.eligible) > 1)
    m = np.bitwise_count(counts.eligible[rows]).astype(float)
    k = np.bitwise_count(counts.present[rows]).astype(float)
    length = counts.count[rows].astype(float)
    n, n1 = float(length @ m), float(length @ k)
    n0 = n - n1
    if not n:
        return Estimate(None, Reason.UNPAIRED)
    if not n1 or not n0:
        return Estimate(None, Reason.EVERYBODY if n1 else Reason.NOBODY)
    disagreed = float(length @ (2 * k * (m - k) / (m - 1)))
    return Estimate(1 - disagreed * (n * n - n0 - squares) / (2 * n * n1 * n0))


def _shared(coders: Sequence[Sections], length: int, n_values: int) -> Floats:
    """Lengths that pairs of coders give each pair of values, each ordered pair once, over coders less one."""
    bounds = np.unique(np.concatenate([[0, length], *[np.concatenate((each.start, each.end)) for each in coders]]))
    at, size = bounds[:-1], np.diff(bounds).astype(float)
    values = [_value_at(each, at) for each in coders]
    q = n_values + 1
    found = np.zeros(q * q)
    for one, other in permutations(values, 2):
        found += np.bincount(one * q + other, weights=size, minlength=q * q)
    return found.reshape(q, q) / (len(coders) - 1)


def _value_at(sections: Sections, at: Ints) -> Ints:
    if not len(sections.start):
        return np.zeros(len(at), dtype=np.int64)
    place = np.searchsorted(sections.start, at, side="right") - 1
    inside = (place >= 0) & (at < sections.end[place])
    return np.where(inside, sections.value[place], 0)


def _expected(by_value: Floats, weights: Floats, divisor: float) -> Floats:
    top = np.outer(by_value, by_value) - np.diag(weights)
    return np.asarray(top / divisor) if divisor > 0 else np.zeros_like(top)


def _of_values(
    coders: Sequence[Sections], shared: Floats, n_values: int
) -> tuple[Estimate, tuple[Estimate, ...], tuple[float, ...]]:
    common = shared[1:, 1:]
    by_value = common.sum(axis=1)
    total = float(by_value.sum())
    weights = _common_squares(coders, n_values)[1:]
    expected = _expected(by_value, weights, total - weights.sum() / total if total else 0.0)
    off = expected.sum() - np.trace(expected)
    cu_alpha = _one_less(total - np.trace(common), off)
    found = tuple(_of_value(common, expected, value) for value in range(n_values))
    whole = shared[1:].sum(axis=1)
    coverage = tuple(float(part / all_) if all_ else 0.0 for part, all_ in zip(by_value, whole, strict=True))
    return cu_alpha, found, coverage


def _of_value(common: Floats, expected: Floats, value: int) -> Estimate:
    matter, chance = common[value].sum(), expected[value].sum()
    apart = chance - expected[value, value]
    if not matter or apart <= 0:
        return Estimate(None, Reason.CONSTANT if matter else Reason.UNPAIRED)
    return _rounded(1 - chance / matter * (matter - common[value, value]) / apart)


def _common_squares(coders: Sequence[Sections], n_values: int) -> Floats:
    """Squared lengths of what other coders take for matter in each unit, summed by value, over coders less one."""
    found = np.zeros(n_values + 1)
    for one, other in permutations(coders, 2):
        covered = _covered(other, one.end) - _covered(other, one.start)
        found += np.bincount(one.value, weights=covered.astype(float) ** 2, minlength=n_values + 1)
    return found / (len(coders) - 1)


def _covered(sections: Sections, at: Ints) -> Ints:
    """How much of the continuum before each place lies in units."""
    if not len(sections.start):
        return np.zeros(len(at), dtype=np.int64)
    before = np.concatenate(([0], np.cumsum(sections.end - sections.start)))
    place = np.searchsorted(sections.start, at, side="right") - 1
    known = np.maximum(place, 0)
    inside = before[known] + np.minimum(at, sections.end[known]) - sections.start[known]
    return np.where(place >= 0, inside, 0)


def _one_less(observed: float, expected: float) -> Estimate:
    return _rounded(1 - observed / expected) if expected > 0 else Estimate(None, Reason.CONSTANT)


def _rounded(value: float) -> Estimate:
    return Estimate(round(float(value), 12) + 0.0)
