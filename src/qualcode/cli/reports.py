"""`qualcode report ...`: tables to print, or to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli import agreement_report
from qualcode.cli.table_command import base_option, by_option, table_command, themes_option

if TYPE_CHECKING:
    from qualcode.domain.table import Table
    from qualcode.services.project import Project


@click.group("report")
def report_group() -> None:
    """Print a table, or write it to a file with --out."""


@table_command("progress")
def report_progress(project: Project, language: str) -> Table:  # noqa: ARG001  # one shape
    """How far coding is, by coder, site and group: tasks, assigned, begun, finished."""
    from qualcode.services.rounds import progress_table  # noqa: PLC0415  # loads the database

    return progress_table(project)


@table_command(
    "disagreements",
    click.option("--code", metavar="CODE", help="Only this code (a name or path) and those below it."),
    click.option("--open", "only_open", is_flag=True, help="Only what is not settled."),
)
def report_disagreements(project: Project, language: str, code: str | None, *, only_open: bool) -> Table:
    """Where coders differ: who has a code in an answer, who has not, the words, and what was decided."""
    from qualcode.services.disagreements import disagreement_table  # noqa: PLC0415  # loads the database

    return disagreement_table(project, code, only_open=only_open, language=language)


@table_command(
    "themes",
    by_option(),
    base_option,
    click.option(
        "--layer",
        metavar="NAME",
        help="consensus, union, intersection or a coder. Default: consensus where it exists, else the coders.",
    ),
    themes_option,
    click.option(
        "--tests", is_flag=True, help="Difference, Fisher's exact test with Holm's adjustment, odds ratio (two groups)."
    ),
    click.option("--with-agreement", is_flag=True, help="Also each theme's own agreement: alpha over the main rounds."),
    click.option("--with-children", is_flag=True, help="With --themes: also the codes below those named."),
    click.option(
        "--range", "with_range", is_flag=True, help="Also n over the intersection and over the union of coders."
    ),
    click.option(
        "--count",
        type=click.Choice(["participants", "passages", "words"]),
        default="participants",
        show_default=True,
        help="What is counted; passages and words say who talks, not how many think so.",
    ),
    counts_people=True,
    has_sites=True,
)
def report_themes(
    project: Project, language: str, by: str, base: str, layer: str | None, themes: tuple[str, ...], count: str,
    **shown: Any,
) -> Table:  # fmt: skip
    """How many participants of each group raised each theme, with the base and a 95 % interval.

    Counts are people, not passages. Who has an interview that is not fully coded is in neither number.
    """
    from qualcode.services.frequencies import Base  # noqa: PLC0415  # loads the database
    from qualcode.services.themes import theme_table  # noqa: PLC0415  # as above

    if count == "participants":
        alphas = _alphas(project) if shown.pop("with_agreement") else None
        return theme_table(project, by, Base(base), layer, themes, alphas=alphas, language=language, **shown)
    if any(shown.values()) or Base(base) is not Base.INTERVIEWED:
        raise click.UsageError(
            "--tests, --range, --with-agreement, --with-children and --base count participants; leave --count out."
        )
    from qualcode.services.results.shares import Count, shares_table  # noqa: PLC0415  # as above

    return shares_table(project, by, Count(count), layer, themes, language)


def _alphas(project: Project) -> dict[str, float | None]:
    from qualcode.services.results import main_rounds  # noqa: PLC0415  # loads the kernel

    return main_rounds.alphas(project)


for _command in (report_progress, report_disagreements, report_themes, *agreement_report.COMMANDS):
    report_group.add_command(_command)

COMMANDS = (report_group,)
