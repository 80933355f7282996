"""Unitizing alphas against the book, and against their definition written out in characters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.analysis.agreement import agreement_by_code
from qualcode.analysis.coefficients import Reason
from qualcode.analysis.unitizing import Sections, u_alpha_by_code, unitizing_agreement
from qualcode.analysis.units import Spans, Units, character_patterns, placed

Rows = list[tuple[int, int]]


def one_code(length: int, *coders: Rows) -> float | None:
    """u-alpha of one code, by the closed form."""
    spans = Spans.of([(0, 0, who, start, end) for who, rows in enumerate(coders) for start, end in rows])
    units = Units.of([(0, 0, length, 0)], [0], [2 ** len(coders) - 1])
    return u_alpha_by_code(character_patterns(spans, units, 1, 1), placed(spans, units))[0].value


def sections(text: str) -> Sections:
    """Units written `0-7:1 7-13:2`."""
    rows = []
    for each in text.split():
        place, _, value = each.partition(":")
        start, _, end = place.partition("-")
        rows.append((int(start), int(end), int(value)))
    return Sections.of(rows)


ALEX = sections("0-7:1 7-13:2 30-32:5 32-37:6 37-44:6 44-60:7")
PAUL = sections("0-7:1 7-13:3 13-21:5 32-44:6")
SUZAN = sections("0-7:1 7-13:4 13-21:5 32-37:6 37-41:6 41-44:6")


def test_krippendorff_2019_figure_12_11() -> None:
    found = unitizing_agreement([ALEX, PAUL, SUZAN], 60, 7)
    assert found.u_alpha.value == pytest.approx(0.509982, abs=5e-7)
    assert found.relevance.value == pytest.approx(0.413599, abs=5e-7)
    assert found.cu_alpha.value == pytest.approx(0.724, abs=5e-3)
    assert [found.by_value[value - 1].value for value in (1, 5, 6)] == pytest.approx([1, 1, 1])
    assert [found.by_value[value - 1].value for value in (2, 3, 4)] == pytest.approx([0, 0, 0])
    assert (found.by_value[6].value, found.coverage[6]) == (None, 0)


def test_touching_units_are_two_and_one_unit_is_another_thing() -> None:
    assert one_code(40, [(0, 6), (6, 14)], [(0, 12)]) == pytest.approx(0.891346, abs=5e-7)
    assert one_code(40, [(0, 14)], [(0, 12)]) == pytest.approx(0.893056, abs=5e-7)


def test_units_that_never_meet() -> None:
    assert one_code(60, [(0, 10)], [(20, 30)]) == pytest.approx(-0.175)
    spans = Spans.of([(0, 0, 0, 0, 10), (0, 0, 1, 20, 30)])
    counts = character_patterns(spans, Units.of([(0, 0, 60, 0)], [0], [3]), 1, 1)
    assert agreement_by_code(counts, 2, draws=100, seed=1)[0].alpha.value == pytest.approx(-0.19, abs=5e-3)


def test_nobody_and_everybody_have_no_u_alpha() -> None:
    axis = Units.of([(0, 0, 40, 0)], [0], [3])
    none = Spans.of([])
    assert u_alpha_by_code(character_patterns(none, axis, 1, 1), placed(none, axis))[0].reason is Reason.NOBODY
    every = Spans.of([(0, 0, 0, 0, 40), (0, 0, 1, 0, 40)])
    assert u_alpha_by_code(character_patterns(every, axis, 1, 1), placed(every, axis))[0].reason is Reason.EVERYBODY


@st.composite
def disjoint(draw: st.DrawFn) -> Rows:
    cuts = sorted(draw(st.sets(st.integers(0, 50), min_size=2, max_size=10)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


@given(disjoint(), disjoint(), disjoint())
def test_the_closed_form_equals_the_family_with_one_value(first: Rows, second: Rows, third: Rows) -> None:
    coders = (first, second, third)
    closed = one_code(50, *coders)
    assume(closed is not None)
    family = unitizing_agreement([Sections.of([(*row, 1) for row in rows]) for rows in coders], 50, 1)
    assert closed == pytest.approx(family.u_alpha.value, abs=1e-9)
    assert closed == pytest.approx(family.relevance.value, abs=1e-9)


@given(disjoint(), disjoint())
def test_u_alpha_equals_its_definition_written_out_in_characters(first: Rows, second: Rows) -> None:
    closed = one_code(50, first, second)
    assume(closed is not None)
    length = 50
    inside = np.zeros((2, length), dtype=bool)
    for who, rows in enumerate((first, second)):
        for start, end in rows:
            inside[who, start:end] = True
    n, ones = 2 * length, int(inside.sum())
    squares = [sum((end - start) ** 2 for rows in (first, second) for start, end in rows), n - ones]
    observed = 2 * int((inside[0] != inside[1]).sum())
    expected = 2 * ones * (n - ones)
    assert closed == pytest.approx(1 - observed * (n * n - sum(squares)) / (n * expected), abs=1e-9)


def test_splitting_a_coding_in_touching_halves_changes_only_u_alpha() -> None:
    axis = Units.of([(0, 0, 40, 0)], [0], [3])
    whole = Spans.of([(0, 0, 0, 0, 14), (0, 0, 1, 0, 12)])
    halves = Spans.of([(0, 0, 0, 0, 6), (0, 0, 0, 6, 14), (0, 0, 1, 0, 12)])
    found = [agreement_by_code(character_patterns(each, axis, 1, 1), 2, draws=100, seed=1) for each in (whole, halves)]
    assert found[0] == found[1]
    assert one_code(40, [(0, 14)], [(0, 12)]) != one_code(40, [(0, 6), (6, 14)], [(0, 12)])
