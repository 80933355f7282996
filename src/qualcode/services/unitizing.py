"""Agreement on where codings lie: F1 of codings as wholes, and Krippendorff's alphas for unitizing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from qualcode.analysis.coefficients import Estimate
from qualcode.analysis.spans import TOLERANCES, span_agreement
from qualcode.analysis.unitizing import Sections, UnitizingAgreement, u_alpha_by_code, unitizing_agreement
from qualcode.analysis.units import placed
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Layer
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.agreement import left_out
from qualcode.services.agreement_views import View, coders_together
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.ratings import Rated, Selection, Unit


def span_table(project: Project, selection: Selection, *, language: str = "en") -> Table:
    """F1 of codings matched as wholes, for every code and pair of coders, over a curve of tolerances.

    Args:
        project: The project.
        selection: Coders and codes; the unit is always the coding.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is nothing to compare, or a coder or code is unknown.
    """
    view, about = _characters(project, selection, "coding")
    whole = view.rated
    n_codes = max(len(whole.codes), whole.spans.n_codes)
    pairs = [whole.of_pair(*pair) for pair in combinations(range(len(whole.raters)), 2)]
    pairs = [pair for pair in pairs if pair.keys]
    found = [span_agreement(placed(pair.spans, pair.units), (0, 1), n_codes) for pair in pairs]
    rows = []
    for place, code in enumerate(whole.codes):
        for pair, each in zip(pairs, found, strict=True):
            one = each[place]
            curve = [one.f1(at) for at in range(len(TOLERANCES))]
            reason = curve[0].reason.value if curve[0].reason else ""
            rows.append((code.label(language), pair.names, one.first, one.second, *(f1.value for f1 in curve), reason))
    columns = (
        Column("code", "Code"),
        Column("coders", "Coders", printed=len(pairs) > 1),
        Column("n_first", "First", Measure.COUNT),
        Column("n_second", "Second", Measure.COUNT),
        *(Column(f"f1_{round(100 * least):02d}", _tolerance(least), Measure.COEFFICIENT) for least in TOLERANCES),
        Column("reason", "Note"),
    )
    notes = (
        Phrase("F1 of codings as wholes: twice the matched pairs, of all codings of both coders."),
        Phrase(
            "Two codings match where intersection over union reaches t; each has one partner at most, and the matching "
            "is the largest there is. No correction for chance: there are no negatives."
        ),
        view.note,
        *left_out(selection.excluded),
    )
    depth = (len(whole.codebook.ancestors(code)) for code in whole.codes)
    indents = tuple(each for each in depth for _ in pairs)
    title = Phrase("Agreement on Codings as Wholes: F1 by Tolerance t")
    return Table("spans", title, columns, tuple(rows), (*notes, *closing_notes(about)), about, indents)


def unitizing_table(project: Project, selection: Selection, *, language: str = "en") -> Table:
    """u-alpha of every code; for choice sets and pairs of coders also |u-alpha, cu-alpha and (k)u-alpha.

    Args:
        project: The project.
        selection: Coders and codes; the unit is always the character.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is nothing to compare, or a coder or code is unknown.
    """
    view, about = _characters(project, selection, Unit.CHARACTER.value)
    whole = view.rated
    alphas = u_alpha_by_code(whole.patterns(), placed(whole.spans, whole.units))
    rows: list[tuple[Value, ...]] = [
        (code.label(language), whole.names, "u-alpha", each.value, None, _reason(each))
        for code, each in zip(whole.codes, alphas, strict=False)
    ]
    indents = [len(whole.codebook.ancestors(code)) for code in whole.codes]
    for group, values in _choice_sets(whole):
        for pair in (whole.of_pair(*two) for two in combinations(range(len(whole.raters)), 2)):
            if pair.keys:
                more = _of_group(whole, pair, group, values, language)
                rows += more
                indents += [0] * len(more)
    columns = (
        Column("code", "Code"),
        Column("coders", "Coders"),
        Column("coefficient", "Coefficient"),
        Column("value", "Value", Measure.COEFFICIENT),
        Column("coverage", "Coverage", Measure.SHARE),
        Column("reason", "Note"),
    )
    notes = (
        Phrase("Krippendorff and others 2016: agreement on where units begin and end, in characters of speech."),
        Phrase(
            "cu-alpha and (k)u-alpha: for choice sets and a pair of coders only; coverage is the share they speak of."
        ),
        view.note,
        *left_out(selection.excluded),
    )
    title = Phrase("Agreement on Unitizing")
    return Table("unitizing", title, columns, tuple(rows), (*notes, *closing_notes(about)), about, tuple(indents))


def _characters(project: Project, selection: Selection, unit: str) -> tuple[View, dict[str, Value]]:
    with project.read() as reader:
        chosen = replace(selection, unit=Unit.CHARACTER)
        view = coders_together(reader, chosen)
        about = provenance(reader, unit=unit, coders=view.rated.names, layer=Layer.INDEPENDENT.value)
    return view, about


def _tolerance(least: float) -> Phrase:
    return Phrase("t >= {t}", {"t": f"{least:.2f}"}) if least else Phrase("any overlap")


def _choice_sets(whole: Rated) -> Iterator[tuple[Code, list[int]]]:
    for code in whole.codes:
        values = [place for place, each in enumerate(whole.codes) if each.parent_id == code.id]
        if code.exclusive and values:
            yield code, values


def _of_group(whole: Rated, pair: Rated, group: Code, values: list[int], language: str) -> list[tuple[Value, ...]]:
    found = _family(pair, values)
    if found is None:
        why = "a coder put two values of the choice set on the same words"
        return [(group.label(language), pair.names, "cu-alpha", None, None, why)]
    label = group.label(language)
    rows: list[tuple[Value, ...]] = [
        (label, pair.names, name, each.value, None, _reason(each))
        for name, each in (("u-alpha", found.u_alpha), ("|u-alpha", found.relevance), ("cu-alpha", found.cu_alpha))
    ]
    for place, each, coverage in zip(values, found.by_value, found.coverage, strict=True):
        name = whole.codes[place].label(language)
        rows.append((name, pair.names, "(k)u-alpha", each.value, coverage, _reason(each)))
    return rows


def _family(pair: Rated, values: list[int]) -> UnitizingAgreement | None:
    """The alphas of a choice set; None where one coder's values overlap, for which they do not exist."""
    axis = placed(pair.spans, pair.units)
    number = {place: value for value, place in enumerate(values, start=1)}
    coders = []
    for bit in range(2):
        mine = axis.of(bit)
        rows = sorted(
            (start, end, number[code])
            for code, start, end in zip(mine.code.tolist(), mine.start.tolist(), mine.end.tolist(), strict=True)
            if code in number
        )
        if any(later[0] < earlier[1] for earlier, later in pairwise(rows)):
            return None
        coders.append(Sections.of(rows))
    return unitizing_agreement(coders, axis.length, len(values))


def _reason(estimate: Estimate) -> str:
    return estimate.reason.value if estimate.reason else ""
