"""Tables and codings to files and to the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualcode.domain.table import Table
from qualcode.formats import codings
from qualcode.formats import tables as tables_
from qualcode.services.codings import coding_export
from qualcode.services.exclusion import withheld
from qualcode.services.files import write_whole
from qualcode.services.project import Project
from qualcode.services.rounds import blinded


def save_table(table: Table, path: Path, language: str = "en") -> None:
    """Write a table; the suffix picks the form, and the file is whole or not there.

    Raises:
        BadInput: there is no writer for the suffix, or the file cannot be written.
    """
    write_whole(path, tables_.write_table(table, path.suffix.lower(), language))


def save_tables(tables: Sequence[Table], path: Path, language: str = "en", title: str = "") -> None:
    """Write several tables into one file: .html, .docx, .xlsx or .tex.

    Raises:
        BadInput: the file cannot be written.
    """
    write_whole(path, tables_.write_tables(tables, path.suffix.lower(), language, title))


def table_text(table: Table, language: str = "en", width: int = 100, form: str = "text") -> str:
    """The table as text: `text` for the terminal, or `csv`, `json`, `md`, `html`, `tex`."""
    return tables_.format_table(table, form, language, width)


def export_codings(project: Project, path: Path, coder_id: str | None = None) -> tuple[int, int, int]:
    """Write every coding with its words, others' of a blind round that is open left out.

    Returns:
        How many codings; how many transcripts show the coder's own alone; how many are excluded from export.
    """
    rows = list(coding_export(project, coder_id))
    write_whole(path, codings.write_codings(rows))
    with project.read() as reader:
        return len(rows), len(blinded(reader)), len(withheld(reader))
