"""The sentences of a paper as rules that the data must pass: `claims.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from qualcode.formats.encodings import decode
from qualcode.formats.refusals import listed, refuse, refuse_all


class Rule(StrEnum):
    """What a sentence asserts."""

    MAJORITY = "majority"
    """More than half of each group raised each code."""
    SHARE_AT_LEAST = "share_at_least"
    """That share of each group, or more, raised each code."""
    NAMED_BY_BOTH = "named_by_both"
    """The same in both of two groups; more than half where no share is given."""
    CONSISTENT = "consistent"
    """At least half, or the share given, at every site."""
    AT_EACH_SITE = "at_each_site"
    """More than half, or at least the share given, at every site."""
    CORRELATION = "correlation"
    """Two measures go together, in the direction and at the level given."""
    RELIABLE = "reliable"
    """Every code reaches the threshold on the codings made independently."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and the rule that it stands on."""

    number: int
    sentence: str
    rule: Rule
    sentence_fr: str = ""
    codes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    share: float | None = None
    by: str = "site"
    base: str = "interviewed"
    layer: str | None = None
    x: str = ""
    y: str = ""
    sign: str = ""
    alpha: float = 0.05
    coefficient: str = "alpha"
    threshold: float = 0.7
    coders: tuple[str, ...] = ()
    round: str = ""
    """Whose transcripts are compared; those of all rounds where it is empty."""

    def said(self, language: str) -> str:
        """The sentence in that language, else in English."""
        return (self.sentence_fr if language == "fr" else "") or self.sentence


_SHARES: Final = {"codes", "groups", "base", "layer"}
_NEEDED: Final[Mapping[Rule, set[str]]] = {
    Rule.MAJORITY: {"codes", "groups"},
    Rule.SHARE_AT_LEAST: {"codes", "groups", "share"},
    Rule.NAMED_BY_BOTH: {"codes", "groups"},
    Rule.CONSISTENT: {"codes", "groups"},
    Rule.AT_EACH_SITE: {"codes", "groups"},
    Rule.CORRELATION: {"x", "y", "sign"},
    Rule.RELIABLE: set(),
}
_ALLOWED: Final[Mapping[Rule, set[str]]] = {
    Rule.MAJORITY: _SHARES,
    Rule.SHARE_AT_LEAST: {*_SHARES, "share"},
    Rule.NAMED_BY_BOTH: {*_SHARES, "share"},
    Rule.CONSISTENT: {*_SHARES, "share", "by"},
    Rule.AT_EACH_SITE: {*_SHARES, "share", "by"},
    Rule.CORRELATION: {"x", "y", "sign", "alpha", "groups"},
    Rule.RELIABLE: {"codes", "coefficient", "threshold", "coders", "round"},
}
_COMMON: Final = {"sentence", "sentence_fr", "rule"}
_SINGULAR: Final = {"code": "codes", "group": "groups", "coder": "coders"}
_LISTS: Final = set(_SINGULAR.values())
_NUMBERS: Final = {"share", "alpha", "threshold"}
_CHOICES: Final = {
    "base": ("interviewed", "asked", "answered"),
    "sign": ("positive", "negative"),
    "coefficient": ("alpha", "kappa", "ac1"),
}
_BOTH: Final = 2


@dataclass(slots=True)
class _Entry:
    number: int
    values: dict[str, Any]
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.faults.append((self.number, words))


def read_claims(data: bytes, filename: str) -> list[Claim]:
    """The claims, numbered from 1 in the order of the file.

    Raises:
        BadInput: the file is no TOML, has no claim, or claims have faults; all are named with the claim's number.
    """
    try:
        content = tomllib.loads(decode(data, filename).text)
    except tomllib.TOMLDecodeError as error:
        refuse(filename, f"{error}.")
    found = content.get("claim", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found) or not found:
        refuse(filename, "there are no claims.", "Write one [[claim]] with a sentence and a rule for each.")
    entries = [_Entry(number, _plural(each)) for number, each in enumerate(found, start=1)]
    claims = [_claim(entry) for entry in entries]
    refuse_all(filename, [fault for entry in entries for fault in entry.faults], "claim", "Correct the file.")
    return [claim for claim in claims if claim is not None]


def _plural(values: Mapping[str, Any]) -> dict[str, Any]:
    """`code = "X"` is `codes = ["X"]`."""
    return {_SINGULAR.get(key, key): [value] if key in _SINGULAR else value for key, value in values.items()}


def _claim(entry: _Entry) -> Claim | None:
    values = entry.values
    if not isinstance(values.get("sentence"), str) or not values["sentence"].strip():
        entry.fault("it has no sentence")
    if values.get("rule") not in set(Rule):
        entry.fault(f"it needs a rule: {listed(Rule, len(Rule))}")
        return None
    rule = Rule(values["rule"])
    known = _COMMON | _ALLOWED[rule]
    for key in sorted(_NEEDED[rule] - values.keys()):
        entry.fault(f"the rule {rule} needs {key}")
    for key in sorted(values.keys() - known):
        entry.fault(f'the rule {rule} has no "{key}"; it knows {", ".join(sorted(_ALLOWED[rule]))}')
    if rule is Rule.NAMED_BY_BOTH and len(values.get("groups", ())) != _BOTH:
        entry.fault("the rule named_by_both needs two groups")
    for key in values.keys() & known:
        _check(entry, key, values[key])
    if entry.faults:
        return None
    plain: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items()}
    return Claim(**{**plain, "number": entry.number, "rule": rule})


def _check(entry: _Entry, key: str, value: Any) -> None:
    if key in _LISTS:
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            entry.fault(f"{key} is no list of names")
    elif key in _NUMBERS:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
            entry.fault(f"{key} is no number above 0 and up to 1")
    elif not isinstance(value, str):
        entry.fault(f"{key} is no text")
    elif key in _CHOICES and value not in _CHOICES[key]:
        entry.fault(f'{key} is "{value}"; write {listed(_CHOICES[key])}')
