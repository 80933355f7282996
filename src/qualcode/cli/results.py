"""`qualcode report sample`, `quotes`, `matrix` ...: the tables of a report beside agreement and themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from qualcode.cli.common import FILE, language_option, opened, project_option, talk
from qualcode.cli.output import give, out_options

F = TypeVar("F", bound=Callable[..., Any])


def _table_options(command: F) -> F:
    """`--project`, `--lang`, `--out` and `--format`."""
    return project_option(language_option(out_options(command)))


def _by_option(default: str | None = "group") -> Callable[[F], F]:
    return click.option(
        "--by", default=default, show_default=True, metavar="ATTRIBUTE", help="group, site or any other attribute."
    )


def _coding_options(command: F) -> F:
    """`--layer` and `--themes`."""
    command = click.option("--themes", metavar="A,B", help="Only these codes.")(command)
    return click.option(
        "--layer", metavar="NAME", help="consensus, union or a coder. Default: consensus where it exists."
    )(command)


def _names(given: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in given.split(",")) if given else ()


@click.command("sample")
@_table_options
@_by_option("site")
@click.option("--attributes", is_flag=True, help="Instead: roles, ages and whatever else is known, by group.")
def report_sample(
    project_path: Path | None, language: str, format_: str, out: Path | None, by: str, *, attributes: bool
) -> None:
    """Participants by site and group: how many, how many interviewed, in which mode and language."""
    from qualcode.services.results.composition import attributes_table, sample_table  # noqa: PLC0415  # database

    with opened(project_path) as project:
        table = attributes_table(project) if attributes else sample_table(project, by)
    give(table, language, format_, out)


@click.command("questions")
@_table_options
@_by_option()
def report_questions(project_path: Path | None, language: str, format_: str, out: Path | None, by: str) -> None:
    """Of each question: who was asked it, who answered, and what became of the rest, by group."""
    from qualcode.services.results.questions import questions_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = questions_table(project, by, language)
    give(table, language, format_, out)


@click.command("choices")
@_table_options
@_by_option()
@click.option("--layer", metavar="NAME", help="consensus, union or a coder. Default: consensus where it exists.")
def report_choices(
    project_path: Path | None, language: str, format_: str, out: Path | None, by: str, layer: str | None
) -> None:
    """The values of choice sets and closed questions by group, of those who answered."""
    from qualcode.services.results.choices import choices_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = choices_table(project, by, layer, language)
    give(table, language, format_, out)


@click.command("quotes")
@_table_options
@_coding_options
@click.option(
    "--attribution",
    type=click.Choice(["group", "site", "participant"]),
    default="group",
    show_default=True,
    help="How much a quotation says of who said it.",
)
@click.option("--most", type=click.IntRange(1, 100), default=3, show_default=True, help="Quotations of a theme.")
def report_quotes(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    layer: str | None,
    themes: str | None,
    attribution: str,
    most: int,
) -> None:
    """Quotations of each theme, each from another participant, the groups in turn."""
    from qualcode.services.results.quotes import Attribution, quotes_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = quotes_table(project, Attribution(attribution), most, layer, _names(themes), language)
    give(table, language, format_, out)


@click.command("matrix")
@_table_options
@_coding_options
@click.option("--binary", is_flag=True, help="1 and 0 for every code, to compute on in R or a spreadsheet.")
def report_matrix(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    layer: str | None,
    themes: str | None,
    *,
    binary: bool,
) -> None:
    """The framework matrix: participants as rows, codes as columns, the first passage in each cell."""
    from qualcode.services.results.matrix import binary_table, matrix_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = (binary_table if binary else matrix_table)(project, _names(themes), layer, language)
    give(table, language, format_, out)


@click.command("cooccurrence")
@_table_options
@_coding_options
@_by_option(None)
@click.option(
    "--in",
    "meeting",
    type=click.Choice(["answer", "passage"]),
    default="answer",
    show_default=True,
    help="Where codes meet: in one answer, or in passages that share words.",
)
def report_cooccurrence(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    layer: str | None,
    themes: str | None,
    by: str | None,
    meeting: str,
) -> None:
    """Which codes meet, how often, and Jaccard's index; --by splits the counts."""
    from qualcode.services.results.cooccurrence import Meeting, cooccurrence_table  # noqa: PLC0415  # database

    with opened(project_path) as project:
        table = cooccurrence_table(project, Meeting(meeting), by, layer, _names(themes), language)
    give(table, language, format_, out)


@click.command("saturation")
@_table_options
@_coding_options
@_by_option()
@click.option("--base", type=click.IntRange(1), default=4, show_default=True, help="Interviews that come first.")
@click.option("--run", type=click.IntRange(1), default=2, show_default=True, help="Interviews in each run.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="Share of new codes still allowed.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random orders.")
@click.option("--orders", type=click.IntRange(1, 10_000), default=200, show_default=True, help="Random orders.")
def report_saturation(
    project_path: Path | None,
    language: str,
    format_: str,
    out: Path | None,
    layer: str | None,
    themes: str | None,
    by: str,
    base: int,
    run: int,
    threshold: float,
    seed: int,
    orders: int,
) -> None:
    """When interviews stopped bringing new codes, by group; name the codes that emerged with --themes."""
    from qualcode.services.results.saturation import saturation_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = saturation_table(
            project, by, base, run, threshold, layer, _names(themes), seed=seed, orders=orders
        )  # fmt: skip
    give(table, language, format_, out)


@click.command("codebook")
@_table_options
def report_codebook(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """The codebook as a table for an appendix: definitions, rules, examples."""
    from qualcode.services.results.appendices import codebook_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = codebook_table(project, language)
    give(table, language, format_, out)


@click.command("guides")
@_table_options
def report_guides(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """The interview guide as a table for an appendix: each question's wording for each group."""
    from qualcode.services.results.appendices import guides_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = guides_table(project, language)
    give(table, language, format_, out)


@click.command("methods")
@_table_options
def report_methods(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """Who coded what and when, with which versions of the codebook, and what the log holds."""
    from qualcode.services.results.record import methods_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = methods_table(project, language)
    give(table, language, format_, out)


@click.command("checklist")
@_table_options
def report_checklist(project_path: Path | None, language: str, format_: str, out: Path | None) -> None:
    """The items of COREQ: what the project says on each, and which are left to you."""
    from qualcode.services.results.record import checklist_table  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        table = checklist_table(project, language)
    give(table, language, format_, out)


@click.command("page")
@project_option
@language_option
@_by_option()
@click.option("--layer", metavar="NAME", help="consensus, union or a coder. Default: consensus where it exists.")
@click.option("--out", type=FILE, metavar="FILE", help="Write to FILE, which is Markdown.")
def report_page(project_path: Path | None, language: str, by: str, layer: str | None, out: Path | None) -> None:
    """The skeleton of a one-page summary: the numbers filled in, the prose left to you."""
    from qualcode.services.files import write_whole  # noqa: PLC0415  # only here
    from qualcode.services.results.page import summary_page  # noqa: PLC0415  # loads the database

    with opened(project_path) as project:
        page = summary_page(project, by, layer, language)
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
def report_all(project_path: Path | None, language: str, out: Path) -> None:
    """Every table as csv, all together as html, docx and xlsx, and the one-page summary."""
    from qualcode.services.results.everything import save_everything  # noqa: PLC0415  # loads numpy and the writers

    with opened(project_path) as project:
        written, left_out = save_everything(project, out, language)
    talk(f"Wrote {len(written)} files into {out}.")
    for name, reason in left_out:
        talk(f"Left out {name}: {reason}")


COMMANDS = (
    report_sample,
    report_questions,
    report_choices,
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
