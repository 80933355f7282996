"""The keys of the settling screen."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import VERBS, Verb
from qualcode.tui.widgets.text_moves import MOVES

SETTLING: Final = (
    Verb("settle.take", "1", "take 1", "Take the first coder's reading.", "Settling"),
    Verb("settle.take_second", "2", "take 2", "Take the second coder's reading.", "Settling"),
    Verb("settle.both", "3", "both", "Keep all words that any coder chose.", "Settling"),
    Verb("settle.neither", "0", "neither", "Decide that the code is absent.", "Settling"),
    Verb("settle.take_third", "4", "take third", "Take the third coder's reading.", "Settling"),
    Verb("settle.take_fourth", "5", "take fourth", "Take the fourth coder's reading.", "Settling"),
    Verb("settle.code", "c", "other code", "Put another code in place of this one.", "Settling"),
    Verb("settle.span", "s", "other words", "Keep the code on the words that are selected now.", "Settling"),
    Verb("settle.later", "l", "discuss later", "Leave it to a discussion.", "Settling"),
    Verb(
        "settle.reason", "m", "reason", "Say why; the reason goes with every decision until you change it.", "Settling"
    ),
    Verb("settle.next", "right_square_bracket,n", "next", "Go to the next disagreement.", "Settling", "]"),
    Verb("settle.previous", "left_square_bracket,p", "previous", "Go to the previous disagreement.", "Settling", "["),
    Verb("settle.names", "h", "names", "Hide the coders' names, or show them.", "Settling"),
)
TAKES: Final = ("settle.take", "settle.take_second", "settle.take_third", "settle.take_fourth")
"""The verbs that take a coder's reading, in the coders' order."""

SETTLING_TOO: Final = tuple(verb for verb in VERBS if verb.id in MOVES or verb.id in {"act.undo", "act.redo"})
"""What settling has in common with coding."""
