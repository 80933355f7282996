"""A box with lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import READING_STEPS, TO_READ
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class TextBox(Box[None]):
    """Reads and scrolls."""

    DEFAULT_CSS = """
    TextBox { align: center middle; }
    TextBox > Vertical { width: 96%; height: 90%; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(TO_READ)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in TO_READ)
    AUTO_FOCUS = "TextLines"

    def __init__(self, lines: Sequence[str], language: str) -> None:
        super().__init__()
        self._lines = TextLines()
        self._lines.show_lines(lines)
        self._footer = KeyFooter(language)
        self._footer.show_chips(chips("read.close"), 1)

    def compose(self) -> ComposeResult:
        """Lines, keys."""
        with Vertical():
            yield from (self._lines, self._footer)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Scroll, or leave."""
        if verb in READING_STEPS:
            self._lines.scroll_relative(y=READING_STEPS[verb], animate=False)
        else:
            self.dismiss()
