"""What the keys of moving and selecting do in the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.tui.widgets.cursor_units import UnitKind
    from qualcode.tui.widgets.text_cursor import Step
    from qualcode.tui.widgets.transcript_view import TranscriptPane


def _move(unit: UnitKind, step: Step) -> Callable[[TranscriptPane], object]:
    return lambda pane: pane.move(unit, step)


def _extend(unit: UnitKind, step: Step) -> Callable[[TranscriptPane], object]:
    return lambda pane: pane.extend(unit, step)


def _stretched(move: Callable[[TranscriptPane], object]) -> Callable[[TranscriptPane], object]:
    """The move, with the selection's other end staying where it is."""

    def stretch(pane: TranscriptPane) -> None:
        before = pane.cursor.extending
        pane.cursor.extending = True
        move(pane)
        pane.set_extending(extending=before)

    return stretch


MOVES: Final[Mapping[str, Callable[[TranscriptPane], object]]] = {
    "move.down": _move("sentence", 1),
    "move.up": _move("sentence", -1),
    "move.right": _move("word", 1),
    "move.left": _move("word", -1),
    "move.next_turn": _move("turn", 1),
    "move.previous_turn": _move("turn", -1),
    "move.page_down": lambda pane: pane.page(1),
    "move.page_up": lambda pane: pane.page(-1),
    "move.home": lambda pane: pane.home(),
    "move.end": lambda pane: pane.end(),
    "extend.down": _extend("sentence", 1),
    "extend.up": _extend("sentence", -1),
    "extend.right": _extend("word", 1),
    "extend.left": _extend("word", -1),
    "extend.page_down": _stretched(lambda pane: pane.page(1)),
    "extend.page_up": _stretched(lambda pane: pane.page(-1)),
    "extend.home": _stretched(lambda pane: pane.home()),
    "extend.end": _stretched(lambda pane: pane.end()),
    "extend.mode": lambda pane: pane.toggle_extending(),
    "extend.grow": lambda pane: pane.grow_selection(),
    "extend.shrink": lambda pane: pane.shrink_selection(),
    "extend.swap": lambda pane: pane.swap_end(),
}
"""By the verb's id."""
