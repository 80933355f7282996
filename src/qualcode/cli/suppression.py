"""`--suppress N`: tables of counts without small cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

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


def without_small_cells(project: Project, table: Table, smallest: int | None) -> Table:
    """The table, with its small cells hidden where that was asked for."""
    if smallest is None:
        return table
    from qualcode.services.disclosure import suppressed  # noqa: PLC0415  # loads numpy and scipy

    return suppressed(project, table, smallest)
