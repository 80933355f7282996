"""Which code each digit applies: the codebook's hotkeys first, then what this person uses most.

A digit that a code got by use stays with it, also when the project is opened again: hands remember it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.codebook import Codebook

KEYS: Final = "1234567890"
OFTEN: Final = 3
"""Codings after which a code gets a digit, if one is free."""


def digits_of(codebook: Codebook, counts: Mapping[str, int], before: Mapping[str, str]) -> dict[str, str]:
    """Code ids by digit. Where the codebook gives no digit at all, its first ten codes begin with them.

    Args:
        codebook: Hotkeys of codes in use hold, whatever was before.
        counts: How often each code was applied by this person.
        before: The digits as they were; a code that was never used gives its digit up to one used often.
    """
    usable = [code for _, code in codebook.walk() if not code.is_retired and not code.exclusive]
    fixed = {code.hotkey: code.id for code in reversed(usable) if code.hotkey in KEYS and code.hotkey}
    ids = {code.id for code in usable} - set(fixed.values())
    kept = {digit: each for digit, each in before.items() if digit not in fixed and each in ids}
    if not fixed and not kept:
        leaves = [code.id for code in usable if not codebook.children.get(code.id)]
        kept = dict(zip(KEYS, leaves, strict=False))
    often = [each for each in ids - set(kept.values()) if counts.get(each, 0) >= OFTEN]
    often.sort(key=lambda each: (-counts.get(each, 0), each))
    free = [digit for digit in KEYS if digit not in fixed and digit not in kept]
    idle = [digit for digit in reversed(KEYS) if digit in kept and not counts.get(kept[digit])]
    return {**fixed, **kept, **dict(zip([*free, *idle], often, strict=False))}
