"""Codings matched as wholes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.coefficients import Reason
from qualcode.analysis.spans import SpanAgreement, span_agreement
from qualcode.analysis.units import Spans, Units, placed

Rows = list[tuple[int, int]]


def matched(first: Rows, second: Rows, tolerance: float) -> SpanAgreement:
    """Two coders' codings with one code in a text of a hundred characters."""
    rows = [(0, 0, coder, start, end) for coder, each in enumerate((first, second)) for start, end in each]
    axis = placed(Spans.of(rows), Units.of([(0, 0, 100, 0)], [0], [3]))
    return span_agreement(axis, (0, 1), 1, (tolerance,))[0]


def test_the_matching_is_the_largest_where_the_best_first_one_finds_less() -> None:
    found = matched([(0, 10), (10, 20)], [(2, 12), (0, 2)], 0.0)
    assert (found.first, found.second, found.matched) == (2, 2, (2,))
    assert found.f1(0).value == 1


def test_a_tolerance_asks_for_intersection_over_union() -> None:
    assert matched([(0, 10)], [(5, 10)], 0.5).matched == (1,)
    assert matched([(0, 10)], [(5, 10)], 0.51).matched == (0,)


def test_overlapping_codings_of_a_coder_are_one_and_touching_ones_two() -> None:
    assert matched([(0, 10), (5, 20)], [(0, 20)], 1.0).matched == (1,)
    assert matched([(0, 10), (10, 20)], [(0, 20)], 1.0).first == 2


def test_a_code_of_nobody_has_no_f1() -> None:
    assert matched([], [], 0.0).f1(0).reason is Reason.NOBODY


@st.composite
def disjoint(draw: st.DrawFn) -> Rows:
    cuts = sorted(draw(st.sets(st.integers(0, 40), min_size=0, max_size=12)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def largest(first: Rows, second: Rows, tolerance: float) -> int:
    """The largest matching, by trying all of them."""
    if not first:
        return 0
    (a, b), rest = first[0], first[1:]
    best = largest(rest, second, tolerance)
    for place, (c, d) in enumerate(second):
        shared = min(b, d) - max(a, c)
        if shared > 0 and shared / (max(b, d) - min(a, c)) >= tolerance - 1e-12:
            best = max(best, 1 + largest(rest, second[:place] + second[place + 1 :], tolerance))
    return best


@given(disjoint(), disjoint(), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_the_matching_is_the_largest_of_all(first: Rows, second: Rows, tolerance: float) -> None:
    found = matched(first, second, tolerance)
    assert found.matched == (largest(first, second, tolerance),)
    assert (found.first, found.second) == (len(first), len(second))


def test_holsti_on_codings_is_span_f1() -> None:
    found = matched([(0, 10), (20, 30), (40, 50)], [(0, 10), (60, 70)], 0.5)
    assert found.f1(0).value == pytest.approx(2 * 1 / (3 + 2))
