"""Quotations under each theme, from several participants, said as openly as the lead allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Column, Table, Value
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, Passage, evidence


class Attribution(StrEnum):
    """How much a quotation says of who said it."""

    GROUP = "group"
    SITE = "site"
    PARTICIPANT = "participant"


_NOTES: Final = "notes"
_IDEAL: Final = 25
"""Words: long enough to be understood, short enough to be read."""
_LONGEST: Final = 90


def quotes_table(
    project: Project,
    attribution: Attribution = Attribution.GROUP,
    most: int = 3,
    layer: str | None = None,
    themes: Sequence[str] = (),
    language: str = "en",
) -> Table:
    """Quotations of each theme: at most so many, each from another participant, groups in turn.

    Raises:
        RuleRefused: there is no such layer or code.
    """
    known = evidence(project, layer, attribution=attribution.value, most=most)
    rows: list[tuple[Value, ...]] = []
    for code in known.leaves(themes):
        quotable = filter(known.is_quotable, known.by_code.get(code.id, ()))
        for passage in _chosen(known, quotable, most):
            transcript = known.transcript(passage)
            rows.append(
                (
                    code.label(language),
                    _shortened(known.words(passage)),
                    _source(known, passage, attribution, language),
                    transcript.mode,
                    transcript.language,
                )
            )
    columns = (
        Column("code", "Theme"),
        Column("quote", "Quotation"),
        Column("source", "Source"),
        Column("mode", "Mode", printed=False),
        Column("language", "Language"),
    )
    notes = (
        Phrase(
            "Chosen by length, nearest to {words} words, each from another participant; read them before you print "
            "them.",
            {"words": _IDEAL},
        ),
        *known.withheld_notes(),
        *known.notes(),
    )
    return Table("quotes", Phrase("Quotations, by Theme"), columns, tuple(rows), notes, known.about)


def _chosen(known: Evidence, passages: Iterable[Passage], most: int) -> Iterator[Passage]:
    """One passage of each participant, the groups in turn."""
    best: dict[str, Passage] = {}
    for passage in passages:
        who = passage.participant_id
        if who not in best or _strangeness(known, passage) < _strangeness(known, best[who]):
            best[who] = passage
    queues: dict[str, list[Passage]] = {}
    for passage in sorted(best.values(), key=lambda each: _strangeness(known, each)):
        queues.setdefault(known.people[passage.participant_id].group, []).append(passage)
    given = 0
    while given < most and any(queues.values()):
        for group in sorted(queues):
            if queues[group] and given < most:
                given += 1
                yield queues[group].pop(0)


def _strangeness(known: Evidence, passage: Passage) -> tuple[int, str, int]:
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
    said = ", ".join(name for name in names if name)
    if known.transcript(passage).mode == _NOTES:
        said += f" {say('(from interview notes)', language)}"
    return said
