"""Codings matched as wholes: how many of one coder's have a partner among the other's, at a tolerance.

There are no negatives, so no correction for chance: F1 is positive agreement on freely placed codings (Hripcsak and
Rothschild 2005), which on coding decisions goes by the name of Holsti.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from qualcode.analysis.coefficients import Estimate, Floats, Reason
from qualcode.analysis.units import Ints, Placed

TOLERANCES: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Least share that intersection must have of union; 0 takes any overlap."""


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """Codings of two coders with one code."""

    first: int
    second: int
    matched: tuple[int, ...]
    """Pairs, at each tolerance."""

    def f1(self, place: int) -> Estimate:
        """Twice the pairs, of all codings of both, at the tolerance in this place."""
        total = self.first + self.second
        return Estimate(2 * self.matched[place] / total) if total else Estimate(None, Reason.NOBODY)


def span_agreement(
    placed: Placed, pair: tuple[int, int], n_codes: int, tolerances: tuple[float, ...] = TOLERANCES
) -> list[SpanAgreement]:
    """For each code, how many codings of two coders find partners; each has at most one, and no matching is larger.

    Args:
        placed: Codings on the axis of participants' speech, as unions of those of a coder that overlap.
        pair: Two coders' numbers.
        n_codes: Of the table.
        tolerances: See `TOLERANCES`.
    """
    first, second = (placed.of(coder) for coder in pair)
    sizes = [np.bincount(each.code, minlength=n_codes) for each in (first, second)]
    left, right, likeness = _candidates(first, second)
    matched = [_matched(first, second, left, right, likeness, least, n_codes) for least in tolerances]
    return [
        SpanAgreement(int(sizes[0][code]), int(sizes[1][code]), tuple(int(each[code]) for each in matched))
        for code in range(n_codes)
    ]


def _candidates(first: Placed, second: Placed) -> tuple[Ints, Ints, Floats]:
    """Every pair of codings of one code that overlap, and intersection over union of each."""
    width = int(max(first.end.max(initial=0), second.end.max(initial=0))) + 1
    begins, ends = (second.code * width + each for each in (second.start, second.end))
    low = np.searchsorted(ends, first.code * width + first.start, side="right")
    high = np.searchsorted(begins, first.code * width + first.end, side="left")
    reach = np.maximum(high - low, 0)
    left = np.repeat(np.arange(len(reach)), reach)
    right = np.arange(reach.sum()) - np.repeat(np.cumsum(reach) - reach, reach) + np.repeat(low, reach)
    shared = np.minimum(first.end[left], second.end[right]) - np.maximum(first.start[left], second.start[right])
    joint = np.maximum(first.end[left], second.end[right]) - np.minimum(first.start[left], second.start[right])
    return left, right, shared / np.maximum(joint, 1)


def _matched(
    first: Placed, second: Placed, left: Ints, right: Ints, likeness: Floats, least: float, n_codes: int
) -> Ints:
    kept = likeness >= least - 1e-12
    shape = (len(first.code), len(second.code))
    if not kept.any():
        return np.zeros(n_codes, dtype=np.int64)
    graph = csr_array((np.ones(kept.sum(), dtype=np.int8), (left[kept], right[kept])), shape=shape)
    partner = maximum_bipartite_matching(graph, perm_type="column")
    return np.bincount(first.code[partner >= 0], minlength=n_codes)
