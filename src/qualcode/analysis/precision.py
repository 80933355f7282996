"""How much to trust a figure: intervals of shares, benchmarks, and how many people a wanted interval takes."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, erf, sqrt
from typing import Final

from qualcode.analysis.themes import wilson

LANDIS_KOCH: Final[Mapping[str, tuple[float, float]]] = {
    "almost perfect": (0.8, 1.0),
    "substantial": (0.6, 0.8),
    "moderate": (0.4, 0.6),
    "fair": (0.2, 0.4),
    "slight": (0.0, 0.2),
    "poor": (-1.0, 0.0),
}
"""Landis and Koch (1977), from the best label down."""

_SURE: Final = 0.95


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval for a share of n units that are independent (Newcombe 1998a, method 3)."""
    return wilson(share * n, n)


def label_chances(estimate: float, error: float) -> dict[str, float]:
    """How likely the true value is to have each label or a better one (Gwet 2014), from the best label down."""
    whole = _normal((1 - estimate) / error) - _normal((-1 - estimate) / error)
    total = 0.0
    found = {}
    for label, (low, high) in LANDIS_KOCH.items():
        total += (_normal((high - estimate) / error) - _normal((low - estimate) / error)) / whole
        found[label] = total
    return found


def benchmark(estimate: float, error: float) -> str:
    """The best label of Landis and Koch that the true value has, or betters, with 95 % certainty (Gwet 2014)."""
    if error <= 0:
        return next(label for label, (low, _) in LANDIS_KOCH.items() if estimate >= low)
    return next((label for label, chance in label_chances(estimate, error).items() if chance >= _SURE), "poor")


def clusters_needed(low: float, high: float, n_clusters: int, wanted: float) -> int:
    """How many participants would give an interval as wide as wanted, since width goes as one over the root of n.

    Args:
        low: Lower end of the interval there is.
        high: Its upper end.
        n_clusters: The participants it comes from.
        wanted: The width wished for.
    """
    return max(2, ceil(n_clusters * ((high - low) / wanted) ** 2 - 1e-9))


def _normal(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2
