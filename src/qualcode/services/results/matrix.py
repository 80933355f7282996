"""Participants by codes: the framework matrix with words, and the same as zeros and ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Participant
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.exclusion import WITHHELD
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, evidence

_LONGEST: Final = 140
"""Characters in a cell."""


def matrix_table(
    project: Project, themes: Sequence[str] = (), layer: str | None = None, language: str = "en"
) -> Table:  # fmt: skip
    """Participants as rows, codes as columns, the first passage in each cell; top codes where none is named.

    Raises:
        RuleRefused: there is no such layer or code.
    """
    known = evidence(project, layer)
    codes = known.codes(themes) if themes else [each for each in known.codes() if each.parent_id is None]
    first: dict[tuple[str, str], str] = {}
    more: dict[tuple[str, str], int] = {}
    for code in codes:
        for passage in known.by_code.get(code.id, ()):
            key = passage.participant_id, code.id
            if known.is_quotable(passage):
                first.setdefault(key, _shortened(known.words(passage)))
            more[key] = more.get(key, 0) + 1
    kept_back = say(WITHHELD, language)
    rows = tuple(
        (
            person.name,
            person.group,
            *(_cell(first.get((person.id, code.id), kept_back), more.get((person.id, code.id), 0)) for code in codes),
        )
        for person in _people(known)
    )
    columns = (
        Column("participant", "Participant"),
        Column("group_of", "Group"),
        *(Column(key, code.label(language)) for key, code in _keys(known, codes)),
    )
    notes = (
        Phrase("Each cell holds the participant's first passage; in parentheses, how many there are in all."),
        *known.withheld_notes(),
        *known.notes(),
    )
    return Table("matrix", Phrase("Framework Matrix"), columns, rows, notes, known.about)


def binary_table(
    project: Project, themes: Sequence[str] = (), layer: str | None = None, language: str = "en"
) -> Table:  # fmt: skip
    """A row a participant fully coded, a column a code: 1 where the participant raised it, else 0.

    Raises:
        RuleRefused: there is no such layer or code.
    """
    known = evidence(project, layer)
    codes = known.codes(themes)
    present = {code.id: known.present(code) for code in codes}
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (person.name, person.group, person.site, *(int(person.id in present[code.id]) for code in codes))
        for person in _people(known)
    )
    columns = (
        Column("participant", "Participant"),
        Column("group_of", "Group"),
        Column("site", "Site"),
        *(Column(key, code.label(language), Measure.COUNT) for key, code in _keys(known, codes)),
    )
    notes = (Phrase("1: at least one passage. A parent is the union of its children."), *known.notes())
    return Table("binary", Phrase("Participants by Code"), columns, rows, notes, known.about)


def _people(known: Evidence) -> list[Participant]:
    """Those fully coded, by group and name."""
    return sorted((known.people[who] for who in known.coded), key=lambda each: (each.group, each.name))


def _keys(known: Evidence, codes: Iterable[Code]) -> list[tuple[str, Code]]:
    """The codes with names for columns: paths, of which there are no two alike."""
    return [(known.codebook.path(code), code) for code in codes]


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0] + " [...]"


def _cell(words: str, passages: int) -> str:
    return "" if not passages else f"{words} ({passages})" if passages > 1 else words
