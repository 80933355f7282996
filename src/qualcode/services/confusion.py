"""Confusion pairs: codes that replace each other on the same unit."""

from __future__ import annotations

from typing import Final

from qualcode.analysis.confusion import confusions
from qualcode.analysis.units import unit_presence
from qualcode.domain.coding import Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table
from qualcode.services.agreement import left_out, unit_note
from qualcode.services.agreement_views import coders_together
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.ratings import Selection, Unit

_COLUMNS: Final = (
    Column("code", "Code"),
    Column("instead", "Replaced by"),
    Column("swaps", "Units", Measure.COUNT),
    Column("contested", "Contested", Measure.COUNT),
    Column("share", "% of contested", Measure.SHARE),
    Column("forth", "First code first", Measure.COUNT),
    Column("back", "Second code first", Measure.COUNT),
)


def confusion_table(project: Project, selection: Selection, *, language: str = "en") -> Table:
    """Pairs of codes that replace each other, the most frequent first; parents are left aside.

    Args:
        project: The project.
        selection: Coders, codes and unit.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is nothing to compare, a coder or code is unknown, or units are characters.
    """
    return confusion_with_codes(project, selection, language)[0]


def confusion_with_codes(
    project: Project, selection: Selection, language: str = "en"
) -> tuple[Table, list[tuple[str, str]]]:
    """The same, and the paths of the two codes of each row.

    Raises:
        RuleRefused: as above.
    """
    if selection.unit is Unit.CHARACTER:
        raise RuleRefused("Characters are no decisions that codes replace each other in.", "Choose another --unit.")
    with project.read() as reader:
        view = coders_together(reader, selection)
        whole = view.rated
        about = provenance(reader, unit=whole.unit.value, coders=whole.names, layer=Layer.INDEPENDENT.value)
    found = confusions(unit_presence(whole.spans, whole.units), len(whole.raters), whole.leaves)
    names = [code.label(language) for code in whole.codes]
    paths = [whole.codebook.path(code) for code in whole.codes]
    rows = tuple(
        (names[each.first], names[each.second], each.swaps, each.contested, each.swaps / each.contested, each.forth,
         each.back)
        for each in found
    )  # fmt: skip
    table = Table(
        "confusion",
        Phrase("Codes That Replace Each Other"),
        _COLUMNS,
        rows,
        (
            unit_note(whole.unit),
            view.note,
            Phrase(
                "Units: one coder used one code and not the other, another coder the other way about. Contested: units "
                "on which they differ in either code."
            ),
            Phrase("First code first: a coder named earlier in the list of coders used the first code."),
            *left_out(selection.excluded),
            *closing_notes(about),
        ),
        about,
    )
    return table, [(paths[each.first], paths[each.second]) for each in found]
