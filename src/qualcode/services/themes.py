"""Theme tables: how many participants of each group raised each theme, with the base printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from qualcode.analysis import themes as statistics
from qualcode.domain.codebook import Code
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.frequencies import Base, Frequencies, frequencies
from qualcode.services.groups import Only, groups_of, only_notes, those_with
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance

COLUMNS: Final[tuple[Column, ...]] = (
    Column("code", "Theme"),
    Column("parent", "Parent", printed=False),
    Column("group", "Group"),
    Column("n", "n", Measure.COUNT),
    Column("base", "Base", Measure.COUNT),
    Column("percent", "%", Measure.SHARE),
    Column("low", "95% CI", Measure.SHARE),
    Column("high", "95% CI", Measure.SHARE),
    Column("reason", "Note"),
)
"""Of every table that counts participants by theme."""
_TEST_COLUMNS: Final[tuple[Column, ...]] = (
    Column("difference", "Difference", Measure.SHARE),
    Column("difference_low", "95% CI", Measure.SHARE),
    Column("difference_high", "95% CI", Measure.SHARE),
    Column("fisher_p", "Fisher p", Measure.PROBABILITY),
    Column("holm_p", "Holm p", Measure.PROBABILITY),
    Column("odds_ratio", "Odds ratio", Measure.NUMBER),
)
_ALPHA_COLUMN: Final = Column("alpha", "alpha", Measure.COEFFICIENT)
_RANGE_COLUMNS: Final[tuple[Column, ...]] = (
    Column("range_low", "Range of n", Measure.COUNT),
    Column("range_high", "Range of n", Measure.COUNT),
)
_RANGE_NOTE: Final = "Range of n: participants with the code by the word of all coders, and of any."
_TEST_NOTE: Final = (
    "Exploratory: difference is first group less second with Newcombe's interval; Fisher's exact test, two-sided; "
    "Holm's adjustment over the rows printed; sample odds ratio, 0.5 added to all cells where one is empty."
)
_ALPHA_NOTE: Final = "alpha: agreement of the coders on the theme, as the table of agreement has it."
Groups = Mapping[str, frozenset[str]]
_Rows = list[tuple[Value, ...]]


def theme_table(
    project: Project,
    by: str = "group",
    base: Base = Base.INTERVIEWED,
    layer: str | None = None,
    themes: Sequence[str] = (),
    *,
    tests: bool = False,
    with_range: bool = False,
    with_children: bool = False,
    alphas: Mapping[str, float | None] | None = None,
    only: Only | None = None,
    language: str = "en",
) -> Table:
    """The table of themes by an attribute of participants: a row a code and value of the attribute.

    Args:
        project: The project.
        by: `group`, `site` or any other attribute of participants.
        base: Whom the percentages are of.
        layer: `consensus`, `union`, `intersection` or a coder's name; by default consensus where it is complete, else
            the single coder, else the union of the coders who finished the transcript.
        themes: Names or paths of the codes wanted; all by default.
        language: Of the codes' names.
        with_range: With the counts over the intersection and over the union of coders as a range.
        with_children: With the codes below those that `themes` names.
        alphas: Krippendorff's alpha of each code by its id, to stand beside its frequency.
        only: Values of attributes that participants must have to be counted.
        tests: With difference, Fisher's exact test, Holm's adjustment and odds ratio, for exactly two values.

    Raises:
        RuleRefused: no participant has the attribute, or tests are asked for and there are not two values.
    """
    with project.read() as reader:
        found = frequencies(reader, base, layer)
        extremes = [frequencies(reader, base, name) for name in (("intersection", "union") if with_range else ())]
        about = provenance(reader, by=by, base=base.value, layer=found.layer, **_only(only))
    codes = found.codes(themes, with_children=with_children)
    kept = those_with(found.people, only or {})
    groups = {value: who & kept for value, who in groups_of(found.people, by).items() if who & kept}
    cells = [(code, group, who) for code in codes for group, who in groups.items()]
    rows: _Rows = [
        (code.label(language), found.parent(code, language), group, *found.figures(code, who))
        for code, group, who in cells
    ]
    columns, further = COLUMNS, list[Phrase]()
    if with_range:
        further.append(Phrase(_RANGE_NOTE))
        columns = (*columns[:-1], *_RANGE_COLUMNS, columns[-1])
        rows = _with_range(codes, groups, extremes, rows)
    if alphas is not None:
        further.append(Phrase(_ALPHA_NOTE))
        columns = (*columns[:-1], _ALPHA_COLUMN, columns[-1])
        rows = _with_alphas(codes, groups, alphas, rows)
    if tests:
        further.append(Phrase(_TEST_NOTE))
        columns = (*columns[:-1], *_TEST_COLUMNS, columns[-1])
        rows = _with_tests(by, codes, groups, found, rows)
    return Table(
        "themes",
        Phrase("Themes Raised in Interviews, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        columns,
        tuple(rows),
        (*only_notes(only or {}), *theme_notes(found), *further, *closing_notes(about)),
        about,
        tuple(len(found.codebook.ancestors(code)) for code, _, _ in cells),
        found.told((row, code, who) for row, (code, _, who) in enumerate(cells)),
    )


def _only(only: Only | None) -> dict[str, Value]:
    return {f"only_{name}": value for name, value in (only or {}).items()}


def theme_notes(found: Frequencies, *, with_interval: bool = True) -> Iterator[Phrase]:
    """Who is counted, in which layer, and what the counts mean."""
    waiting = {
        who for each in found.interviews if each.revision_id not in found.reading.chosen for who in each.speech_of
    }
    silent = len(found.people.keys() - {who for each in found.interviews for who in each.speech_of})
    if waiting or silent:
        yield Phrase(
            "Participants in neither number nor base: {silent} without an interview, {waiting} with an interview not "
            "fully coded.",
            {"silent": silent, "waiting": len(waiting)},
        )
    yield Phrase(
        "Counts are participants with at least one coded passage; more than one theme is possible, so percentages "
        "do not sum to 100."
    )
    yield found.base_note
    yield Phrase("Layer: {layer}.", {"layer": found.layer})
    if with_interval:
        yield Phrase("CI: Wilson.")
    yield Phrase("A theme not raised is not a theme denied.")


def _with_range(
    codes: Sequence[Code], groups: Groups, extremes: Sequence[Frequencies], rows: Iterable[tuple[Value, ...]]
) -> _Rows:
    """The rows with what all coders agree on and what any coder saw, before the reason."""
    cells = ([each.count(code, who)[0] for each in extremes] for code in codes for who in groups.values())
    return [(*row[:-1], *found, row[-1]) for row, found in zip(rows, cells, strict=True)]


def _with_alphas(codes: Sequence[Code], groups: Groups, alphas: Mapping[str, float | None], rows: _Rows) -> _Rows:
    """The rows with the agreement on each code on its first, as comparisons are."""
    return [
        (*row[:-1], None if place % len(groups) else alphas.get(codes[place // len(groups)].id), row[-1])
        for place, row in enumerate(rows)
    ]


def _with_tests(by: str, codes: Sequence[Code], groups: Groups, found: Frequencies, rows: _Rows) -> _Rows:
    """The rows with the comparison of two groups on the first of each code."""
    if len(groups) != 2:  # noqa: PLR2004  # a comparison is of two
        raise RuleRefused(
            f'Tests compare two groups, and "{by}" has {len(groups)} values.', "Choose an attribute with two values."
        )
    first, second = groups.values()
    cells = [None if found.reason(code) else (*found.count(code, first), *found.count(code, second)) for code in codes]
    compared = statistics.compare(cells)
    empty: tuple[Value, ...] = (None,) * len(_TEST_COLUMNS)
    widened: _Rows = []
    for place, row in enumerate(rows):
        test = compared[place // 2] if place % 2 == 0 else None
        values = empty if test is None else _test_values(test)
        widened.append((*row[:-1], *values, row[-1]))
    return widened


def _test_values(test: statistics.Comparison) -> tuple[Value, ...]:
    return test.difference, test.low, test.high, test.fisher_p, test.holm_p, test.odds_ratio
