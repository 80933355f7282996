"""Agreement on each code: coefficients, and their bootstrap intervals over clusters.

None of these numbers is ever NaN for a caller: it is a value, or absent with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from qualcode.analysis.coefficients import (
    FIXED,
    Estimate,
    Floats,
    Ratings,
    Reason,
    ac1_of,
    alpha_of,
    alpha_of_coincidences,
    brennan_prediger_of,
    conger_kappa,
    estimate_at,
    fleiss_of,
    jaccard,
    observed_and_chance,
    percent_of,
    positive_agreement,
    terms,
)
from qualcode.analysis.precision import share_interval
from qualcode.analysis.standard_errors import StandardErrors, cohen_error, standard_errors
from qualcode.analysis.units import Ints, PatternCounts

FEWEST_CLUSTERS: Final = 6
"""Below this many participants, resampling them gives no interval."""

FEW_UNITS: Final = 10
"""A code with fewer units coded by either coder is flagged."""

TENTATIVE: Final = 2 / 3
"""Below it, Krippendorff (2004) draws no conclusion."""

RELIABLE: Final = 0.8
"""From here on, Krippendorff calls data reliable."""

_CHUNK: Final = 250  # replicates at a time, which bounds the memory


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
    alpha_error: float | None
    """Standard deviation of the replicates."""
    below_tentative: float | None
    """Share of the replicates below two thirds."""
    below_reliable: float | None
    """Share of the replicates below .80."""
    undefined_draws: int
    """Bootstrap replicates in which alpha did not exist; the interval leaves them out."""
    ac1: Estimate
    positive: Estimate
    kappa: Estimate
    """Cohen's for two coders, Conger's for more."""
    negative: Estimate
    """Specific agreement on absence."""
    fleiss: Estimate
    """For two coders Scott's pi."""
    brennan_prediger: Estimate
    """PABAK."""
    jaccard: Estimate
    """For two coders; absent for more."""
    percent_interval: tuple[float, float] | None
    """Wilson's, right only where units are independent of each other."""
    errors: StandardErrors
    """Gwet's, right only where units are independent of each other."""
    kappa_error: float | None
    """Of Cohen's kappa (Fleiss, Cohen and Everitt) for two coders, Gwet's of Conger's for more."""
    kappa_parts: tuple[float, float] | None
    """Observed and chance agreement behind kappa."""
    counts: PairCounts | None
    """For two coders."""
    flags: tuple[Reason, ...]


def agreement_by_code(counts: PatternCounts, n_coders: int, *, draws: int, seed: int) -> list[CodeAgreement]:
    """Agreement on each code, with 95 % percentile intervals of alpha from resampled clusters.

    Args:
        counts: Patterns by code and cluster.
        n_coders: How many coders the patterns' bits stand for.
        draws: Bootstrap replicates; 0 for no interval.
        seed: Of numpy's default generator; the same seed gives the same interval.
    """
    by_cluster = _by_code_and_cluster(counts)
    replicates = _replicates(by_cluster, draws, seed) if draws and counts.n_clusters >= FEWEST_CLUSTERS else None
    intervals = [_NO_INTERVAL] * counts.n_codes if replicates is None else _intervals(replicates)
    found = []
    bounds, merged = _merged(counts)
    for code in range(counts.n_codes):
        rows = slice(bounds[code], bounds[code + 1])
        found.append(_of_code(merged, rows, by_cluster[code].sum(axis=0), intervals[code], n_coders))
    return found


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Cohen's kappa of two coders on one code."""

    kappa: Estimate
    parts: tuple[float, float] | None
    """Observed and chance agreement behind it."""
    flags: tuple[Reason, ...]


def kappa_by_code(counts: PatternCounts) -> list[PairKappa]:
    """Of each code, from the patterns of two coders: what `agreement_by_code` says of kappa and nothing else."""
    bounds, merged = _merged(counts)
    found = []
    for begin, end in pairwise(bounds):
        present, eligible = merged.present[begin:end], merged.eligible[begin:end]
        weight = merged.count[begin:end].astype(float)
        by_coder = _by_coder(present, eligible, weight, 2)
        votes = _votes(present, eligible)
        paired = _kappa_ratings(Ratings(votes, weight, by_coder), present, eligible, weight, 2)
        alpha = estimate_at(alpha_of, (terms(votes) * weight[:, None]).sum(axis=0))
        found.append(PairKappa(conger_kappa(paired), observed_and_chance(paired), _flags(by_coder, alpha)))
    return found


@dataclass(frozen=True, slots=True)
class MeanAlpha:
    """The mean of alpha over the codes that have one."""

    value: float | None
    low: float | None
    high: float | None
    """95 % percentile interval: clusters are resampled, the mean is taken in each replicate."""
    n_codes: int
    """How many codes have an alpha."""


def mean_alpha(counts: PatternCounts, codes: Sequence[int], *, draws: int, seed: int) -> MeanAlpha:
    """The mean alpha over codes, with its interval; a replicate's mean is over the codes that vary in it.

    Args:
        counts: Patterns by code and cluster.
        codes: Over which the mean is taken; those without an alpha are left out.
        draws: Bootstrap replicates.
        seed: As for each code, so that the replicates are the same.
    """
    by_cluster = _by_code_and_cluster(counts)
    alphas = {code: estimate_at(alpha_of, by_cluster[code].sum(axis=0)).value for code in codes}
    known = {code: value for code, value in alphas.items() if value is not None}
    if not known:
        return MeanAlpha(None, None, None, 0)
    mean = sum(known.values()) / len(known)
    if counts.n_clusters < FEWEST_CLUSTERS or not draws:
        return MeanAlpha(mean, None, None, len(known))
    drawn = _replicates(by_cluster[list(known)], draws, seed)
    varying = ~np.isnan(drawn)
    means = np.where(varying, drawn, 0).sum(axis=1)[varying.any(axis=1)] / varying.sum(axis=1)[varying.any(axis=1)]
    low, high = (None, None) if len(means) < draws / 2 else np.quantile(means, (0.025, 0.975)).tolist()
    return MeanAlpha(mean, low, high, len(known))


def _votes(present: Ints, eligible: Ints) -> Floats:
    """Absent and present, counted over the bits of each pattern."""
    ones = np.bitwise_count(present).astype(float)
    return np.stack((np.bitwise_count(eligible) - ones, ones), axis=1)


def _by_code_and_cluster(counts: PatternCounts) -> Floats:
    """The sums of each code and cluster: codes x clusters x terms."""
    each = terms(_votes(counts.present, counts.eligible)) * counts.count[:, None]
    cell = counts.code * counts.n_clusters + counts.cluster
    size = counts.n_codes * counts.n_clusters
    columns = [np.bincount(cell, weights=column, minlength=size) for column in each.T]
    return np.stack(columns, axis=1).astype(float).reshape(counts.n_codes, counts.n_clusters, -1)


def _replicates(by_cluster: Floats, draws: int, seed: int) -> Floats:
    """Alpha of each code (columns) in each replicate (rows); NaN where it does not exist."""
    n_codes, n_clusters, _ = by_cluster.shape
    needed = by_cluster[:, :, (3, FIXED + 2, FIXED + 3)]  # coinciding pairs, absent, present
    flat = np.ascontiguousarray(needed.transpose(1, 2, 0)).reshape(n_clusters, -1)
    generator = np.random.default_rng(seed)
    found = []
    for begin in range(0, draws, _CHUNK):
        chosen = generator.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), min(_CHUNK, draws - begin))
        sums = (chosen.astype(float) @ flat).reshape(-1, 3, n_codes)
        found.append(alpha_of_coincidences(sums[:, 0], np.moveaxis(sums[:, 1:], 1, -1)))
    return np.concatenate(found)


def _merged(counts: PatternCounts) -> tuple[npt.NDArray[np.intp], PatternCounts]:
    """The counts with clusters summed, in the order of codes, and where each code begins."""
    order = np.lexsort((counts.eligible, counts.present, counts.code))
    code, present, eligible = counts.code[order], counts.present[order], counts.eligible[order]
    new = np.ones(len(code), dtype=bool)
    new[1:] = (np.diff(code) != 0) | (np.diff(present) != 0) | (np.diff(eligible) != 0)
    first = np.flatnonzero(new)
    count = np.add.reduceat(counts.count[order], first) if len(first) else counts.count
    code = code[first]
    merged = replace(counts, code=code, cluster=0 * code, present=present[first], eligible=eligible[first], count=count)
    return np.searchsorted(code, np.arange(counts.n_codes + 1)), merged


class _Interval(NamedTuple):
    """What the replicates of alpha say."""

    low: float | None
    high: float | None
    reason: Reason | None
    error: float | None
    below_tentative: float | None
    below_reliable: float | None
    undefined: int


_NO_INTERVAL: Final = _Interval(None, None, Reason.FEW_CLUSTERS, None, None, None, 0)


def _of_code(counts: PatternCounts, rows: slice, sums: Floats, interval: _Interval, n_coders: int) -> CodeAgreement:
    present, eligible, weight = counts.present[rows], counts.eligible[rows], counts.count[rows].astype(float)
    by_coder = _by_coder(present, eligible, weight, n_coders)
    ratings = Ratings(_votes(present, eligible), weight, by_coder)
    paired = _kappa_ratings(ratings, present, eligible, weight, n_coders)
    values = sums[FIXED + 2 : FIXED + 4].sum()
    estimate = estimate_at(alpha_of, sums)
    counted = _pair_counts(present, eligible, weight) if n_coders == 2 else None  # noqa: PLR2004  # a pair
    share = estimate_at(percent_of, sums).value
    errors = standard_errors(_matrix(present, eligible, n_coders), weight, 2)
    known = (
        interval if estimate.value is not None else _Interval(None, None, None, None, None, None, interval.undefined)
    )
    return CodeAgreement(
        n_units=int(sums[0]),
        prevalence=Estimate(float(sums[FIXED + 3] / values)) if values else Estimate(None, Reason.UNPAIRED),
        percent=estimate_at(percent_of, sums),
        alpha=estimate,
        alpha_low=known.low,
        alpha_high=known.high,
        interval_reason=known.reason,
        alpha_error=known.error,
        below_tentative=known.below_tentative,
        below_reliable=known.below_reliable,
        undefined_draws=known.undefined,
        ac1=estimate_at(ac1_of, sums),
        positive=positive_agreement(ratings),
        kappa=conger_kappa(paired),
        negative=positive_agreement(ratings, 0),
        fleiss=estimate_at(fleiss_of, sums),
        brennan_prediger=estimate_at(brennan_prediger_of, sums),
        jaccard=_jaccard(counted),
        percent_interval=share_interval(share, int(sums[0])) if share is not None else None,
        errors=errors,
        kappa_error=_cohen_error(counted) if counted else errors.conger,
        kappa_parts=observed_and_chance(paired),
        counts=counted,
        flags=_flags(by_coder, estimate),
    )


def _matrix(present: Ints, eligible: Ints, n_coders: int) -> Ints:
    """Patterns x coders: 1 present, 0 absent, -1 not rated."""
    bits = np.int64(1) << np.arange(n_coders)
    return np.where(eligible[:, None] & bits, (present[:, None] & bits > 0).astype(np.int64), -1)


def _jaccard(counts: PairCounts | None) -> Estimate:
    return Estimate(None) if counts is None else jaccard(counts.both, counts.only_first, counts.only_second)


def _cohen_error(counts: PairCounts) -> float | None:
    table = np.array([[counts.neither, counts.only_second], [counts.only_first, counts.both]], dtype=float)
    return cohen_error(table) if table.sum() else None


def _by_coder(present: Ints, eligible: Ints, weight: Floats, n_coders: int) -> Floats:
    bits = np.int64(1) << np.arange(n_coders)
    rated, coded = ((mask[:, None] & bits) > 0 for mask in (eligible, present))
    ones = weight @ coded
    return np.stack((weight @ rated - ones, ones), axis=1)


def _kappa_ratings(ratings: Ratings, present: Ints, eligible: Ints, weight: Floats, n_coders: int) -> Ratings:
    if n_coders != 2:  # noqa: PLR2004  # Cohen's is for a pair, over the units that both rated
        return ratings
    both = eligible == 3  # noqa: PLR2004  # two bits
    by_coder = _by_coder(present[both], eligible[both], weight[both], n_coders)
    return Ratings(ratings.votes[both], weight[both], by_coder)


def _pair_counts(present: Ints, eligible: Ints, weight: Floats) -> PairCounts:
    both_rated = eligible == 3  # noqa: PLR2004  # two bits
    neither, first, second, both = np.bincount(present[both_rated], weights=weight[both_rated], minlength=4)
    return PairCounts(int(both), int(first), int(second), int(neither))


def _intervals(replicates: Floats) -> list[_Interval]:
    """Of each code: all at once where alpha exists in every draw, which is the rule."""
    undefined = np.isnan(replicates).sum(axis=0)
    whole = np.flatnonzero(undefined == 0)
    drawn = replicates[:, whole]
    figures = (
        *np.quantile(drawn, (0.025, 0.975), axis=0), drawn.std(axis=0, ddof=1),
        *((drawn < level).mean(axis=0) for level in (TENTATIVE, RELIABLE)),
    ) if len(whole) else ()  # fmt: skip
    columns = zip(*(figure.tolist() for figure in figures), strict=True)
    known = {
        int(code): _Interval(low, high, None, error, tentative, reliable, 0)
        for code, (low, high, error, tentative, reliable) in zip(whole, columns, strict=True)
    }
    return [known[code] if code in known else _interval(replicates[:, code]) for code in range(len(undefined))]


def _interval(drawn: Floats) -> _Interval:
    """Of a code without an alpha in some draws, which are left out."""
    defined = drawn[~np.isnan(drawn)]
    undefined = len(drawn) - len(defined)
    if len(defined) < len(drawn) / 2:
        return _Interval(None, None, Reason.NO_REPLICATE, None, None, None, undefined)
    low, high = np.quantile(defined, (0.025, 0.975))
    tentative, reliable = (float((defined < level).mean()) for level in (TENTATIVE, RELIABLE))
    return _Interval(float(low), float(high), None, float(defined.std(ddof=1)), tentative, reliable, undefined)


def _flags(by_coder: Floats, estimate: Estimate) -> tuple[Reason, ...]:
    if estimate.value is None:
        return ()
    used = by_coder[by_coder.sum(axis=1) > 0, 1]
    one = (Reason.ONE_CODER,) if np.count_nonzero(used) == 1 else ()
    few = (Reason.FEW,) if (used < FEW_UNITS).any() else ()
    return one or few
