"""The figures of the agreement screen, each with the disagreements that stand behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from qualcode.analysis.agreement import MeanAlpha, mean_alpha
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Table
from qualcode.services.agreement import Shown, about_views, table_of
from qualcode.services.agreement_views import By, View, coders_together, parts
from qualcode.services.confusion import confusion_with_codes
from qualcode.services.narrowing import Narrowing
from qualcode.services.pairs import pairs_with_codes
from qualcode.services.project import Project
from qualcode.services.ratings import Selection, Unit

MEAN: Final = "All codes, mean"

_COUNTS: Final = ("Units", "Contested", "%", "First", "Second")
"""The columns of codes that replace each other, in short."""


class Sight(StrEnum):
    """What the agreement screen can show."""

    CODES = "codes"
    PAIRS = "pairs"
    CONFUSION = "confusion"
    ROUND = "round"
    TIME = "time"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Figure:
    """A code, in a part of the material where the table is split, with its row of the agreement table."""

    path: str
    """Empty for the mean over codes."""
    depth: int
    figures: Mapping[str, Any]
    wanted: Narrowing
    part: str = ""
    """The round, half or question."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a row of several."""

    value: float | None
    wanted: Narrowing


@dataclass(frozen=True, slots=True)
class GridRow:
    """A code or two with the figures of each pair of coders, or with counts."""

    label: str
    depth: int
    cells: tuple[Cell, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown: rows of one figure each, or a grid; the table that both come from has the notes."""

    table: Table
    rows: tuple[Figure, ...] = ()
    headings: tuple[str, ...] = ()
    """Of the columns of the grid."""
    grid: tuple[GridRow, ...] = ()


def figures(project: Project, sight: Sight, selection: Selection, language: str = "en") -> Figures:
    """The figures of a table of agreement, with what each of them leads to.

    Raises:
        RuleRefused: there is nothing to compare, or the material does not fall into parts that way.
    """
    if sight in _MAKINGS:
        found = _MAKINGS[sight](project, selection, language)
    else:
        found = _parts(project, By(sight.value), selection, language)
    return _within_rounds(project, found, selection) if selection.rounds else found


def _within_rounds(project: Project, found: Figures, selection: Selection) -> Figures:
    """The same, every figure leading to disagreements of these rounds only."""
    with project.read() as reader:
        here = _within(coders_together(reader, selection), By.ROUND).transcripts

    def inside(wanted: Narrowing) -> Narrowing:
        return wanted if wanted.transcripts is not None else replace(wanted, transcripts=here)

    rows = tuple(replace(row, wanted=inside(row.wanted)) for row in found.rows)
    grid = tuple(
        replace(row, cells=tuple(replace(cell, wanted=inside(cell.wanted)) for cell in row.cells)) for row in found.grid
    )
    return replace(found, rows=rows, grid=grid)


def _codes(project: Project, selection: Selection, language: str) -> Figures:
    shown = Shown(every=True)
    with project.read() as reader:
        views = [coders_together(reader, selection)]
        about = about_views(reader, views, selection, shown)
    table = table_of(views, selection, shown, about, language)
    rated = views[0].rated
    rows = []
    for code, depth, record in zip(rated.codes, table.indents, table.records(), strict=True):
        path = rated.codebook.path(code)
        rows.append(Figure(path, depth, record, Narrowing(path, label=code.label(language))))
    return Figures(table, tuple(rows))


def _pairs(project: Project, selection: Selection, language: str) -> Figures:
    table, paths, pairs = pairs_with_codes(project, selection, language)
    columns = table.columns[1:-2]
    grid = []
    for path, depth, row in zip([*paths, ""], table.indents, table.rows, strict=True):
        label = str(row[0]) if path else say(str(row[0]), language)
        kappas = zip(columns, pairs, row[1:-2], strict=True)
        cells = [
            Cell(_number(kappa), Narrowing(path, coders=pair, label=f"{label} · {column.key}"))
            for column, pair, kappa in kappas
        ]
        light = Cell(_number(row[-2]), Narrowing(path, label=label))
        grid.append(GridRow(label, depth, (*cells, light), str(row[-1] or "")))
    return Figures(table, headings=(*(column.key for column in columns), "Light"), grid=tuple(grid))


def _confusion(project: Project, selection: Selection, language: str) -> Figures:
    table, pairs = confusion_with_codes(project, selection, language)
    grid = []
    for (first, second), row in zip(pairs, table.rows, strict=True):
        label = f"{row[0]} ⇄ {row[1]}"
        wanted = Narrowing(first, second, label=label)
        grid.append(GridRow(label, 0, tuple(Cell(_number(value), wanted) for value in row[2:])))
    return Figures(table, headings=_COUNTS, grid=tuple(grid))


_MAKINGS: Final = {Sight.CODES: _codes, Sight.PAIRS: _pairs, Sight.CONFUSION: _confusion}


def _parts(project: Project, by: By, selection: Selection, language: str) -> Figures:
    shown = Shown()
    if by is By.QUESTION:  # nothing else belongs to questions
        selection = replace(selection, unit=Unit.ANSWER)
    with project.read() as reader:
        views = parts(reader, selection, by)
        about = about_views(reader, views, selection, shown)
    table = table_of(views, selection, shown, about, language)
    codes = views[0].rated.codes
    book = views[0].rated.codebook
    within = [_within(view, by) for view in views]
    rows = [_mean(view, wanted, shown, language) for view, wanted in zip(views, within, strict=True)]
    records = iter(table.records())
    rows += [
        _part(book.path(code), len(book.ancestors(code)), next(records), wanted, language)
        for code in codes
        for wanted in within
    ]
    return Figures(table, tuple(rows))


def _within(view: View, by: By) -> Narrowing:
    """All disagreements of a part."""
    if by is By.QUESTION:
        return Narrowing(question=view.part)
    rated = view.rated
    return Narrowing(transcripts=frozenset(rated.interviews[place].transcript_id for place in rated.places))


def _part(path: str, depth: int, record: Mapping[str, Any], wanted: Narrowing, language: str) -> Figure:
    part = say(str(record["part"]), language)
    label = f"{record['code']} · {part}"
    narrow = Narrowing(path, question=wanted.question, transcripts=wanted.transcripts, label=label)
    return Figure(path, depth, record, narrow, part)


def _mean(view: View, wanted: Narrowing, shown: Shown, language: str) -> Figure:
    found = mean_alpha(view.rated.patterns(), view.rated.leaves, draws=shown.draws, seed=shown.seed)
    part = say(view.part, language)
    narrow = Narrowing(question=wanted.question, transcripts=wanted.transcripts, label=part)
    return Figure("", 0, _record(found, len(view.rated.leaves)), narrow, part)


def _record(found: MeanAlpha, n_codes: int) -> Mapping[str, Any]:
    """The mean in the shape of a row of the agreement table."""
    over = Phrase("over {n} of {all} codes", {"n": found.n_codes, "all": n_codes})
    return {
        "code": MEAN, "alpha": found.value, "alpha_low": found.low, "alpha_high": found.high, "ac1": None,
        "positive": None, "prevalence": None, "reason": "", "state": over,
    }  # fmt: skip


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
