"""How numbers are printed: by what they measure, and in which language."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from qualcode.domain.table import Measure, Value
from qualcode.formats.characters import visible_line

ABSENT: Final = "-"
"""Printed where a value is not estimable; the reason stands beside it."""
_MINUS: Final = "\u2212"
_THIN: Final = "\u202f"
_LEVELS: Final = (0.05, 0.01, 0.001)
_SMALLEST: Final = Decimal("0.001")
_PLACES: Final = {Measure.COEFFICIENT: 2, Measure.CORRELATION: 2, Measure.PROBABILITY: 3, Measure.NUMBER: 2}


def printed(value: Value, measure: Measure, language: str) -> str:
    """The value as a table prints it: shares as whole per cent, coefficients without a leading zero in English."""
    if value is None or value != value:  # noqa: PLR0124  # NaN differs from itself
        return ABSENT
    if isinstance(value, str) or measure is Measure.TEXT:
        return visible_line(str(value))
    if abs(value) == math.inf:
        return _signed("\N{INFINITY}", language, is_negative=value < 0)
    exact = Decimal(repr(float(value)) if isinstance(value, float) else int(value))
    number = exact * (100 if measure is Measure.SHARE else 1)
    if measure is Measure.PROBABILITY and 0 <= number < _SMALLEST:
        return "<" + _localised(str(_SMALLEST), language, zero=False)
    zero = measure not in (Measure.COEFFICIENT, Measure.CORRELATION, Measure.PROBABILITY)
    places = 0 if isinstance(value, int) and measure is Measure.NUMBER else _PLACES.get(measure, 0)
    return _figures(number, places, language, zero=zero)


def stars(p: Value) -> str:
    """The marks of a small p: one below .05, two below .01, three below .001."""
    return "*" * sum(p < level for level in _LEVELS) if isinstance(p, int | float) else ""


def interval(low: Value, high: Value, measure: Measure, language: str) -> str:
    """Two bounds in brackets; a dash where there are none."""
    if low is None and high is None:
        return ABSENT
    between = "; " if language == "fr" else ", "
    return f"[{printed(low, measure, language)}{between}{printed(high, measure, language)}]"


def _figures(number: Decimal, places: int, language: str, *, zero: bool = True) -> str:
    """Rounded half up, as readers do by hand."""
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = _localised(f"{abs(rounded):,}", language, zero=zero)
    return _signed(shown, language, is_negative=rounded < 0)


def _localised(figures: str, language: str, *, zero: bool) -> str:
    if language == "fr":
        return figures.replace(",", _THIN).replace(".", ",")
    return figures if zero else figures.removeprefix("0")


def _signed(figures: str, language: str, *, is_negative: bool) -> str:
    return (_MINUS if language == "fr" else "-") + figures if is_negative else figures
