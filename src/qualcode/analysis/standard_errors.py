"""Analytic standard errors of the coefficients; right only where units are independent of each other.

Interviews or participants are; answers and turns of one person are not, and for them the bootstrap over people stands.
Gwet's errors come from one idea: a coefficient is a function of means over units, so its error is that of the mean of
each unit's own contribution (Gwet 2008; Handbook of Inter-Rater Reliability, 2014). `weight` says how many units a row
stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from qualcode.analysis.coefficients import Floats
from qualcode.analysis.units import Ints


@dataclass(frozen=True, slots=True)
class StandardErrors:
    """One for each coefficient; None where it, or its error, does not exist."""

    alpha: float | None
    ac1: float | None
    fleiss: float | None
    conger: float | None
    brennan_prediger: float | None


def standard_errors(matrix: Ints, weight: Floats, n_categories: int) -> StandardErrors:
    """Gwet's standard errors.

    Args:
        matrix: Units x coders of category numbers, -1 where a rating is missing.
        weight: Units that each row stands for.
        n_categories: Of the scheme.
    """
    chosen = matrix[:, :, None] == np.arange(n_categories)
    rated = (matrix >= 0).any(axis=1)
    chosen, weight = chosen[rated].astype(float), weight[rated]
    votes = chosen.sum(axis=1)
    r = votes.sum(axis=1)
    n, paired = weight.sum(), r >= 2  # noqa: PLR2004  # a pair takes two
    if n < 2 or not weight[paired].sum():  # noqa: PLR2004  # an error takes two units
        return StandardErrors(None, None, None, None, None)
    own = (votes * (votes - 1)).sum(axis=1) / np.where(paired, r * (r - 1), 1)
    agreed = _Agreed(weight, n / weight[paired].sum() * own, n / weight[paired].sum() * paired)
    shares = votes / r[:, None]
    mean = weight @ shares / n
    q = n_categories
    return StandardErrors(
        _alpha_error(votes[paired], weight[paired]),
        agreed.error((mean * (1 - mean)).sum() / (q - 1), shares @ (1 - mean) / (q - 1)),
        agreed.error((mean**2).sum(), shares @ mean),
        _conger_error(agreed, chosen, n),
        agreed.error(1 / q, np.full(len(r), 1 / q)),
    )


def cohen_error(table: Floats) -> float | None:
    """The standard error of Cohen's kappa from two coders' square table (Fleiss, Cohen and Everitt 1969)."""
    n = table.sum()
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    chance, observed = float(rows @ columns), float(np.trace(p))
    if chance >= 1:
        return None
    kappa = (observed - chance) / (1 - chance)
    same = np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2
    cross = p * (columns[:, None] + rows[None, :]) ** 2
    other = (1 - kappa) ** 2 * (cross.sum() - np.trace(cross))
    variance = (same.sum() + other - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return sqrt(max(0.0, float(variance)))


@dataclass(frozen=True, slots=True)
class _Agreed:
    """Each unit's agreement, scaled so that its mean over all units is the agreement of those that can be paired."""

    weight: Floats
    own: Floats
    paired: Floats

    def error(self, chance: float, own_chance: Floats) -> float | None:
        """The error of (agreement - chance) / (1 - chance), from each unit's own chance."""
        if chance >= 1:
            return None
        n = self.weight.sum()
        each = (self.own - chance * self.paired) / (1 - chance)
        kappa = self.weight @ each / n
        return _of_mean(each - 2 * (1 - kappa) * (own_chance - chance) / (1 - chance), kappa, self.weight)


def _of_mean(each: Floats, mean: float, weight: Floats) -> float:
    n = weight.sum()
    return float(np.sqrt(weight @ (each - mean) ** 2 / (n * (n - 1))))


def _alpha_error(votes: Floats, weight: Floats) -> float | None:
    """Of alpha without its correction for small samples, as Gwet takes it."""
    r, n = votes.sum(axis=1), weight.sum()
    average = weight @ r / n
    mean = weight @ votes / (n * average)
    chance = float((mean**2).sum())
    if chance >= 1 or n < 2:  # noqa: PLR2004  # an error takes two units
        return None
    away = (r - average) / average
    own = (votes * (votes - 1)).sum(axis=1) / (average * (r - 1))
    agreed = weight @ own / n
    alpha = float((agreed - chance) / (1 - chance))
    own_chance = votes @ mean / average - chance * away
    corrected = agreed + (1 - agreed) / (weight @ r)  # what Gwet's printed error takes where ratings are missing
    each = (own - corrected * away - chance - 2 * (1 - alpha) * (own_chance - chance)) / (1 - chance)
    return _of_mean(each, alpha, weight)


def _conger_error(agreed: _Agreed, chosen: Floats, n: float) -> float | None:
    """Conger's chance is a mean over pairs of coders of the product of their shares; each unit moves every share."""
    rated = chosen.sum(axis=2)
    sizes = agreed.weight @ rated
    chosen, rated, sizes = chosen[:, sizes > 0], rated[:, sizes > 0], sizes[sizes > 0]
    r = len(sizes)
    if r < 2:  # noqa: PLR2004  # a pair
        return None
    shares = np.tensordot(agreed.weight, chosen, 1) / sizes[:, None]
    others = shares.sum(axis=0) - shares
    chance = float((shares * others).sum() / (r * (r - 1)))
    moved = (chosen - shares * rated[:, :, None]) * (n / sizes)[:, None]
    return agreed.error(chance, chance + (moved * others).sum(axis=(1, 2)) / (r * (r - 1)))
