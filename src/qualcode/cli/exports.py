"""`qualcode export ...`: what was imported comes out again."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import FILE, coder_option, known, language_option, opened, project_option, talk


@click.group("export")
def export_group() -> None:
    """Write codings, codebook, memos or transcripts to files."""


@export_group.command("codings")
@click.argument("file", type=FILE)
@project_option
@coder_option
def export_codings(file: Path, project_path: Path | None, coder: str | None) -> None:
    """Write every coding with its words to FILE (.csv); `qualcode import codings` reads it back.

    Of the transcripts of a blind round that is open, only your own codings are written.
    """
    from qualcode.services.exchange import export_codings as write  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        written, left_out, kept_back = write(project, file, known(project, coder))
    talk(f"Wrote {written} codings to {file}.")
    if left_out:
        talk(f"{left_out} transcripts of a blind round that is open are left out, but for your own codings.")
    _say_kept_back(kept_back)


@export_group.command("codebook")
@click.argument("file", type=FILE)
@project_option
def export_codebook(file: Path, project_path: Path | None) -> None:
    """Write the codebook to FILE (.csv or .qdc, which other programs read)."""
    from qualcode.services import codebook  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        codebook.export_codebook(project, file)
    talk(f"Wrote {file}.")


@export_group.command("memos")
@click.argument("file", type=FILE)
@project_option
@coder_option
@click.option("--all", "everybody", is_flag=True, help="The memos of every coder, for the lead.")
@language_option
def export_memos(file: Path, project_path: Path | None, coder: str | None, everybody: bool, language: str) -> None:
    """Write your memos, with what each is on, to FILE (.csv .json .md .xlsx .txt)."""
    from qualcode.services import exchange, memos  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        coder_id = None if everybody else known(project, coder)
        if coder_id is None and not everybody:
            raise click.UsageError("Whose memos? Name a coder with --coder, or take all with --all.")
        table = memos.memo_table(project, coder_id, language)
    exchange.save_table(table, file, language)
    talk(f"Wrote {len(table.rows)} memos to {file}.")


@export_group.command("transcripts")
@click.argument("folder", type=FILE)
@project_option
def export_transcripts(folder: Path, project_path: Path | None) -> None:
    """Write every transcript into FOLDER, byte for byte as it came in."""
    from qualcode.services import transcripts  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        written, kept_back = transcripts.export_transcripts(project, folder)
    talk(f"Wrote {len(written)} transcripts to {folder}.")
    _say_kept_back(kept_back)


def _say_kept_back(count: int) -> None:
    if count:
        talk(f"{count} transcripts are left out: they are excluded from export.")


COMMANDS = (export_group,)
