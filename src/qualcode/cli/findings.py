"""Tables of measures: `qualcode report scales`, `report correlations` and `report joint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.reports import report_group
from qualcode.cli.table_command import base_option, layer_option, names_option, table_command, themes_option

if TYPE_CHECKING:
    from qualcode.domain.table import Table
    from qualcode.services.project import Project

_group = click.option("--group", metavar="NAME", help="Only participants of this group. Default: all.")


@table_command("scales", _group)
def report_scales(project: Project, language: str, group: str | None) -> Table:
    """What each scale is made of, its mean, range and Cronbach's alpha."""
    from qualcode.services.scales import scale_table  # noqa: PLC0415  # loads numpy

    return scale_table(project, group, language=language)


@table_command(
    "correlations",
    _group,
    names_option("--variables", "Scales, outcomes or measures. Default: every scale and outcome."),
    click.option("--pairs", is_flag=True, help="A row a pair with n, r, t, p, interval and Spearman, not a matrix."),
)
def report_correlations(
    project: Project, language: str, group: str | None, variables: tuple[str, ...], *, pairs: bool
) -> Table:
    """How scales and outcomes go together: Pearson (or point-biserial) and Spearman, with n, exact p and interval.

    Who lacks one of two values is left out of that pair only, and n says so.
    """
    from qualcode.services.correlations import correlation_table  # noqa: PLC0415  # loads numpy

    return correlation_table(project, variables, group, pairs=pairs, language=language)


@table_command(
    "joint",
    _group,
    click.option("--measure", metavar="NAME", help="The scale, outcome or measure. Default: the first scale."),
    themes_option,
    base_option,
    layer_option,
    counts_people=True,
)
def report_joint(
    project: Project,
    language: str,
    group: str | None,
    measure: str | None,
    themes: tuple[str, ...],
    base: str,
    layer: str | None,
) -> Table:
    """A joint display: who raised each theme among participants low, middle and high on a measure.

    Thirds are cut over everybody who has a value; equal values stay together.
    """
    from qualcode.services.frequencies import Base  # noqa: PLC0415  # loads the database
    from qualcode.services.joint import joint_table  # noqa: PLC0415  # loads numpy

    return joint_table(project, measure, group, Base(base), layer, themes, language=language)


for _command in (report_scales, report_correlations, report_joint):
    report_group.add_command(_command)

COMMANDS: tuple[click.Command, ...] = ()
