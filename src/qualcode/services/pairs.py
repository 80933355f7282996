"""The pair matrix: Cohen's kappa of every two coders, code by code and pooled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from qualcode.analysis.agreement import PairKappa, kappa_by_code
from qualcode.analysis.coefficients import Estimate, pooled_kappa
from qualcode.domain.coding import Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.agreement import left_out, unit_note
from qualcode.services.agreement_views import coders_together
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.ratings import Rated, Selection


def pair_table(project: Project, selection: Selection, *, language: str = "en") -> Table:
    """Cohen's kappa of every pair of coders on every code; a last row pools codes (de Vries and others 2008).

    Args:
        project: The project.
        selection: Coders, codes and unit.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is nothing to compare, or a coder or code is unknown.
    """
    return pairs_with_codes(project, selection, language)[0]


def pairs_with_codes(
    project: Project, selection: Selection, language: str = "en"
) -> tuple[Table, list[str], list[tuple[str, str]]]:
    """The same, the path of the code of each row but the last, and the coders of each column of kappas.

    Raises:
        RuleRefused: as above.
    """
    with project.read() as reader:
        view = coders_together(reader, selection)
        whole = view.rated
        about = provenance(reader, unit=whole.unit.value, coders=whole.names, layer=Layer.INDEPENDENT.value)
    pairs = _pairs(whole)
    counts = whole.patterns()
    found = [kappa_by_code(counts.of_pair(*pair)) for pair in pairs]
    names = [(whole.raters[first].name, whole.raters[second].name) for first, second in pairs]
    rows = [
        _row(code.label(language), [each[place].kappa for each in found], [each[place] for each in found])
        for place, code in enumerate(whole.codes)
    ]
    pooled = [pooled_kappa([each[place].parts for place in whole.leaves]) for each in found]
    table = Table(
        "pairs",
        Phrase("Agreement of Each Pair of Coders: Cohen's Kappa"),
        _columns(names),
        (*rows, _row("All codes, pooled", pooled, [])),
        (
            unit_note(whole.unit),
            view.note,
            Phrase("A pair is compared on the units that both finished. Light's kappa is the mean over pairs."),
            Phrase("Pooled kappa: over codes without codes below them; a code without variation has no effect on it."),
            *left_out(selection.excluded),
            *closing_notes(about),
        ),
        about,
        (*(len(whole.codebook.ancestors(code)) for code in whole.codes), 0),
    )
    return table, [whole.codebook.path(code) for code in whole.codes], names


def _pairs(whole: Rated) -> list[tuple[int, int]]:
    masks = whole.units.masks
    pairs = combinations(range(len(whole.raters)), 2)
    kept = [(first, second) for first, second in pairs if any(mask >> first & mask >> second & 1 for mask in masks)]
    if not kept:
        raise RuleRefused("No two coders have a unit in common.", "Finish the same transcripts first.")
    return kept


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    names = (" / ".join(pair) for pair in pairs)
    return (
        Column("code", "Code"),
        *(Column(name, name, Measure.COEFFICIENT) for name in names),
        Column("light", "Light", Measure.COEFFICIENT),
        Column("reason", "Note"),
    )


def _row(code: str, kappas: Sequence[Estimate], found: Sequence[PairKappa]) -> tuple[Value, ...]:
    known = [each.value for each in kappas if each.value is not None]
    light = sum(known) / len(known) if len(known) == len(kappas) else None
    flags = [flag for each in found for flag in each.flags]
    reasons = dict.fromkeys(reason.value for reason in [*(each.reason for each in kappas), *flags] if reason)
    return (code, *(each.value for each in kappas), light, "; ".join(reasons))
