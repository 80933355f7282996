"""Codes that replace each other: on one unit, one coder used X and not Y, another Y and not X."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from qualcode.analysis.units import Presence


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two codes that stand in for each other."""

    first: int
    second: int
    forth: int
    """Units where an earlier coder had the first code and a later coder the second instead."""
    back: int
    """Units the other way about."""
    contested: int
    """Units on which coders differ in either code."""

    @property
    def swaps(self) -> int:
        """Both ways together."""
        return self.forth + self.back


def confusions(presence: Presence, n_coders: int, codes: list[int]) -> list[Confusion]:
    """Pairs of these codes that replace each other, the most frequent first; pairs of coders are summed."""
    n = len(codes)
    swaps = np.zeros((n, n))
    apart = np.zeros((n, n))
    for one, other in permutations(range(n_coders), 2):
        mine, theirs = (presence.only(codes, has, lacks) for has, lacks in ((one, other), (other, one)))
        crossed = mine @ theirs.T
        swaps += crossed if one < other else 0
        if one < other:
            either = mine + theirs
            single = either.sum(axis=1)
            apart += single[:, None] + single[None, :] - either @ either.T
    found = [
        Confusion(codes[x], codes[y], int(swaps[x, y]), int(swaps[y, x]), int(apart[x, y]))
        for x in range(n)
        for y in range(x + 1, n)
        if swaps[x, y] + swaps[y, x]
    ]
    return sorted(found, key=lambda each: (-each.swaps, each.first, each.second))
