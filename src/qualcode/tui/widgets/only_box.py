"""A box that lets only some participants count: those of a group, site, language or mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.finder import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Only = tuple[tuple[str, str], ...]
"""Attributes, each with the value that participants must have."""

ATTRIBUTES: Final = ("group", "site", "language", "mode")


def only_box(
    values: Mapping[str, Mapping[str, int]], only: Only, done: Callable[[Only], None], language: str
) -> Choice:
    """Everybody, then every value with how many participants have it; a chosen one is added, or dropped again.

    Args:
        values: The values of each attribute with the number of participants.
        only: What is chosen so far.
        done: Told what is chosen now.
        language: Of the words.
    """
    found = [(name, value, count) for name, counts in values.items() for value, count in counts.items()]
    rows = [("", say("everybody", language), "")]
    for place, (name, value, count) in enumerate(found):
        people = say(Phrase("{n} participants" if count != 1 else "{n} participant", {"n": count}), language)
        rows.append((str(place), f"{say(name, language)}: {value}", f"{'✓ ' if (name, value) in only else ''}{people}"))

    def choose(row_id: str) -> None:
        if not row_id:
            done(())
            return
        name, value, _ = found[int(row_id)]
        others = tuple(each for each in only if each[0] != name)
        done(others if (name, value) in only else (*others, (name, value)))

    return Choice(say("Count only", language), rows, choose, language=language, typed=True)


def only_words(only: Only) -> str:
    """What is chosen, for the line above a table."""
    return "".join(f" · {value}" for _, value in only)
