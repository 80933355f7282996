"""Definitions of scales and outcomes: `scales.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from qualcode.domain.identity import new_id
from qualcode.domain.measures import Outcome, OutcomeRule, Scale, Scoring
from qualcode.formats.encodings import decode
from qualcode.formats.refusals import listed, refuse, refuse_all

_SHARE: Final = 0.75
_BOUNDS: Final = 2
_LARGEST: Final = 1e12
"""No answer to an item is beyond it; infinity is none."""
_SCALE_KEYS: Final = {"name", "label", "label_fr", "items", "range", "reversed", "score", "smallest_share"}
_OUTCOME_KEYS: Final = {"name", "label", "label_fr", "definition", "definition_fr", "rule", "column", "time"}


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a file of scales defines, in its order."""

    scales: tuple[Scale, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(slots=True)
class _Entry:
    """An entry of the file while it is read, with what is wrong with it."""

    number: int
    values: Mapping[str, Any]
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.faults.append((self.number, words))

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.fault(f"{key} is no text")
            return ""
        return value.strip()

    def names(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fault(f'{key} is no list of names, as in: {key} = ["item_01", "item_02"]')
            return ()
        return tuple(each.strip() for each in value)

    def only(self, known: set[str]) -> None:
        for key in sorted(self.values.keys() - known):
            self.fault(f'"{key}" is not known; there are {", ".join(sorted(known))}')


def read_scales(data: bytes, filename: str) -> Definitions:
    """The scales and outcomes of a file; each entry is numbered from 1 in what is said of it.

    Raises:
        BadInput: the file is no TOML, defines nothing, or an entry has faults; all are named.
    """
    try:
        content = tomllib.loads(decode(data, filename).text)
    except tomllib.TOMLDecodeError as error:
        refuse(filename, f"{error}.")
    entries = {kind: _entries(content, kind, filename) for kind in ("scale", "outcome")}
    if not any(entries.values()):
        refuse(filename, "there are no scales.", "Write one [[scale]] with name and items for each, or an [[outcome]].")
    scales = tuple(_scale(entry) for entry in entries["scale"])
    outcomes = tuple(_outcome(entry) for entry in entries["outcome"])
    _no_name_twice([*zip(entries["scale"], scales, strict=True), *zip(entries["outcome"], outcomes, strict=True)])
    for kind, found in entries.items():
        refuse_all(filename, [fault for entry in found for fault in entry.faults], kind)
    return Definitions(scales, outcomes)


def _entries(content: Mapping[str, Any], kind: str, filename: str) -> list[_Entry]:
    found = content.get(kind, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        refuse(filename, f'"{kind}" is no list of entries.', f"Write [[{kind}]] with two brackets before each.")
    return [_Entry(number, each) for number, each in enumerate(found, start=1)]


def _scale(entry: _Entry) -> Scale:
    entry.only(_SCALE_KEYS)
    items, turned = entry.names("items"), entry.names("reversed")
    lowest, highest = _range(entry)
    scoring, share = entry.text("score") or Scoring.SUM.value, entry.values.get("smallest_share", _SHARE)
    if not items:
        entry.fault("it has no items")
    if len(set(items)) < len(items):
        entry.fault("an item is named twice")
    if strangers := [each for each in turned if each not in items]:
        entry.fault(f"reversed names {listed(strangers)}, which is no item of it")
    if turned and lowest is None:
        entry.fault("items cannot be reversed without a range")
    if scoring not in set(Scoring):
        entry.fault(f'score is "{scoring}"; write {listed(Scoring)}')
    if not _is_number(share) or not 0 < share <= 1:
        entry.fault("smallest_share is no number above 0 and up to 1")
        share = _SHARE
    return Scale(
        new_id(), entry.text("name"), entry.number, entry.text("label"), entry.text("label_fr"), items, lowest, highest,
        turned, scoring, float(share),
    )  # fmt: skip


def _range(entry: _Entry) -> tuple[float | None, float | None]:
    value = entry.values.get("range")
    if value is None:
        return None, None
    if (
        not isinstance(value, list)
        or len(value) != _BOUNDS
        or not all(_is_number(each) for each in value)
        or not value[0] < value[1]
    ):
        entry.fault("range is not the smallest and the largest value of an item, as in: range = [1, 7]")
        return None, None
    return float(value[0]), float(value[1])


def _outcome(entry: _Entry) -> Outcome:
    entry.only(_OUTCOME_KEYS)
    rule, column, time = entry.text("rule"), entry.text("column") or entry.text("name"), entry.text("time")
    if rule not in set(OutcomeRule):
        entry.fault(f"an outcome needs a rule: {listed(OutcomeRule)}")
    if (rule == OutcomeRule.RATE) != bool(time):
        entry.fault("a rate, and nothing else, needs time: the column with the time at risk")
    return Outcome(
        new_id(), entry.text("name"), entry.number, entry.text("label"), entry.text("label_fr"),
        entry.text("definition"), entry.text("definition_fr"), rule, column, time,
    )  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


def _no_name_twice(found: list[tuple[_Entry, Any]]) -> None:
    seen: set[str] = set()
    for entry, made in found:
        if not made.name:
            entry.fault("it has no name")
        elif made.name in seen:
            entry.fault(f'the name "{made.name}" is taken')
        seen.add(made.name)
