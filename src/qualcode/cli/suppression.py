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
        help="Number the sites instead of naming them; standard error says which is which.",
    )(command)


def protected(project: Project, table: Table, language: str, suppress: int | None, *, alias_sites: bool) -> Table:
    """The table with small cells hidden and sites numbered, as far as that was asked for."""
    if suppress is not None:
        from qualcode.services.disclosure import suppressed  # noqa: PLC0415  # loads numpy and scipy

        (table,) = suppressed([table], suppress)
    if alias_sites:
        from qualcode.services.disclosure import with_aliases  # noqa: PLC0415  # loads the database

        (table,), names = with_aliases(project, [table], language)
        say_aliases(names)
    return table


def say_aliases(names: dict[str, str]) -> None:
    """Tell whoever runs the command which site is which."""
    for alias, site in names.items():
        talk(f"{alias}: {site}")
