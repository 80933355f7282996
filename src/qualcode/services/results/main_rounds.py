"""Agreement as a report gives it: over the main rounds, with calibration apart in the table by round."""

from __future__ import annotations

from dataclasses import replace

from qualcode.domain.phrases import Phrase
from qualcode.domain.rounds import Round, RoundKind
from qualcode.domain.table import Table
from qualcode.services.agreement import Shown, about_views, agreement_report, table_of
from qualcode.services.agreement_views import By, coders_together
from qualcode.services.project import Project
from qualcode.services.ratings import Selection
from qualcode.store import reads


def selection(project: Project) -> Selection:
    """The main rounds that may be read; everything where the project has none of that kind."""
    with project.read() as reader:
        rounds = [each for each in reads.every(reader, Round) if each.kind == RoundKind.MAIN and not each.hides]
    return Selection(rounds=tuple(sorted(each.name for each in rounds)))


def unless_named(project: Project, wished: Selection) -> Selection:
    """What is wished for, narrowed to the main rounds where it names no round."""
    return wished if wished.rounds else replace(wished, rounds=selection(project).rounds)


def agreement(project: Project, language: str) -> Table:
    """The agreement table over the main rounds.

    Raises:
        RuleRefused: there is nothing to compare.
    """
    chosen = selection(project)
    return noted(agreement_report(project, chosen, Shown(), language=language), chosen)


def alphas(project: Project) -> dict[str, float | None]:
    """Alpha of each code over the main rounds, by the code's id; None where it is not estimable.

    Raises:
        RuleRefused: there is nothing to compare.
    """
    chosen, shown = selection(project), Shown()
    with project.read() as reader:
        views = [coders_together(reader, chosen)]
        table = table_of(views, chosen, shown, about_views(reader, views, chosen, shown), "en")
    found = zip(views[0].rated.codes, table.records(), strict=True)
    return {code.id: None if row["alpha"] is None else float(row["alpha"]) for code, row in found}


def agreement_by_language(project: Project, language: str) -> Table:
    """The same apart for each language of transcripts.

    Raises:
        RuleRefused: there is nothing to compare.
    """
    chosen = selection(project)
    table = agreement_report(project, chosen, Shown(), by=By.LANGUAGE, language=language)
    return noted(replace(table, title=Phrase("Agreement Between Independent Coders, by Code and Language")), chosen)


def agreement_by_round(project: Project, language: str) -> Table:
    """The same apart for each round, calibration among them.

    Raises:
        RuleRefused: there is nothing to compare.
    """
    table = agreement_report(project, Selection(), Shown(), by=By.ROUND, language=language)
    return replace(table, title=Phrase("Agreement Between Independent Coders, by Code and Round"))


def noted(table: Table, chosen: Selection) -> Table:
    """The table with a note that names the main rounds, where it is narrowed to them."""
    if not chosen.rounds:
        return table
    words = "Main rounds only: {rounds}; the table by round has the others."
    return replace(table, notes=(Phrase(words, {"rounds": ", ".join(chosen.rounds)}), *table.notes))
