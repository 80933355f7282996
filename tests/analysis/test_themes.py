from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import contingency
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from qualcode.analysis import themes


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombe_1998_one_proportion(k: int, n: int, low: float, high: float) -> None:
    assert themes.wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1),
    ],
)
def test_newcombe_1998_difference(cells: themes.Cells, low: float, high: float) -> None:
    assert themes.newcombe(cells) == pytest.approx((low, high), abs=5e-5)


def test_fisher_1935_tea() -> None:
    assert themes.fisher_p((3, 4, 1, 4)) == pytest.approx(0.4857, abs=5e-5)
    assert themes.odds_ratio((3, 4, 1, 4)) == 9


def test_benjamini_and_hochberg_1995_holm_rejects_three() -> None:
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
                0.5719, 0.6528, 0.7590, 1]  # fmt: skip
    assert sum(p <= 0.05 for p in themes.holm(p_values)) == 3


counts = st.tuples(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30)).map(
    lambda c: (min(c[0], c[1]), c[1], min(c[2], c[3]), c[3])
)


@given(counts)
def test_intervals_equal_statsmodels(cells: themes.Cells) -> None:
    k1, n1, k2, n2 = cells
    assert themes.wilson(k1, n1) == pytest.approx(proportion_confint(k1, n1, method="wilson"), abs=1e-9)
    theirs = confint_proportions_2indep(k1, n1, k2, n2, compare="diff", method="newcomb")
    assert themes.newcombe(cells) == pytest.approx(theirs, abs=1e-9)


@given(counts)
def test_the_odds_ratio_equals_scipys(cells: themes.Cells) -> None:
    k1, n1, k2, n2 = cells
    if 0 not in (k1, n1 - k1, k2, n2 - k2):
        theirs = contingency.odds_ratio([[k1, n1 - k1], [k2, n2 - k2]], kind="sample").statistic
        assert themes.odds_ratio(cells) == pytest.approx(theirs)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_equals_statsmodels(p_values: list[float]) -> None:
    assert themes.holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))


def test_a_theme_of_nobody_or_everybody_has_no_odds_ratio_and_stands_outside_the_family() -> None:
    nobody, everybody, some = themes.compare([(0, 10, 0, 20), (10, 10, 20, 20), (9, 10, 3, 20)])
    assert nobody is not None
    assert everybody is not None
    assert some is not None
    assert (nobody.difference, nobody.fisher_p, nobody.odds_ratio) == (0, 1, None)
    assert (everybody.difference, everybody.fisher_p, everybody.odds_ratio) == (0, 1, None)
    assert some.holm_p == some.fisher_p


def test_what_cannot_be_counted_is_not_compared() -> None:
    assert themes.compare([None, (0, 0, 3, 5)]) == [None, None]
