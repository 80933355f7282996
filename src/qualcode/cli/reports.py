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


@report_group.command("progress")
@project_option
@language_option
@out_options
def report_progress(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """How far coding is, by coder, site and group: tasks, assigned, begun, finished."""
    from qualcode.services.rounds import progress_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = progress_table(project)
    give(table, language, format_, out)


@report_group.command("disagreements")
@project_option
@language_option
@out_options
@click.option("--code", metavar="CODE", help="Only this code (a name or path) and those below it.")
@click.option("--open", "only_open", is_flag=True, help="Only what is not settled.")
def report_disagreements(
    project_path: Path | None, language: str, format_: str, out: Path | None, code: str | None, only_open: bool
) -> None:
    """Where coders differ: who has a code in an answer, who has not, the words, and what was decided."""
    from qualcode.services.disagreements import disagreement_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = disagreement_table(project, code, only_open=only_open, language=language)
    give(table, language, format_, out)


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
    "--layer",
    metavar="NAME",
    help="consensus, union, intersection or a coder. Default: consensus where it exists, else the coders.",
)
@click.option("--themes", metavar="A,B", help="Only these codes.")
@click.option(
    "--tests", is_flag=True, help="Difference, Fisher's exact test with Holm's adjustment, odds ratio (two groups)."
)
@suppress_option
@alias_option
@click.option("--with-children", is_flag=True, help="With --themes: also the codes below those named.")
@click.option("--range", "with_range", is_flag=True, help="Also n over the intersection and over the union of coders.")
@click.option(
    "--count",
    type=click.Choice(["participants", "passages", "words"]),
    default="participants",
    show_default=True,
    help="What is counted; passages and words say who talks, not how many think so.",
)
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
    with_children: bool,
    with_range: bool,
    count: str,
) -> None:
    """How many participants of each group raised each theme, with the base and a 95 % interval.

    Counts are people, not passages. Who has an interview that is not fully coded is in neither number.
    """
    from qualcode.services.themes import Base, theme_table  # noqa: PLC0415  # loads the database

    names = tuple(name.strip() for name in themes.split(",")) if themes else ()
    if count != "participants":
        if tests or with_range or with_children or suppress or alias_sites or Base(base) is not Base.INTERVIEWED:
            raise click.UsageError(
                "--tests, --range, --with-children, --suppress, --alias-sites and --base count participants; "
                "leave --count out."
            )
        from qualcode.services.results.shares import Count, shares_table  # noqa: PLC0415  # as above

        with opened(project_path) as project:
            table = shares_table(project, by, Count(count), layer, names, language)
    else:
        with opened(project_path) as project:
            table = theme_table(
                project,
                by,
                Base(base),
                layer,
                names,
                tests=tests,
                with_range=with_range,
                with_children=with_children,
                language=language,
            )
            table = without_small_cells(project, table, suppress)
            table = under_aliases(project, table, language, wanted=alias_sites)
    give(table, language, format_, out)


for _command in agreement_report.COMMANDS:
    report_group.add_command(_command)

COMMANDS = (report_group,)
