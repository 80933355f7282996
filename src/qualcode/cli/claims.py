"""`qualcode claims`: the ledger of what the data bear out."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import FILE, language_option, opened, project_option
from qualcode.cli.output import give, out_options
from qualcode.domain.errors import RuleRefused


@click.command("claims")
@click.argument("file", type=FILE)
@project_option
@language_option
@out_options
def claims_command(file: Path, project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """Test the sentences of a draft: each claim of a .toml with its rule, its numbers and the verdict of the data.

    Leaves with 1 when a claim fails or cannot be evaluated, so that a script can watch a draft.
    """
    from qualcode.services.claims import claims_table, failed  # noqa: PLC0415  # loads numpy

    with opened(project_path) as project:
        table = claims_table(project, file, language=language)
    give(table, language, format_, out)
    if failed(table):
        raise RuleRefused(f"{failed(table)} of {len(table.rows)} claims are not borne out.")


COMMANDS = (claims_command,)
