"""What the screens look like without any colour, as NO_COLOR asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from qualcode.tui.widgets.themes import PALETTES

if TYPE_CHECKING:
    from textual.color import Color

_LOUD: Final = frozenset(ground for each in PALETTES.values() for ground in (each.key, each.amber, each.blue))
"""Grounds that say something by themselves: keys, "you are here", badges."""


class NoColours(LineFilter):
    """Takes the colours away; what a ground said is said by reversed letters."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's
        """The segments without colours."""
        return [Segment(text, _plain(style) if style else None, control) for text, style, control in segments]


@lru_cache(maxsize=4096)
def _plain(style: Style) -> Style:
    ground = style.bgcolor.get_truecolor().hex if style.bgcolor else ""
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        reverse=bool(style.reverse) or ground in _LOUD,
    )
