"""`qualcode report ...`: tables to print, or to a file."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli import agreement_report
from qualcode.cli.common import language_option, opened, project_option
from qualcode.cli.output import give, out_options
from qualcode.cli.suppression import alias_option, suppress_option, under_aliases, without_small_cells


@click.group("report")
def report_group() -> None:
    """Print a table, or write it to a file with --out."""


@report_group.command("themes")
@project_option
@language_option
@out_options
@click.option(
    "--by", default="group", show_default=True, metavar="ATTRIBUTE", help="group, site or any other attribute."
)
@click.option(
    "--base",
    type=click.Choice(["interviewed", "asked", "answered"]),
    default="interviewed",
    show_default=True,
    help="Whom percentages are of.",
)
@click.option(
    "--layer", metavar="NAME", help="consensus, union or a coder. Default: consensus where it exists, else the coders."
)
@click.option("--themes", metavar="A,B", help="Only these codes.")
@click.option(
    "--tests", is_flag=True, help="Difference, Fisher's exact test with Holm's adjustment, odds ratio (two groups)."
)
@suppress_option
@alias_option
def report_themes(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    by: str,
    base: str,
    layer: str | None,
    themes: str | None,
    tests: bool,
    suppress: int | None,
    alias_sites: bool,
) -> None:
    """How many participants of each group raised each theme, with the base and a 95 % interval.

    Counts are people, not passages. Who has an interview that is not fully coded is in neither number.
    """
    from qualcode.services.themes import Base, theme_table  # noqa: PLC0415  # loads the database

    names = tuple(name.strip() for name in themes.split(",")) if themes else ()
    with opened(project_path) as project:
        table = theme_table(project, by, Base(base), layer, names, tests=tests, language=language)
        table = without_small_cells(project, table, suppress)
        table = under_aliases(project, table, language, wanted=alias_sites)
    give(table, language, format_, out)


for _command in agreement_report.COMMANDS:
    report_group.add_command(_command)

COMMANDS = (report_group,)
