"""How codings look in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.settings import load_settings, save_settings
from qualcode.tui.screens.coding.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.tui.screens.coding.hand import Act


class LookHand(Hand):
    """Takes the tints away, or brings them back."""

    def acts(self) -> Mapping[str, Act]:
        """The verb of looks."""
        return {"text.tints": lambda _: self._toggle()}

    def dress(self) -> None:
        """Look as the coder likes it."""
        self.screen.desk.pane.tints = load_settings().tints != "off"

    def _toggle(self) -> None:
        save_settings(tints="off" if self.screen.desk.pane.tints else "on")
        self.dress()
