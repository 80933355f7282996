"""Frequencies: which participants raised each code, and who is in the base of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qualcode.analysis.themes import wilson
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Layer
from qualcode.domain.counts import Count, Counts, Union
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant, Question, Status
from qualcode.domain.table import Value
from qualcode.domain.transcript import touches
from qualcode.services.groups import known_participants
from qualcode.services.intersection import agreed_presence
from qualcode.services.interviews import Interview, interviews
from qualcode.services.layers import Reading, reading
from qualcode.store import reads
from qualcode.store.reads import Reader


class Base(StrEnum):
    """Whom a percentage is of."""

    INTERVIEWED = "interviewed"
    ASKED = "asked"
    ANSWERED = "answered"


_BASE_NOTES: Final = {
    Base.INTERVIEWED: "Base: participants interviewed and fully coded.",
    Base.ASKED: "Base: participants, fully coded, who were asked a question that feeds the theme.",
    Base.ANSWERED: "Base: participants, fully coded, who answered a question that feeds the theme.",
}
_NOT_ASKED: Final = {Status.NOT_ASKED, Status.NOT_APPLICABLE}
_UNION: Final = "an exclusive code cannot be counted over the union of several coders"
_UNFED: Final = "no question of the guide feeds this theme"
NOBODY: Final = "nobody is in the base"


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Who raised what, in a layer and over a base."""

    codebook: Codebook
    people: Mapping[str, Participant]
    interviews: Sequence[Interview]
    reading: Reading
    base: Base
    counted: Counted

    @property
    def layer(self) -> str:
        """Whose codings are read."""
        return self.reading.name

    @property
    def base_note(self) -> Phrase:
        """What the base is."""
        return Phrase(_BASE_NOTES[self.base])

    def codes(self, names: Sequence[str] = (), *, with_children: bool = False) -> list[Code]:
        """The codes named, with those below them if wished; else all that are in use or were raised."""
        known = [code for _, code in self.codebook.walk() if not code.is_retired or self.counted.present.get(code.id)]
        if not names:
            return known
        wanted = {self.codebook.find(name).id for name in names}
        return [
            code
            for code in known
            if code.id in wanted or (with_children and any(each.id in wanted for each in self.codebook.ancestors(code)))
        ]

    def parent(self, code: Code, language: str) -> str:
        """The label of the code above; empty for a top code."""
        return self.codebook.codes[code.parent_id].label(language) if code.parent_id else ""

    def among(self, code: Code, who: Iterable[str]) -> frozenset[str]:
        """Those of these participants who are in the code's base."""
        return self.counted.base.get(code.id, frozenset()) & frozenset(who)

    def count(self, code: Code, who: Iterable[str]) -> tuple[int, int]:
        """How many of these participants raised the code, and how many of them are in its base."""
        base = self.among(code, who)
        return len(self.counted.present.get(code.id, frozenset()) & base), len(base)

    def reason(self, code: Code) -> str:
        """Why the code cannot be counted; empty where it can."""
        return self.counted.reasons.get(code.id, "")

    def figures(self, code: Code, who: Iterable[str]) -> tuple[Value, ...]:
        """Number, base, share, its interval, and the reason where there is none."""
        n, base = self.count(code, who)
        reason = self.reason(code) or ("" if base else NOBODY)
        if reason:
            return None, base, None, None, None, reason
        return n, base, n / base, *wilson(n, base), ""

    def told(self, cells: Iterable[tuple[int, Code, frozenset[str]]]) -> Counts:
        """What the figures of these rows tell of people."""
        counts, reached, bases = list[Count](), dict[str, set[str]](), dict[str, int]()
        for row, code, who in cells:
            of = self.among(code, who)
            if self.reason(code):
                continue
            base = "coded" if self.base is Base.INTERVIEWED else f"{self.base} {code.id}"
            bases[base] = len(self.among(code, self.people))
            counts += [
                Count(row, ("n", "base", "percent", "low", "high", "range_low", "range_high"), code.id, of,
                      self.count(code, who)[0], base, who),
                Count(row, ("base",), base, who, len(of)),
            ]  # fmt: skip
            reached.setdefault(code.id, set()).update(who)
        codes = self.codebook.codes
        totals = (
            *((code, self.among(codes[code], who), self.count(codes[code], who)[0]) for code, who in reached.items()),
            *((base, frozenset(self.people), n) for base, n in bases.items()),
        )
        return Counts(tuple(counts), tuple(self._unions()), totals)

    def _unions(self) -> Iterator[Union]:
        """Every code with those below it, as far as the participants bear it out."""
        raised = self.counted.present
        for code in self.codebook.codes.values():
            below = [each.id for each in self.codebook.children.get(code.id, ())]
            whole = raised.get(code.id, frozenset())
            parts = [raised.get(each, frozenset()) for each in below]
            together = frozenset[str]().union(*parts)
            is_exclusive = code.exclusive and len(together) == sum(map(len, parts))
            if below:
                yield Union(code.id, tuple(below), is_exclusive=is_exclusive, is_covered=whole <= together)


def frequencies(reader: Reader, base: Base = Base.INTERVIEWED, layer: str | None = None) -> Frequencies:
    """Who raised each theme.

    Raises:
        RuleRefused: there is no such layer or coder.
    """
    codebook = Codebook.of(reads.every(reader, Code))
    found = interviews(reader)
    chosen = reading(reader, found, layer)
    counted = _count_people(reader, codebook, found, chosen, base)
    return Frequencies(codebook, known_participants(reader, found), found, chosen, base, counted)


@dataclass(frozen=True, slots=True)
class Counted:
    """Participants by code, and the base of each."""

    present: Mapping[str, frozenset[str]]
    base: Mapping[str, frozenset[str]]
    reasons: Mapping[str, str]


def _count_people(
    reader: Reader,
    codebook: Codebook,
    found: list[Interview],
    chosen: Reading,
    base: Base,
) -> Counted:
    everybody = frozenset(who for interview in found for who in interview.speech_of)
    unfinished = {who for each in found if each.revision_id not in chosen.chosen for who in each.speech_of}
    coded = frozenset(everybody - unfinished)
    present: dict[str, set[str]] = {}
    if chosen.name == "intersection":
        raised = agreed_presence(reader, codebook, found, chosen.chosen)
    else:
        raised = _present(reader, found, chosen)
    for code_id, who in raised.items():
        for code in (codebook.codes[code_id], *codebook.ancestors(codebook.codes[code_id])):
            present.setdefault(code.id, set()).update(who & coded)
    bases, reasons = _bases(reader, codebook, found, coded, base)
    contested = frozenset(who for each in found if _contested(each, chosen) for who in each.speech_of) & coded
    if contested:
        values = [code for code in codebook.codes.values() if _is_value(codebook, code)]
        reasons |= {code.id: _UNION for code in values}
    return Counted({code: frozenset(who & bases.get(code, coded)) for code, who in present.items()}, bases, reasons)


def _present(reader: Reader, found: Iterable[Interview], chosen: Reading) -> dict[str, set[str]]:
    """The participants in whose speech each code was put, by coders whose codings are read."""
    interviews_of = {interview.revision_id: interview for interview in found}
    present: dict[str, set[str]] = {}
    for code_id, revision_id, coder_id, start, end in reads.first_passages(reader, Layer.INDEPENDENT.value):
        coders = chosen.chosen.get(revision_id, ("", None))[1]
        if coders is None or coder_id not in coders:
            continue
        who, interview = present.setdefault(code_id, set()), interviews_of[revision_id]
        if not interview.speech_of.keys() <= who:
            who |= _speakers(reader, interview, code_id, coder_id, (start, end))
    for revision_id in chosen.settled.keys() & chosen.chosen.keys():
        speech_of = interviews_of[revision_id].speech_of
        for code_id, start, end in chosen.settled[revision_id]:
            who = present.setdefault(code_id, set())
            who |= {each for each, speech in speech_of.items() if each not in who and touches(speech, start, end)}
    return present


def _contested(interview: Interview, chosen: Reading) -> bool:
    return interview.revision_id in chosen.chosen and chosen.is_union(interview.revision_id)


def _is_value(codebook: Codebook, code: Code) -> bool:
    """Whether the code is a value of a choice set."""
    return code.parent_id is not None and codebook.codes[code.parent_id].exclusive


def _speakers(reader: Reader, interview: Interview, code_id: str, coder_id: str, first: tuple[int, int]) -> set[str]:
    """The participants in whose speech the coder put the code; the first passage nearly always tells."""
    who = {each for each, speech in interview.speech_of.items() if touches(speech, *first)}
    if who == set(interview.speech_of):
        return who
    for start, end in reads.passages(reader, Layer.INDEPENDENT.value, code_id, interview.revision_id, coder_id):
        who |= {each for each, speech in interview.speech_of.items() if touches(speech, start, end)}
    return who


def _bases(
    reader: Reader,
    codebook: Codebook,
    found: list[Interview],
    coded: frozenset[str],
    base: Base,
) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Who counts for each code, and why nobody can for some."""
    if base is Base.INTERVIEWED:
        return dict.fromkeys(codebook.codes, coded), {}
    feeding = _feeding(codebook, reads.every(reader, Question))
    reached: dict[str, set[str]] = {}
    for interview in found:
        for question_id, status in interview.answers.items():
            counts = status == Status.ANSWERED if base is Base.ANSWERED else status not in _NOT_ASKED
            if counts:
                reached.setdefault(question_id, set()).update(interview.speech_of)
    bases = {
        code_id: coded & frozenset(who for question in questions for who in reached.get(question, ()))
        for code_id, questions in feeding.items()
    }
    reasons = {code_id: _UNFED for code_id, questions in feeding.items() if not questions}
    return bases, reasons


def _feeding(codebook: Codebook, questions: Iterable[Question]) -> dict[str, set[str]]:
    """The questions that feed each code: those named for it, else those named for the nearest code above it."""
    named: dict[str, set[str]] = {}
    for question in questions:
        for name in question.codes:
            named.setdefault(codebook.find(name).id, set()).add(question.id)
    return {
        code.id: next((named[each.id] for each in (code, *codebook.ancestors(code)) if each.id in named), set())
        for code in codebook.codes.values()
    }
