"""Analytic errors against Gwet's printed ones and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.stats.inter_rater import cohens_kappa

from qualcode.analysis.standard_errors import cohen_error, standard_errors
from qualcode.analysis.units import Ints

GWET = np.array(
    [
        [-1 if letter == "." else int(letter) - 1 for letter in unit]
        for unit in ["11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3."]
    ]
)


def test_gwet_2014_four_coders_twelve_units() -> None:
    found = standard_errors(GWET, np.ones(len(GWET)), 5)
    assert found.fleiss == pytest.approx(0.15302, abs=5e-6)
    assert found.conger == pytest.approx(0.14917, abs=5e-6)
    assert found.ac1 == pytest.approx(0.14295, abs=5e-6)
    assert found.brennan_prediger == pytest.approx(0.14472, abs=5e-6)
    assert found.alpha == pytest.approx(0.14557, abs=5e-6)


def test_rows_that_stand_for_several_units_count_as_often() -> None:
    distinct, weight = np.unique(GWET, axis=0, return_counts=True)
    once, again = standard_errors(distinct, weight.astype(float), 5), standard_errors(GWET, np.ones(12), 5)
    assert once.alpha == pytest.approx(again.alpha)
    assert once.conger == pytest.approx(again.conger)


def test_one_unit_has_no_error() -> None:
    assert standard_errors(np.array([[0, 1]]), np.ones(1), 2).alpha is None
    assert standard_errors(np.array([[0, -1], [-1, 1]]), np.ones(2), 2).ac1 is None


@given(hnp.arrays(np.int64, st.just((3, 3)), elements=st.integers(1, 30)))
def test_cohens_error_equals_statsmodels(table: Ints) -> None:
    theirs = cohens_kappa(table.astype(float)).std_kappa
    assert cohen_error(table.astype(float)) == pytest.approx(theirs, abs=1e-9)


def test_cohens_error_does_not_exist_where_nobody_varies() -> None:
    assert cohen_error(np.array([[9.0, 0.0], [0.0, 0.0]])) is None
