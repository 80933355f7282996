"""Scores of scales, their reliability, and correlations of measures with their intervals.

Values stand in the order of participants; None is a missing one. A number is a value, or absent with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Values = Sequence[float | None]

_Z: Final = 1.959963984540054
"""Of a 95 % interval."""
_FEWEST: Final = 2
_FEWEST_FOR_INTERVAL: Final = 4
_PERFECT: Final = 1 - 1e-12
"""A coefficient this near to 1 is 1 but for rounding."""


class Missing(StrEnum):
    """Why a number is absent."""

    FEW = "fewer than two participants have a value"
    CONSTANT = "everybody has the same value"
    ONE_ITEM = "a scale of one item has no reliability"
    TWO = "two participants give no p"
    PERFECT = "a perfect correlation has no interval"
    THREE = "three participants give no interval"


@dataclass(frozen=True, slots=True)
class Description:
    """The values of one measure."""

    n: int
    mean: float | None
    sd: float | None
    """With n - 1; None for fewer than two values."""
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha over the participants who answered every item."""

    alpha: float | None
    n: int
    reason: Missing | None = None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two measures over the participants who have both."""

    n: int
    r: float | None = None
    """Pearson's; where one of the two is yes or no it is the point-biserial one."""
    t: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    """95 % interval by Fisher's z."""
    spearman: float | None = None
    spearman_p: float | None = None
    is_point_biserial: bool = False
    reason: Missing | None = None


def score(answers: Values, *, smallest_share: float, as_mean: bool) -> float | None:
    """The score of one participant from items already reversed; None where too few are answered.

    Missing items count as the mean of the answered ones.
    """
    answered = [value for value in answers if value is not None]
    if not answered or len(answered) < smallest_share * len(answers):
        return None
    mean = sum(answered) / len(answered)
    return mean if as_mean else mean * len(answers)


def reversed_value(value: float | None, lowest: float, highest: float) -> float | None:
    """The answer to an item that is worded the other way round."""
    return None if value is None else lowest + highest - value


def describe(values: Values) -> Description:
    """n, mean, standard deviation and range."""
    known = _known(values)
    if not len(known):
        return Description(0, None, None, None, None)
    sd = float(known.std(ddof=1)) if len(known) >= _FEWEST else None
    return Description(len(known), float(known.mean()), sd, float(known.min()), float(known.max()))


def cronbach_alpha(people: Sequence[Values]) -> Reliability:
    """Cronbach's alpha (1951) from the answers of each participant, items already reversed."""
    complete = [answers for answers in people if None not in answers]
    matrix = np.array(complete, dtype=float)
    if len(complete) < _FEWEST:
        return Reliability(None, len(complete), Missing.FEW)
    items = matrix.shape[1]
    if items < _FEWEST:
        return Reliability(None, len(complete), Missing.ONE_ITEM)
    total = float(matrix.sum(axis=1).var(ddof=1))
    if not total > 0:
        return Reliability(None, len(complete), Missing.CONSTANT)
    parts = float(matrix.var(axis=0, ddof=1).sum())
    return Reliability(items / (items - 1) * (1 - parts / total), len(complete))


def correlate(first: Values, second: Values) -> Correlation:
    """Pearson's and Spearman's correlation over the participants who have both values."""
    pairs = [(x, y) for x, y in zip(first, second, strict=True) if x is not None and y is not None]
    n = len(pairs)
    if n < _FEWEST:
        return Correlation(n, reason=Missing.FEW)
    x, y = np.array(pairs, dtype=float).T
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Correlation(n, reason=Missing.CONSTANT)
    r, rho = _pearson(x, y), _pearson(mid_ranks(x), mid_ranks(y))
    is_point_biserial = _FEWEST in (len(np.unique(x)), len(np.unique(y)))
    if n == _FEWEST:
        return Correlation(n, r, spearman=rho, is_point_biserial=is_point_biserial, reason=Missing.TWO)
    t, p = _t_test(r, n)
    _, rho_p = _t_test(rho, n)
    low, high, reason = _fisher_interval(r, n)
    return Correlation(n, r, t, p, low, high, rho, rho_p, is_point_biserial, reason)


def mid_ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    ranks: Floats = ((2 * last - size + 1) / 2)[place]
    return ranks


def tertiles(values: Sequence[float]) -> tuple[float, float]:
    """The largest value of the low third and of the middle third, so that equal values stay together.

    Cut points are the values at a third and two thirds of the sorted list.
    """
    ordered = sorted(values)
    return ordered[-(-len(ordered) // 3) - 1], ordered[-(-2 * len(ordered) // 3) - 1]


def _known(values: Values) -> Floats:
    return np.array([value for value in values if value is not None], dtype=float)


def _pearson(x: Floats, y: Floats) -> float:
    # Large and tiny numbers are brought near 1 first, or their squares would be infinite or nothing.
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    x, y = x - x.mean(), y - y.mean()
    r = float((x @ y) / np.sqrt((x @ x) * (y @ y)))
    return float(np.sign(r)) if abs(r) > _PERFECT else r


def _t_test(r: float, n: int) -> tuple[float | None, float]:
    """T with n - 2 degrees of freedom and its two-sided p; a perfect correlation has an infinite t and p 0."""
    from scipy.special import stdtr  # noqa: PLC0415  # takes longer to load than everything else together

    if abs(r) == 1:
        return None, 0.0
    t = r * ((n - 2) / (1 - r * r)) ** 0.5
    return t, float(2 * stdtr(n - 2, -abs(t)))


def _fisher_interval(r: float, n: int) -> tuple[float | None, float | None, Missing | None]:
    if abs(r) == 1:
        return None, None, Missing.PERFECT
    if n < _FEWEST_FOR_INTERVAL:
        return None, None, Missing.THREE
    half = _Z / (n - 3) ** 0.5
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)), None
