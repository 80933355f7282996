"""Commands on a project as a whole: open, new, demo, code, check, backup, history, undo, redo."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from qualcode.cli.common import (
    FILE,
    coder_option,
    known,
    language_option,
    opened,
    progress,
    project_option,
    projects_here,
    talk,
    which_project,
)
from qualcode.cli.first_line import first_line
from qualcode.domain.errors import QualcodeError, RuleRefused


@click.command("open")
@click.argument("project", type=FILE, required=False)
@coder_option
@language_option
def open_command(project: Path | None = None, coder: str | None = None, language: str = "en") -> None:
    """Open the terminal screen on PROJECT, or the start screen."""
    here = projects_here()
    chosen = project or (here[0] if len(here) == 1 else None)
    _need_terminal()
    _show(chosen, coder, None, language)


@click.command("code")
@click.argument("transcript", required=False)
@project_option
@coder_option
@language_option
def code_command(project_path: Path | None, transcript: str | None, coder: str | None, language: str) -> None:
    """Code TRANSCRIPT (a name), or go on where you stopped."""
    _need_terminal()
    _show(which_project(project_path), coder, transcript, language)


@click.command("new")
@click.argument("project", type=FILE)
@click.argument("transcripts", nargs=-1, type=FILE)
@click.option("--codebook", type=FILE, metavar="FILE", help="Codes: .csv, .xlsx, .yaml or .qdc.")
@click.option("--guide", type=FILE, metavar="FILE", help="Interview guide: .toml or .yaml.")
@click.option("--participants", type=FILE, metavar="FILE", help="Participants with group and site: .csv.")
@click.option("--measures", type=FILE, metavar="FILE", help="Numbers of participants: .csv.")
@click.option("--speakers", type=FILE, metavar="FILE", help="Roles of speakers: .csv.")
@click.option("--interviewer", multiple=True, metavar="LABEL", help="This speaker's label is the interviewer's.")
@click.option("--encoding", metavar="NAME", help="For transcripts that are not Unicode, for example cp1252.")
@click.option("--code-interviewer", is_flag=True, help="The interviewer's speech may be coded; it is never counted.")
@click.option("--synthetic", is_flag=True, help="The data are invented; every table says so, for ever.")
@coder_option
def new_command(
    project: Path,
    transcripts: tuple[Path, ...],
    synthetic: bool,
    code_interviewer: bool,
    coder: str | None,
    **files: object,
) -> None:
    """Make PROJECT from files: codebook, guide, participants, measures and TRANSCRIPTS (files or folders).

    TRANSCRIPTS are .txt files; a .csv or .xlsx among them has a row for each answer: participant, question, answer.
    If a file is refused, the good ones still go in and the command says what was left out.
    """
    from qualcode.cli.imports import take_in_all  # noqa: PLC0415  # imports share the work
    from qualcode.services import coding  # noqa: PLC0415  # loads the database
    from qualcode.services.project import Project  # noqa: PLC0415  # as above

    made = Project.create(project, project.stem, synthetic=synthetic)
    try:
        coding.code_interviewer(made, None, codable=code_interviewer)
        take_in_all(made, transcripts, coder, files)
    finally:
        made.close()


@click.command("demo")
@click.argument("folder", type=FILE, required=False)
@language_option
def demo_command(folder: Path | None, language: str) -> None:
    """Write the sample study into FOLDER (default: a new one here), print its tables, open it.

    The study is invented: Six Rivers, 212 interviews coded by three people, 12 of them by two independently.
    """
    from qualcode.services import exchange, sample, themes  # noqa: PLC0415  # loads the database
    from qualcode.services.results import main_rounds  # noqa: PLC0415  # as above

    with progress("Writing the sample study") as told:
        project = sample.write_sample(folder or sample.free_folder(Path()), told)
    try:
        talk(
            f"The sample study is in {project.path.parent}: the project {project.path.name} and the files that "
            "it is made from."
        )
        width = _width()
        tables = (
            main_rounds.agreement(project, language),
            themes.theme_table(project, language=language),
        )
        for table in tables:
            click.echo(exchange.table_text(table, language, width))
    finally:
        project.close()
    if sys.stdin.isatty() and sys.stdout.isatty():
        click.pause("Press any key to open it on the coding screen (ctrl+q leaves) ...", err=True)
        _show(project.path, None, sample.SHOWN_FIRST, language)
    else:
        talk(f"Open it with: qualcode open {project.path}")


@click.command("check")
@project_option
def check_command(project_path: Path | None) -> None:
    """Check the file, its log and its texts; say what is wrong."""
    with opened(project_path) as project:
        faults = project.faults()
        for fault in faults:
            click.echo(fault)
        if faults:
            raise RuleRefused(f"{project.path} has {len(faults)} faults.", "Keep it as it is; go back to a backup.")
        talk(f"{project.path} is sound: file, log and texts agree.")


@click.command("backup")
@click.argument("target", type=FILE)
@project_option
def backup_command(target: Path, project_path: Path | None) -> None:
    """Copy the project as it is now to TARGET, also while others work in it."""
    with opened(project_path) as project:
        project.backup(target)
    with opened(target) as copy:
        faults = copy.faults()
    if faults:
        raise RuleRefused(f"The copy {target} is not sound: {faults[0]}", "Run qualcode check on the project.")
    talk(f"Copied to {target} and checked.")


@click.command("history")
@project_option
@click.option("--last", type=int, default=0, metavar="N", help="Only the newest N acts.")
def history_command(project_path: Path | None, last: int) -> None:
    """Who did what, when: one line an act, oldest first."""
    with opened(project_path) as project:
        withdrew = project.withdrawals()
        for seq, at, op, name, changes in project.history()[-last:]:
            act = f"{op} {withdrew[seq]}" if seq in withdrew else op
            click.echo(f"{seq:>6}  {at[:19].replace('T', ' ')}  {name or '-':<12} {act} ({changes})")


@click.command("undo")
@project_option
@coder_option
@click.option("--pass-over", is_flag=True, help="Leave the newest act as it is; the next undo reaches the one before.")
def undo_command(project_path: Path | None, coder: str | None, pass_over: bool) -> None:
    """Turn your newest act back."""
    with opened(project_path) as project:
        coder_id = known(project, coder)
        if pass_over:
            project.pass_over(coder_id)
            talk("Passed over.")
        else:
            talk(f"Undone: {len(project.undo(coder_id).changes)} changes turned back.")


@click.command("redo")
@project_option
@coder_option
def redo_command(project_path: Path | None, coder: str | None) -> None:
    """Do again what you undid last."""
    with opened(project_path) as project:
        talk(f"Done again: {len(project.redo(known(project, coder)).changes)} changes.")


def _show(project: Path | None, coder: str | None, transcript: str | None, language: str) -> None:
    """Show the terminal UI until the person leaves it."""
    with first_line():
        from qualcode.tui.app import app_for  # noqa: PLC0415  # loads the screens

        app = app_for(project, coder, transcript, language)
    app.run()


def _need_terminal() -> None:
    in_browser = "TEXTUAL_DRIVER" in os.environ  # qualcode serve stands between us and the person
    if not (in_browser or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise QualcodeError("The screen needs a terminal.", "For tables without one, use: qualcode report.")


def _width() -> int:
    import shutil  # noqa: PLC0415  # only for printing

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


COMMANDS = (
    open_command,
    new_command,
    demo_command,
    code_command,
    check_command,
    backup_command,
    history_command,
    undo_command,
    redo_command,
)
