"""`qualcode report sample`, `quotes`, `matrix` ...: the tables of a report beside agreement and themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import FILE, language_option, opened, project_option, talk
from qualcode.cli.suppression import alias_option, say_aliases, suppress_option
from qualcode.cli.table_command import by_option, layer_option, names, table_command, themes_option

if TYPE_CHECKING:
    from qualcode.domain.table import Table
    from qualcode.services.project import Project


@table_command(
    "sample",
    by_option("site"),
    click.option("--attributes", is_flag=True, help="Instead: roles, ages and whatever else is known, by group."),
    counts_people=True,
    has_sites=True,
)
def report_sample(project: Project, language: str, by: str, *, attributes: bool) -> Table:  # noqa: ARG001  # one shape
    """Participants by site and group: how many, how many interviewed, in which mode and language."""
    from qualcode.services.results.composition import attributes_table, sample_table  # noqa: PLC0415  # database

    return attributes_table(project) if attributes else sample_table(project, by)


@table_command("questions", by_option(), counts_people=True, has_sites=True)
def report_questions(project: Project, language: str, by: str) -> Table:
    """Of each question: who was asked it, who answered, and what became of the rest, by group."""
    from qualcode.services.results.questions import questions_table  # noqa: PLC0415  # loads the database

    return questions_table(project, by, language)


@table_command("choices", by_option(), layer_option, counts_people=True, has_sites=True)
def report_choices(project: Project, language: str, by: str, layer: str | None) -> Table:
    """The values of choice sets and closed questions by group, of those who answered."""
    from qualcode.services.results.choices import choices_table  # noqa: PLC0415  # loads the database

    return choices_table(project, by, layer, language)


@table_command(
    "sites",
    by_option("site"),
    click.option("--panels", default="group", show_default=True, metavar="ATTRIBUTE", help="Of the panels."),
    layer_option,
    themes_option,
    counts_people=True,
    has_sites=True,
)
def report_sites(
    project: Project, language: str, by: str, panels: str, layer: str | None, themes: tuple[str, ...]
) -> Table:
    """Themes by site, a panel a group: how many of the group's participants at each site raised each theme."""
    from qualcode.services.results.sites import sites_table  # noqa: PLC0415  # loads the database

    return sites_table(project, by, panels, layer, themes, language)


@table_command(
    "quotes",
    layer_option,
    themes_option,
    click.option(
        "--attribution",
        type=click.Choice(["group", "site", "participant"]),
        default="group",
        show_default=True,
        help="How much a quotation says of who said it.",
    ),
    click.option("--most", type=click.IntRange(1, 100), default=3, show_default=True, help="Quotations of a theme."),
)
def report_quotes(
    project: Project, language: str, layer: str | None, themes: tuple[str, ...], attribution: str, most: int
) -> Table:
    """Quotations of each theme, each from another participant, the groups in turn."""
    from qualcode.services.results.quotes import Attribution, quotes_table  # noqa: PLC0415  # loads the database

    return quotes_table(project, Attribution(attribution), most, layer, themes, language)


@table_command(
    "matrix",
    layer_option,
    themes_option,
    click.option("--binary", is_flag=True, help="1 and 0 for every code, to compute on in R or a spreadsheet."),
)
def report_matrix(
    project: Project, language: str, layer: str | None, themes: tuple[str, ...], *, binary: bool
) -> Table:  # fmt: skip
    """The framework matrix: participants as rows, codes as columns, the first passage in each cell."""
    from qualcode.services.results.matrix import binary_table, matrix_table  # noqa: PLC0415  # loads the database

    return (binary_table if binary else matrix_table)(project, themes, layer, language)


@table_command(
    "cooccurrence",
    by_option(None),
    layer_option,
    themes_option,
    click.option(
        "--in",
        "meeting",
        type=click.Choice(["answer", "passage"]),
        default="answer",
        show_default=True,
        help="Where codes meet: in one answer, or in passages that share words.",
    ),
    counts_people=True,
)
def report_cooccurrence(
    project: Project, language: str, by: str | None, layer: str | None, themes: tuple[str, ...], meeting: str
) -> Table:
    """Which codes meet, how often, and Jaccard's index; --by splits the counts."""
    from qualcode.services.results.cooccurrence import Meeting, cooccurrence_table  # noqa: PLC0415  # database

    return cooccurrence_table(project, Meeting(meeting), by, layer, themes, language)


@table_command(
    "saturation",
    by_option(),
    layer_option,
    themes_option,
    click.option("--base", type=click.IntRange(1), default=4, show_default=True, help="Interviews that come first."),
    click.option("--run", type=click.IntRange(1), default=2, show_default=True, help="Interviews in each run."),
    click.option(
        "--threshold",
        type=click.FloatRange(0, 1),
        default=0.05,
        show_default=True,
        help="Share of new codes still allowed.",
    ),
    click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random orders."),
    click.option("--orders", type=click.IntRange(1, 10_000), default=200, show_default=True, help="Random orders."),
)
def report_saturation(
    project: Project,
    language: str,  # noqa: ARG001  # one shape
    by: str,
    layer: str | None,
    themes: tuple[str, ...],
    base: int,
    run: int,
    threshold: float,
    seed: int,
    orders: int,
) -> Table:
    """When interviews stopped bringing new codes, by group; name the codes that emerged with --themes."""
    from qualcode.services.results.saturation import Plan, saturation_table  # noqa: PLC0415  # loads the database

    return saturation_table(project, by, Plan(base, run, threshold, seed, orders), layer, themes)


@table_command("codebook")
def report_codebook(project: Project, language: str) -> Table:
    """The codebook as a table for an appendix: definitions, rules, examples."""
    from qualcode.services.results.appendices import codebook_table  # noqa: PLC0415  # loads the database

    return codebook_table(project, language)


@table_command("guides")
def report_guides(project: Project, language: str) -> Table:
    """The interview guide as a table for an appendix: each question's wording for each group."""
    from qualcode.services.results.appendices import guides_table  # noqa: PLC0415  # loads the database

    return guides_table(project, language)


@table_command("methods")
def report_methods(project: Project, language: str) -> Table:
    """Who coded what and when, with which versions of the codebook, and what the log holds."""
    from qualcode.services.results.record import methods_table  # noqa: PLC0415  # loads the database

    return methods_table(project, language)


@table_command("checklist")
def report_checklist(project: Project, language: str) -> Table:
    """The items of COREQ: what the project says on each, and which are left to you."""
    from qualcode.services.results.record import checklist_table  # noqa: PLC0415  # loads the database

    return checklist_table(project, language)


_claims_option = click.option(
    "--claims", type=FILE, metavar="FILE", help="Also what the data say of these claims, a .toml; not with --suppress."
)


@click.command("page")
@project_option
@language_option
@by_option()
@layer_option
@click.option("--out", type=FILE, metavar="FILE", help="Write to FILE, which is Markdown.")
@suppress_option
@_claims_option
def report_page(
    project_path: Path | None,
    language: str,
    by: str,
    layer: str | None,
    out: Path | None,
    suppress: int | None,
    claims: Path | None,
) -> None:
    """The skeleton of a one-page summary: the numbers filled in, the prose left to you."""
    from qualcode.services.files import write_whole  # noqa: PLC0415  # only here
    from qualcode.services.results.page import summary_page  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        page = summary_page(project, by, layer, language, smallest=suppress, claims=claims)
    if out is None:
        click.echo(page, nl=False)
        return
    write_whole(out, page.encode("utf-8", "replace"))
    talk(f"Wrote {out}.")


@click.command("all")
@project_option
@language_option
@click.option(
    "--out", type=FILE, metavar="DIR", required=True, help="The folder; files of the same names are replaced."
)
@click.option(
    "--branch",
    "branches",
    multiple=True,
    metavar="NAME=A,B",
    help="Also a table NAME of these codes and those below them, by group: obstacles=Time,Space. May be repeated.",
)
@suppress_option
@alias_option
@_claims_option
def report_all(
    project_path: Path | None,
    language: str,
    out: Path,
    branches: tuple[str, ...],
    suppress: int | None,
    claims: Path | None,
    *,
    alias_sites: bool,
) -> None:
    """Every table as csv, all together as html, docx, xlsx and tex, the plots, and the one-page summary.

    With --suppress a count is hidden in all of the tables or in none, tables with a row a participant are left out,
    and no small count can be worked out from all of them together.
    """
    from qualcode.services.results.everything import Wish, save_everything  # noqa: PLC0415  # numpy and the writers

    wish = Wish(language, suppress, alias_sites, dict(_branch(words) for words in branches), claims)
    with opened(project_path) as project:
        saved = save_everything(project, out, wish)
    talk(f"Wrote {len(saved.written)} files into {out}.")
    for name, reason in saved.left_out:
        talk(f"Left out {name}: {reason}")
    say_aliases(saved.aliases)


def _branch(words: str) -> tuple[str, tuple[str, ...]]:
    name, _, codes = words.partition("=")
    if not name.strip().isidentifier() or not codes.strip():
        raise click.UsageError(f'--branch takes NAME=A,B, the name one word for a file, not "{words}".')
    return name.strip(), names(codes)


COMMANDS = (
    report_sample,
    report_questions,
    report_choices,
    report_sites,
    report_quotes,
    report_matrix,
    report_cooccurrence,
    report_saturation,
    report_codebook,
    report_guides,
    report_methods,
    report_checklist,
    report_page,
    report_all,
)
