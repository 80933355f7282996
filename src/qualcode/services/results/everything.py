"""Every table of a report in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.refusals import told
from qualcode.domain.table import Table
from qualcode.services import exchange
from qualcode.services.claims import claims_table
from qualcode.services.confusion import confusion_table
from qualcode.services.correlations import correlation_table
from qualcode.services.disclosure import suppressed, with_aliases
from qualcode.services.files import write_whole
from qualcode.services.joint import joint_table
from qualcode.services.project import Project
from qualcode.services.results import (
    appendices,
    choices,
    composition,
    cooccurrence,
    main_rounds,
    matrix,
    questions,
    quotes,
    record,
    sites,
)
from qualcode.services.results.page import page_of
from qualcode.services.results.saturation import saturation_table
from qualcode.services.scales import scale_table
from qualcode.services.themes import theme_table

Making = Callable[[Project, str], Table]
MAKINGS: Final[Mapping[str, Making]] = {
    "sample": lambda project, _: composition.sample_table(project),
    "attributes": lambda project, _: composition.attributes_table(project),
    "questions": lambda project, language: questions.questions_table(project, language=language),
    "themes": lambda project, language: theme_table(project, language=language),
    "themes-by-site": lambda project, language: sites.sites_table(project, language=language),
    "choices": lambda project, language: choices.choices_table(project, language=language),
    "agreement": main_rounds.agreement,
    "agreement-by-round": main_rounds.agreement_by_round,
    "agreement-by-language": main_rounds.agreement_by_language,
    "confusion": lambda project, language: confusion_table(project, main_rounds.selection(project), language=language),
    "scales": lambda project, language: scale_table(project, language=language),
    "correlations": lambda project, language: correlation_table(project, language=language),
    "quotes": lambda project, language: quotes.quotes_table(project, language=language),
    "joint": lambda project, language: joint_table(project, language=language),
    "matrix": lambda project, language: matrix.matrix_table(project, language=language),
    "binary": lambda project, language: matrix.binary_table(project, language=language),
    "cooccurrence": lambda project, language: cooccurrence.cooccurrence_table(project, language=language),
    "saturation": lambda project, _: saturation_table(project),
    "codebook": appendices.codebook_table,
    "guides": appendices.guides_table,
    "checklist": record.checklist_table,
    "methods": record.methods_table,
}
"""Every table by the name of its file, in the order of a report."""
_PAGE_SAMPLE: Final = "page-sample"
"""The sample as the summary counts it: hidden with the others, and in no file of its own."""
_CLAIMS: Final = "claims"
_ROWS_OF_PEOPLE: Final = {"matrix", "binary"}
_BEFORE_BRANCHES: Final = "themes-by-site"
_DATA: Final = {"binary"}
"""For programs, so only as csv."""
_FORMS: Final = (".html", ".docx", ".xlsx", ".tex")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report is to be like."""

    language: str = "en"
    smallest: int | None = None
    """The smallest count of people that is printed; all by default."""
    with_aliases: bool = False
    branches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further tables of themes: by name, the codes that are in it with those below them."""
    claims: Path | None = None
    """A file of claims, whose ledger is a table as well and fills the summary."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written."""

    written: list[Path]
    left_out: list[tuple[str, str]]
    """Name and reason of each table that is not there."""
    aliases: dict[str, str]
    """The site that each alias stands for."""


def save_everything(project: Project, folder: Path, wish: Wish | None = None) -> Saved:
    """Write every table as csv, all of them as one page, document, workbook and LaTeX file, and the summary.

    Raises:
        BadInput: a file cannot be written.
        RuleRefused: sites are to get aliases and there are none, or claims would tell what is hidden.
    """
    wish = wish or Wish()
    if wish.claims is not None and wish.smallest is not None:
        raise RuleRefused("Claims give hidden counts away.", "Ask for --suppress or for --claims.")
    tables, left_out = _made(project, wish)
    aliases: dict[str, str] = {}
    if wish.smallest is not None:
        tables = suppressed(tables, wish.smallest)
    if wish.with_aliases:
        tables, aliases = with_aliases(project, tables, wish.language)
    folder.mkdir(parents=True, exist_ok=True)
    return Saved(list(_written(tables, folder, wish.language)), left_out, aliases)


def _made(project: Project, wish: Wish) -> tuple[list[Table], list[tuple[str, str]]]:
    """The tables; name and reason of each that the project has no data for, or that shows people one by one."""
    tables: list[Table] = []
    left_out: list[tuple[str, str]] = []
    for name, make in _makings(wish).items():
        if wish.smallest is not None and name in _ROWS_OF_PEOPLE:
            left_out.append((name, "It has a row for each participant, which no hidden cell protects."))
            continue
        try:
            tables.append(replace(make(project, wish.language), name=name))
        except RuleRefused as refusal:
            left_out.append((name, told(refusal.message, wish.language)))
    return tables, [each for each in left_out if each[0] != _PAGE_SAMPLE]


def _makings(wish: Wish) -> dict[str, Making]:
    """What makes each table, in the order of the report."""
    makings: dict[str, Making] = {}
    for name, make in MAKINGS.items():
        makings[name] = make
        if name == _BEFORE_BRANCHES:
            makings |= {branch: _branch(branch, codes) for branch, codes in wish.branches.items()}
    if wish.smallest is not None:
        makings["checklist"] = lambda project, language: record.checklist_table(project, language, with_counts=False)
    if (file := wish.claims) is not None:
        makings[_CLAIMS] = lambda project, language: claims_table(project, file, language=language)
    makings[_PAGE_SAMPLE] = lambda project, _: composition.sample_table(project, "group", "group")
    return makings


def _branch(name: str, codes: tuple[str, ...]) -> Making:
    """The maker of a table of these codes and those below them."""
    title = Phrase("{name}, by {attribute}", {"name": name.replace("_", " ").title(), "attribute": "Group"})

    def make(project: Project, language: str) -> Table:
        return replace(theme_table(project, themes=codes, with_children=True, language=language), title=title)

    return make


def _written(tables: Iterable[Table], folder: Path, language: str) -> Iterable[Path]:
    by_name = {table.name: table for table in tables}
    sample = by_name.pop(_PAGE_SAMPLE, None)
    for name, table in by_name.items():
        exchange.save_table(table, folder / f"{name}.csv", language)
        yield folder / f"{name}.csv"
    printed = [table for name, table in by_name.items() if name not in _DATA and table.rows]
    title = say(Phrase("Tables of the study {name}", {"name": printed[0].provenance["project"]}), language)
    for suffix in _FORMS:
        exchange.save_tables(printed, folder / f"report{suffix}", language, title)
        yield folder / f"report{suffix}"
    if sample is not None and "themes" in by_name:
        page = page_of(sample, by_name["themes"], by_name.get(_CLAIMS), language=language)
        write_whole(folder / "page.md", page.encode("utf-8", "replace"))
        yield folder / "page.md"
