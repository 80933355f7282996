"""Verdicts on the frequencies that a study of 124 women and 88 staff would have."""

from __future__ import annotations

import pytest

from qualcode.analysis.claims import (
    Coefficient,
    Share,
    Threshold,
    Verdict,
    judge_coefficients,
    judge_correlation,
    judge_shares,
)
from qualcode.analysis.measures import Correlation, Missing

MAJORITY = Threshold(0.5, is_strict=True)
TWO_IN_FIVE = Threshold(0.4, is_strict=False)


def test_exactly_half_is_no_majority() -> None:
    found = judge_shares([Share("women", 62, 124), Share("staff", 61, 88)], MAJORITY)
    assert found.verdict is Verdict.NARROW_FAIL
    assert [each.who for each in found.short] == ["women"]
    assert not found.verdict.holds
    assert judge_shares([Share("women", 63, 124)], MAJORITY).verdict is Verdict.NARROW_PASS


def test_a_majority_whose_interval_reaches_across_half_is_narrow() -> None:
    found = judge_shares([Share("staff", 46, 88)], MAJORITY)
    assert found.verdict is Verdict.NARROW_PASS
    assert (found.low, found.high) == (pytest.approx(0.42, abs=5e-3), pytest.approx(0.62, abs=5e-3))


@pytest.mark.parametrize(
    ("shares", "threshold", "verdict"),
    [
        ([(97, 124), (88, 124)], MAJORITY, Verdict.PASS),
        ([(79, 88)], Threshold(0.8, is_strict=False), Verdict.PASS),
        ([(62, 124), (61, 88)], TWO_IN_FIVE, Verdict.PASS),
        ([(55, 124), (57, 88)], TWO_IN_FIVE, Verdict.NARROW_PASS),
        ([(9, 124), (57, 88)], MAJORITY, Verdict.FAIL),
        ([(4, 5)], Threshold(0.8, is_strict=False), Verdict.NARROW_PASS),
    ],
)
def test_shares_are_judged_by_the_weakest(
    shares: list[tuple[int, int]], threshold: Threshold, verdict: Verdict
) -> None:
    found = judge_shares([Share("", *each) for each in shares], threshold)
    assert found.verdict is verdict
    assert found.weakest == Share("", *min(shares, key=lambda each: each[0] / each[1]))


def test_a_share_of_nobody_makes_the_claim_not_estimable() -> None:
    found = judge_shares([Share("women, Site A", 0, 0), Share("women, Site B", 9, 9)], MAJORITY)
    assert found.verdict is Verdict.UNKNOWN
    assert [each.who for each in found.short] == ["women, Site A"]
    assert judge_shares([], MAJORITY).verdict is Verdict.UNKNOWN


def test_a_correlation_must_have_the_sign_and_the_p() -> None:
    found = Correlation(124, -0.22, -2.49, 0.014)
    assert judge_correlation(found, -1, 0.05) is Verdict.PASS
    assert judge_correlation(found, 1, 0.05) is Verdict.FAIL
    assert judge_correlation(found, -1, 0.01) is Verdict.FAIL
    assert judge_correlation(Correlation(2, -1.0, reason=Missing.TWO), -1, 0.05) is Verdict.UNKNOWN


def test_coding_is_reliable_where_every_coefficient_reaches_the_threshold() -> None:
    good, thin = Coefficient("Communication", 0.86, 0.75, 0.96), Coefficient("Training", 0.81, 0.6, 1.0)
    poor, far = Coefficient("Role conflict", 0.63, 0.39, 0.87), Coefficient("Static priority", 0.52, 0.2, 0.6)
    assert judge_coefficients([good], 0.7) == (Verdict.PASS, [])
    assert judge_coefficients([good, thin], 0.7) == (Verdict.NARROW_PASS, [])
    assert judge_coefficients([good, poor], 0.7) == (Verdict.NARROW_FAIL, [poor])
    assert judge_coefficients([poor, far], 0.7) == (Verdict.FAIL, [poor, far])
    assert judge_coefficients([], 0.7) == (Verdict.UNKNOWN, [])
