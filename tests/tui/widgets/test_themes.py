from __future__ import annotations

import math
from itertools import combinations

import pytest

from qualcode.tui.widgets.themes import CONTRAST, DARK, HUES, LIGHT, PALETTES, Palette, readable
from qualcode.tui.widgets.transcript_colours import Ink, TranscriptColours

SIGHT = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; on linear RGB."""

Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return red, green, blue


def times(matrix: tuple[Triple, ...], colour: Triple) -> list[float]:
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in matrix]


def lab(colour: str, sight: str) -> Triple:
    """CIELAB (D65) of a colour as that eye sees it."""
    seen = times(SIGHT[sight], linear(colour))
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
    xyz = [sum(a * b for a, b in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        each ** (1 / 3) if each > 216 / 24389 else (24389 / 27 * each + 16) / 116
        for each in (xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (one, other))
    )
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_hues_stay_apart_for_every_eye(palette: Palette, sight: str) -> None:
    shown = [lab(readable(hue, palette.ground), sight) for hue in HUES]
    assert min(math.dist(one, other) for one, other in combinations(shown, 2)) > 12


def test_the_measure_of_distance_knows_black_from_white_and_what_an_eye_confuses() -> None:
    assert math.dist(lab("#000000", "all cones"), lab("#ffffff", "all cones")) == pytest.approx(100, abs=0.1)
    red, green = "#e0a35c", "#b8c25d"
    assert math.dist(lab(red, "deuteranopia"), lab(green, "deuteranopia")) < math.dist(
        lab(red, "all cones"), lab(green, "all cones")
    )


@pytest.mark.parametrize("palette", PALETTES.values())
def test_names_of_codes_are_readable_on_every_ground(palette: Palette) -> None:
    least = 7 if palette is CONTRAST else 4.5
    for hue in HUES:
        for ground in (palette.ground, palette.pane, palette.row, palette.raised):
            assert contrast(readable(hue, ground), ground) >= least


@pytest.mark.parametrize("palette", PALETTES.values())
def test_text_is_readable_on_every_tint(palette: Palette) -> None:
    colours = TranscriptColours(palette)
    for hue in HUES:
        for ink in (Ink(colour=hue), Ink(colour=hue, overlaps=True), Ink(selected=True)):
            style = colours.text(ink)
            assert style.color
            assert style.bgcolor
            assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values())
def test_with_stripes_only_coded_text_is_underlined_and_has_no_tint(palette: Palette) -> None:
    colours = TranscriptColours(palette, tints=False)
    plain, coded = colours.text(Ink()), colours.text(Ink(colour=HUES[0]))
    assert coded.bgcolor == plain.bgcolor
    assert coded.underline
    assert not plain.underline


@pytest.mark.parametrize("palette", PALETTES.values())
def test_without_any_colour_what_is_selected_and_coded_still_shows(palette: Palette) -> None:
    """As NO_COLOR and terminals of sixteen colours have it: by underline and reverse alone."""
    for colours in (TranscriptColours(palette, depth="few"), TranscriptColours(palette, tints=False, reverse=True)):
        looks = {
            (style.underline, style.reverse)
            for style in map(
                colours.text, (Ink(), Ink(colour=HUES[0]), Ink(selected=True), Ink(colour=HUES[0], selected=True))
            )
        }
        assert len(looks) == 4
