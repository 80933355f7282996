"""The agreement table: how far independent coders agree, code by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.analysis.agreement import CodeAgreement, agreement_by_code
from qualcode.analysis.coefficients import pooled_kappa
from qualcode.analysis.precision import benchmark, clusters_needed
from qualcode.domain.coding import Layer
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.numbers import printed
from qualcode.services.agreement_views import By, View, against_consensus, coders_together, parts, with_oneself
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.ratings import Rated, Selection, Unit
from qualcode.services.rounds import hidden_notes
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Shown:
    """What an agreement table shows beside its usual columns, and how its intervals are drawn."""

    seed: int = 1
    draws: int = 2000
    counts: bool = False
    """Both, only first, only second and neither, for two coders."""
    every: bool = False
    """All coefficients, and the chance that alpha falls short of .667 and .80."""
    benchmark: bool = False
    """The label of Landis and Koch that alpha has with 95 % certainty."""
    width: float | None = None
    """How many participants an interval this wide would take."""


def agreement_table(
    project: Project,
    unit: Unit | None = None,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    *,
    seed: int = 1,
    draws: int = 2000,
    with_counts: bool = False,
    language: str = "en",
    round_: str = "",
) -> Table:
    """Agreement of independent coders on every code; parents stand in it as the union of their children.

    Args:
        project: The project.
        unit: What is counted; by default answers, or turns where no transcript has questions.
        coders: Names; by default all who have finished a transcript that another one has finished too.
        codes: Names or paths of the codes wanted; all by default.
        seed: Of the bootstrap over participants.
        draws: How many bootstrap replicates.
        language: Of the codes' names.
        with_counts: Also the counts of both, only first, only second and neither, for two coders.
        round_: Only the transcripts of this round, by the coders who have them in it. Transcripts of a blind round that
            is open are never compared.

    Raises:
        RuleRefused: no two coders have finished the same transcript, or a coder is unknown.
    """
    selection = Selection(unit, tuple(coders), tuple(codes), rounds=(round_,) if round_ else ())
    return agreement_report(project, selection, Shown(seed, draws, with_counts), language=language)


def agreement_report(
    project: Project,
    selection: Selection,
    shown: Shown,
    *,
    by: By | None = None,
    against: bool = False,
    rounds: tuple[str, str] | None = None,
    language: str = "en",
) -> Table:
    """The agreement table with all that may be asked of it.

    Args:
        project: The project.
        selection: Coders, codes and unit.
        shown: Further columns, and the bootstrap.
        by: Also apart for each question, language, mode, round or half of the time.
        against: Each coder against the consensus.
        rounds: A coder against themself in these two rounds; an empty first one for all that they coded before.
        language: Of the codes' names.

    Raises:
        RuleRefused: there is nothing to compare, or a coder, code or round is unknown.
    """
    with project.read() as reader:
        if against:
            views = against_consensus(reader, selection)
        elif rounds is not None:
            views = with_oneself(reader, selection, rounds)
        elif by is not None:
            views = parts(reader, selection, by)
        else:
            views = [coders_together(reader, selection)]
        about = about_views(reader, views, selection, shown)
    return table_of(views, selection, shown, about, language)


def about_views(reader: Reader, views: Sequence[View], selection: Selection, shown: Shown) -> dict[str, Value]:
    """Where the figures of these views come from."""
    layers = dict.fromkeys([Layer.INDEPENDENT.value, *(each.layer for view in views for each in view.rated.raters)])
    return provenance(
        reader, unit=views[0].rated.unit.value, coders=", ".join(dict.fromkeys(view.rated.names for view in views)),
        layer=", ".join(layers), seed=shown.seed, draws=shown.draws,
        **({"round": ", ".join(selection.rounds)} if selection.rounds else {}),
    )  # fmt: skip


def table_of(
    views: Sequence[View], selection: Selection, shown: Shown, about: dict[str, Value], language: str
) -> Table:
    """The agreement table of views that are read already: a row for each code and view."""
    found = [_agreement(view.rated, shown) for view in views]
    first = views[0].rated
    several = len(views) > 1 or bool(views[0].part)
    rows = [
        _row(code.label(language), view, found[place][at], shown, several=several)
        for at, code in enumerate(first.codes)
        for place, view in enumerate(views)
    ]
    units = _units(views)
    transcripts = len({each.transcript_id for view in views for each in view.rated.interviews})
    depth = (len(first.codebook.ancestors(code)) for code in first.codes)
    return Table(
        "agreement",
        Phrase(
            "Agreement Between Independent Coders, by Code ({transcripts} Interviews, {units} {unit})",
            {"transcripts": transcripts, "units": units, "unit": Phrase(UNIT_NAMES[first.unit])},
        ),
        _columns(shown, views[0].heading if several else ""),
        tuple(rows),
        (*_notes(views, found, selection, shown, language), *closing_notes(about)),
        about,
        tuple(each for each in depth for _ in views),
    )


def _units(views: Sequence[View]) -> int:
    """Units in all views together; the same unit may stand in several."""
    if views[0].rated.unit is Unit.CHARACTER:
        return max(view.rated.units.n_characters for view in views)
    return len({key for view in views for key in view.rated.keys})


def _agreement(rated: Rated, shown: Shown) -> list[CodeAgreement]:
    return agreement_by_code(rated.patterns(), len(rated.raters), draws=shown.draws, seed=shown.seed)


UNIT_NAMES: Final = {
    Unit.ANSWER: "Answers",
    Unit.TURN: "Turns",
    Unit.SENTENCE: "Sentences",
    Unit.CHARACTER: "Characters",
    Unit.TRANSCRIPT: "Transcripts",
    Unit.PARTICIPANT: "Participants",
}


def _columns(shown: Shown, heading: str) -> tuple[Column, ...]:
    counts = (
        Column("both", "Both", Measure.COUNT),
        Column("only_first", "Only first", Measure.COUNT),
        Column("only_second", "Only second", Measure.COUNT),
        Column("neither", "Neither", Measure.COUNT),
    )
    return (
        Column("code", "Code"),
        *((Column("part", heading),) if heading else ()),
        Column("unit", "Unit", printed=False),
        Column("coders", "Coders", printed=False),
        Column("n_units", "Units", Measure.COUNT, printed=bool(heading)),
        Column("n_transcripts", "Transcripts", Measure.COUNT, printed=False),
        *(counts if shown.counts else ()),
        Column("prevalence", "Used in %", Measure.SHARE),
        Column("percent", "% agree", Measure.SHARE),
        Column("alpha", "alpha", Measure.COEFFICIENT),
        Column("alpha_low", "95% CI", Measure.COEFFICIENT),
        Column("alpha_high", "95% CI", Measure.COEFFICIENT),
        Column("ac1", "AC1", Measure.COEFFICIENT),
        Column("positive", "Positive", Measure.COEFFICIENT),
        Column("kappa", "kappa", Measure.COEFFICIENT),
        *(_EVERY_COLUMNS if shown.every else ()),
        *((Column("benchmark", "Landis-Koch"),) if shown.benchmark else ()),
        *((Column("participants_needed", "People needed", Measure.COUNT),) if shown.width else ()),
        Column("reason", "Note"),
    )


_EVERY_COLUMNS: Final = (
    Column("fleiss", "Fleiss/pi", Measure.COEFFICIENT),
    Column("brennan_prediger", "PABAK", Measure.COEFFICIENT),
    Column("negative", "Negative", Measure.COEFFICIENT),
    Column("jaccard", "Jaccard", Measure.COEFFICIENT, printed=False),
    Column("percent_low", "95% CI of %", Measure.SHARE, printed=False),
    Column("percent_high", "95% CI of %", Measure.SHARE, printed=False),
    Column("below_667", "P(<.667)", Measure.PROBABILITY),
    Column("below_80", "P(<.80)", Measure.PROBABILITY),
    Column("alpha_se", "SE alpha", Measure.COEFFICIENT, printed=False),
    Column("ac1_se", "SE AC1", Measure.COEFFICIENT, printed=False),
    Column("kappa_se", "SE kappa", Measure.COEFFICIENT, printed=False),
    Column("fleiss_se", "SE Fleiss", Measure.COEFFICIENT, printed=False),
    Column("brennan_prediger_se", "SE PABAK", Measure.COEFFICIENT, printed=False),
)


def _row(code: str, view: View, found: CodeAgreement, shown: Shown, *, several: bool) -> tuple[Value, ...]:
    pair = found.counts
    counts: tuple[Value, ...] = ()
    if shown.counts:
        counts = (pair.both, pair.only_first, pair.only_second, pair.neither) if pair else (None,) * 4
    return (
        code,
        *((view.part,) if several else ()),
        view.rated.unit.value,
        view.rated.names,
        found.n_units,
        view.rated.n_transcripts,
        *counts,
        *(figure.value for figure in (found.prevalence, found.percent, found.alpha)),
        found.alpha_low,
        found.alpha_high,
        *(figure.value for figure in (found.ac1, found.positive, found.kappa)),
        *(_every(view.rated.unit, found) if shown.every else ()),
        *((_label(found),) if shown.benchmark else ()),
        *((_needed(view.rated, found, shown.width),) if shown.width else ()),
        reason_of(found),
    )


_APART: Final = frozenset({Unit.TRANSCRIPT, Unit.PARTICIPANT})
"""Units that are independent of each other, so that errors and intervals of textbooks hold."""


def _every(unit: Unit, found: CodeAgreement) -> tuple[Value, ...]:
    low, high = found.percent_interval if unit in _APART and found.percent_interval else (None, None)
    errors = found.errors
    analytic: tuple[Value, ...] = (None,) * 5
    if unit in _APART and found.alpha.value is not None:
        analytic = (errors.alpha, errors.ac1, found.kappa_error, errors.fleiss, errors.brennan_prediger)
    figures = (found.fleiss, found.brennan_prediger, found.negative, found.jaccard)
    return (*(each.value for each in figures), low, high, found.below_tentative, found.below_reliable, *analytic)


def _label(found: CodeAgreement) -> str:
    known = found.alpha.value is not None and found.alpha_error is not None
    return benchmark(found.alpha.value or 0.0, found.alpha_error or 0.0) if known else ""


def _needed(rated: Rated, found: CodeAgreement, width: float) -> int | None:
    if found.alpha_low is None or found.alpha_high is None or found.alpha_high == found.alpha_low:
        return None
    return clusters_needed(found.alpha_low, found.alpha_high, rated.units.n_clusters, width)


def reason_of(found: CodeAgreement) -> str:
    """Why a figure is absent, and what a reader must know of the others."""
    reasons = [found.alpha.reason, found.positive.reason, found.kappa.reason, found.interval_reason, *found.flags]
    return "; ".join(dict.fromkeys(reason.value for reason in reasons if reason))


def _notes(
    views: Sequence[View], found: Sequence[Sequence[CodeAgreement]], selection: Selection, shown: Shown, language: str
) -> tuple[Phrase | str, ...]:
    rated = views[0].rated
    everybody = [each for part in found for each in part]
    undefined = max((each.undefined_draws for each in everybody if each.alpha_low is not None), default=0)
    clusters = max(view.rated.units.n_clusters for view in views)
    return (
        unit_note(rated.unit),
        views[0].note,
        Phrase("Interviewer speech excluded. A parent is the union of its children."),
        Phrase(
            "alpha is Krippendorff's; kappa is Cohen's for two coders, Conger's for more; positive is agreement on "
            "presence."
        ),
        Phrase(
            "CI of alpha: percentile bootstrap over {participants} participants, {draws} draws, seed {seed}; at most "
            "{undefined} draws of a code without variation left out.",
            {"participants": clusters, "draws": shown.draws, "seed": shown.seed, "undefined": undefined},
        ),
        *(
            _summary(view, each, language)
            for view, each in zip(views, found, strict=True)
            if len(view.rated.leaves) > 1
        ),
        *_further_notes(rated.unit, shown),
        *left_out(selection.excluded),
        *hidden_notes(rated.left_out),
    )


def unit_note(unit: Unit) -> Phrase:
    """What the unit is."""
    meant = {
        Unit.ANSWER: "Unit = answer to one guide question.",
        Unit.TURN: "Unit = turn of a participant.",
        Unit.SENTENCE: "Unit = sentence of a participant.",
        Unit.CHARACTER: "Unit = character of participants' speech, a diagnosis and no headline.",
        Unit.TRANSCRIPT: "Unit = transcript.",
        Unit.PARTICIPANT: "Unit = participant.",
    }[unit]
    return Phrase(meant)


def left_out(excluded: Mapping[str, str]) -> list[Phrase]:
    """A note for each code left out, with its reason."""
    return [
        Phrase("Left out, also of its parent: {code} ({reason}).", {"code": code, "reason": reason})
        for code, reason in excluded.items()
    ]


def _summary(view: View, found: Sequence[CodeAgreement], language: str) -> Phrase:
    """Averages skip codes that have no alpha and say so; pooled kappa keeps them at no effect."""
    leaves = [found[place] for place in view.rated.leaves]
    alphas = [each.alpha.value for each in leaves if each.alpha.value is not None]
    pooled = pooled_kappa([each.kappa_parts for each in leaves])
    words = "Mean alpha {mean} over {defined} of {codes} codes without codes below them; pooled kappa {pooled}."
    return Phrase(
        f"{{part}}: {words}" if view.part else words,
        {
            "part": view.part,
            "mean": printed(sum(alphas) / len(alphas) if alphas else None, Measure.COEFFICIENT, language),
            "defined": len(alphas),
            "codes": len(leaves),
            "pooled": printed(pooled.value, Measure.COEFFICIENT, language),
        },
    )


def _further_notes(unit: Unit, shown: Shown) -> list[Phrase]:
    notes = []
    if shown.every:
        notes.append(
            Phrase("P(<.667), P(<.80): share of the bootstrap draws in which alpha falls short (Krippendorff 2004).")
        )
        if unit not in _APART:
            words = "Standard errors and intervals of % are given for transcripts and participants only: these units "
            notes.append(Phrase(words + "are not independent of each other."))
    if shown.benchmark:
        words = "Landis-Koch: the best label that alpha has or betters with 95% certainty (Gwet 2014), by the error of "
        notes.append(Phrase(words + "the bootstrap."))
    if shown.width:
        words = "People needed: participants for an interval {width} wide, if those to come are like these."
        notes.append(Phrase(words, {"width": f"{shown.width:.2f}"}))
    return notes
