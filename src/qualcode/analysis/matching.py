"""Finding a name by a few letters, as a person types them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LEAST_LIKENESS: Final = 70.0
"""Partial ratio of rapidfuzz (0 to 100) below which a name does not answer to the letters."""


LEAST_RATIO: Final = 80.0
"""Ratio of rapidfuzz (0 to 100) below which a word is another word."""

LEAST_LETTERS: Final = 4
_MOST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be meant, and how much it speaks for it that it is used often and was used lately."""

    name: str
    parents: str = ""
    """The names above it, from the top."""
    bonus: float = 0.0
    """0 to 1; decides among names that answer equally well."""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that answers, by its place in the list, and which letters of its name to mark."""

    place: int
    score: float
    positions: tuple[int, ...]


def ranked(query: str, candidates: Sequence[Candidate]) -> list[Match]:
    """The candidates that answer to the letters, best first.

    A prefix of the name goes before a prefix of one of its words, before initials, before a prefix of a parent, before
    any part of the name, before beginnings of words of the whole path run together ("dynsec"), before likeness. Case
    and accents do not matter.
    """
    letters = folded(query).strip()
    matches = (_match(place, letters, candidate) for place, candidate in enumerate(candidates))
    return sorted((match for match in matches if match), key=lambda match: (-match.score, match.place))


def similar(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words of a vocabulary that may be this one misspelt: the word itself and those that are like it.

    Short words have no likeness, since almost any other word is one letter away.
    """
    if len(word) < LEAST_LETTERS:
        return [each for each in vocabulary if each == word]
    from rapidfuzz import fuzz  # noqa: PLC0415  # the coding screen opens without it

    found = (each for each in vocabulary if abs(len(each) - len(word)) <= _MOST_LETTERS)
    return [each for each in found if fuzz.ratio(word, each, score_cutoff=LEAST_RATIO)]


@lru_cache(maxsize=8192)  # the same names are asked with each letter typed
def folded(text: str) -> str:
    """Lower case without accents, one character for one."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[:1] or char for char in text)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two codes, by place, that look alike; likeness from 0 to 1, None where one has no definition."""

    first: int
    second: int
    names: float
    definitions: float | None


def alike(names: Sequence[str], definitions: Sequence[str], least: float = 0.85) -> list[Likeness]:
    """Pairs whose names or definitions are nearly the same, the most alike first.

    Names are compared by letters, so that spellings meet; definitions by their sets of words, so that order and
    length matter little (rapidfuzz: ratio and token set ratio).
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  # the coding screen opens without it

    folded_names, folded_texts = [folded(name) for name in names], [folded(text).strip() for text in definitions]
    found: list[Likeness] = []
    for second in range(len(names)):
        for first in range(second):
            by_name = fuzz.ratio(folded_names[first], folded_names[second]) / 100
            texts = folded_texts[first], folded_texts[second]
            by_text = fuzz.token_set_ratio(*texts) / 100 if all(texts) else None
            if max(by_name, by_text or 0.0) >= least:
                found.append(Likeness(first, second, by_name, by_text))
    return sorted(found, key=lambda each: -max(each.names, each.definitions or 0.0))


def _match(place: int, letters: str, candidate: Candidate) -> Match | None:
    name, parents = folded(candidate.name), folded(candidate.parents)
    starts = [at for at in range(len(name)) if name[at].isalnum() and (at == 0 or not name[at - 1].isalnum())]
    found = _tier(letters, name, starts, parents)
    if found is None:
        return None
    score, positions = found
    return Match(place, score + candidate.bonus, positions)


def _tier(  # noqa: PLR0911  # one return a tier
    letters: str, name: str, starts: Sequence[int], parents: str
) -> tuple[float, tuple[int, ...]] | None:
    """The tier in tens with the letters' places, or None where the name does not answer."""
    if name.startswith(letters):
        return 70, _run(0, letters)
    for at in starts:
        if name.startswith(letters, at):
            return 60, _run(at, letters)
    if "".join(name[at] for at in starts).startswith(letters):
        return 50, tuple(starts[: len(letters)])
    if any(word.startswith(letters) for word in parents.split()):
        return 40, ()
    at = name.find(letters)
    if at >= 0:
        return 30, _run(at, letters)
    chunks = _chunked(letters, f"{parents} {name}")
    if chunks is not None:
        return 20, tuple(each - len(parents) - 1 for each in chunks if each > len(parents))
    likeness = _likeness(letters, name) if len(letters) > 2 else 0.0  # noqa: PLR2004  # two letters are like all
    return (likeness / 10, ()) if likeness >= LEAST_LIKENESS else None


def _likeness(letters: str, name: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415  # the coding screen opens without it

    return fuzz.partial_ratio(letters, name)


def _run(start: int, letters: str) -> tuple[int, ...]:
    return tuple(range(start, start + len(letters)))


def _chunked(letters: str, path: str) -> list[int] | None:
    """Places of the letters as beginnings of words in turn: each letter goes on in its word or opens a later one."""
    states: list[tuple[int, list[int]]] = [(0, [])]
    for letter in letters.replace(" ", ""):
        reached: dict[int, list[int]] = {}
        for after, places in states:
            for at in range(after, len(path)):
                opens = at == 0 or not path[at - 1].isalnum()
                if path[at] == letter and (opens or (places and at == after)):
                    reached.setdefault(at + 1, [*places, at])
        states = list(reached.items())
    return states[0][1] if states else None
