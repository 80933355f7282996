"""Quotations under each theme: from several participants, one who differs, said as openly as the lead allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase, group_word, say
from qualcode.domain.table import Column, Table, Value
from qualcode.services.groups import Only
from qualcode.services.project import Project
from qualcode.services.results.deviant import deviant_case
from qualcode.services.results.evidence import Evidence, Passage, evidence
from qualcode.services.results.names import names_in
from qualcode.services.results.translations import translations

Strangeness = tuple[int, str, int]


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
class QuoteWish:
    """Which quotations, and how they are said."""

    attribution: Attribution = Attribution.GROUP
    most: int = 3
    """Of each theme, beside its deviant case."""
    layer: str | None = None
    themes: Sequence[str] = ()
    only: Only = field(default_factory=dict)
    """Values of attributes that a participant quoted must have."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage quoted for a theme."""

    code: Code
    passage: Passage
    case: Phrase | str = ""
    """What sets a deviant case apart; empty for one that bears the theme out."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The table, and what stands on each of its rows."""

    table: Table
    quotes: tuple[Quote, ...]
    transcript_ids: tuple[str, ...]


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
    wish = QuoteWish(attribution, most, layer, themes)
    return quotes_of(project, evidence(project, layer), wish, language=language).table


def quotes_of(
    project: Project, known: Evidence, wish: QuoteWish, without: Collection[Quote] = (), language: str = "en"
) -> Quotes:
    """The quotations with their places, from evidence of the layer that is wished for.

    Args:
        project: The project.
        known: The evidence.
        wish: Which quotations.
        without: Those taken out by hand; the next best ones stand in their places.
        language: Of labels and sources.

    Raises:
        RuleRefused: there is no such code.
    """
    known = known.narrowed(wish.only)
    quotes = [quote for code in known.leaves(wish.themes) for quote in _of_code(known, code, wish.most, without)]
    translated = translations(project, [quote.passage for quote in quotes])
    rows = tuple(_row(known, quote, wish.attribution, translated, language) for quote in quotes)
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
        Phrase(_ATTRIBUTED[wish.attribution]),
        Phrase(
            "Deviant case: words of somebody of the group that raised the theme most, whose transcripts lack it or who "
            "gave another value of the choice set."
        ),
        Phrase("Names?: words that may name a person or place; make them unrecognisable or leave the quotation out."),
        *known.withheld_notes(),
        *known.notes(),
    )
    if without:
        notes = (Phrase("Quotations taken out by hand: {n}.", {"n": len(without)}), *notes)
    about = {**known.about, "attribution": wish.attribution.value, "most": wish.most}
    return Quotes(
        Table("quotes", Phrase("Quotations, by Theme"), columns, rows, notes, about),
        tuple(quotes),
        tuple(known.transcript(quote.passage).id for quote in quotes),
    )


def _of_code(known: Evidence, code: Code, most: int, without: Collection[Quote]) -> Iterator[Quote]:
    out = {quote.passage for quote in without if quote.code.id == code.id}
    quotable = (each for each in known.by_code.get(code.id, ()) if each not in out and known.is_quotable(each))
    chosen = list(_chosen(known, quotable, most))
    yield from (Quote(code, passage) for passage in chosen)
    found = deviant_case(known, code, lambda passage: strangeness(known, passage), out) if chosen else None
    if found is not None:
        yield Quote(code, *found)


def _row(
    known: Evidence, quote: Quote, attribution: Attribution, translated: Mapping[Passage, str], language: str
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
    best: dict[str, tuple[Strangeness, Passage]] = {}
    for passage in passages:
        who, found = passage.participant_id, strangeness(known, passage)
        if who not in best or found < best[who][0]:
            best[who] = found, passage
    queues: dict[str, list[Passage]] = {}
    for _, passage in sorted(best.values(), key=lambda each: each[0]):
        queues.setdefault(known.people[passage.participant_id].group, []).append(passage)
    given = 0
    while given < most and any(queues.values()):
        for group in sorted(queues):
            if queues[group] and given < most:
                given += 1
                yield queues[group].pop(0)


def strangeness(known: Evidence, passage: Passage) -> Strangeness:
    """How far a passage is from the length of a good quotation; then name and place, so that no two are alike."""
    return (
        abs(known.length(passage) - _IDEAL),
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
