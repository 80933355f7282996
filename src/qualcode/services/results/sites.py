"""Themes by site: a panel a group, a column a site, and the total of the group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table
from qualcode.services.frequencies import Base, frequencies
from qualcode.services.groups import groups_of
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.themes import theme_notes

TOTAL: Final = "Total"
_COLUMNS: Final = (
    Column("panel", "Panel"),
    Column("code", "Theme"),
    Column("parent", "Parent", printed=False),
    Column("group", "Group"),
    Column("n", "n", Measure.COUNT),
    Column("base", "Base", Measure.COUNT),
    Column("percent", "%", Measure.SHARE, is_beside=True),
    Column("low", "95% CI", Measure.SHARE, printed=False),
    Column("high", "95% CI", Measure.SHARE, printed=False),
    Column("reason", "Note"),
)


def sites_table(
    project: Project,
    by: str = "site",
    panels: str = "group",
    layer: str | None = None,
    themes: Sequence[str] = (),
    language: str = "en",
) -> Table:
    """A row a panel, code and site: how many of the group's participants at the site raised the code.

    Args:
        project: The project.
        by: The attribute of the columns.
        panels: The attribute of the panels.
        layer: As in the theme table.
        themes: Names or paths of the codes wanted; all by default.
        language: Of the codes' names.

    Raises:
        RuleRefused: no participant has one of the attributes, or there is no such layer or code.
    """
    with project.read() as reader:
        found = frequencies(reader, Base.INTERVIEWED, layer)
        about = provenance(reader, by=by, panels=panels, base=Base.INTERVIEWED.value, layer=found.layer)
    columns = {**groups_of(found.people, by), TOTAL: frozenset(found.people)}
    codes = found.codes(themes)
    cells = [
        (panel, code, site, members & who)
        for panel, members in groups_of(found.people, panels).items()
        for code in codes
        for site, who in columns.items()
    ]
    return Table(
        "themes-by-site",
        Phrase(
            "Themes Raised in Interviews, by {panels} and {attribute}",
            {"panels": panels.replace("_", " ").title(), "attribute": by.replace("_", " ").title()},
        ),
        _COLUMNS,
        tuple(
            (panel, code.label(language), found.parent(code, language), site, *found.figures(code, who))
            for panel, code, site, who in cells
        ),
        (
            Phrase("n (%) of the group's participants at the site, whose number stands in the panel's first line."),
            *theme_notes(found, with_interval=False),
            *closing_notes(about),
        ),
        about,
        tuple(len(found.codebook.ancestors(code)) for _, code, _, _ in cells),
        found.told((row, code, who) for row, (_, code, _, who) in enumerate(cells)),
    )
