"""Sets of keys to begin with, by what they change of the default ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.services.keymaps import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping

_AZERTY_ROW: Final = (
    "ampersand", "é", "quotation_mark", "apostrophe", "left_parenthesis", "minus", "è", "underscore", "ç", "à",
)  # fmt: skip

_SETTLING: Final = {
    "settle.take": "1", "settle.take_second": "2", "settle.both": "3", "settle.take_third": "4",
    "settle.take_fourth": "5", "settle.neither": "0",
}  # fmt: skip

PRESETS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    DEFAULT: {},
    "vim": {
        "move.down": ("j", "down"),
        "move.up": ("k", "up"),
        "move.left": ("h", "left"),
        "move.right": ("l", "right"),
        "move.end": ("G", "end"),
        "move.previous_wanted": ("N", "p"),
        "question.choose": ("y",),
        "code.give_digit": ("number_sign",),
        "settle.later": ("d",),
        "settle.names": ("b",),
    },
    "left-handed": {
        "extend.mode": ("l", "v"),
        "extend.grow": ("y", "x"),
        "extend.shrink": ("h", "z"),
        "coding.cycle": ("semicolon", "c"),
        "settle.later": ("k",),
        "settle.names": ("j",),
    },
    "azerty": {
        **{f"code.pin.{digit}": (digit, key) for digit, key in zip("1234567890", _AZERTY_ROW, strict=True)},
        **{verb: (digit, _AZERTY_ROW["1234567890".index(digit)]) for verb, digit in _SETTLING.items()},
    },
}  # fmt: skip
"""Keys of verbs by the preset's name. A key given here is taken from the verb that has it by default."""

ABOUT: Final = {
    DEFAULT: "the keys of the manual",
    "vim": "h j k l move, N goes back",
    "left-handed": "all that is often used under the right hand, for a mouse on the left",
    "azerty": "digits without shift on French keyboards",
}
"""What each preset is for."""
