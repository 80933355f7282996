"""Coefficients of intercoder agreement, and their bootstrap intervals.

Every nominal coefficient here follows from sums over units of a few numbers (`_terms`), so one addition serves all
codes and one matrix product all bootstrap replicates. Notation after Gwet, Handbook of Inter-Rater Reliability (2014),
and Krippendorff, Content Analysis (2019): a unit has ratings of r coders, r_k of them chose category k, of q in the
scheme.

None of these numbers is ever NaN for a caller: it is a value, or absent with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from qualcode.analysis.units import Ints, PatternCounts

Floats = npt.NDArray[np.float64]
Coefficient = Callable[[Floats], Floats]

FEWEST_CLUSTERS: Final = 6
"""Below this many participants, resampling them gives no interval."""

FEW_UNITS: Final = 10
"""A code with fewer units coded by either coder is flagged."""

_CHUNK: Final = 250  # replicates at a time, which bounds the memory


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


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Units that two coders both rated."""

    both: int
    only_first: int
    only_second: int
    neither: int


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code."""

    n_units: int
    """Units (or characters) rated by at least two coders."""
    prevalence: Estimate
    percent: Estimate
    alpha: Estimate
    alpha_low: float | None
    alpha_high: float | None
    interval_reason: Reason | None
    undefined_draws: int
    """Bootstrap replicates in which alpha did not exist; the interval leaves them out."""
    ac1: Estimate
    positive: Estimate
    kappa: Estimate
    """Cohen's for two coders, Conger's for more."""
    counts: PairCounts | None
    """For two coders."""
    flags: tuple[Reason, ...]


def percent(ratings: Ratings) -> Estimate:
    """Agreement of pairs of coders, averaged over units with two ratings or more."""
    return _estimate(_percent, ratings)


def alpha(ratings: Ratings) -> Estimate:
    """Krippendorff's alpha for nominal data (Krippendorff 2011)."""
    return _estimate(_alpha, ratings)


def ac1(ratings: Ratings) -> Estimate:
    """Gwet's AC1 (Gwet 2008); 1 where all ratings are the same."""
    return _estimate(_ac1, ratings)


def fleiss_kappa(ratings: Ratings) -> Estimate:
    """Fleiss' kappa (1971), by Gwet's shares where ratings are missing; for two coders Scott's pi."""
    return _estimate(_fleiss, ratings)


def brennan_prediger(ratings: Ratings) -> Estimate:
    """Brennan and Prediger's coefficient (1981): Bennett's S, Randolph's kappa, and PABAK for two categories."""
    return _estimate(_brennan_prediger, ratings)


def positive_agreement(ratings: Ratings, category: int = 1) -> Estimate:
    """Specific agreement on a category: for two coders Dice's coefficient, F1."""
    sums = _summed(ratings)
    q = _categories(sums)
    chosen, possible = sums[4 + 2 * q + category], sums[4 + 3 * q + category]
    return Estimate(float(chosen / possible)) if possible else Estimate(None, _why_not(sums))


def conger_kappa(ratings: Ratings) -> Estimate:
    """Conger's kappa (1980), which for two coders who both rated every unit is Cohen's (1960)."""
    sums = _summed(ratings)
    rated = ratings.by_coder.sum(axis=1)
    if not sums[0]:
        return Estimate(None, Reason.UNPAIRED)
    shares = ratings.by_coder[rated > 0] / rated[rated > 0, None]
    r = len(shares)
    spread = shares.var(axis=0, ddof=1) if r > 1 else np.zeros(shares.shape[1])
    chance = float((shares.mean(axis=0) ** 2 - spread / r).sum())
    if 1 - chance < _TINY:
        return Estimate(None, _why_not(sums))
    return _number((float(_percent(sums)) - chance) / (1 - chance))


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


def agreement_by_code(counts: PatternCounts, n_coders: int, *, draws: int, seed: int) -> list[CodeAgreement]:
    """Agreement on each code, with 95 % percentile intervals of alpha from resampled clusters.

    Args:
        counts: Patterns by code and cluster.
        n_coders: How many coders the patterns' bits stand for.
        draws: Bootstrap replicates.
        seed: Of numpy's default generator; the same seed gives the same interval.
    """
    by_cluster = _by_code_and_cluster(counts)
    replicates = _replicates(by_cluster, draws, seed) if counts.n_clusters >= FEWEST_CLUSTERS else None
    found = []
    for code in range(counts.n_codes):
        rows = counts.code == code
        drawn = None if replicates is None else replicates[:, code]
        found.append(_of_code(counts, rows, by_cluster[code].sum(axis=0), drawn, n_coders))
    return found


# Sums over units, in this order, for q categories:
#   0     units with two ratings or more
#   1     sum of the units' own agreement, sum_k r_k (r_k - 1) / (r (r - 1))
#   2     units with one rating or more
#   3     sum of coinciding pairs, sum_k r_k (r_k - 1) / (r - 1)
#   4     q sums of r_k / r over rated units
#   4+q   q sums of r_k over units with two ratings or more
#   4+2q  q sums of r_k (r_k - 1)
#   4+3q  q sums of r_k (r - 1)
_FIXED: Final = 4
_TINY: Final = 1e-12


def _terms(votes: Floats) -> Floats:
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


def _summed(ratings: Ratings) -> Floats:
    total: Floats = ratings.weight @ _terms(ratings.votes)
    return total


def _categories(sums: Floats) -> int:
    return int((sums.shape[-1] - _FIXED) // 4)


def _percent(sums: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(sums[..., 1] / sums[..., 0])


def _alpha(sums: Floats) -> Floats:
    q = _categories(sums)
    by_category = sums[..., _FIXED + q : _FIXED + 2 * q]
    n = by_category.sum(axis=-1)
    with np.errstate(all="ignore"):
        expected = n**2 - (by_category**2).sum(axis=-1)
        return np.where(expected > _TINY, 1 - (n - 1) * (n - sums[..., 3]) / expected, np.nan)


def _shares(sums: Floats) -> Floats:
    q = _categories(sums)
    with np.errstate(all="ignore"):
        return np.asarray(sums[..., _FIXED : _FIXED + q] / sums[..., 2:3])


def _corrected(sums: Floats, chance: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.where(1 - chance > _TINY, (_percent(sums) - chance) / (1 - chance), np.nan)


def _fleiss(sums: Floats) -> Floats:
    varied = ~np.isnan(_alpha(sums))
    return np.where(varied, _corrected(sums, (_shares(sums) ** 2).sum(axis=-1)), np.nan)


def _ac1(sums: Floats) -> Floats:
    shares = _shares(sums)
    return _corrected(sums, (shares * (1 - shares)).sum(axis=-1) / (_categories(sums) - 1))


def _brennan_prediger(sums: Floats) -> Floats:
    return _corrected(sums, np.full(sums.shape[:-1], 1 / _categories(sums)))


def _estimate(coefficient: Coefficient, ratings: Ratings) -> Estimate:
    return _at(coefficient, _summed(ratings))


def _at(coefficient: Coefficient, sums: Floats) -> Estimate:
    value = float(coefficient(sums))
    return Estimate(None, _why_not(sums)) if np.isnan(value) else _number(value)


def _number(value: float) -> Estimate:
    """The value without the dust of floating point, so that nothing prints as -.00."""
    return Estimate(round(value, 12) + 0.0)


def _why_not(sums: Floats) -> Reason:
    q = _categories(sums)
    if not sums[0]:
        return Reason.UNPAIRED
    used = np.flatnonzero(sums[_FIXED + q : _FIXED + 2 * q])
    if q == 2 and len(used) == 1:  # noqa: PLR2004  # absent and present
        return Reason.EVERYBODY if used[0] else Reason.NOBODY
    return Reason.CONSTANT


def _votes(present: Ints, eligible: Ints) -> Floats:
    """Absent and present, counted over the bits of each pattern."""
    ones = np.bitwise_count(present).astype(float)
    return np.stack((np.bitwise_count(eligible) - ones, ones), axis=1)


def _by_code_and_cluster(counts: PatternCounts) -> Floats:
    """The sums of each code and cluster: codes x clusters x terms."""
    terms = _terms(_votes(counts.present, counts.eligible)) * counts.count[:, None]
    cell = counts.code * counts.n_clusters + counts.cluster
    size = counts.n_codes * counts.n_clusters
    columns = [np.bincount(cell, weights=column, minlength=size) for column in terms.T]
    return np.stack(columns, axis=1).astype(float).reshape(counts.n_codes, counts.n_clusters, -1)


def _replicates(by_cluster: Floats, draws: int, seed: int) -> Floats:
    """Alpha of each code (columns) in each replicate (rows), sorted by code with the undefined last."""
    n_codes, n_clusters, n_terms = by_cluster.shape
    flat = np.ascontiguousarray(by_cluster.transpose(1, 0, 2)).reshape(n_clusters, -1)
    generator = np.random.default_rng(seed)
    found = []
    for begin in range(0, draws, _CHUNK):
        chosen = generator.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), min(_CHUNK, draws - begin))
        found.append(_alpha((chosen @ flat).reshape(-1, n_codes, n_terms)))
    return np.sort(np.concatenate(found), axis=0)


def _of_code(
    counts: PatternCounts, rows: npt.NDArray[np.bool_], sums: Floats, drawn: Floats | None, n_coders: int
) -> CodeAgreement:
    present, eligible, weight = counts.present[rows], counts.eligible[rows], counts.count[rows].astype(float)
    by_coder = _by_coder(present, eligible, weight, n_coders)
    ratings = Ratings(_votes(present, eligible), weight, by_coder)
    low, high, why, undefined = _interval(drawn)
    values = sums[_FIXED + 2 : _FIXED + 4].sum()
    estimate = _at(_alpha, sums)
    return CodeAgreement(
        int(sums[0]),
        Estimate(float(sums[_FIXED + 3] / values)) if values else Estimate(None, Reason.UNPAIRED),
        _at(_percent, sums),
        estimate,
        low if estimate.value is not None else None,
        high if estimate.value is not None else None,
        why if estimate.value is not None else None,
        undefined,
        _at(_ac1, sums),
        positive_agreement(ratings),
        _kappa(ratings, present, eligible, weight, n_coders),
        _pair_counts(present, eligible, weight) if n_coders == 2 else None,  # noqa: PLR2004  # a pair
        _flags(by_coder, estimate),
    )


def _by_coder(present: Ints, eligible: Ints, weight: Floats, n_coders: int) -> Floats:
    bits = np.int64(1) << np.arange(n_coders)
    rated, coded = ((mask[:, None] & bits) > 0 for mask in (eligible, present))
    ones = weight @ coded
    return np.stack((weight @ rated - ones, ones), axis=1)


def _kappa(ratings: Ratings, present: Ints, eligible: Ints, weight: Floats, n_coders: int) -> Estimate:
    if n_coders != 2:  # noqa: PLR2004  # Cohen's is for a pair, over the units that both rated
        return conger_kappa(ratings)
    both = eligible == 3  # noqa: PLR2004  # two bits
    by_coder = _by_coder(present[both], eligible[both], weight[both], n_coders)
    return conger_kappa(Ratings(ratings.votes[both], weight[both], by_coder))


def _pair_counts(present: Ints, eligible: Ints, weight: Floats) -> PairCounts:
    both_rated = eligible == 3  # noqa: PLR2004  # two bits
    neither, first, second, both = np.bincount(present[both_rated], weights=weight[both_rated], minlength=4)
    return PairCounts(int(both), int(first), int(second), int(neither))


def _interval(drawn: Floats | None) -> tuple[float | None, float | None, Reason | None, int]:
    if drawn is None:
        return None, None, Reason.FEW_CLUSTERS, 0
    defined = drawn[: np.count_nonzero(~np.isnan(drawn))]
    undefined = len(drawn) - len(defined)
    if len(defined) < len(drawn) / 2:
        return None, None, Reason.NO_REPLICATE, undefined
    low, high = np.quantile(defined, (0.025, 0.975))
    return float(low), float(high), None, undefined


def _flags(by_coder: Floats, estimate: Estimate) -> tuple[Reason, ...]:
    if estimate.value is None:
        return ()
    used = by_coder[by_coder.sum(axis=1) > 0, 1]
    one = (Reason.ONE_CODER,) if np.count_nonzero(used) == 1 else ()
    few = (Reason.FEW,) if (used < FEW_UNITS).any() else ()
    return one or few
