"""Tables of measures: `qualcode report scales`, `report correlations` and `report joint`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import language_option, opened, project_option
from qualcode.cli.output import give, out_options
from qualcode.cli.reports import report_group
from qualcode.cli.suppression import suppress_option, without_small_cells

_group = click.option("--group", metavar="NAME", help="Only participants of this group. Default: all.")


@report_group.command("scales")
@project_option
@language_option
@out_options
@_group
def report_scales(project_path: Path | None, language: str, format_: str, out: Path | None, group: str | None) -> None:
    """What each scale is made of, its mean, range and Cronbach's alpha."""
    from qualcode.services.scales import scale_table  # noqa: PLC0415  # loads numpy

    with opened(project_path) as project:
        table = scale_table(project, group, language=language)
    give(table, language, format_, out)


@report_group.command("correlations")
@project_option
@language_option
@out_options
@_group
@click.option("--variables", metavar="A,B", help="Scales, outcomes or measures. Default: every scale and outcome.")
@click.option("--pairs", is_flag=True, help="A row a pair with n, r, t, p, interval and Spearman, not a matrix.")
def report_correlations(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    group: str | None,
    variables: str | None,
    pairs: bool,
) -> None:
    """How scales and outcomes go together: Pearson (or point-biserial) and Spearman, with n, exact p and interval.

    Who lacks one of two values is left out of that pair only, and n says so.
    """
    from qualcode.services.correlations import correlation_table  # noqa: PLC0415  # loads numpy

    names = tuple(name.strip() for name in variables.split(",")) if variables else ()
    with opened(project_path) as project:
        table = correlation_table(project, names, group, pairs=pairs, language=language)
    give(table, language, format_, out)


@report_group.command("joint")
@project_option
@language_option
@out_options
@_group
@click.option("--measure", metavar="NAME", help="The scale, outcome or measure. Default: the first scale.")
@click.option("--themes", metavar="A,B", help="Only these codes.")
@click.option(
    "--base",
    type=click.Choice(["interviewed", "asked", "answered"]),
    default="interviewed",
    show_default=True,
    help="Whom percentages are of.",
)
@click.option("--layer", metavar="NAME", help="consensus, union or a coder. Default: as in report themes.")
@suppress_option
def report_joint(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    group: str | None,
    measure: str | None,
    themes: str | None,
    base: str,
    layer: str | None,
    suppress: int | None,
) -> None:
    """A joint display: who raised each theme among participants low, middle and high on a measure.

    Thirds are cut over everybody who has a value; equal values stay together.
    """
    from qualcode.services.joint import joint_table  # noqa: PLC0415  # loads numpy
    from qualcode.services.themes import Base  # noqa: PLC0415  # loads the database

    names = tuple(name.strip() for name in themes.split(",")) if themes else ()
    with opened(project_path) as project:
        table = joint_table(project, measure, group, Base(base), layer, names, language=language)
        table = without_small_cells(project, table, suppress)
    give(table, language, format_, out)


COMMANDS: tuple[click.Command, ...] = ()
