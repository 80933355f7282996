"""Every table of a report in one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from qualcode.analysis.themes import wilson
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.refusals import told
from qualcode.domain.table import Table, Value
from qualcode.services import exchange
from qualcode.services.agreement import agreement_table
from qualcode.services.correlations import correlation_table
from qualcode.services.files import write_whole
from qualcode.services.project import Project
from qualcode.services.results import appendices, choices, composition, cooccurrence, matrix, questions, quotes, record
from qualcode.services.results.page import summary_page
from qualcode.services.results.saturation import saturation_table
from qualcode.services.scales import scale_table
from qualcode.services.themes import NOBODY, theme_table

Making = Callable[[Project, str], Table]
MAKINGS: Final[Mapping[str, Making]] = {
    "sample": lambda project, _: composition.sample_table(project),
    "attributes": lambda project, _: composition.attributes_table(project),
    "questions": lambda project, language: questions.questions_table(project, language=language),
    "themes": lambda project, language: theme_table(project, language=language),
    "themes-by-site": lambda project, language: _with_total(theme_table(project, "site", language=language)),
    "choices": lambda project, language: choices.choices_table(project, language=language),
    "agreement": lambda project, language: agreement_table(project, language=language),
    "scales": lambda project, language: scale_table(project, language=language),
    "correlations": lambda project, language: correlation_table(project, language=language),
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
_TOTAL: Final = "Total"
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
            left_out.append((name, told(refusal.message, language)))
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


def _with_total(table: Table) -> Table:
    """The theme table with a row for all groups of each code; no intervals in print, so that many fit side by side.

    Where one of the groups has no number, neither has the total, which would give it away.
    """
    columns = tuple(
        replace(column, printed=column.printed and column.key not in {"low", "high"}) for column in table.columns
    )
    size = len(dict.fromkeys(str(row["group"]) for row in table.records()))
    rows: list[tuple[Value, ...]] = []
    for start in range(0, len(table.rows), size or 1):
        block = table.records()[start : start + size]
        rows += [*table.rows[start : start + size], tuple(_total(block)[column.key] for column in columns)]
    indents = tuple(depth for depth in table.indents[:: size or 1] for _ in range(size + 1))
    notes = tuple(note for note in table.notes if str(note) != _INTERVALS)
    return replace(table, columns=columns, rows=tuple(rows), indents=indents, notes=notes)


def _total(block: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    counts = [(row["n"], row["base"]) for row in block]
    known = [(n, base) for n, base in counts if isinstance(n, int) and isinstance(base, int)]
    n, base = (sum(n for n, _ in known), sum(base for _, base in known)) if len(known) == len(counts) else (None, None)
    share = n / base if n is not None and base else None
    low, high = wilson(n, base) if n is not None and base else (None, None)
    return {**block[0], "group": _TOTAL, "n": n, "base": base, "percent": share, "low": low, "high": high,
            "reason": block[0]["reason"] if n is None else "" if base else NOBODY}  # fmt: skip
