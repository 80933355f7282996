"""Transcripts as plain text: what is speech, who speaks, which question is answered; and back to the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final, NamedTuple

from qualcode.domain.study import Status
from qualcode.domain.transcript import MarkedSection, Oddity, ParsedTranscript, Role, Segment, Turn
from qualcode.formats.characters import oddities, suspects
from qualcode.formats.encodings import Runs, decode, encode, restored, unified
from qualcode.formats.refusals import listed, refuse
from qualcode.formats.speakers import LABEL, accepted, guess_role, look_alikes

__all__ = ["STATUSES", "guess_role", "read_transcript", "status_named", "write_transcript"]

_OTHER_FORMATS: Final = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".html", ".eaf"}
_HEADER: Final = re.compile(r"(?:^|(?<=\s))#([^\W\d_][\w-]{0,39})[ \t\u00a0\u202f]?:")
_HEAD: Final = re.compile(r"\s*#(?:[^\W\d_][\w-]{0,39}[ \t\u00a0\u202f]?:|#|\s|$)")
"""A line at the top that is no speech: keys with values, or a heading or remark behind "# "."""
_MARKER: Final = re.compile(
    r"[ \t]*\[([^\W\d_]{1,3}\d{1,3}[^\W\d_]?(?:[._-]\w{1,4})?|\w[\w.-]{0,30}(?=\][ \t]*\{))\]"
    r"[ \t]*(?:\{([^{}]{0,500})\})?[ \t]*$"
)
_MARKER_START: Final = re.compile(r"[ \t]*\[[^\W\d_]{1,3}\d{1,3}[^\W\d_]?\]")
_LABEL_REACH: Final = 100
"""A label's colon stands this near to the beginning of its line, or not at all."""
_WARNED_LINES: Final = 5
STATUSES: Final = tuple(status.value for status in Status)
"""What may have become of a question, as files write it."""


def read_transcript(data: bytes, filename: str, encoding: str | None = None) -> ParsedTranscript:
    """A transcript file as its text, turns and sections, with warnings by line.

    Args:
        data: The file.
        filename: Gives the transcript its name; named in refusals.
        encoding: Used where the file is not Unicode.

    Raises:
        BadInput: the file is empty, too large, no plain text, or in an encoding that nobody named.
    """
    path = PurePath(filename)
    if path.suffix.lower() in _OTHER_FORMATS:
        refuse(filename, f"{path.suffix} files are not read.", "Save it as plain text (.txt) in UTF-8.")
    decoded = decode(data, filename, encoding)
    text, newlines = unified(decoded.text)
    parts = _structure(text)
    odd = suspects(data if decoded.encoding == "utf-8" and not decoded.bom else text.encode())
    warnings = [*(oddities(text) if odd else ()), *parts.warnings]
    return ParsedTranscript(
        path.stem,
        path.suffix,
        text,
        decoded.encoding,
        decoded.bom,
        newlines,
        parts.headers,
        tuple(parts.turns),
        tuple(parts.sections),
        tuple(sorted(warnings, key=lambda oddity: oddity.line)),
    )


def write_transcript(text: str, encoding: str = "utf-8", bom: bool = False, newlines: Runs = ()) -> bytes:
    """The file that a transcript was read from, byte for byte."""
    return encode(restored(text, newlines), encoding, bom=bom)


def status_named(given: str) -> str:
    """The status of that name, with blanks, hyphens and apostrophes forgiven; empty where there is none."""
    name = re.sub(r"[\s-]+", "_", re.sub(r"['’]", "", given.strip().casefold()))
    return name if name in STATUSES else ""


@dataclass(slots=True)
class _Parts:
    """What is found while the lines of a text pass by."""

    headers: dict[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    sections: list[MarkedSection] = field(default_factory=list)
    warnings: list[Oddity] = field(default_factory=list)


class _Line(NamedTuple):
    """A line that is not mere speech: blank, marker or label."""

    number: int
    start: int
    end: int
    marker: re.Match[str] | None = None
    label: str = ""
    label_start: int = 0
    speech: int = 0
    """Where the speech behind the label begins."""


def _structure(text: str) -> _Parts:
    parts = _Parts()
    number, start = _read_headers(text, parts)
    lines = _marked_lines(text, number, start, parts)
    labels = _labels(lines)
    is_participant_named = any(guess_role(label) is Role.PARTICIPANT for label in labels)
    builder = _Builder(text, parts, is_participant_named=is_participant_named)
    position = start
    for line in lines:
        if line.label and line.label not in labels:
            continue
        if position < line.start:
            builder.speak(position, line.start)
        position = line.end + 1
        if line.label:
            builder.name(line)
            position = line.speech
        elif line.marker:
            builder.mark(line)
        else:
            builder.pause()
    builder.speak(position, len(text))
    builder.close(len(text))
    parts.warnings += look_alikes(labels)
    return parts


def _read_headers(text: str, parts: _Parts) -> tuple[int, int]:
    """Read the `#key: value` lines at the top; the number and the offset of the first line behind them."""
    number, start = 1, 0
    while start < len(text):
        stop = text.find("\n", start)
        line = text[start : len(text) if stop < 0 else stop]
        if line.strip() and not _HEAD.match(line):
            break
        _read_header_line(line, number, parts)
        number, start = number + 1, start + len(line) + 1
    return number, min(start, len(text))


def _read_header_line(line: str, number: int, parts: _Parts) -> None:
    keys = list(_HEADER.finditer(line))
    ends = [*(key.start() for key in keys[1:]), len(line)]
    for key, end in zip(keys, ends, strict=False):
        name = key[1].casefold()
        value = line[key.end() : end].strip()
        if parts.headers.setdefault(name, value) != value:
            parts.warnings.append(Oddity(number, f'the header "#{name}" stands here again; the first one counts.'))


def _marked_lines(text: str, number: int, start: int, parts: _Parts) -> list[_Line]:
    """The lines that are blank, a marker or perhaps labelled; all others are speech."""
    found: list[_Line] = []
    for at, line in enumerate(text[start:].split("\n"), start=number):
        end = start + len(line)
        if not line or line.isspace():
            found.append(_Line(at, start, end))
        elif line.find(":", 0, _LABEL_REACH) > 0 and (label := LABEL.match(line)):
            first, behind = label.span(1)
            found.append(_Line(at, start, end, None, label[1].rstrip(), start + first, start + behind + 1))
        elif "[" in line and (marker := _MARKER.match(line)):
            found.append(_Line(at, start, end, marker))
        elif "[" in line and (stray := _MARKER_START.match(line)):
            message = f"{stray[0].strip()} does not stand alone on its line and was read as speech."
            parts.warnings.append(Oddity(at, message))
        start = end + 1
    return found


def _labels(lines: Iterable[_Line]) -> dict[str, int]:
    """The labels of a text with the line each is first seen in."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for line in lines:
        if line.label:
            counts[line.label] = counts.get(line.label, 0) + 1
            first.setdefault(line.label, line.number)
    kept = accepted(counts)
    return {label: number for label, number in first.items() if label in kept}


class _Builder:
    """Puts turns and sections together.

    In a text whose participants are labelled, words without a label belong to the turn before, and a participant goes
    on speaking behind a marker. In any other text (notes; questions labelled and answers not) words without a label are
    the participant's: a blank line or a marker ends what a label began.
    """

    def __init__(self, text: str, parts: _Parts, *, is_participant_named: bool) -> None:
        self.text = text
        self.parts = parts
        self.is_participant_named = is_participant_named
        self.label = ""
        self.start = -1
        """Where the open turn begins; -1 while none is open."""
        self.end = 0
        self.body: list[Segment] = []
        self.section: MarkedSection | None = None
        self.marked: dict[str, int] = {}
        """The line in which each question was first marked."""
        self.left_out: list[int] = []

    def speak(self, start: int, end: int) -> None:
        """Add the words between two offsets to the open turn."""
        bare = self.text[start:end].lstrip()
        if not bare:
            return
        start = end - len(bare)
        end = start + len(bare.rstrip())
        if self.start < 0:
            if self.is_participant_named and not self.section:
                self.left_out.append(self.text.count("\n", 0, start) + 1)
                return
            self._open("", start)
        self.body.append((start, end))
        self.end = end

    def name(self, line: _Line) -> None:
        """Begin the turn of a label."""
        self._finish()
        self._open(line.label, line.label_start)
        self.end = line.label_start + len(line.label)

    def pause(self) -> None:
        """Pass a blank line."""
        if self.label and not self.is_participant_named and self.body:
            self._finish()

    def mark(self, line: _Line) -> None:
        """Pass a marker: close the section before and begin its own."""
        self._close_section(line.start)
        if not (self.label and guess_role(self.label) is Role.PARTICIPANT):
            self._finish()
        assert line.marker is not None  # noqa: S101  # narrows the type for mypy
        question, setting = line.marker[1], line.marker[2] or ""
        first = self.marked.setdefault(question, line.number)
        if first != line.number:
            message = f"[{question}] stands in line {first} already; both parts belong to that question."
            self.parts.warnings.append(Oddity(line.number, message))
        status, value = _setting(setting, line.number, self.parts)
        self.section = MarkedSection(question, line.start, line.start, status, value)

    def close(self, end: int) -> None:
        """Close what is open at the end of the text."""
        self._finish()
        self._close_section(end)
        if self.left_out:
            lines = listed(self.left_out, _WARNED_LINES)
            message = f"line {lines}: words before the first speaker are kept and count as nobody's speech."
            self.parts.warnings.append(Oddity(self.left_out[0], message))

    def _open(self, label: str, start: int) -> None:
        self.label, self.start, self.end, self.body = label, start, start, []

    def _finish(self) -> None:
        if self.start >= 0:
            self.parts.turns.append(Turn(self.label, self.start, self.end, tuple(self.body)))
        self.label, self.start, self.body = "", -1, []

    def _close_section(self, end: int) -> None:
        if self.section is not None:
            self.parts.sections.append(replace(self.section, end=end))


def _setting(setting: str, number: int, parts: _Parts) -> tuple[str, str]:
    """The status and the closed value that a marker's braces give."""
    status = value = ""
    for each in filter(str.strip, setting.split(";")):
        key, _, given = (part.strip() for part in each.partition(":"))
        if key.casefold() in {"choice", "value"} and given:
            value = given
        elif key.casefold() == "status" and status_named(given):
            status = status_named(given)
        else:
            known = f"write {{choice: ...}} or {{status: ...}} with one of {', '.join(STATUSES)}"
            message = f'"{{{each.strip()}}}" is not understood and was passed over; {known}.'
            parts.warnings.append(Oddity(number, message))
    return status, value
