"""`qualcode withdraw` and `qualcode exclude`: erase a participant; keep words out of files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import acting, coder_option, opened, project_option, talk
from qualcode.domain.errors import RuleRefused

if TYPE_CHECKING:
    from qualcode.services.withdrawal import Concerned


@click.command("withdraw")
@click.argument("participant")
@click.option("--yes", is_flag=True, help="Do not ask.")
@project_option
@coder_option
def withdraw_command(participant: str, yes: bool, project_path: Path | None, coder: str | None) -> None:
    """Erase what PARTICIPANT said, all codings and memos on it and all numbers, from tables, log and file.

    No undo brings it back. The participant stays as a name that withdrew, in no number and no table. Backups, packs
    and files exported before are not touched.
    """
    from qualcode.services.withdrawal import concerned_by, withdraw_participant  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        talk(f"This erases {_said(concerned_by(project, participant))}. No undo brings it back.")
        _ask(participant, is_sure=yes)
        done = withdraw_participant(project, participant, acting(project, coder))
        talk(f"{participant} withdrew: the words are gone from {project.path} and from its log.")
        if not done.is_clean:
            talk("Another program has the project open: the words leave the file when it is closed there.")
        if done.concerned.quoting:
            talk(f"Codes that quote them stay as they are: {', '.join(done.concerned.quoting)}.")
        talk("Backups, packs and files exported before are not touched: delete those that hold the interview yourself.")


@click.command("exclude")
@click.argument("names", nargs=-1, required=True)
@click.option("--back", is_flag=True, help="Let their words into files again.")
@project_option
@coder_option
def exclude_command(names: tuple[str, ...], back: bool, project_path: Path | None, coder: str | None) -> None:
    """Keep the words of participants or transcripts (NAMES) out of quotations, matrices, exports.

    They are counted all the same. A name is a participant's, else a transcript's; P041.txt is a transcript.
    """
    from qualcode.services.exclusion import exclude  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        done = exclude(project, names, acting(project, coder), excluded=not back)
    talk(f"{len(done.changes)} {'may be exported again' if back else 'are excluded from export'}.")


def _ask(participant: str, *, is_sure: bool) -> None:
    """Go on only where somebody says yes.

    Raises:
        RuleRefused: nobody can be asked.
        Abort: the answer is no.
    """
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise RuleRefused("A withdrawal cannot be undone, and nobody can be asked here.", "Say --yes to go on.")
    click.confirm(f"Erase {participant} for good?", abort=True, err=True)


def _said(concerned: Concerned) -> str:
    whole, shared = ", ".join(concerned.transcripts), ", ".join(concerned.shared)
    words = [f"the transcripts of {concerned.participant} ({whole})"] if whole else []
    words += [f"the words of {concerned.participant} in {shared}"] if shared else []
    words += [f"{concerned.codings} codings, {concerned.memos} memos and {concerned.measures} numbers"]
    return ", ".join(words)


COMMANDS = (withdraw_command, exclude_command)
