"""The styles of the transcript view, made once for each look."""

from __future__ import annotations

import re
from colorsys import rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rich.color import Color
from rich.style import Style

from qualcode.tui.widgets.themes import CONTRAST, Palette, has_few_colours, palette_of, readable

if TYPE_CHECKING:
    from textual.app import App

Depth = Literal["full", "256", "few"]
"""How many colours the terminal has: all; 256, where mixed colours would all become the same grey; fewer."""
GREY = "#8a8f98"
"""For a coding whose colour cannot be read."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What decides how a piece of text looks."""

    dim: bool = False
    """Not codable: the interviewer's."""
    colour: str = ""
    """Of the coding on top; none where empty."""
    overlaps: bool = False
    selected: bool = False
    marked: bool = False
    """Belongs to the coding whose ends are being moved."""


class TranscriptColours:
    """Styles by what they stand for."""

    def __init__(self, palette: Palette, *, depth: Depth = "full", tints: bool = True, reverse: bool = False) -> None:
        self._palette = palette
        self._depth = depth
        self._tints = tints and depth != "few"
        self._reverse = reverse or depth == "few"
        self._inks: dict[Ink, Style] = {}
        ground, text, muted = palette.ground, palette.text, palette.muted
        self.ground = style(text, ground)
        self.bar = style(palette.amber, ground)
        self.number = style(mix(palette.faint, muted, 0.45), ground)
        self.more = style(muted, ground)
        self.memo = style(palette.amber, ground)
        self.heading = style(mix(muted, text, 0.25), ground, italic=True)
        self.asker = style(muted, ground, bold=True)
        soft = (palette.amber, palette.blue, palette.green, palette.red)
        self._speakers = [style(mix(hue, text, 0.3), ground, bold=True) for hue in soft]

    def speaker(self, number: int) -> Style:
        """The name of a participant, the first, second ... of the transcript."""
        return self._speakers[number % len(self._speakers)]

    def text(self, ink: Ink) -> Style:
        """A piece of what was said."""
        if ink not in self._inks:
            self._inks[ink] = self._text(ink)
        return self._inks[ink]

    def stripe(self, colour: str, *, hot: bool) -> Style:
        """A coding's bracket: bright where it touches the cursor, else calm."""
        hue = readable(checked(colour), self._palette.ground)
        return style(hue if hot else mix(hue, self._palette.ground, _CALM), self._palette.ground, bold=hot)

    def label(self, colour: str, *, hot: bool, marked: bool = False) -> Style:
        """A code's name beside the text, readable in any hue."""
        hue, ground = checked(colour), self._palette.ground
        ink = readable(hue if hot else mix(hue, ground, _CALM), ground)
        return style(ground, ink, bold=True) if marked else style(ink, ground, bold=hot)

    def slice(self, colour: str | None, *, in_view: bool) -> str:
        """A slice of the overview."""
        ground = self._palette.ground
        hue = mix(checked(colour), ground, 0.35) if colour else mix(ground, self._palette.key, 0.6)
        return mix(hue, self._palette.bright, 0.22) if in_view else hue

    def _text(self, ink: Ink) -> Style:
        palette = self._palette
        fore = palette.bright if ink.selected else mix(palette.text, palette.muted, 0.75 if ink.dim else 0)
        return style(
            fore,
            self._behind(ink),
            underline=ink.overlaps or ink.marked or (bool(ink.colour) and not self._tints),
            bold=ink.marked,
            reverse=ink.selected and self._reverse,
        )

    def _behind(self, ink: Ink) -> str:
        palette = self._palette
        if ink.selected and self._depth == "full":
            return mix(palette.ground, palette.amber, 0.44 if ink.marked else _SELECTED)
        if ink.selected:
            return _SELECTED_256[palette.dark]
        if not ink.colour or not (self._tints or ink.marked):
            return palette.ground
        if self._depth == "256":
            return tint_256(checked(ink.colour), dark=palette.dark)
        share = 0.45 if ink.marked else _OVERLAP_TINT if ink.overlaps else _TINT
        return mix(palette.ground, checked(ink.colour), share * _STRONGER if palette is CONTRAST else share)


def colours_of(app: App[object], *, tints: bool = True) -> TranscriptColours:
    """The styles for the look and the terminal that the app has now."""
    depth: Depth = "256" if app.console.color_system == "256" else "few" if has_few_colours(app) else "full"
    tints = tints and not app.no_color
    return TranscriptColours(palette_of(app), depth=depth, tints=tints, reverse=app.no_color)


@lru_cache(maxsize=4096)
def style(
    fore: str, back: str, *, bold: bool = False, italic: bool = False, underline: bool = False, reverse: bool = False
) -> Style:
    """A style from two colours and attributes."""
    return Style(color=fore, bgcolor=back, bold=bold, italic=italic, underline=underline, reverse=reverse)


def checked(colour: str | None) -> str:
    """The colour, or grey where it is not of the form `#rrggbb`."""
    return colour if colour and _HEX.fullmatch(colour) else GREY


@lru_cache(maxsize=4096)
def mix(one: str, other: str, share: float) -> str:
    """One colour with a share of another."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tint_256(colour: str, *, dark: bool) -> str:
    """A background of the 256-colour palette for a hue: picked by hand, since mixed tints collapse to three."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _, saturation = rgb_to_hls(red, green, blue)
    if saturation < _GREYISH:
        return _palette_colour(238 if dark else 252)
    place = next(place for place, limit in enumerate(_HUE_LIMITS) if hue * 360 < limit) % len(_DARK_256)
    return _palette_colour((_DARK_256 if dark else _LIGHT_256)[place])


_TINT = 0.19
_OVERLAP_TINT = 0.27
_STRONGER = 1.7
_SELECTED = 0.32
_CALM = 0.24
_GREYISH = 0.12
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_HUE_LIMITS = (16, 46, 75, 150, 190, 218, 245, 285, 335, 361)
"""Where red, orange, yellow, green, teal, sky, blue, violet, pink and red again end, in degrees."""
_DARK_256 = (52, 94, 58, 22, 23, 24, 17, 54, 53)
_LIGHT_256 = (224, 223, 230, 194, 195, 153, 189, 183, 225)
_SELECTED_256 = {True: "#875f00", False: "#ffd787"}


def _palette_colour(number: int) -> str:
    return str(Color.from_ansi(number).get_truecolor().hex)
