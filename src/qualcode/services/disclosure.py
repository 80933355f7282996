"""Small cells hidden so that totals do not give them away, and sites under other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from qualcode.analysis.disclosure import Withheld, withhold
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Participant, Study
from qualcode.domain.table import SUPPRESSED, Table, Value
from qualcode.services.project import Project
from qualcode.store import reads

_BOUNDS: Final = {"low", "high", "range_low", "range_high"}
"""Bounds of intervals, which are left empty."""
_EXPOSED: Final = (
    "Print no total over all groups of {codes}: it would say how many raised it in each, since everybody did."
)


def suppressed(tables: Sequence[Table], smallest: int) -> list[Table]:
    """The tables, to be read together, with every count of people from 1 to `smallest` - 1 hidden, and others with it.

    A count is hidden in all of the tables or in none, and none of the small ones can be worked out from them all.

    Args:
        tables: Tables of which at least one counts people; the others stay as they are.
        smallest: The smallest count that is printed.

    Raises:
        RuleRefused: no table counts people, or one shows tests.
    """
    counting = [table for table in tables if table.people is not None]
    if not counting:
        raise RuleRefused(f'The table "{tables[0].name}" has no counts of people to hide.')
    if any(column.key == "fisher_p" for table in counting for column in table.columns):
        raise RuleRefused("Tests give hidden counts away.", "Ask for --suppress or for --tests.")
    withheld = withhold([table.people for table in counting if table.people], smallest)
    return [_without(table, withheld, smallest) if table.people else table for table in tables]


def with_aliases(
    project: Project, tables: Sequence[Table], language: str = "en"
) -> tuple[list[Table], dict[str, str]]:  # fmt: skip
    """The tables with numbered sites instead of their names, and the name that each alias stands for.

    The order of aliases has nothing to do with that of names and is the same in every table of the project. Tables
    that are not by site stay as they are. What a table tells of people is no part of it any more.

    Raises:
        RuleRefused: none of the tables is by site.
    """
    if all(_site_column(table) is None for table in tables):
        raise RuleRefused("Only a table by site has sites to give aliases.", "Say --by site as well.")
    with project.read() as reader:
        sites = {each.site for each in reads.every(reader, Participant) if each.site}
        salt = reads.every(reader, Study)[0].id
    order = sorted(sites, key=lambda site: sha256(f"{salt}\0{site}".encode()).digest())
    names = {site: say(Phrase("Site no. {n}", {"n": n}), language) for n, site in enumerate(order, start=1)}
    return [_renamed(table, order, names) for table in tables], {names[site]: site for site in order}


def _site_column(table: Table) -> int | None:
    """Where a table names sites; None where it is not by site."""
    keys = [column.key for column in table.columns]
    if "site" in keys:
        return keys.index("site")
    return keys.index("group") if table.provenance.get("by") == "site" and "group" in keys else None


def _renamed(table: Table, order: Sequence[str], names: Mapping[str, str]) -> Table:
    """The table with aliases, in each run of sites in the order of their numbers."""
    place = _site_column(table)
    if place is None:
        return table
    rank = {site: at for at, site in enumerate(order)}
    size = len({row[place] for row in table.rows} & names.keys())
    rows: list[tuple[Value, ...]] = []
    while len(rows) < len(table.rows):
        run = table.rows[len(rows) : len(rows) + max(1, size)]
        if {row[place] for row in run} <= names.keys() and len({row[place] for row in run}) == size:
            run = tuple(sorted(run, key=lambda row: rank[str(row[place])]))
        else:
            run = run[:1]
        rows += [(*row[:place], names.get(str(row[place]), row[place]), *row[place + 1 :]) for row in run]
    return replace(table, rows=tuple(rows), people=None)


def _without(table: Table, withheld: Withheld, smallest: int) -> Table:
    """The table without what is withheld, and a note that says so."""
    places = {column.key: place for place, column in enumerate(table.columns)}
    rows = [list(row) for row in table.rows]
    exposed: dict[str, None] = {}
    for cell in table.people.cells if table.people else ():
        if (cell.what, cell.of) not in withheld.keys:
            continue
        for key in cell.shows:
            if key in places and rows[cell.row][places[key]] is not None:
                rows[cell.row][places[key]] = None if key in _BOUNDS else SUPPRESSED
        if cell.what in withheld.exposed:
            exposed[str(rows[cell.row][0])] = None
    notes = [
        Phrase(
            "{mark} hidden: fewer than {smallest} participants, or a cell from which such a one could be worked out.",
            {"mark": SUPPRESSED, "smallest": smallest},
        )
    ]
    if exposed:
        notes.append(Phrase(_EXPOSED, {"codes": ", ".join(exposed)}))
    return replace(
        table,
        rows=tuple(tuple(row) for row in rows),
        notes=(*notes, *table.notes),
        provenance={**table.provenance, "suppress": smallest},
    )
