"""Codes that replace each other."""

from __future__ import annotations

from qualcode.analysis.confusion import Confusion, confusions
from qualcode.analysis.units import Spans, Units, unit_presence


def found(*rows: tuple[int, int, int], eligible: int = 3) -> list[Confusion]:
    """From rows of code, unit and coder; four units of ten characters."""
    spans = Spans.of([(code, 0, coder, unit * 10, unit * 10 + 5) for code, unit, coder in rows])
    units = Units.of([(0, unit * 10, unit * 10 + 10, unit) for unit in range(4)], [0] * 4, [eligible] * 4)
    return confusions(unit_presence(spans, units), 2, [0, 1, 2])


def test_codes_that_replace_each_other_are_counted_each_way() -> None:
    rows = [(0, 0, 0), (1, 0, 1), (0, 1, 0), (1, 1, 1), (1, 2, 0), (0, 2, 1), (0, 3, 0)]
    assert found(*rows) == [Confusion(0, 1, 2, 1, 4)]


def test_a_code_that_both_used_is_not_replaced() -> None:
    assert found((0, 0, 0), (0, 0, 1), (1, 0, 1)) == []


def test_silence_in_an_unfinished_transcript_replaces_nothing() -> None:
    assert found((0, 0, 0), (1, 0, 1), eligible=1) == []


def test_the_most_frequent_pair_comes_first() -> None:
    rows = [(0, 0, 0), (1, 0, 1), (0, 1, 0), (2, 1, 1), (0, 2, 0), (2, 2, 1)]
    assert [(each.first, each.second, each.swaps) for each in found(*rows)] == [(0, 2, 2), (0, 1, 1)]
