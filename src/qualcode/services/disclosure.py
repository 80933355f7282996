"""Small cells hidden so that totals do not give them away, and sites under other names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from qualcode.analysis.disclosure import Relation, hide
from qualcode.domain.codebook import Code
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Participant, Study
from qualcode.domain.table import SUPPRESSED, Table, Value
from qualcode.services.project import Project
from qualcode.store import reads

_HIDDEN_KEYS: Final = {"n", "percent"}
_EMPTIED_KEYS: Final = {"low", "high", "range_low", "range_high"}


@dataclass(frozen=True, slots=True)
class _Counts:
    """The counts of a table, a block of groups a code, and how codes stand to each other."""

    counts: Sequence[int]
    bases: Sequence[int]
    groups: int
    depths: Sequence[int]
    """Of the codes in the codebook tree."""
    exclusive: Collection[int]
    """The codes, by place, whose children exclude one another."""


def suppressed(project: Project, table: Table, smallest: int) -> Table:
    """The table with every count from 1 to `smallest` - 1 hidden, and the others that would give one away.

    Args:
        project: The project, for the codes that exclude one another.
        table: A row a code and group, with the keys code, group, n and base.
        smallest: The smallest count that is printed.

    Raises:
        RuleRefused: the table has no such rows, or shows tests.
    """
    keys = [column.key for column in table.columns]
    if not {"code", "group", "n", "base"} <= set(keys):
        raise RuleRefused(f'The table "{table.name}" has no counts by group to hide.')
    if "fisher_p" in keys:
        raise RuleRefused("Tests give hidden counts away.", "Ask for --suppress or for --tests.")
    with project.read() as reader:
        labels = {label for each in reads.every(reader, Code) if each.exclusive for label in (each.name, each.label_fr)}
    found = _counts(table, keys, labels)
    hidden = hide(found.counts, found.bases, list(_relations(found)), smallest)
    given_away = sorted({place // found.groups for place in hidden.exposed})
    whole = {place for code in given_away for place in range(code * found.groups, (code + 1) * found.groups)}
    rows = list(table.rows)
    for place in hidden.small | hidden.others | whole:
        rows[place] = tuple(_without(value, key) for value, key in zip(rows[place], keys, strict=True))
    note = Phrase(
        "{mark} hidden: fewer than {smallest} participants, or a cell from which such a one could be worked out.",
        {"mark": SUPPRESSED, "smallest": smallest},
    )
    return replace(
        table,
        rows=tuple(rows),
        notes=(note, *_warnings(table, [code * found.groups for code in given_away], keys), *table.notes),
        provenance={**table.provenance, "suppress": smallest},
    )


def with_aliases(project: Project, table: Table, language: str = "en") -> tuple[Table, dict[str, str]]:
    """The table with numbered sites instead of their names, and the name that each alias stands for.

    The order of aliases has nothing to do with that of names and is the same in every table of the project.

    Raises:
        RuleRefused: the table is not by site.
    """
    if table.provenance.get("by") != "site":
        raise RuleRefused("Only a table by site has sites to give aliases.", "Say --by site as well.")
    with project.read() as reader:
        sites = {each.site for each in reads.every(reader, Participant) if each.site}
        salt = reads.every(reader, Study)[0].id
    order = sorted(sites, key=lambda site: sha256(f"{salt}\0{site}".encode()).digest())
    names = {site: say(Phrase("Site no. {n}", {"n": n}), language) for n, site in enumerate(order, start=1)}
    place = next(at for at, column in enumerate(table.columns) if column.key == "group")
    rank = {site: at for at, site in enumerate(order)}
    groups = len({row[place] for row in table.rows})
    rows: list[tuple[Value, ...]] = []
    for first in range(0, len(table.rows), groups or 1):
        block = sorted(table.rows[first : first + groups], key=lambda row: rank[str(row[place])])
        rows += [(*row[:place], names[str(row[place])], *row[place + 1 :]) for row in block]
    return replace(table, rows=tuple(rows)), {names[site]: site for site in order}


def _warnings(table: Table, firsts: Sequence[int], keys: Sequence[str]) -> tuple[Phrase, ...]:
    """What must not be printed beside the table: the totals of themes that everybody raised."""
    if not firsts:
        return ()
    names = ", ".join(str(table.rows[first][keys.index("code")]) for first in firsts)
    return (
        Phrase(
            "Print no total over all groups of {codes}: it would say how many raised it in each, since everybody did.",
            {"codes": names},
        ),
    )


def _without(value: Value, key: str) -> Value:
    if key in _HIDDEN_KEYS:
        return SUPPRESSED
    return None if key in _EMPTIED_KEYS else value


def _counts(table: Table, keys: Sequence[str], exclusive: Collection[str]) -> _Counts:
    code, group, n, base = (keys.index(key) for key in ("code", "group", "n", "base"))
    groups = len({row[group] for row in table.rows})
    firsts = table.rows[::groups]
    depths = table.indents[::groups] or (0,) * len(firsts)
    # A count that is not estimable is none: it is held at 0 of 0 and hidden by nobody.
    known = [(row[n], row[base]) if isinstance(row[n], int) else (0, 0) for row in table.rows]
    return _Counts(
        [int(each or 0) for each, _ in known],
        [int(each or 0) for _, each in known],
        groups,
        depths,
        [place for place, row in enumerate(firsts) if row[code] in exclusive],
    )


def _relations(found: _Counts) -> Iterator[Relation]:
    """Totals over groups, which other tables print, and parents as unions of their children."""
    for first in range(0, len(found.counts), found.groups):
        block = range(first, first + found.groups)
        total = sum(found.counts[each] for each in block)
        yield Relation(dict.fromkeys(block, 1), total, total)
    for parent, depth in enumerate(found.depths):
        children = list(_children(found.depths, parent, depth))
        for group in range(found.groups if children else 0):
            yield from _family(found, parent, children, group)


def _children(depths: Sequence[int], parent: int, depth: int) -> Iterator[int]:
    for place in range(parent + 1, len(depths)):
        if depths[place] <= depth:
            return
        if depths[place] == depth + 1:
            yield place


def _family(found: _Counts, parent: int, children: Sequence[int], group: int) -> Iterator[Relation]:
    """No child is above its parent, and the parent not above their sum; equal where children exclude one another."""
    above = parent * found.groups + group
    below = [child * found.groups + group for child in children]
    for each in below:
        if found.counts[each] <= found.counts[above]:
            yield Relation({above: 1, each: -1}, 0, float("inf"))
    rest = sum(found.counts[each] for each in below) - found.counts[above]
    if rest >= 0:
        exact = rest == 0 and parent in found.exclusive
        yield Relation({**dict.fromkeys(below, 1), above: -1}, 0, 0 if exact else float("inf"))
