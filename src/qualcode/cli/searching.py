"""`qualcode search WORDS`: words in all transcripts, with what stands around them."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import language_option, opened, project_option
from qualcode.cli.output import give, out_options


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@project_option
@language_option
@out_options
@click.option("--fuzzy", is_flag=True, help="Also words that are merely alike, such as misspelt ones.")
@click.option("--everybody", is_flag=True, help="Also what interviewers and others say.")
def search(
    words: tuple[str, ...],
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    fuzzy: bool,
    everybody: bool,
) -> None:
    """Find WORDS in what participants say in all transcripts, by group, with the words around them.

    A word may go on (safe finds safety); a phrase in quotes must stand as it is ('"safe here"'). Several are found in
    sentences that hold them all. Accents, case and kinds of apostrophes do not matter.
    """
    from qualcode.services.search import search_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = search_table(project, " ".join(words), fuzzy=fuzzy, everybody=everybody)
    give(table, language, format_, out)


COMMANDS = (search,)
