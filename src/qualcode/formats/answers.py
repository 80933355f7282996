"""Interview notes as a table, one answer a row: the transcripts that they make, one a participant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from qualcode.domain.transcript import MarkedSection, ParsedTranscript, Segment, Turn
from qualcode.formats.characters import oddities, suspects
from qualcode.formats.encodings import unified
from qualcode.formats.refusals import listed, refuse, refuse_all
from qualcode.formats.rows import Rows, need, read_rows, records
from qualcode.formats.transcripts import STATUSES, status_named

SUFFIXES: Final = (".csv", ".tsv", ".xlsx")

_COLUMNS: Final = {"id": "participant", "language": "lang", "value": "choice", "interview": "transcript"}
"""Other names of columns, and the ones used for them."""
_HEADERS: Final = ("participant", "group", "site", "date", "lang", "mode", "guide", "exclude")
"""Columns that say the same in every row of an interview, and head its text."""
_DEFAULTS: Final = {"mode": "notes"}
_OWN: Final = ("question", "answer", "status", "choice")
_QUESTION: Final = re.compile(r"[\w.-]{1,31}")
_NO_NAME: Final = re.compile(r"[/\\:\x00-\x1f\x7f]|^\.")
_LABEL: Final = "P"


@dataclass(frozen=True, slots=True)
class NotedInterview:
    """What the rows of one interview make."""

    place: str
    """Where its first row stands: `line 12`, or `row 12` of a sheet."""
    transcript: ParsedTranscript


def read_answers(
    data: bytes, filename: str, questions: Collection[str] = (), encoding: str | None = None
) -> list[NotedInterview]:
    """The interviews of a file with a row for each answer.

    Args:
        data: The file.
        filename: Says by its suffix what it is; named in refusals.
        questions: Those of the guide; where there are none, every name will do.
        encoding: Used for a .csv file that is not Unicode, where somebody named it.

    Raises:
        BadInput: a column is missing or unknown, or rows have faults; all are named.
    """
    rows = read_rows(data, filename, encoding)
    _check_columns(rows, filename)
    interviews: dict[str, _Interview] = {}
    faults: list[tuple[int, str]] = []
    for line, cells in records(rows):
        row = {_COLUMNS.get(name, name): cell for name, cell in cells.items()}
        name = re.sub(r"\.txt$", "", row.get("transcript", ""), flags=re.IGNORECASE) or row["participant"]
        interview = interviews.setdefault(name, _Interview(name, f"{rows.unit} {line}"))
        faults += [(line, fault) for fault in _faults(row, interview, questions)]
        interview.add(row, f"{rows.unit} {line}")
    refuse_all(filename, faults, rows.unit)
    return [NotedInterview(each.place, each.parsed()) for each in interviews.values()]


@dataclass(slots=True)
class _Interview:
    """The rows of one interview while the file passes by."""

    name: str
    place: str
    headers: dict[str, str] = field(default_factory=dict)
    header_places: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By question."""
    places: dict[str, str] = field(default_factory=dict)

    def add(self, row: Mapping[str, str], place: str) -> None:
        """Take a row in; the first one counts where two say different things, which is a fault."""
        self.rows.setdefault(row["question"], row)
        self.places.setdefault(row["question"], place)
        for key in _HEADERS:
            if row.get(key) and key not in self.headers:
                self.headers[key], self.header_places[key] = _on_one_line(row[key]), place

    def parsed(self) -> ParsedTranscript:
        """Its text, written as a person would write it, and what stands where in it."""
        headers = {key: self.headers.get(key) or _DEFAULTS.get(key, "") for key in _HEADERS}
        headers = {key: value for key, value in headers.items() if value}
        parts = ["   ".join(f"#{key}: {value}" for key, value in headers.items()) + "\n"]
        turns: list[Turn] = []
        sections: list[MarkedSection] = []
        end = len(parts[0])
        for row in self.rows.values():
            block, spoken, section = _block(row, end)
            parts.append(block)
            turns += spoken
            sections = [*_ended(sections, section.start), section]
            end += len(block)
        text = "".join(parts)
        return ParsedTranscript(
            self.name,
            ".txt",
            text,
            encoding="utf-8",
            bom=False,
            newlines=(("\n", text.count("\n")),),
            headers=headers,
            turns=tuple(turns),
            sections=tuple(_ended(sections, end)),
            warnings=tuple(oddities(text)) if suspects(text.encode()) else (),
        )


def _ended(sections: Sequence[MarkedSection], end: int) -> list[MarkedSection]:
    """The sections, the last of which ends there."""
    return [*sections[:-1], *(replace(each, end=end) for each in sections[-1:])]


def _check_columns(rows: Rows, filename: str) -> None:
    need(rows, filename, "participant", "id")
    need(rows, filename, "question")
    need(rows, filename, "answer")
    known = {*_HEADERS, *_OWN, "transcript"}
    names = [_COLUMNS.get(name, name) for name in rows.header if name]
    unknown = [name for name in names if name not in known]
    if unknown:
        hint = (
            f"Remove or rename it; the columns are: {', '.join(('participant', 'transcript', *_OWN, *_HEADERS[1:]))}."
        )
        refuse(filename, f"nothing is known of a column {listed(unknown)}.", hint)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        refuse(filename, f"two columns say the {listed(sorted(twice))}.", "Remove one of them.")


def _faults(row: Mapping[str, str], interview: _Interview, questions: Collection[str]) -> Iterator[str]:
    """What is wrong with a row, each with its remedy."""
    if not row["participant"]:
        yield "the participant is missing; write whose answer it is"
    elif _NO_NAME.search(interview.name):
        yield f'"{interview.name}" cannot be the name of a file; name the interview otherwise in column transcript'
    yield from _question_faults(row["question"], interview, questions)
    if row.get("status") and not status_named(row["status"]):
        yield f'"{row["status"]}" is no status; write one of {", ".join(STATUSES)}, or leave it empty'
    for key in _HEADERS:
        value = _on_one_line(row.get(key, ""))
        if value and interview.headers.get(key, value) != value:
            yield (
                f'{key} of "{interview.name}" is "{value}", and "{interview.headers[key]}" in '
                f"{interview.header_places[key]}; write the same, or name a second interview in column transcript"
            )


def _question_faults(question: str, interview: _Interview, questions: Collection[str]) -> Iterator[str]:
    if not question:
        yield "the question is missing; write its id, as in Q3"
    elif questions and question not in questions:
        yield f'the guide has no question "{question}"; its questions are {listed(questions, 12)}'
    elif not questions and not _QUESTION.fullmatch(question):
        yield f'"{question}" is no id of a question; write letters and digits without blanks, as in Q3'
    elif question in interview.rows:
        yield (
            f'"{interview.name}" has {question} in {interview.places[question]} already; put both answers into one '
            "cell, or name a second interview in column transcript"
        )


def _block(row: Mapping[str, str], start: int) -> tuple[str, list[Turn], MarkedSection]:
    """The lines of an answer, its turn where somebody speaks, and its section, which is ended later."""
    status, choice = status_named(row.get("status", "")), _on_one_line(row.get("choice", ""))
    setting = "; ".join(f"{key}: {value}" for key, value in (("status", status), ("choice", choice)) if value)
    head = f"\n[{row['question']}]{f' {{{setting}}}' if setting else ''}\n"
    section = MarkedSection(row["question"], start + 1, start + 1, status, choice)
    answer = unified(row["answer"])[0]
    if not answer:
        return head, [], section
    spoken = start + len(head)
    pieces = tuple(_pieces(answer, spoken + len(_LABEL) + 2))
    return f"{head}{_LABEL}: {answer}\n", [Turn(_LABEL, spoken, pieces[-1][1], pieces)], section


def _pieces(answer: str, start: int) -> list[Segment]:
    """The paragraphs of an answer: what stands between its empty lines."""
    pieces: list[Segment] = []
    is_open = False
    for line in answer.split("\n"):
        bare = line.strip()
        if bare:
            first = start + len(line) - len(line.lstrip())
            last = start + len(line.rstrip())
            pieces.append((pieces.pop()[0], last) if is_open else (first, last))
        is_open = bool(bare)
        start += len(line) + 1
    return pieces


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())
