"""Sentences with places for values, and their French.

The English sentence is the key of the catalogue, so code reads as it prints; the folder `french` beside this file
holds the French, a file a room. A sentence without a translation is shown in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any, Final

LANGUAGES: Final = ("en", "fr")
_GROUPS: Final = "groups.toml"
"""The file of the catalogue whose words name groups."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English template with named values, translated only when it is shown."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return self.template.format_map(self.values)


def say(text: str | Phrase, language: str) -> str:
    """The sentence in the language asked for."""
    if isinstance(text, str):
        return translated(text, language)
    values = {
        name: say(value, language) if isinstance(value, str | Phrase) else value for name, value in text.values.items()
    }
    template = translated(text.template, language)
    return _LOWERING.vformat(template, (), values) if "!l}" in template else template.format_map(values)


def quoted(words: str, language: str) -> str:
    """The words in the quotation marks of the language."""
    return say(Phrase("“{words}”", {"words": words}), language)


class _Lowering(Formatter):
    """Knows `{name!l}`: the value with a small first letter, as French titles want it."""

    def convert_field(self, value: Any, conversion: Any) -> Any:  # as the standard library has it
        if conversion == "l":
            return str(value)[:1].lower() + str(value)[1:]
        return super().convert_field(value, conversion)


_LOWERING: Final = _Lowering()


def translated(template: str, language: str) -> str:
    """The template in that language, or as it is where the catalogue has none."""
    return template if language == "en" else _french().get(template, template)


def group_word(group: str, language: str) -> str:
    """The name of a group of participants in that language: common ones are known, others stay as they are."""
    return group if language == "en" else _groups().get(group, group)


def counted(numbers: Mapping[str, int | None]) -> Phrase:
    """Words with their numbers, where they have some, in one line: `staff 88, women 124`; a dash for no words."""
    names = {f"name{place}": name or "-" for place, name in enumerate(numbers)}
    pairs = zip(names, numbers.values(), strict=True)
    return Phrase(", ".join(f"{{{key}}}" if n is None else f"{{{key}}} {n}" for key, n in pairs) or "-", names)


@cache
def _french() -> Mapping[str, str]:
    return dict(entries())


@cache
def _groups() -> Mapping[str, str]:
    return dict(_entries_of(_french_files().joinpath(_GROUPS)))


def entries(prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every English sentence of the catalogue with its French; only of files whose name begins like this."""
    files = (file for file in _french_files().iterdir() if file.name.startswith(prefix))
    for source in sorted(files, key=lambda file: file.name):
        yield from _entries_of(source)


def _french_files() -> Traversable:
    return resources.files("qualcode.domain").joinpath("french")


def _entries_of(source: Traversable) -> Iterator[tuple[str, str]]:
    for entry in tomllib.loads(source.read_text(encoding="utf-8"))["phrase"]:
        yield entry["en"], entry["fr"]
