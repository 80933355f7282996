"""The keys of the agreement screen."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import Verb

_GROUP: Final = "Agreement"

AGREEMENT: Final = (
    Verb("agreement.open", "enter", "the words", "See the answers on which coders differ.", _GROUP, "Enter"),
    Verb("agreement.codes", "c", "codes", "Code by code, worst first.", _GROUP),
    Verb("agreement.pairs", "p", "pairs", "Pair of coders by pair.", _GROUP),
    Verb("agreement.confusion", "x", "confusion", "Which codes are taken for which.", _GROUP),
    Verb("agreement.halves", "h", "early, late", "Early codings beside late ones.", _GROUP),
    Verb("agreement.rounds", "o", "rounds", "Round by round.", _GROUP),
    Verb("agreement.unit", "u", "unit", "Count on answers, turns, sentences or other units.", _GROUP),
    Verb("agreement.level", "l", "level", "Choose the level below which a code is marked.", _GROUP),
    Verb("agreement.renew", "r", "compute again", "Compute the table again.", _GROUP),
    Verb("agreement.down", "down,j", "down", "Go down.", _GROUP, "↓"),
    Verb("agreement.up", "up,k", "up", "Go up.", _GROUP, "↑"),
    Verb("agreement.page_down", "pagedown", "page down", "Go ten rows down.", _GROUP, "PgDn"),
    Verb("agreement.page_up", "pageup", "page up", "Go ten rows up.", _GROUP, "PgUp"),
)
STEPS: Final = {
    "agreement.down": 1, "agreement.up": -1, "agreement.page_down": 10, "agreement.page_up": -10,
}  # fmt: skip
"""Rows that a key goes."""
