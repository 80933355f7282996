"""The French of refusals, found by the shape of the English sentence.

Every floor raises its refusals as plain English sentences, so that the code reads as it prints. The files
`french/refusals_*.toml` hold each sentence with places for what it names, `There is no coder "{name}".`; a refusal that
has this shape is said in French with the same names in it. What is not in the catalogue stays as it is.

Places that are more than names: `{n}` must be a number and `{fault}` a sentence of the catalogue, else the shape does
not hold; those of `_WORDS` are said in French where the catalogue knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import entries, translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualcode.domain.errors import QualcodeError

_FAULT: Final = "fault"
_NUMBER: Final = "n"
_WORDS: Final = frozenset({"where", "how", "what", "more", "who", "found", "many", "known"})
_MOST_CUTS: Final = 4
"""Places at which a sentence is tried to be cut in two: file names may hold colons, and hints follow sentences."""

_DEEPEST: Final = 4
"""How often a part is looked at again: `FILE: line 3: a fault.` takes three."""


def told(sentence: str, language: str) -> str:
    """The refusal in that language; line by line, and as it is where the catalogue has none."""
    if language == "en":
        return sentence
    return "\n".join(_in_french(line) or translated(line, "fr") for line in sentence.split("\n"))


def told_of(error: QualcodeError, language: str) -> tuple[str, str]:
    """Sentence and remedy in that language."""
    return told(error.message, language), told(error.hint, language)


@dataclass(frozen=True, slots=True)
class _Shape:
    """An English sentence cut at its places, and the French."""

    pieces: tuple[str, ...]
    places: tuple[str, ...]
    french: str

    @property
    def is_open(self) -> bool:
        """Whether it begins with a place."""
        return not self.pieces[0]

    def read(self, sentence: str) -> dict[str, str] | None:
        """What stands at the places; None where the sentence has another shape. Never looks back, so it is linear."""
        first, *middle, last = self.pieces
        end = len(sentence) - len(last)
        if not (sentence.startswith(first) and sentence.endswith(last) and len(first) <= end):
            return None
        at, values = len(first), []
        for piece in middle:
            found = sentence.find(piece, at, end)
            if found < 0:
                return None
            values.append(sentence[at:found])
            at = found + len(piece)
        read = dict(zip(self.places, [*values, sentence[at:end]], strict=True))
        return read if read.get(_NUMBER, "0").isdecimal() else None


def _in_french(sentence: str, depth: int = 0) -> str:
    """The sentence in French; empty where the catalogue knows neither it nor its parts."""
    if depth == _DEEPEST or not sentence:
        return ""
    return (
        _known(sentence, depth)
        or _after_place(sentence, depth)
        or _known(sentence, depth, is_open=True)
        or _two_sentences(sentence, depth)
    )


def _known(sentence: str, depth: int, *, is_open: bool = False) -> str:
    """In French, if the catalogue has it as it is or by a shape; shapes that begin with a place are tried last."""
    exact, shapes = _catalogue()
    stem = sentence.removesuffix(".")
    stop = sentence[len(stem) :]
    if stem in exact:
        return exact[stem] + stop
    for shape in shapes:
        values = shape.read(stem) if shape.is_open == is_open else None
        if values is None:
            continue
        said = {place: _in_french(values[place], depth + 1) for place in values if place in {_FAULT, *_WORDS}}
        if said.get(_FAULT) != "":
            words = {place: translated(value, "fr") if place in _WORDS else value for place, value in values.items()}
            return shape.french.format_map({place: said.get(place) or words[place] for place in values}) + stop
    return ""


def _after_place(sentence: str, depth: int) -> str:
    """`FILE: line 3: a known fault`, whatever stands before the colons."""
    for cut in _cuts(sentence, ": "):
        fault = _in_french(sentence[cut + 2 :], depth + 1)
        if fault:
            place = sentence[:cut]
            return f"{_in_french(place, depth + 1) or place}\u00a0: {fault}"
    return ""


def _two_sentences(sentence: str, depth: int) -> str:
    """A sentence and its remedy in one line."""
    for cut in _cuts(sentence, ". "):
        head = sentence[: cut + 1]
        first = _known(head, depth) or _after_place(head, depth) or _known(head, depth, is_open=True)
        if first:
            rest = sentence[cut + 2 :]
            return f"{first} {_in_french(rest, depth + 1) or rest}"
    return ""


def _cuts(sentence: str, mark: str) -> Iterator[int]:
    at = -1
    for _ in range(_MOST_CUTS):
        at = sentence.find(mark, at + 1)
        if at < 0:
            return
        yield at


@cache
def _catalogue() -> tuple[Mapping[str, str], tuple[_Shape, ...]]:
    """Sentences without places, and shapes, the one that says most first; both without their full stop."""
    exact: dict[str, str] = {}
    shapes: list[_Shape] = []
    for english, french in entries("refusals_"):
        parts = [(literal, place) for literal, place, _, _ in Formatter().parse(english.removesuffix("."))]
        places = tuple(place for _, place in parts if place is not None)
        if not places:
            exact["".join(literal for literal, _ in parts)] = french.removesuffix(".").format()
            continue
        pieces = [literal for literal, _ in parts]
        if parts[-1][1] is not None:
            pieces.append("")
        shapes.append(_Shape(tuple(pieces), places, french.removesuffix(".")))
    return exact, tuple(sorted(shapes, key=lambda shape: -sum(map(len, shape.pieces))))
