"""Where a table goes: standard output, or a file whose suffix picks its form."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import FILE, talk

if TYPE_CHECKING:
    from qualcode.domain.table import Table

F = TypeVar("F", bound=Callable[..., Any])


def out_options(command: F) -> F:
    """`--out FILE` and `--format FORM`."""
    command = click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "csv", "json", "md", "html", "tex"]),
        default="text",
        help="Form of standard output. Default: text.",
    )(command)
    return click.option(
        "--out",
        type=FILE,
        metavar="FILE",
        help="Write to FILE; its suffix picks the form (.csv .docx .html .json .md .tex .txt .xlsx).",
    )(command)


def give(table: Table, language: str, format_: str, out: Path | None) -> None:
    """Print the table, or write it to the file."""
    from qualcode.services import exchange  # noqa: PLC0415  # loads the writers

    if out is not None:
        exchange.save_table(table, out, language)
        talk(f"Wrote {out}.")
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100
    click.echo(exchange.table_text(table, language, width, format_), nl=False)
