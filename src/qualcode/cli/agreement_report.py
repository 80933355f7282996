"""`qualcode report agreement` and `report confusion`: how far coders agree, and which codes they confuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.common import language_option, opened, project_option
from qualcode.cli.output import give, out_options

if TYPE_CHECKING:
    from qualcode.domain.table import Table
    from qualcode.services.project import Project
    from qualcode.services.ratings import Selection

F = TypeVar("F", bound=Callable[..., Any])

UNITS = ("answer", "turn", "sentence", "character", "transcript", "participant")
KINDS = ("pairs", "by", "against", "self_rounds", "spans", "unitizing")
"""Options that each make another table; only one at a time."""


def selection_options(command: F) -> F:
    """Which unit, coders and codes."""
    for option in (
        click.option(
            "--exclude", "excluded", multiple=True, metavar="CODE=REASON",
            help="Leave this code out, for a reason that the notes print; may be repeated.",
        ),
        click.option(
            "--code", "codes", multiple=True, metavar="CODE", help="Only this code (a name or path); may be repeated."
        ),
        click.option(
            "--round", "round_", metavar="NAME",
            help="Only the transcripts and coders of this round, which must be closed.",
        ),
        click.option("--coders", metavar="A,B", help="Only these coders. Default: all who have units to pair."),
        click.option(
            "--unit", type=click.Choice(UNITS),
            help="What agreement is counted on. Default: answer; turn without a guide.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("agreement")
@project_option
@language_option
@out_options
@selection_options
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the bootstrap.")
@click.option("--draws", type=click.IntRange(100, 100_000), default=2000, show_default=True, help="Bootstrap draws.")
@click.option("--counts", is_flag=True, help="Also both, only first, only second, neither (for two coders).")
@click.option(
    "--all", "every", is_flag=True, help="Also Fleiss or pi, PABAK, negative agreement, Jaccard, P(alpha < .80) ..."
)
@click.option("--benchmark", is_flag=True, help="Also the label of Landis and Koch that holds with 95 % certainty.")
@click.option(
    "--width", type=click.FloatRange(0.01, 2), metavar="W", help="Also how many participants an interval W wide takes."
)
@click.option("--pairs", is_flag=True, help="Cohen's kappa of every pair of coders, and pooled.")
@click.option(
    "--by", type=click.Choice(["question", "language", "mode", "round", "time"]), help="Apart for each of these."
)
@click.option("--against", type=click.Choice(["consensus"]), help="Each coder against the consensus.")
@click.option(
    "--self",
    "self_rounds",
    metavar="[R1,]R2",
    help="Each coder against themself in two rounds, or in a recode round and before.",
)
@click.option("--spans", is_flag=True, help="F1 of codings matched as wholes, over tolerances.")
@click.option(
    "--unitizing",
    is_flag=True,
    help="Krippendorff's u-alpha; cu-alpha and (k)u-alpha of choice sets, a pair at a time.",
)
def report_agreement(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    **asked: Any,
) -> None:
    """How far independent coders agree, code by code: alpha with its interval, AC1, kappa, positive agreement.

    Only transcripts that at least two of the coders have marked finished count; a code that nobody used has no
    agreement, and its row says so. The interviewer's speech is never counted. Transcripts of a blind round that is
    open are left out, and the note says so.
    """
    chosen = [kind for kind in KINDS if asked[kind]]
    if len(chosen) > 1:
        names = " and ".join(f"--{kind.removesuffix('_rounds')}" for kind in chosen)
        raise click.UsageError(f"{names} make different tables; ask for one at a time.")
    rounds = _rounds(asked["self_rounds"])
    with opened(project_path) as project:
        if rounds or asked["by"] == "round":
            table = _table(project, _selection(**asked), asked, rounds, language)
        else:
            table = _over_main_rounds(
                project, _selection(**asked), lambda chosen: _table(project, chosen, asked, None, language)
            )
    give(table, language, format_, out)


@click.command("confusion")
@project_option
@language_option
@out_options
@selection_options
def report_confusion(project_path: Path | None, language: str, format_: str, out: Path | None, **asked: Any) -> None:
    """Codes that replace each other: on one unit, one coder used the first and another the second instead."""
    from qualcode.services.confusion import confusion_table  # noqa: PLC0415  # loads numpy

    with opened(project_path) as project:
        table = _over_main_rounds(
            project, _selection(**asked), lambda chosen: confusion_table(project, chosen, language=language)
        )
    give(table, language, format_, out)


def _over_main_rounds(project: Project, wished: Selection, make: Callable[[Selection], Table]) -> Table:
    """The table of what is wished for; of the main rounds, which a note then says, where no round is named."""
    from qualcode.services.results import main_rounds  # noqa: PLC0415  # loads numpy

    if wished.rounds:
        return make(wished)
    chosen = main_rounds.unless_named(project, wished)
    return main_rounds.noted(make(chosen), chosen)


def _table(
    project: Project, selection: Selection, asked: dict[str, Any], rounds: tuple[str, str] | None, language: str
) -> Table:
    from qualcode.services.agreement import Shown, agreement_report  # noqa: PLC0415  # loads numpy
    from qualcode.services.agreement_views import By  # noqa: PLC0415
    from qualcode.services.pairs import pair_table  # noqa: PLC0415
    from qualcode.services.unitizing import span_table, unitizing_table  # noqa: PLC0415

    if asked["pairs"]:
        return pair_table(project, selection, language=language)
    if asked["spans"]:
        return span_table(project, selection, language=language)
    if asked["unitizing"]:
        return unitizing_table(project, selection, language=language)
    shown = Shown(asked["seed"], asked["draws"], asked["counts"], asked["every"], asked["benchmark"], asked["width"])
    by = By(asked["by"]) if asked["by"] else None
    against = asked["against"] is not None
    return agreement_report(project, selection, shown, by=by, against=against, rounds=rounds, language=language)


def _selection(**asked: Any) -> Selection:
    from qualcode.services.ratings import Selection, Unit  # noqa: PLC0415  # loads numpy

    coders = asked["coders"]
    excluded = {}
    for each in asked["excluded"]:
        code, _, reason = each.partition("=")
        if not code.strip() or not reason.strip():
            raise click.UsageError(f"--exclude takes CODE=REASON, not {each!r}: a code is left out for a reason only.")
        excluded[code.strip()] = reason.strip()
    return Selection(
        Unit(asked["unit"]) if asked["unit"] else None,
        tuple(name.strip() for name in coders.split(",")) if coders else (),
        asked["codes"],
        excluded,
        (asked["round_"],) if asked["round_"] else (),
    )


def _rounds(words: str | None) -> tuple[str, str] | None:
    if not words:
        return None
    names = [name.strip() for name in words.split(",")]
    if len(names) == 1:
        return "", names[0]
    if len(names) != 2 or not all(names) or names[0] == names[1]:  # noqa: PLR2004  # two rounds
        raise click.UsageError("--self takes two rounds: --self main,recode")
    return names[0], names[1]


COMMANDS = (report_agreement, report_confusion)
