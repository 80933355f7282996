"""A box with lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from qualcode.tui.widgets.key_footer import KeyFooter
from qualcode.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class TextBox(ModalScreen[None]):
    """Reads and scrolls."""

    DEFAULT_CSS = """
    TextBox { align: center middle; }
    TextBox > Vertical { width: 96%; height: 90%; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "down"),
        Binding("up,k", "step(-1)", "up"),
        Binding("escape,enter,q", "dismiss", "close"),
    ]
    AUTO_FOCUS = "TextLines"

    def __init__(self, lines: Sequence[str], language: str) -> None:
        super().__init__()
        self._lines = TextLines()
        self._lines.show_lines(lines)
        self._footer = KeyFooter(language)
        self._footer.show_chips((("close", "esc", "close"),), 1)

    def compose(self) -> ComposeResult:
        """Lines, keys."""
        with Vertical():
            yield from (self._lines, self._footer)

    def action_step(self, by: int) -> None:
        """Scroll."""
        self._lines.scroll_relative(y=by, animate=False)

    def on_bar_pressed(self, event: KeyFooter.Pressed) -> None:
        """A chip does as its key."""
        if event.act == "close":
            event.stop()
            self.dismiss()
