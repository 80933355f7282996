from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from qualcode.analysis import measures
from qualcode.analysis.measures import Missing


def with_correlation(r: float, n: int) -> tuple[list[float], list[float]]:
    """Two lists of n values that correlate exactly so."""
    noise = np.random.default_rng(1).normal(size=(2, n))
    noise -= noise.mean(axis=1, keepdims=True)
    x = noise[0] / np.linalg.norm(noise[0])
    rest = noise[1] - (noise[1] @ x) * x
    y = r * x + (1 - r * r) ** 0.5 * rest / np.linalg.norm(rest)
    return list(x), list(y)


def test_the_published_summary_r_of_minus_22_with_124_participants() -> None:
    found = measures.correlate(*with_correlation(-0.22, 124))
    assert (found.n, found.r) == (124, pytest.approx(-0.22))
    assert found.t == pytest.approx(-2.49, abs=5e-3)
    assert found.p == pytest.approx(0.014, abs=5e-4)
    assert (found.low, found.high) == (pytest.approx(-0.38, abs=5e-3), pytest.approx(-0.05, abs=5e-3))


@pytest.mark.parametrize(("r", "level"), [(0.176, 0.05), (0.231, 0.01)])
def test_the_smallest_significant_r_for_124_participants(r: float, level: float) -> None:
    above, below = (measures.correlate(*with_correlation(r + step, 124)).p for step in (0.001, -0.001))
    assert above is not None
    assert below is not None
    assert above < level < below


numbers = st.integers(-5, 9)


@given(st.lists(st.tuples(numbers, numbers), min_size=4, max_size=40))
def test_pearson_and_spearman_equal_another_implementation(pairs: list[tuple[int, int]]) -> None:
    x, y = ([float(each[side]) for each in pairs] for side in (0, 1))
    found = measures.correlate(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert (found.r, found.reason) == (None, Missing.CONSTANT)
        return
    r, rho = stats.pearsonr(x, y), stats.spearmanr(x, y)
    assert found.r == pytest.approx(r.statistic, abs=1e-9)
    assert found.spearman == pytest.approx(rho.statistic, abs=1e-9)
    if abs(found.r or 0) < 1 - 1e-9:
        assert found.p == pytest.approx(r.pvalue, abs=1e-9)
        assert (found.low, found.high) == pytest.approx(tuple(r.confidence_interval()), abs=1e-9)
    else:
        assert (found.low, found.reason) == (None, Missing.PERFECT)


@given(st.lists(st.tuples(st.booleans(), numbers), min_size=4, max_size=40))
def test_point_biserial_is_pearson_with_yes_and_no(pairs: list[tuple[bool, int]]) -> None:
    x, y = [float(each[0]) for each in pairs], [float(each[1]) for each in pairs]
    found = measures.correlate(x, y)
    if found.r is not None:
        assert found.is_point_biserial
        assert found.r == pytest.approx(stats.pointbiserialr(x, y).statistic, abs=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=1))
def test_mid_ranks_are_those_of_scipy(values: list[float]) -> None:
    assert list(measures.mid_ranks(np.array(values))) == list(stats.rankdata(values))


def test_numbers_of_any_size_correlate() -> None:
    small = measures.correlate([1, 2, 3, 5], [2, 1, 4, 4])
    for factor in (1e300, 1e-300):
        found = measures.correlate([factor, 2 * factor, 3 * factor, 5 * factor], [2, 1, 4, 4])
        assert (found.r, found.p) == (pytest.approx(small.r), pytest.approx(small.p))


def test_a_pair_counts_where_both_values_are_known() -> None:
    assert measures.correlate([1, 2, None, 4, 3], [2, None, 3, 1, 2]).n == 3


def test_two_participants_give_no_p_and_one_gives_nothing() -> None:
    two = measures.correlate([1, 2], [3, 5])
    assert (two.r, two.p, two.low, two.reason) == (1, None, None, Missing.TWO)
    assert measures.correlate([1, None], [3, 5]) == measures.Correlation(1, reason=Missing.FEW)


def test_three_participants_give_p_and_no_interval() -> None:
    three = measures.correlate([1, 2, 3], [1, 3, 2])
    assert three.p == pytest.approx(stats.pearsonr([1, 2, 3], [1, 3, 2]).pvalue)
    assert (three.low, three.reason) == (None, Missing.THREE)


ITEMS = [(2, 3, 3), (4, 4, 5), (1, 2, 1), (5, 5, 4), (3, 3, 4), (2, 1, 2)]


def test_alpha_is_that_of_the_mean_covariance() -> None:
    matrix = np.cov(np.array(ITEMS).T)
    k = 3
    mean_variance, mean_covariance = np.trace(matrix) / k, (matrix.sum() - np.trace(matrix)) / (k * (k - 1))
    expected = k * mean_covariance / (mean_variance + (k - 1) * mean_covariance)
    assert measures.cronbach_alpha(ITEMS).alpha == pytest.approx(expected)


def test_alpha_leaves_out_who_skipped_an_item_and_says_how_many_are_left() -> None:
    found = measures.cronbach_alpha([*ITEMS, (1, None, 5)])
    assert (found.alpha, found.n) == (measures.cronbach_alpha(ITEMS).alpha, 6)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([(1, 2)], Missing.FEW),
        ([(1,), (2,)], Missing.ONE_ITEM),
        ([(1, 2), (1, 2)], Missing.CONSTANT),
        ([], Missing.FEW),
    ],
)
def test_alpha_that_does_not_exist_says_why(people: list[tuple[float, ...]], reason: Missing) -> None:
    assert measures.cronbach_alpha(people) == measures.Reliability(None, len(people), reason)


def test_a_score_needs_three_of_four_items_and_counts_the_missing_one_as_their_mean() -> None:
    def bond(*answers: float | None) -> float | None:
        return measures.score(answers, smallest_share=0.75, as_mean=False)

    assert bond(1, 2, 3, 6) == 12
    assert bond(1, 2, 3, None) == 8
    assert bond(1, 2, None, None) is None
    assert measures.score((1, 2, 3, None), smallest_share=0.75, as_mean=True) == 2
    assert measures.score((), smallest_share=0.75, as_mean=True) is None


def test_a_reversed_item_is_turned_round_within_its_range() -> None:
    assert measures.reversed_value(2, 1, 7) == 6
    assert measures.reversed_value(None, 1, 7) is None


def test_nobody_and_one_person_are_described_without_numbers_that_do_not_exist() -> None:
    assert measures.describe([None]) == measures.Description(0, None, None, None, None)
    assert measures.describe([3]) == measures.Description(1, 3, None, 3, 3)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1))
def test_tertiles_put_at_least_a_third_at_or_below_the_first_cut(values: list[float]) -> None:
    low, middle = measures.tertiles(values)
    assert low <= middle <= max(values)
    assert sum(value <= low for value in values) * 3 >= len(values)
    assert sum(value <= middle for value in values) * 3 >= 2 * len(values)
