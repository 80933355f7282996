"""`qualcode codebook ...`: the codebook under revision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import acting, coder_option, known, language_option, opened, project_option, talk
from qualcode.cli.output import give, out_options

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.services.project import Project

F = TypeVar("F", bound=Callable[..., Any])

_dry_run = click.option("--dry-run", is_flag=True, help="Show what would change; store nothing.")
_origin = click.option(
    "--origin", type=click.Choice(["a priori", "emergent"]), help="Known before the interviews, or found in them."
)
_reason = click.option("--reason", default="", metavar="WHY", help="Why; kept with the version of the codebook.")


@click.group("codebook")
def codebook_group() -> None:
    """Revise the codebook: add, edit, merge, split and retire codes, and recode what that asks for."""


def _revision(command: F) -> F:
    """What every act on the codebook takes."""
    for option in (_reason, _dry_run, coder_option, project_option):
        command = option(command)
    return command


@codebook_group.command("add")
@click.argument("name")
@click.option("--parent", metavar="CODE", help="The code that it stands under.")
@_origin
@coder_option
@project_option
def add_command(
    name: str, parent: str | None, origin: str | None, coder: str | None, project_path: Path | None
) -> None:
    """Add a code NAME."""
    from qualcode.services import codebook  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        parent_id = codebook.read_codebook(project).find(parent).id if parent else None
        codebook.add_code(project, acting(project, coder), name, parent_id, origin or "")
    talk(f"Added {name}.")


@codebook_group.command("edit")
@click.argument("code")
@click.option("--name", metavar="NAME", help="A new name.")
@click.option("--definition", metavar="TEXT", help="What it means.")
@click.option("--include", metavar="TEXT", help="When to use it.")
@click.option("--exclude", metavar="TEXT", help="When not to use it.")
@click.option("--example", metavar="TEXT", help="A typical passage.")
@click.option("--colour", metavar="#RRGGBB", help="Its colour.")
@click.option("--label-fr", metavar="NAME", help="Its French name.")
@click.option("--definition-fr", metavar="TEXT", help="What it means, in French.")
@_origin
@_revision
def edit_command(
    code: str, project_path: Path | None, coder: str | None, dry_run: bool, reason: str, **fields: str | None
) -> None:
    """Give CODE (a name or path) new words; a new definition, include or exclude asks for recoding."""
    from qualcode.services import codebook  # noqa: PLC0415  # loads the database

    given = {name: value for name, value in fields.items() if value is not None}
    if not given:
        raise click.UsageError("Nothing to change. Name what is new, as in --definition TEXT.")
    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        code_id = codebook.read_codebook(project).find(code).id
        done = codebook.edit_code(project, acting(project, coder), code_id, reason=reason, **given)
        _tell(project, done, dry_run=dry_run)
    if not dry_run and {"definition", "include", "exclude"} & given.keys():
        talk("Codings made before wait in their coders' queue: qualcode codebook recode.")


@codebook_group.command("move")
@click.argument("code")
@click.argument("parent", required=False)
@_revision
def move_command(
    code: str, parent: str | None, project_path: Path | None, coder: str | None, dry_run: bool, reason: str
) -> None:
    """Put CODE under PARENT, or at the top."""
    from qualcode.services import codebook  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        book = codebook.read_codebook(project)
        parent_id = book.find(parent).id if parent else None
        who = acting(project, coder)
        done = codebook.edit_code(project, who, book.find(code).id, reason=reason, parent_id=parent_id)
        _tell(project, done, dry_run=dry_run)


@codebook_group.command("merge")
@click.argument("code")
@click.argument("into")
@_revision
def merge_command(
    code: str, into: str, project_path: Path | None, coder: str | None, dry_run: bool, reason: str
) -> None:
    """Put the codings, memos and children of CODE under INTO, and retire CODE."""
    from qualcode.services import codebook, recoding  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        book = codebook.read_codebook(project)
        who = acting(project, coder)
        done = recoding.merge_codes(project, who, book.find(code).id, book.find(into).id, reason)
        _tell(project, done, dry_run=dry_run)


@codebook_group.command("split")
@click.argument("code")
@click.argument("parts", nargs=-1, required=True)
@_revision
def split_command(
    code: str, parts: tuple[str, ...], project_path: Path | None, coder: str | None, dry_run: bool, reason: str
) -> None:
    """Put two or more new codes PARTS under CODE; its codings wait to be recoded."""
    from qualcode.services import codebook, recoding  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        code_id = codebook.read_codebook(project).find(code).id
        done = recoding.split_code(project, acting(project, coder), code_id, parts, reason)
        _tell(project, done, dry_run=dry_run)


@codebook_group.command("retire")
@click.argument("code")
@_revision
def retire_command(code: str, project_path: Path | None, coder: str | None, dry_run: bool, reason: str) -> None:
    """Take CODE out of use; its codings stay."""
    from qualcode.services import codebook  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        code_id = codebook.read_codebook(project).find(code).id
        _tell(project, codebook.retire_code(project, acting(project, coder), code_id, reason), dry_run=dry_run)


@codebook_group.command("recode")
@coder_option
@project_option
def recode_command(coder: str | None, project_path: Path | None) -> None:
    """List your codings whose code changed its meaning since."""
    from qualcode.services import recoding  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        coder_id = known(project, coder)
        if coder_id is None:
            raise click.UsageError("Whose codings? Name the coder with --coder NAME.")
        queue = recoding.recode_queue(project, coder_id)
    for each in queue:
        click.echo(f"{each.transcript.name}  {each.code.name}  {' '.join(each.words.split())[:70]}")
    talk(f"{len(queue)} to look at again." if queue else "Nothing to look at again.")


@codebook_group.command("versions")
@project_option
@language_option
@out_options
def versions_command(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """Every version of the codebook: when, who, what, why."""
    from qualcode.services.recoding import versions_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = versions_table(project)
    give(table, language, format_, out)


@codebook_group.command("alike")
@project_option
@language_option
@out_options
def alike_command(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """Pairs of codes whose names or definitions are nearly the same."""
    from qualcode.services.recoding import alike_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = alike_table(project, language)
    give(table, language, format_, out)


def _tell(project: Project, done: ChangeSet, *, dry_run: bool) -> None:
    """What an act did, or would do, to the codebook and to whose codings."""
    from qualcode.services.effects import effects_of  # noqa: PLC0415  # loads the database

    codes = sum(change.kind == "code" for change in done)
    talk(f"{'Would change' if dry_run else 'Changed'} {codes} codes.")
    for sentence in effects_of(project, done).sentences():
        talk(str(sentence))


COMMANDS = (codebook_group,)
