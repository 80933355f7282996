"""Agreement by code: its figures, intervals and flags."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis import coefficients
from qualcode.analysis.agreement import agreement_by_code, kappa_by_code, mean_alpha
from qualcode.analysis.coefficients import Ratings, Reason
from qualcode.analysis.units import PatternCounts


def patterns(present: list[int], clusters: list[int] | None = None, eligible: int = 3) -> PatternCounts:
    """One code, one unit a pattern."""
    n = len(present)
    ones = np.ones(n, dtype=np.int64)
    where = np.array(clusters if clusters is not None else range(n))
    return PatternCounts(1, int(where.max()) + 1, 0 * ones, where, np.array(present), eligible * ones, ones)


def test_a_code_has_its_figures_counts_and_flags() -> None:
    (code,) = agreement_by_code(patterns([3] * 3 + [1] * 2 + [2] * 3 + [0] * 106), 2, draws=200, seed=1)
    assert (code.counts.both, code.counts.only_first, code.counts.only_second, code.counts.neither) == (3, 2, 3, 106)  # type: ignore[union-attr]
    assert code.percent.value == pytest.approx(0.956, abs=5e-4)
    assert code.kappa.value == pytest.approx(0.523, abs=5e-4)
    assert code.ac1.value == pytest.approx(0.95, abs=5e-3)
    assert code.flags == (Reason.FEW,)


@pytest.mark.parametrize(
    ("present", "eligible"), [([3, 3, 1, 2, 0, 0], 3), ([1, 1, 0], 3), ([0, 0], 3), ([3, 3], 3), ([1, 0], 1), ([], 3)]
)
def test_kappa_alone_is_what_stands_beside_all_other_figures(present: list[int], eligible: int) -> None:
    ones = np.ones(len(present), dtype=np.int64)
    counts = PatternCounts(1, 1, 0 * ones, 0 * ones, np.array(present, dtype=np.int64), eligible * ones, ones)
    (alone,), (whole,) = kappa_by_code(counts), agreement_by_code(counts, 2, draws=0, seed=1)
    assert (alone.kappa, alone.parts, alone.flags) == (whole.kappa, whole.kappa_parts, whole.flags)


def test_a_code_of_one_coder_has_kappa_zero_and_says_so() -> None:
    (code,) = agreement_by_code(patterns([1] * 3 + [0] * 111), 2, draws=200, seed=1)
    assert code.kappa.value == 0
    assert code.flags == (Reason.ONE_CODER,)


def test_the_interval_resamples_clusters_not_units() -> None:
    present = [3, 1, 0, 3, 2, 0] * 40
    together = agreement_by_code(patterns(present, [place // 30 for place in range(240)]), 2, draws=2000, seed=1)[0]
    alone = agreement_by_code(patterns(present), 2, draws=2000, seed=1)[0]
    assert together.alpha.value == alone.alpha.value
    assert together.alpha_low is not None
    assert alone.alpha_low is not None
    assert together.alpha_low > alone.alpha_low  # blocks of 30 are all alike, so resampling them moves little


def test_the_same_seed_gives_the_same_interval_and_it_is_a_percentile_one() -> None:
    present = [3, 1, 0, 3, 2, 0, 0, 3] * 10
    first, again = (agreement_by_code(patterns(present), 2, draws=1000, seed=5)[0] for _ in range(2))
    assert first == again
    matrix = np.array([[each & 1, each >> 1] for each in present])
    generator = np.random.default_rng(99)
    drawn = [coefficients.alpha(Ratings.of(matrix[generator.integers(0, 80, 80)], 2)).value for _ in range(1000)]
    low, high = np.quantile(np.array([value for value in drawn if value is not None]), (0.025, 0.975))
    assert first.alpha_low == pytest.approx(low, abs=0.03)
    assert first.alpha_high == pytest.approx(high, abs=0.03)


def test_fewer_than_six_clusters_give_no_interval_and_the_reason() -> None:
    (code,) = agreement_by_code(patterns([3, 0, 1, 3, 0]), 2, draws=200, seed=1)
    assert (code.alpha_low, code.alpha_high, code.interval_reason) == (None, None, Reason.FEW_CLUSTERS)


def test_the_chance_of_falling_short_is_a_share_of_the_replicates() -> None:
    (code,) = agreement_by_code(patterns([3, 1, 0, 3, 2, 0, 0, 3] * 10), 2, draws=1000, seed=5)
    assert code.below_tentative is not None
    assert code.below_reliable is not None
    assert 0 < code.below_tentative < code.below_reliable <= 1
    assert code.alpha_error == pytest.approx((code.alpha_high - code.alpha_low) / 4, rel=0.1)  # type: ignore[operator]


def test_scott_pabak_and_negative_agreement_stand_beside_the_others() -> None:
    (code,) = agreement_by_code(patterns([0] * 118 + [2] * 5 + [1] * 2), 2, draws=200, seed=1)
    found = [code.fleiss.value, code.brennan_prediger.value, code.negative.value]
    assert found == pytest.approx([-0.0288, 0.888, 0.971], abs=5e-4)  # Gwet 2002


def test_the_mean_over_codes_has_the_interval_of_means_in_each_draw() -> None:
    codes = [[3, 1, 0, 3, 2, 0, 0, 3] * 10, [0, 1, 0, 0, 3, 0, 2, 0] * 10, [0] * 80]
    columns = [np.concatenate(column) for column in ([[at] * 80 for at in range(3)], [range(80)] * 3, codes)]
    ones = np.ones(240, dtype=np.int64)
    counts = PatternCounts(3, 80, columns[0], columns[1], columns[2], 3 * ones, ones)
    found = mean_alpha(counts, [0, 1, 2], draws=1000, seed=5)
    each = agreement_by_code(counts, 2, draws=0, seed=5)
    assert found.n_codes == 2  # nobody used the third
    assert found.value == pytest.approx(sum(code.alpha.value or 0 for code in each[:2]) / 2)
    generator, means = np.random.default_rng(99), []
    for _ in range(1000):
        rows = generator.integers(0, 80, 80)
        drawn = [np.array([[codes[code][row] & 1, codes[code][row] >> 1] for row in rows]) for code in range(2)]
        means.append(np.mean([coefficients.alpha(Ratings.of(matrix, 2)).value for matrix in drawn]))
    low, high = np.quantile(means, (0.025, 0.975))
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)


def test_the_mean_over_codes_of_which_none_varies_is_absent() -> None:
    assert mean_alpha(patterns([0] * 8), [0], draws=100, seed=1).value is None
