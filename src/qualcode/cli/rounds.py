"""`qualcode round ...` and `qualcode assign`: blind rounds, and who codes what in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import acting, coder_option, language_option, opened, project_option, talk
from qualcode.cli.output import give, out_options

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet


@click.group("round")
def round_group() -> None:
    """Open, close and list rounds of coding.

    While a blind round is open, nobody reads another coder's codings of its transcripts: agreement, disagreements,
    themes and exports leave them out.
    """


@round_group.command("open")
@click.argument("name")
@project_option
@coder_option
@click.option(
    "--kind",
    type=click.Choice(["calibration", "main", "drift", "recode"]),
    default="main",
    show_default=True,
    help="What the round is for.",
)
@click.option("--not-blind", is_flag=True, help="Coders may read each other's work from the start.")
def open_round(name: str, project_path: Path | None, coder: str | None, kind: str, not_blind: bool) -> None:
    """Open the round NAME. Its codings are blind until it is closed, unless --not-blind."""
    from qualcode.domain.rounds import RoundKind  # noqa: PLC0415  # help does without it
    from qualcode.services import rounds  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        rounds.open_round(project, acting(project, coder), name, RoundKind(kind), is_blind=not not_blind)
    talk(f'Opened the {"" if not_blind else "blind "}{kind} round "{name.strip()}". Give out transcripts with: '
         "qualcode assign")  # fmt: skip


@round_group.command("close")
@click.argument("name")
@project_option
@coder_option
def close_round(name: str, project_path: Path | None, coder: str | None) -> None:
    """Close the round NAME: its codings may be read, compared and settled from now on."""
    from qualcode.domain.rounds import Round  # noqa: PLC0415  # help does without it
    from qualcode.services import rounds  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        closed = rounds.close_round(project, acting(project, coder), name)
    option = "--self" if any(each.recodes for each in closed.made(Round)) else "--round"
    talk(f'Closed the round "{name}". See: qualcode report agreement {option} "{name}"')


@round_group.command("list")
@project_option
@language_option
@out_options
def list_rounds(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """Every round with its coders, transcripts and how far it is."""
    from qualcode.services.rounds import round_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = round_table(project)
    give(table, language, format_, out)


@click.command("assign")
@click.argument("transcripts", nargs=-1)
@project_option
@coder_option
@click.option("--round", "round_", metavar="NAME", help="The round. Default: the only one that is open.")
@click.option("--to", "coders", multiple=True, required=True, metavar="NAME", help="A coder; may be repeated.")
@click.option("--draw", is_flag=True, help="Draw at random, balanced over strata, instead of giving all to each.")
@click.option(
    "--share",
    type=click.FloatRange(0, 100),
    default=20,
    show_default=True,
    metavar="PERCENT",
    help="With --draw: how many per cent two coders code.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="With --draw: the same seed draws the same.")
@click.option(
    "--by",
    default="group,site,language",
    show_default=True,
    metavar="A,B",
    help="With --draw: the strata; language, group, site or any other attribute of participants.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen; store nothing.")
def assign(
    transcripts: tuple[str, ...],
    project_path: Path | None,
    coder: str | None,
    round_: str | None,
    coders: tuple[str, ...],
    draw: bool,
    share: float,
    seed: int,
    by: str,
    dry_run: bool,
) -> None:
    """Give coders transcripts to code in a round that is open.

    By hand, each coder gets each of the TRANSCRIPTS. With --draw, every transcript (or of those named) that nobody has
    in the round gets one coder, and a share of each stratum gets two.
    """
    from qualcode.services import rounds  # noqa: PLC0415  # loads the database

    if not transcripts and not draw:
        raise click.UsageError("Which transcripts? Name them, or let them be drawn with --draw.")
    with opened(project_path) as project:
        who = acting(project, coder)
        project.is_rehearsal = dry_run
        if draw:
            strata = tuple(name.strip() for name in by.split(",") if name.strip())
            changes = rounds.draw(
                project, who, round_, coders, transcripts, share=share / 100, seed=seed, by=strata
            )  # fmt: skip
        else:
            changes = rounds.assign(project, who, round_, transcripts, coders)
        project.is_rehearsal = False
        names = {each.id: each.name for each in project.coders()}
    _tell(changes, names, dry_run=dry_run)


def _tell(changes: ChangeSet, names: dict[str, str], *, dry_run: bool) -> None:
    """Who got how many."""
    from qualcode.domain.rounds import Assignment  # noqa: PLC0415  # help does without it
    from qualcode.domain.study import Coder  # noqa: PLC0415  # as above

    names |= {each.id: each.name for each in changes.made(Coder)}
    given: dict[str, list[str]] = {}
    for each in changes.made(Assignment):
        given.setdefault(each.transcript_id, []).append(names[each.coder_id])
    for name in sorted({name for who in given.values() for name in who}):
        talk(f"{name}: {sum(name in who for who in given.values())} transcripts")
    double = sum(len(who) > 1 for who in given.values())
    talk(f"{'Would give' if dry_run else 'Gave'} out {len(given)} transcripts, {double} of them to several coders.")


COMMANDS = (round_group, assign)
