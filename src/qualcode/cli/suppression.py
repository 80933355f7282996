"""`--suppress N` and `--alias-sites`: tables that protect people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import talk

if TYPE_CHECKING:
    from qualcode.domain.table import Table
    from qualcode.services.project import Project

F = TypeVar("F", bound=Callable[..., Any])


def suppress_option(command: F) -> F:
    """`--suppress N`."""
    return click.option(
        "--suppress",
        type=click.IntRange(min=2),
        metavar="N",
        help="Hide counts of 1 to N - 1, and those from which one of them could be worked out.",
    )(command)


def alias_option(command: F) -> F:
    """`--alias-sites`."""
    return click.option(
        "--alias-sites",
        is_flag=True,
        help="Number the sites instead of naming them (with --by site); standard error says which is which.",
    )(command)


def under_aliases(project: Project, table: Table, language: str, *, wanted: bool) -> Table:
    """The table with numbered sites where that was asked for; who runs the command is told their names."""
    if not wanted:
        return table
    from qualcode.services.disclosure import with_aliases  # noqa: PLC0415  # as below

    aliased, names = with_aliases(project, table, language)
    for alias, site in names.items():
        talk(f"{alias}: {site}")
    return aliased


def without_small_cells(project: Project, table: Table, smallest: int | None) -> Table:
    """The table, with its small cells hidden where that was asked for."""
    if smallest is None:
        return table
    from qualcode.services.disclosure import suppressed  # noqa: PLC0415  # loads numpy and scipy

    return suppressed(project, table, smallest)
