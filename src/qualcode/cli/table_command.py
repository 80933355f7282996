"""The shape of a command that makes a table: open the project, make it, protect people in it, give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import language_option, opened, project_option
from qualcode.cli.output import give, out_options
from qualcode.cli.suppression import alias_option, protected, suppress_option

if TYPE_CHECKING:
    from qualcode.domain.table import Table

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[Any], Any]


def table_command(
    name: str, *options: Option, counts_people: bool = False, has_sites: bool = False
) -> Callable[[Callable[..., Table]], click.Command]:
    """A command from a function of the project, the language and the options, whose docstring is the help.

    Args:
        name: Of the command.
        options: Further ones, in the order of the help.
        counts_people: With `--suppress`.
        has_sites: With `--alias-sites`.
    """

    def made(make: Callable[..., Table]) -> click.Command:
        def command(
            project_path: Path | None, language: str, format_: str, out: Path | None, suppress: int | None = None,
            *, alias_sites: bool = False, **asked: Any,
        ) -> None:  # fmt: skip
            with opened(project_path) as project:
                table = make(project, language, **asked)
                table = protected(project, table, language, suppress, alias_sites=alias_sites)
            give(table, language, format_, out)

        command.__doc__ = make.__doc__
        further = ([suppress_option] if counts_people else []) + ([alias_option] if has_sites else [])
        for option in reversed([*options, *further]):
            command = option(command)
        return click.command(name)(project_option(language_option(out_options(command))))

    return made


def by_option(default: str | None = "group") -> Option:
    """`--by ATTRIBUTE`."""
    return click.option(
        "--by", default=default, show_default=True, metavar="ATTRIBUTE", help="group, site or any other attribute."
    )


base_option: Option = click.option(
    "--base",
    type=click.Choice(["interviewed", "asked", "answered"]),
    default="interviewed",
    show_default=True,
    help="Whom percentages are of.",
)
layer_option: Option = click.option(
    "--layer", metavar="NAME", help="consensus, union or a coder. Default: consensus where it exists."
)


def names_option(flag: str, words: str) -> Option:
    """An option that takes names with commas between them; none is an empty tuple."""
    return click.option(flag, metavar="A,B", help=words, callback=lambda _, __, given: names(given))


def names(given: str | None) -> tuple[str, ...]:
    """The names that stand with commas between them."""
    return tuple(name.strip() for name in given.split(",")) if given else ()


themes_option: Option = names_option("--themes", "Only these codes.")
