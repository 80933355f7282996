"""Every table of a report in one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Table
from qualcode.services import exchange
from qualcode.services.agreement import agreement_table
from qualcode.services.files import write_whole
from qualcode.services.project import Project
from qualcode.services.results import appendices, choices, composition, cooccurrence, matrix, questions, quotes, record
from qualcode.services.results.page import summary_page
from qualcode.services.results.saturation import saturation_table
from qualcode.services.themes import theme_table

Making = Callable[[Project, str], Table]
MAKINGS: Final[Mapping[str, Making]] = {
    "sample": lambda project, _: composition.sample_table(project),
    "attributes": lambda project, _: composition.attributes_table(project),
    "questions": lambda project, language: questions.questions_table(project, language=language),
    "themes": lambda project, language: theme_table(project, language=language),
    "themes-by-site": lambda project, language: _narrow(theme_table(project, "site", language=language)),
    "choices": lambda project, language: choices.choices_table(project, language=language),
    "agreement": lambda project, language: agreement_table(project, language=language),
    "quotes": lambda project, language: quotes.quotes_table(project, language=language),
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
_DATA: Final = {"binary"}
"""For programs, so only as csv."""
_INTERVALS: Final = "CI: Wilson."
_FORMS: Final = (".html", ".docx", ".xlsx")


def save_everything(project: Project, folder: Path, language: str = "en") -> tuple[list[Path], list[tuple[str, str]]]:
    """Write every table as csv, all of them as one page, one document and one workbook, and the summary.

    Returns:
        The files written; name and reason of each table that the project has no data for.

    Raises:
        BadInput: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    left_out: list[tuple[str, str]] = []
    tables: list[Table] = []
    for name, make in MAKINGS.items():
        try:
            table = replace(make(project, language), name=name)
        except RuleRefused as refusal:
            left_out.append((name, refusal.message))
            continue
        written.append(folder / f"{name}.csv")
        exchange.save_table(table, written[-1], language)
        if name not in _DATA and table.rows:
            tables.append(table)
    title = say(Phrase("Tables of the study {name}", {"name": tables[0].provenance["project"]}), language)
    for suffix in _FORMS:
        written.append(folder / f"report{suffix}")
        exchange.save_tables(tables, written[-1], language, title)
    written.append(folder / "page.md")
    write_whole(written[-1], summary_page(project, language=language).encode("utf-8", "replace"))
    return written, left_out


def _narrow(table: Table) -> Table:
    """The table without intervals in print, so that many groups stand side by side."""
    columns = tuple(
        replace(column, printed=column.printed and column.key not in {"low", "high"}) for column in table.columns
    )
    return replace(table, columns=columns, notes=tuple(note for note in table.notes if str(note) != _INTERVALS))
