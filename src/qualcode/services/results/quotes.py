"""Quotations under each theme: from several participants, one who differs, said as openly as the lead allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase, group_word, say
from qualcode.domain.table import Column, Table, Value
from qualcode.services.project import Project
from qualcode.services.results.deviant import deviant_case
from qualcode.services.results.evidence import Evidence, Passage, evidence
from qualcode.services.results.names import names_in
from qualcode.services.results.translations import translations


class Attribution(StrEnum):
    """How much a quotation says of who said it."""

    GROUP = "group"
    SITE = "site"
    PARTICIPANT = "participant"


_ATTRIBUTED: Final = {
    Attribution.GROUP: "Attributed by group only.",
    Attribution.SITE: "Attributed by group and site.",
    Attribution.PARTICIPANT: "Attributed by participant and group.",
}
_NOTES: Final = "notes"
_IDEAL: Final = 25
"""Words: long enough to be understood, short enough to be read."""
_LONGEST: Final = 90


@dataclass(frozen=True, slots=True)
class _Quote:
    code: Code
    passage: Passage
    case: Phrase | str = ""
    """What sets a deviant case apart; empty for one that bears the theme out."""


def quotes_table(
    project: Project,
    attribution: Attribution = Attribution.GROUP,
    most: int = 3,
    layer: str | None = None,
    themes: Sequence[str] = (),
    language: str = "en",
) -> Table:
    """Quotations of each theme: at most so many, each from another participant, groups in turn; then a deviant case.

    Raises:
        RuleRefused: there is no such layer or code.
    """
    known = evidence(project, layer, attribution=attribution.value, most=most)
    quotes = [quote for code in known.leaves(themes) for quote in _of_code(known, code, most)]
    translated = translations(project, [quote.passage for quote in quotes])
    rows = tuple(_row(known, quote, attribution, translated, language) for quote in quotes)
    columns = (
        Column("code", "Theme"),
        Column("quote", "Quotation"),
        Column("translation", "Translation", printed=bool(translated)),
        Column("case", "Case"),
        Column("source", "Source"),
        Column("mode", "Mode"),
        Column("language", "Language"),
        Column("names", "Names?"),
    )
    notes = (
        Phrase(
            "Chosen by length, nearest to {words} words, each from another participant; read them before you print "
            "them.",
            {"words": _IDEAL},
        ),
        Phrase(_ATTRIBUTED[attribution]),
        Phrase(
            "Deviant case: words of somebody of the group that raised the theme most, whose transcripts lack it or who "
            "gave another value of the choice set."
        ),
        Phrase("Names?: words that may name a person or place; make them unrecognisable or leave the quotation out."),
        *known.withheld_notes(),
        *known.notes(),
    )
    return Table("quotes", Phrase("Quotations, by Theme"), columns, rows, notes, known.about)


def _of_code(known: Evidence, code: Code, most: int) -> Iterator[_Quote]:
    chosen = list(_chosen(known, filter(known.is_quotable, known.by_code.get(code.id, ())), most))
    yield from (_Quote(code, passage) for passage in chosen)
    found = deviant_case(known, code, lambda passage: strangeness(known, passage)) if chosen else None
    if found is not None:
        yield _Quote(code, *found)


def _row(
    known: Evidence, quote: _Quote, attribution: Attribution, translated: Mapping[Passage, str], language: str
) -> tuple[Value, ...]:
    transcript = known.transcript(quote.passage)
    words = _shortened(known.words(quote.passage))
    return (
        quote.code.label(language),
        words,
        translated.get(quote.passage, ""),
        say(quote.case, language),
        _source(known, quote.passage, attribution, language),
        say(transcript.mode.capitalize(), language),
        transcript.language,
        ", ".join(names_in(words, known.people.values())),
    )


def _chosen(known: Evidence, passages: Iterable[Passage], most: int) -> Iterator[Passage]:
    """One passage of each participant, the groups in turn."""
    best: dict[str, Passage] = {}
    for passage in passages:
        who = passage.participant_id
        if who not in best or strangeness(known, passage) < strangeness(known, best[who]):
            best[who] = passage
    queues: dict[str, list[Passage]] = {}
    for passage in sorted(best.values(), key=lambda each: strangeness(known, each)):
        queues.setdefault(known.people[passage.participant_id].group, []).append(passage)
    given = 0
    while given < most and any(queues.values()):
        for group in sorted(queues):
            if queues[group] and given < most:
                given += 1
                yield queues[group].pop(0)


def strangeness(known: Evidence, passage: Passage) -> tuple[int, str, int]:
    """How far a passage is from the length of a good quotation; then name and place, so that no two are alike."""
    return (
        abs(len(known.words(passage).split()) - _IDEAL),
        known.people[passage.participant_id].name,
        passage.start,
    )


def _shortened(words: str) -> str:
    found = words.split()
    return words if len(found) <= _LONGEST else " ".join(found[:_LONGEST]) + " [...]"


def _source(known: Evidence, passage: Passage, attribution: Attribution, language: str) -> str:
    person = known.people[passage.participant_id]
    names = {
        Attribution.GROUP: (person.group,),
        Attribution.SITE: (person.group, person.site),
        Attribution.PARTICIPANT: (person.name, person.group),
    }[attribution]
    said = ", ".join(group_word(name, language) for name in names if name)
    if known.transcript(passage).mode == _NOTES:
        said += f" {say('(from interview notes)', language)}"
    return said
