"""Coefficients of agreement between coders who put units into categories.

Every nominal coefficient here follows from sums over units of a few numbers (`terms`), so one addition serves all
codes and one matrix product all bootstrap replicates. Notation after Gwet, Handbook of Inter-Rater Reliability (2014),
and Krippendorff, Content Analysis (2019): a unit has ratings of r coders, r_k of them chose category k, of q in the
scheme.

None of these numbers is ever NaN for a caller: it is a value, or absent with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from qualcode.analysis.units import Ints

Floats = npt.NDArray[np.float64]
Coefficient = Callable[[Floats], Floats]


class Reason(StrEnum):
    """Why a number is absent, or what a reader must know of it."""

    NOBODY = "no variation: nobody used the code"
    EVERYBODY = "no variation: everybody used it everywhere"
    CONSTANT = "no variation: all ratings are the same"
    UNPAIRED = "no unit was rated by two coders"
    FEW_CLUSTERS = "no interval: fewer than 6 participants"
    NO_REPLICATE = "no interval: too few replicates vary"
    FEW = "fewer than 10 units coded by either coder"
    ONE_CODER = "used by one coder only"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, or the reason why there is none."""

    value: float | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of units by coders in a scheme of categories.

    `votes` has a row a distinct unit and a column a category: how many coders chose it. `weight` says how many units
    each row stands for. `by_coder` has a row a coder and a column a category: in how many units the coder chose it.
    """

    votes: Floats
    weight: Floats
    by_coder: Floats

    @classmethod
    def of(cls, matrix: Ints, n_categories: int) -> Ratings:
        """From units x coders of category numbers, -1 where a rating is missing."""
        chosen = matrix[:, :, None] == np.arange(n_categories)
        return cls(chosen.sum(axis=1).astype(float), np.ones(len(matrix)), chosen.sum(axis=0).astype(float))


def percent(ratings: Ratings) -> Estimate:
    """Agreement of pairs of coders, averaged over units with two ratings or more."""
    return _estimate(percent_of, ratings)


def alpha(ratings: Ratings) -> Estimate:
    """Krippendorff's alpha for nominal data (Krippendorff 2011)."""
    return _estimate(alpha_of, ratings)


def ac1(ratings: Ratings) -> Estimate:
    """Gwet's AC1 (Gwet 2008); 1 where all ratings are the same."""
    return _estimate(ac1_of, ratings)


def fleiss_kappa(ratings: Ratings) -> Estimate:
    """Fleiss' kappa (1971), by Gwet's shares where ratings are missing; for two coders Scott's pi."""
    return _estimate(fleiss_of, ratings)


def brennan_prediger(ratings: Ratings) -> Estimate:
    """Brennan and Prediger's coefficient (1981): Bennett's S, Randolph's kappa, and PABAK for two categories."""
    return _estimate(brennan_prediger_of, ratings)


def positive_agreement(ratings: Ratings, category: int = 1) -> Estimate:
    """Specific agreement on a category: for two coders Dice's coefficient, F1."""
    sums = summed(ratings)
    q = _categories(sums)
    chosen, possible = sums[4 + 2 * q + category], sums[4 + 3 * q + category]
    return Estimate(float(chosen / possible)) if possible else Estimate(None, why_not(sums))


def conger_kappa(ratings: Ratings) -> Estimate:
    """Conger's kappa (1980), which for two coders who both rated every unit is Cohen's (1960)."""
    parts = observed_and_chance(ratings)
    if parts is None:
        return Estimate(None, Reason.UNPAIRED)
    observed, chance = parts
    if 1 - chance < _TINY:
        return Estimate(None, why_not(summed(ratings)))
    return _number((observed - chance) / (1 - chance))


def observed_and_chance(ratings: Ratings) -> tuple[float, float] | None:
    """The agreement and the agreement expected by chance that make Conger's kappa; None where nothing is paired."""
    sums = summed(ratings)
    if not sums[0]:
        return None
    rated = ratings.by_coder.sum(axis=1)
    shares = ratings.by_coder[rated > 0] / rated[rated > 0, None]
    r = len(shares)
    spread = shares.var(axis=0, ddof=1) if r > 1 else np.zeros(shares.shape[1])
    return float(percent_of(sums)), float((shares.mean(axis=0) ** 2 - spread / r).sum())


def pooled_kappa(parts: Sequence[tuple[float, float] | None]) -> Estimate:
    """One kappa over codes (de Vries and others 2008), from the observed and chance agreement of each.

    A code without variation adds nothing to either sum, so it drops out by itself.
    """
    known = [each for each in parts if each is not None]
    if not known:
        return Estimate(None, Reason.UNPAIRED)
    observed, chance = np.mean(known, axis=0)
    return _number(float((observed - chance) / (1 - chance))) if 1 - chance > _TINY else Estimate(None, Reason.CONSTANT)


def jaccard(both: int, only_first: int, only_second: int) -> Estimate:
    """Units that both coded, of those that either coded (Jaccard 1901)."""
    either = both + only_first + only_second
    return _number(both / either) if either else Estimate(None, Reason.NOBODY)


def holsti(agreed: int, first: int, second: int) -> Estimate:
    """Holsti's coefficient (1969): twice the decisions agreed on, of all decisions of both coders."""
    return _number(2 * agreed / (first + second)) if first + second else Estimate(None, Reason.UNPAIRED)


def cohen_kappa(first: Ints, second: Ints, n_categories: int) -> Estimate:
    """Cohen's kappa (1960) of two coders over the units that both rated; -1 is missing."""
    matrix = np.stack((first, second), axis=1)
    return conger_kappa(Ratings.of(matrix[(matrix >= 0).all(axis=1)], n_categories))


def light_kappa(matrix: Ints, n_categories: int) -> Estimate:
    """Light's kappa (1971): the mean of Cohen's over all pairs of coders; absent where one of them is."""
    coders = range(matrix.shape[1])
    pairs = [cohen_kappa(matrix[:, i], matrix[:, j], n_categories) for i in coders for j in coders if i < j]
    values = [pair.value for pair in pairs]
    if any(value is None for value in values):
        return next(pair for pair in pairs if pair.value is None)
    return Estimate(float(np.mean([value for value in values if value is not None])))


# Sums over units, in this order, for q categories:
#   0     units with two ratings or more
#   1     sum of the units' own agreement, sum_k r_k (r_k - 1) / (r (r - 1))
#   2     units with one rating or more
#   3     sum of coinciding pairs, sum_k r_k (r_k - 1) / (r - 1)
#   4     q sums of r_k / r over rated units
#   4+q   q sums of r_k over units with two ratings or more
#   4+2q  q sums of r_k (r_k - 1)
#   4+3q  q sums of r_k (r - 1)
FIXED: Final = 4
_TINY: Final = 1e-12


def terms(votes: Floats) -> Floats:
    """The numbers of each unit that are summed; rows as in `votes`."""
    r = votes.sum(axis=1, keepdims=True)
    paired, rated = r >= 2, r >= 1  # noqa: PLR2004  # a pair takes two
    same = votes * (votes - 1)
    pairs = same.sum(axis=1, keepdims=True)
    fixed = (paired, _over(pairs, r * (r - 1)), rated, _over(pairs, r - 1))
    return np.hstack((*fixed, _over(votes, r), votes * paired, same, votes * (r - 1) * paired)).astype(float)


def _over(top: Floats, bottom: Floats) -> Floats:
    """The quotient, 0 where the divisor is not positive."""
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1), 0.0)


def summed(ratings: Ratings) -> Floats:
    """The sums over all units."""
    total: Floats = ratings.weight @ terms(ratings.votes)
    return total


def _categories(sums: Floats) -> int:
    return int((sums.shape[-1] - FIXED) // 4)


def percent_of(sums: Floats) -> Floats:
    """Percent agreement from sums."""
    with np.errstate(all="ignore"):
        return np.asarray(sums[..., 1] / sums[..., 0])


def alpha_of(sums: Floats) -> Floats:
    """Krippendorff's alpha from sums, NaN where it does not exist."""
    q = _categories(sums)
    return alpha_of_coincidences(sums[..., 3], sums[..., FIXED + q : FIXED + 2 * q])


def alpha_of_coincidences(same: Floats, by_category: Floats) -> Floats:
    """The same from the sum of coinciding pairs and the ratings of each category."""
    n = by_category.sum(axis=-1)
    with np.errstate(all="ignore"):
        expected = n**2 - (by_category**2).sum(axis=-1)
        return np.where(expected > _TINY, 1 - (n - 1) * (n - same) / expected, np.nan)


def _shares(sums: Floats) -> Floats:
    q = _categories(sums)
    with np.errstate(all="ignore"):
        return np.asarray(sums[..., FIXED : FIXED + q] / sums[..., 2:3])


def _corrected(sums: Floats, chance: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.where(1 - chance > _TINY, (percent_of(sums) - chance) / (1 - chance), np.nan)


def fleiss_of(sums: Floats) -> Floats:
    """Fleiss' kappa from sums, NaN where it does not exist."""
    varied = ~np.isnan(alpha_of(sums))
    return np.where(varied, _corrected(sums, (_shares(sums) ** 2).sum(axis=-1)), np.nan)


def ac1_of(sums: Floats) -> Floats:
    """Gwet's AC1 from sums."""
    shares = _shares(sums)
    return _corrected(sums, (shares * (1 - shares)).sum(axis=-1) / (_categories(sums) - 1))


def brennan_prediger_of(sums: Floats) -> Floats:
    """Brennan and Prediger's coefficient from sums."""
    return _corrected(sums, np.full(sums.shape[:-1], 1 / _categories(sums)))


def _estimate(coefficient: Coefficient, ratings: Ratings) -> Estimate:
    return estimate_at(coefficient, summed(ratings))


def estimate_at(coefficient: Coefficient, sums: Floats) -> Estimate:
    """The coefficient of one row of sums, or the reason why there is none."""
    value = float(coefficient(sums))
    return Estimate(None, why_not(sums)) if np.isnan(value) else _number(value)


def _number(value: float) -> Estimate:
    """The value without the dust of floating point, so that nothing prints as -.00."""
    return Estimate(round(value, 12) + 0.0)


def why_not(sums: Floats) -> Reason:
    """Why ratings with these sums have no coefficient."""
    q = _categories(sums)
    if not sums[0]:
        return Reason.UNPAIRED
    used = np.flatnonzero(sums[FIXED + q : FIXED + 2 * q])
    if q == 2 and len(used) == 1:  # noqa: PLR2004  # absent and present
        return Reason.EVERYBODY if used[0] else Reason.NOBODY
    return Reason.CONSTANT
