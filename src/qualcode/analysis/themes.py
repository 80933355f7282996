"""Frequencies of themes among participants, and the comparison of two groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

_Z: Final = NormalDist().inv_cdf(0.975)

Cells = tuple[int, int, int, int]
"""How many of how many in the first group, then in the second."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups on one theme: first less second."""

    difference: float
    low: float
    high: float
    fisher_p: float
    holm_p: float
    odds_ratio: float | None
    """None where nobody or everybody has the theme."""


def wilson(k: float, n: int, z: float = _Z) -> tuple[float, float]:
    """Wilson's score interval for k of n, n at least 1, as shares (Newcombe 1998a, method 3)."""
    share = k / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if k == 0 else centre - half
    high = 1.0 if k == n else centre + half
    return max(0.0, low), min(1.0, high)


def newcombe(cells: Cells) -> tuple[float, float]:
    """Newcombe's hybrid score interval for the difference of two shares (1998b, method 10)."""
    k1, n1, k2, n2 = cells
    p1, p2 = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    below = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    above = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2 - below, p1 - p2 + above


def fisher_p(cells: Cells) -> float:
    """Fisher's exact two-sided p: the probability of tables no likelier than this one."""
    import numpy as np  # noqa: PLC0415  # theme tables without tests do without it
    from scipy.stats import fisher_exact  # noqa: PLC0415  # takes longer to load than everything else together

    k1, n1, k2, n2 = cells
    return float(fisher_exact(np.array([[k1, n1 - k1], [k2, n2 - k2]])).pvalue)


def odds_ratio(cells: Cells) -> float | None:
    """The sample odds ratio, with 0.5 added to all four cells where one is empty; None without variation."""
    k1, n1, k2, n2 = cells
    if k1 + k2 in {0, n1 + n2}:
        return None
    a, b, c, d = k1, n1 - k1, k2, n2 - k2
    extra = 0.5 if 0 in {a, b, c, d} else 0.0
    return (a + extra) * (d + extra) / ((b + extra) * (c + extra))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment over the family of these p-values (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def compare(themes: Iterable[Cells | None]) -> list[Comparison | None]:
    """The comparison of each theme; None where it cannot be counted or a group is empty.

    The family of Holm's adjustment is the themes that some but not all people raised.
    """
    cells = [None if each is None or 0 in (each[1], each[3]) else each for each in themes]
    ratios = [None if each is None else odds_ratio(each) for each in cells]
    p_values = [
        1.0 if each is None or ratio is None else fisher_p(each) for each, ratio in zip(cells, ratios, strict=True)
    ]
    family = [place for place, ratio in enumerate(ratios) if ratio is not None]
    adjusted = [1.0] * len(cells)
    for place, value in zip(family, holm([p_values[place] for place in family]), strict=True):
        adjusted[place] = value
    return [
        None
        if each is None
        else Comparison(
            each[0] / each[1] - each[2] / each[3], *newcombe(each), p_values[place], adjusted[place], ratios[place]
        )
        for place, each in enumerate(cells)
    ]
