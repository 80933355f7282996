"""Scales and outcomes: what numbers of participants are made of, as definitions that are stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Scoring(StrEnum):
    """How the items of a scale become a score."""

    SUM = "sum"
    """Where items are missing: the mean of the answered ones times their number."""
    MEAN = "mean"


class OutcomeRule(StrEnum):
    """How a column of numbers becomes an outcome."""

    COUNT = "count"
    """The number as it is."""
    ANY = "any"
    """1 where the number is above 0, else 0."""
    RATE = "rate"
    """The number over another column: the time at risk."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A score made of items."""

    KIND: ClassVar[str] = "scale"
    id: str
    name: str
    position: int = 0
    label_en: str = ""
    label_fr: str = ""
    items: tuple[str, ...] = ()
    """Names of measures."""
    lowest: float | None = None
    """The smallest value that an item can have; None where it is not stated."""
    highest: float | None = None
    reversed_items: tuple[str, ...] = ()
    """Items that are turned round before they count: lowest + highest - value."""
    scoring: str = Scoring.SUM.value
    smallest_share: float = 0.75
    """A score needs this share of its items answered."""
    version: int = 1

    def label(self, language: str) -> str:
        """What tables call it."""
        return (self.label_fr if language == "fr" else "") or self.label_en or self.name

    def possible(self) -> tuple[float, float] | None:
        """The smallest and the largest score that there can be; None where the range of items is not stated."""
        if self.lowest is None or self.highest is None:
            return None
        times = len(self.items) if self.scoring == Scoring.SUM else 1
        return self.lowest * times, self.highest * times


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number that is explained by others, with its definition in words."""

    KIND: ClassVar[str] = "outcome"
    id: str
    name: str
    position: int = 0
    label_en: str = ""
    label_fr: str = ""
    definition_en: str = ""
    """Ends the sentence *Misconducts = ...* beneath a table."""
    definition_fr: str = ""
    rule: str = OutcomeRule.COUNT.value
    column: str = ""
    """The measure that is counted."""
    time_column: str = ""
    """The measure that a rate is over; empty for other rules."""
    version: int = 1

    def label(self, language: str) -> str:
        """What tables call it."""
        return (self.label_fr if language == "fr" else "") or self.label_en or self.name

    def definition(self, language: str) -> str:
        """What it counts, in words."""
        return (self.definition_fr if language == "fr" else "") or self.definition_en or self.column
