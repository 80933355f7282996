"""Our three looks: dark, light and high contrast; and a code's hue made readable on each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from qualcode.domain.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one look, as `#rrggbb`. Amber means "you are here" or "press this" and nothing else."""

    name: str
    ground: str
    """Behind the transcript."""
    pane: str
    """Behind panes beside it: one step away from the ground."""
    raised: str
    """Dialogs, status and footer."""
    row: str
    """The row that the cursor is on."""
    key: str
    """A chip with a key."""
    faint: str
    """Lines, empty tracks, what is only structure."""
    muted: str
    text: str
    bright: str
    amber: str
    on_amber: str
    green: str
    red: str
    blue: str
    dark: bool = True


DARK: Final = Palette(
    "qualcode-dark", "#14161f", "#191c28", "#202433", "#262b3b", "#333a4d", "#454d63", "#8d95ab", "#cfd4e2",
    "#f3f5fb", "#f5c76e", "#14161f", "#7fd18b", "#f0718a", "#7aa2f7",
)  # fmt: skip
LIGHT: Final = Palette(
    "qualcode-light", "#fbfaf7", "#f1efe9", "#e7e4dc", "#dcd8cd", "#d3cfc3", "#b9b4a8", "#625e55", "#2b2a27",
    "#0d0d0c", "#8f5b00", "#fffaf0", "#24753a", "#b3243f", "#2556b8", dark=False,
)  # fmt: skip
CONTRAST: Final = Palette(
    "qualcode-contrast", "#000000", "#000000", "#141414", "#303030", "#3a3a3a", "#8a8a8a", "#d0d0d0", "#ffffff",
    "#ffffff", "#ffd75f", "#000000", "#5fff87", "#ff8787", "#87afff",
)  # fmt: skip
_FEW_DARK: Final = Palette(
    "few-dark", "#000000", "#000000", "#000000", "#0000aa", "#0000aa", "#aaaaaa", "#aaaaaa", "#ffffff", "#ffffff",
    "#ffff55", "#000000", "#55ff55", "#ff5555", "#55ffff",
)  # fmt: skip
_FEW_LIGHT: Final = Palette(
    "few-light", "#ffffff", "#ffffff", "#ffffff", "#aaaaaa", "#aaaaaa", "#555555", "#000000", "#000000", "#000000",
    "#aa0000", "#ffffff", "#000000", "#aa0000", "#0000aa", dark=False,
)  # fmt: skip
"""Where there are sixteen colours: none of ours, but those that every such terminal has, far apart."""

PALETTES: Final[Mapping[str, Palette]] = {each.name: each for each in (DARK, LIGHT, CONTRAST)}

HUES: Final = ("#76a3ee", "#da261b", "#34d228", "#9e61e7", "#c5c478", "#f4a9e4", "#c4757d", "#504096")
"""For codes to which nobody gave a colour, one for each branch of the codebook.

Found by search: on both grounds they stay apart for eyes that miss one of the three cones. Names stand beside them all
the same.
"""

_READABLE: Final = 4.5
_HIGH: Final = 7.0
"""What WCAG 2.2 asks for, at level AA and, for those who chose high contrast, AAA."""


def theme_of(palette: Palette) -> Theme:
    """The look as Textual's own widgets (text areas, toasts, the palette of commands) need it."""
    return Theme(
        name=palette.name,
        primary=palette.amber,
        secondary=palette.blue,
        accent=palette.amber,
        warning=palette.amber,
        error=palette.red,
        success=palette.green,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.pane,
        panel=palette.raised,
        dark=palette.dark,
        variables={"input-cursor-background": palette.amber, "input-cursor-foreground": palette.on_amber},
    )


def has_few_colours(app: App[Any]) -> bool:
    """Whether the terminal has sixteen colours or fewer."""
    return app.console.color_system in {"standard", "windows"} and not app.is_headless


def is_flat(app: App[Any]) -> bool:
    """Whether grounds do not tell panes and boxes apart: with few colours, or none."""
    return app.no_color or has_few_colours(app)


def palette_of(app: App[object]) -> Palette:
    """The look that the app has now."""
    if has_few_colours(app):
        return _FEW_DARK if app.current_theme.dark else _FEW_LIGHT
    return PALETTES.get(app.theme, DARK if app.current_theme.dark else LIGHT)


def code_colours(codebook: Codebook) -> dict[str, str]:
    """A colour for every code: its own or its parents', else one for its branch."""
    branch = {code.id: HUES[place % len(HUES)] for place, code in enumerate(codebook.children.get(None, ()))}
    found: dict[str, str] = {}
    for _, code in codebook.walk():
        line = (code, *codebook.ancestors(code))
        found[code.id] = next((each.colour for each in line if each.colour), branch[line[-1].id])
    return found


@lru_cache(maxsize=1024)
def readable(colour: str, ground: str) -> str:
    """The colour, moved towards black or white as far as it takes to be read on that ground."""
    rgb, behind = _rgb(colour), _rgb(ground)
    end = (255, 255, 255) if _luminance(behind) < 0.4 else (0, 0, 0)  # noqa: PLR2004  # between our grounds
    least = _HIGH if ground in (CONTRAST.ground, CONTRAST.raised, CONTRAST.row, CONTRAST.key) else _READABLE
    for step in range(21):
        mixed = _mixed(rgb, end, step / 20)
        if _contrast(mixed, behind) >= least:
            return "#{:02x}{:02x}{:02x}".format(*mixed)
    return "#ffffff" if end[0] else "#000000"


def _rgb(colour: str) -> tuple[int, int, int]:
    try:
        number = int(colour.removeprefix("#"), 16)
    except ValueError:
        return 138, 143, 152
    return number >> 16 & 255, number >> 8 & 255, number & 255


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    parts = [each / 255 for each in rgb]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)  # noqa: PLR2004  # WCAG 2.2
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
