"""Pictures of tables where people look rather than read: drawn as svg, sized by its words, coloured by the page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from qualcode.domain.phrases import group_word, say
from qualcode.domain.table import Measure, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.numbers import printed

_LEFT: Final = 230
_WIDTH: Final = 420
_MARGIN: Final = 40
_HEIGHT: Final = 200
"""Of a plot of curves."""
_STEP: Final = 0.2
"""Between the lines of a scale that ends at 1."""
_ROW: Final = 15
_TOP: Final = 34
_COLOURS: Final = 2
_LONGEST: Final = 34


def plot(table: Table, language: str) -> Iterator[str]:
    """The lines of the table's picture; none for a table that is read only."""
    keys = {column.key for column in table.columns}
    if table.name == "themes" and {"percent", "low", "high", "group"} <= keys:
        yield from _forest(table, "group", ("percent", "low", "high"), 0.0, language)
    elif table.name == "agreement" and {"alpha", "alpha_low", "alpha_high"} <= keys:
        lows = [row["alpha_low"] for row in table.records()]
        least = min((low for low in lows if isinstance(low, int | float)), default=0.0)
        steps = math.ceil(round(-min(least, 0.0) / _STEP, 6))
        yield from _forest(table, "", ("alpha", "alpha_low", "alpha_high"), -_STEP * steps, language)
    elif table.name == "saturation" and {"group", "interview", "total"} <= keys:
        yield from _curves(table, language)
    elif table.name == "agreement-by-round" and {"part", "alpha", "code"} <= keys:
        yield from _trend(table, language)


def _forest(table: Table, by: str, keys: tuple[str, str, str], least: float, language: str) -> Iterator[str]:
    """A line a row: the value as a dot on its interval."""
    rows = [row for row in table.records() if isinstance(row[keys[0]], int | float)]
    groups = list(dict.fromkeys(str(row[by]) for row in rows)) if by else []
    if not rows or len(groups) > _COLOURS:
        return
    height = _TOP + _ROW * len(rows) + 14
    yield from _opened(table, language, height)
    yield from _legend(groups, language)
    yield from _axis(least, height, Measure.SHARE if by else Measure.COEFFICIENT, language)
    said = ""
    for place, row in enumerate(rows):
        y = _TOP + _ROW * place + _ROW // 2
        code = str(row.get("code", ""))
        if code != said:
            yield f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(_short(code))}</text>'
        said = code
        yield from _mark(row, keys, least, y, groups.index(str(row[by])) if by else 0)
    yield "</svg>"


def _curves(table: Table, language: str) -> Iterator[str]:
    """A line a group: codes so far by interview."""
    curves: dict[str, list[tuple[int, int]]] = {}
    for row in table.records():
        if isinstance(row["interview"], int) and isinstance(row["total"], int):
            curves.setdefault(str(row["group"]), []).append((row["interview"], row["total"]))
    if not curves or len(curves) > _COLOURS:
        return
    last = max(place for curve in curves.values() for place, _ in curve)
    most = 4 * math.ceil(max(1, *(total for curve in curves.values() for _, total in curve)) / 4)
    yield from _opened(table, language, _TOP + _HEIGHT + 34)
    yield from _legend(list(curves), language)
    for step in range(5):
        y = _TOP + _HEIGHT * (4 - step) // 4
        yield f'<path class="axis" opacity=".3" d="M{_MARGIN} {y}H{_MARGIN + _WIDTH}"/>'
        yield f'<text x="{_MARGIN - 8}" y="{y + 4}" text-anchor="end">{most * step // 4}</text>'
    for number, curve in enumerate(curves.values()):
        points = [
            (_MARGIN + _WIDTH * place / last, _TOP + _HEIGHT * (1 - total / most)) for place, total in curve
        ]  # fmt: skip
        yield f'<path class="g{number}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>'
        yield from (f'<circle class="g{number}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
    for place in sorted({1, (1 + last) // 2, last}):
        x = _MARGIN + _WIDTH * place / last
        yield f'<text x="{x:.1f}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{place}</text>'
    yield "</svg>"


def _trend(table: Table, language: str) -> Iterator[str]:
    """A thin line a code that has alpha in several rounds, and a bold one for the mean of each round."""
    rounds = list(dict.fromkeys(str(row["part"]) for row in table.records()))
    codes: dict[str, dict[int, float]] = {}
    for row in table.records():
        if isinstance(row["alpha"], int | float):
            codes.setdefault(str(row["code"]), {})[rounds.index(str(row["part"]))] = float(row["alpha"])
    if len(rounds) < _COLOURS or not codes:
        return
    yield from _opened(table, language, _TOP + _HEIGHT + 34)
    for step in range(5):
        y = _TOP + _HEIGHT * (4 - step) // 4
        label = escape(printed(step / 4, Measure.COEFFICIENT, language))
        yield f'<path class="axis" opacity=".3" d="M{_MARGIN} {y}H{_MARGIN + _WIDTH}"/>'
        yield f'<text x="{_MARGIN - 8}" y="{y + 4}" text-anchor="end">{label}</text>'
    yield from (_line(line, len(rounds), 1, 0.3) for line in codes.values() if len(line) > 1)
    means = {
        place: sum(line[place] for line in codes.values() if place in line) / len(known)
        for place in range(len(rounds))
        if (known := [line for line in codes.values() if place in line])
    }
    yield _line(means, len(rounds), 0, 1)
    for place, value in means.items():
        yield f'<circle class="g0" cx="{_across(place, len(rounds))}" cy="{_high(value)}" r="4"/>'
    for place, name in enumerate(rounds):
        x, y = _across(place, len(rounds)), _TOP + _HEIGHT + 18
        yield f'<text x="{x}" y="{y}" text-anchor="middle">{escape(_short(name))}</text>'
    yield "</svg>"


def _line(values: Mapping[int, float], steps: int, colour: int, opacity: float) -> str:
    points = "L".join(f"{_across(place, steps)} {_high(value)}" for place, value in sorted(values.items()))
    return f'<path class="g{colour}" opacity="{opacity}" d="M{points}"/>'


def _across(place: int, steps: int) -> str:
    return f"{_MARGIN + _WIDTH * (place + 0.5) / steps:.1f}"


def _high(value: float) -> str:
    return f"{_TOP + _HEIGHT * (1 - max(0.0, value)):.1f}"


def _opened(table: Table, language: str, height: int) -> Iterator[str]:
    width = _LEFT + _WIDTH + 40
    yield f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}">'
    yield f"<title>{escape(visible_line(say(table.title, language)))}</title>"


def _mark(row: dict[str, Value], keys: Sequence[str], least: float, y: int, group: int) -> Iterator[str]:
    value, low, high = (row[key] for key in keys)
    if isinstance(low, int | float) and isinstance(high, int | float):
        yield f'<path class="g{group}" d="M{_x(low, least)} {y}H{_x(high, least)}"/>'
    if isinstance(value, int | float):
        yield f'<circle class="g{group}" cx="{_x(value, least)}" cy="{y}" r="3.5"/>'


def _axis(least: float, height: int, measure: Measure, language: str) -> Iterator[str]:
    for step in range(round((1 - least) / _STEP) + 1):
        at = round(least + step * _STEP, 6)
        x = _x(at, least)
        yield f'<path class="axis" opacity=".3" d="M{x} {_TOP - 4}V{height - 10}"/>'
        yield f'<text x="{x}" y="{_TOP - 8}" text-anchor="middle">{escape(printed(at, measure, language))}</text>'


def _legend(groups: Sequence[str], language: str) -> Iterator[str]:
    for place, group in enumerate(groups):
        yield f'<circle class="g{place}" cx="{10 + 110 * place}" cy="12" r="3.5"/>'
        yield f'<text x="{18 + 110 * place}" y="16">{escape(_short(visible_line(group_word(group, language))))}</text>'


def _x(value: float, least: float) -> str:
    inside = min(1.0, max(least, value))
    return f"{_LEFT + _WIDTH * (inside - least) / (1 - least):.1f}"


def _short(words: str) -> str:
    shown = visible_line(words)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
