"""What lies over a screen until it is closed."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

R = TypeVar("R")


class Box(ModalScreen[R]):
    """A box that closes once: a key or click that was under way when it closed, or lay below another, does nothing."""

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close it with this result."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
