"""Intervals of shares, benchmarks and sizes."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from qualcode.analysis.precision import benchmark, clusters_needed, label_chances, share_interval


def test_gwet_2014_benchmarks_moderate_where_the_estimate_alone_says_substantial() -> None:
    chances = list(label_chances(0.77544, 0.14295).values())[:3]
    assert chances == pytest.approx([0.397, 0.883, 0.995], abs=5e-4)
    assert benchmark(0.77544, 0.14295) == "moderate"


def test_an_estimate_without_error_has_the_label_it_lies_in() -> None:
    assert benchmark(0.77, 0.0) == "substantial"
    assert benchmark(-0.2, 0.0) == "poor"


def test_the_interval_of_a_share_is_wilsons() -> None:
    theirs = proportion_confint(109, 114, method="wilson")
    assert share_interval(109 / 114, 114) == pytest.approx(theirs, abs=1e-9)


def test_half_the_width_takes_four_times_the_people() -> None:
    assert clusters_needed(0.4, 0.8, 12, 0.2) == 48
    assert clusters_needed(0.4, 0.8, 12, 0.4) == 12
