"""`qualcode pack` and `qualcode merge`: working apart and together again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import FILE, acting, coder_option, opened, project_option, talk

if TYPE_CHECKING:
    from qualcode.services.packs import MergedPack


@click.command("pack")
@click.argument("out", type=FILE)
@click.option("--for", "who", required=True, metavar="CODER", help="The coder who will work in it.")
@project_option
def pack_command(out: Path, who: str, project_path: Path | None) -> None:
    """Write OUT, a project file with only what one coder may see, to work apart."""
    from qualcode.services.packs import make_pack  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        count = make_pack(project, out, who)
    talk(f"Wrote {out} with {count} transcripts for {who}. Take the work in with: qualcode merge {out}")


@click.command("merge")
@click.argument("packs", nargs=-1, required=True, type=FILE)
@click.option(
    "--take", type=click.Choice(["project", "pack"]), help="Whose state stays where both changed the same thing."
)
@click.option("--dry-run", is_flag=True, help="Show what would come in; store nothing.")
@coder_option
@project_option
def merge_command(
    packs: tuple[Path, ...], take: str | None, dry_run: bool, coder: str | None, project_path: Path | None
) -> None:
    """Take in the work of PACKS, in any order and as often as you like: nothing comes in twice."""
    from qualcode.domain.pack import Take  # noqa: PLC0415  # as below
    from qualcode.services.packs import merge_pack  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        project.is_rehearsal = dry_run
        who = acting(project, coder)
        for path in packs:
            _tell(merge_pack(project, path, who, Take(take) if take else None), dry_run=dry_run)


def _tell(merged: MergedPack, *, dry_run: bool) -> None:
    if not merged.acts:
        talk(f"{merged.path}: nothing new.")
        return
    counts = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(merged.changed.items()))
    talk(f"{merged.path}: {'would take in' if dry_run else 'took in'} {merged.acts} acts ({counts or 'no rows'}).")
    if merged.codebook_version < merged.codebook_now:
        talk(
            f"  Made with codebook v{merged.codebook_version}, now v{merged.codebook_now}: codings of changed codes "
            "wait in their coder's recode queue."
        )
    if merged.older_texts:
        talk(f"  Coded on an older text: {', '.join(merged.older_texts)}.")
    if merged.same_names:
        talk(f"  Two codes of one name: {', '.join(merged.same_names)}. See: qualcode codebook merge.")


COMMANDS = (pack_command, merge_command)
