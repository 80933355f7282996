"""What commands share: which project, who is acting, and progress on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from qualcode.services.project import Project

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)


def project_option(command: F) -> F:
    """`-p/--project FILE`."""
    return click.option(
        "-p",
        "--project",
        "project_path",
        type=FILE,
        metavar="FILE",
        help="The project; else QUALCODE_PROJECT, else the only project here.",
    )(command)


def coder_option(command: F) -> F:
    """`--coder NAME`."""
    return click.option("--coder", metavar="NAME", help="Who is acting; else the name in your settings.")(command)


class Talk:
    """How the program talks while one command runs."""

    def __init__(self) -> None:
        self.language = ""
        """As asked for with --lang; empty where it was not."""


def language_option(command: F) -> F:
    """`--lang en|fr`; refusals are said in that language too."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "fr"]),
        default="en",
        callback=_talk_so,
        help="Language of tables. Default: en.",
    )(command)


def _talk_so(context: click.Context, parameter: click.Parameter, language: str) -> str:
    talk_ = context.find_object(Talk)
    if talk_ is not None and context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE:
        talk_.language = language
    return language


def projects_here() -> list[Path]:
    """The projects in this folder, without the copies that are kept when a newer program changes a project's tables."""
    return sorted(path for path in Path().glob("*.qualcode") if ".before-version-" not in path.name)


def which_project(given: Path | None) -> Path:
    """The project that is meant.

    Raises:
        UsageError: none is named and there is not just one here, packs of it apart.
    """
    named = given or (Path(os.environ["QUALCODE_PROJECT"]) if os.environ.get("QUALCODE_PROJECT") else None)
    if named is not None:
        return named
    here = projects_here()
    if len(here) > 1:
        from qualcode.services.project import is_pack  # noqa: PLC0415  # loads the database

        here = [path for path in here if not is_pack(path)]
    if len(here) == 1:
        return here[0]
    found = f"there are several here ({', '.join(path.name for path in here)})" if here else "there is none here"
    raise click.UsageError(f"Which project? {found[0].upper()}{found[1:]}. Name one with --project FILE.")


@contextmanager
def opened(given: Path | None) -> Iterator[Project]:
    """The project that is meant, closed at the end."""
    from qualcode.services.project import Project  # noqa: PLC0415  # loads the database

    project = Project.open(which_project(given))
    try:
        yield project
    finally:
        project.close()


def coder_name(project: Project, given: str | None) -> str | None:
    """Who is acting: as given, else as in the settings, else the project's only coder, else None."""
    from qualcode.services.settings import load_settings  # noqa: PLC0415  # only where a project is open

    if given or load_settings().coder:
        return given or load_settings().coder
    coders = project.coders()
    return coders[0].name if len(coders) == 1 else None


def acting(project: Project, given: str | None) -> str | None:
    """The id of whoever acts, or None where nobody is named."""
    name = coder_name(project, given)
    return project.coder(name).id if name else None


def known(project: Project, given: str | None) -> str | None:
    """The id of whoever acts on their own work, or None where nobody is named.

    Raises:
        RuleRefused: the project has no coder of that name.
    """
    from qualcode.domain.errors import RuleRefused  # noqa: PLC0415  # only for a wrong name

    name = coder_name(project, given)
    ids = {coder.name: coder.id for coder in project.coders()}
    if name is not None and name not in ids:
        raise RuleRefused(f'There is no coder "{name}" in this project.', f"There are: {', '.join(ids) or 'none'}.")
    return ids[name] if name else None


def talk(text: str) -> None:
    """Say something on standard error."""
    click.echo(text, err=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal; Ctrl+C stops the act and nothing of it is stored."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people who watch
    from rich.progress import Progress  # noqa: PLC0415  # as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
