"""Transcripts: immutable text, its turns and speakers, which part answers which question; offset arithmetic.

Offsets are code points of the stored text, half-open.
"""

from __future__ import annotations

import hashlib
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from qualcode.domain.errors import RuleRefused

Segment = tuple[int, int]
"""Start and end in a revision."""


class Role(StrEnum):
    """Who speaks. Only participants' speech enters units, counts and quotes."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. What is shown, counted and quoted is its body, which may be several pieces."""

    label: str
    """The speaker as the text writes it; empty where the text names none."""
    start: int
    end: int
    body: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview."""

    KIND: ClassVar[str] = "transcript"
    id: str
    name: str
    """The file's name without its suffix."""
    suffix: str = ".txt"
    mode: str = ""
    """verbatim, cleaned or notes, where a header says so."""
    language: str = ""
    date: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_excluded: bool = False
    """Counted, and its words are never exported."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable text of a transcript. The text itself is kept under its SHA-256."""

    KIND: ClassVar[str] = "revision"
    id: str
    transcript_id: str
    number: int
    sha256: str
    length: int
    """Code points."""
    encoding: str
    bom: bool
    newlines: tuple[tuple[str, int], ...]
    r"""The file's line ends in order, as runs of ("\r\n", how many)."""
    turns: tuple[Turn, ...]
    version: int = 1

    def turns_in(self, start: int, end: int) -> tuple[Turn, ...]:
        """The turns that a segment touches."""
        first = bisect_right(self.turns, start, key=lambda turn: turn.end)
        return self.turns[first : bisect_left(self.turns, end, first, key=lambda turn: turn.start)]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label of one transcript: whose speech it marks."""

    KIND: ClassVar[str] = "speaker"
    id: str
    transcript_id: str
    label: str
    role: Role
    participant_id: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a revision that answers a question."""

    KIND: ClassVar[str] = "section"
    id: str
    revision_id: str
    question_id: str
    start: int
    end: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question in one interview: its status and, if closed, its value."""

    KIND: ClassVar[str] = "answer"
    id: str
    transcript_id: str
    question_id: str
    status: str = "answered"
    value: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd that was taken in all the same."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """A `[Q3]` marker as the reader found it, with the part of the text it opens."""

    question: str
    start: int
    end: int
    status: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A transcript file as read, before anything is stored."""

    name: str
    suffix: str
    text: str
    encoding: str
    bom: bool
    newlines: tuple[tuple[str, int], ...]
    headers: Mapping[str, str]
    turns: tuple[Turn, ...]
    sections: tuple[MarkedSection, ...] = ()
    warnings: tuple[Oddity, ...] = ()

    def interviewed(self) -> list[str]:
        """The participants that the header names."""
        return [name.strip() for name in self.headers.get("participant", "").split(";") if name.strip()]

    def labels(self) -> dict[str, int]:
        """The speakers' labels with the number of their turns, in order of appearance."""
        counts: dict[str, int] = {}
        for turn in self.turns:
            counts[turn.label] = counts.get(turn.label, 0) + 1
        return counts


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def checked_segment(start: int, end: int, length: int) -> Segment:
    """The segment, if it lies in a text of that length.

    Raises:
        RuleRefused: it is empty, reversed or out of range.
    """
    if not 0 <= start < end <= length:
        raise RuleRefused(
            f"A passage from {start} to {end} does not lie in a text of {length} characters.",
            "Select at least one character of the transcript.",
        )
    return start, end


def speech(turns: Iterable[Turn], labels: Iterable[str]) -> list[Segment]:
    """The pieces of body that speakers with these labels said, in order."""
    wanted = set(labels)
    return [piece for turn in turns if turn.label in wanted for piece in turn.body]


def overlap(segments: Sequence[Segment], start: int, end: int) -> list[Segment]:
    """The parts of the segments that lie between start and end; touching is no overlap.

    The segments stand in order and do not overlap each other.
    """
    found: list[Segment] = []
    for place in range(max(0, bisect_right(segments, (start, sys.maxsize)) - 1), len(segments)):
        a, b = segments[place]
        if a >= end:
            break
        if b > start:
            found.append((max(a, start), min(b, end)))
    return found


def touches(segments: Sequence[Segment], start: int, end: int) -> bool:
    """Whether a passage shares a character with any of the segments, which stand in order and do not overlap."""
    after = bisect_right(segments, (start, sys.maxsize))
    return (after > 0 and segments[after - 1][1] > start) or (after < len(segments) and segments[after][0] < end)


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """The segments in order, those that overlap or touch made one."""
    found: list[Segment] = []
    for start, end in sorted(segments):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def quote(text: str, bodies: Sequence[Segment], start: int, end: int) -> str:
    """The words of a passage: the pieces of bodies in it, without headers, labels and markers."""
    return " ".join(text[a:b] for a, b in overlap(bodies, start, end))
