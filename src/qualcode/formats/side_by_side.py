"""A table by group with its groups side by side: a row a code, and a block of columns for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from qualcode.domain.phrases import group_word
from qualcode.domain.table import Column, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.printing import REASON, joined_end
from qualcode.formats.reasons import joined, parts

_PANEL: Final = "panel"
_OF_GROUP: Final = ("n", "base", "percent", "low", "high", "range_low", "range_high", "mean", "sd")
"""The columns that stand once for each group."""

Row = tuple[Value, ...]
Spans = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The wide table, the heading of each group, and how many columns each has."""

    table: Table
    heads: tuple[str, ...]
    each: int

    @property
    def spans(self) -> Spans:
        """Heading, first and last column of each group."""
        return _spans(self.heads, self.each)

    @property
    def printed_spans(self) -> Spans:
        """The same where two values share a column."""
        block = self.table.columns[1 : 1 + self.each]
        return _spans(self.heads, self.each - sum(joined_end(block, place) is not None for place in range(self.each)))


def side_by_side(table: Table, language: str) -> SideBySide | None:
    """The table with a row a code; None for a table without groups, or where codes differ in theirs.

    Where it has panels, a row with the panel's name and the base of each group leads each of them.
    """
    keys = [column.key for column in table.columns]
    if not table.rows or "group" not in keys or "code" not in keys:
        return None
    place = keys.index("group")
    groups = list(dict.fromkeys(row[place] for row in table.rows))
    size = len(groups)
    blocks = [table.rows[start : start + size] for start in range(0, len(table.rows), size)]
    if any([row[place] for row in block] != groups for block in blocks):
        return None
    bases = _bases(blocks, keys)
    columns = _chosen(table.columns, with_base=bases is None and _PANEL not in keys)
    rows, indents = [_row(block, columns) for block in blocks], list(table.indents[::size])
    if _PANEL in keys:
        rows, indents = _in_panels(blocks, rows, indents or [0] * len(rows), keys, columns, language)
        bases = None
    wide = replace(
        table,
        columns=tuple(column for _, column in _laid(columns, size)),
        rows=tuple(rows),
        indents=tuple(indents),
    )
    heads = tuple(
        _head(group_word(str(group), language), base)
        for group, base in zip(groups, bases or [None] * size, strict=True)
    )
    return SideBySide(wide, heads, len(columns[1]))


_Placed = tuple[int, Column]
_Chosen = tuple[list[_Placed], list[_Placed], list[_Placed]]


def _chosen(columns: Sequence[Column], *, with_base: bool) -> _Chosen:
    """The column of codes, those of each group, and those of the whole row, with their places."""
    shown = [
        (place, column)
        for place, column in enumerate(columns)
        if column.printed and column.key not in {"group", _PANEL}
    ]
    code = [each for each in shown if each[1].key == "code"]
    grouped = [each for each in shown if each[1].key in _OF_GROUP and (with_base or each[1].key != "base")]
    return code, grouped, [each for each in shown if each[1].key not in {"code", *_OF_GROUP}]


def _laid(columns: _Chosen, size: int) -> list[_Placed]:
    code, grouped, single = columns
    return [*code, *(grouped * size), *single]


def _row(block: Sequence[Row], columns: _Chosen) -> Row:
    code, grouped, single = columns
    return (
        *(block[0][place] for place, _ in code),
        *(row[place] for row in block for place, _ in grouped),
        *(_of_whole(block, *each) for each in single),
    )


def _in_panels(
    blocks: Sequence[Sequence[Row]],
    rows: Sequence[Row],
    indents: Sequence[int],
    keys: Sequence[str],
    columns: _Chosen,
    language: str,
) -> tuple[list[Row], list[int]]:
    """The rows with a first one for each panel, and the others a step further in."""
    laid = [column.key for _, column in _laid(columns, len(blocks[0]))]
    panel, base = keys.index(_PANEL), keys.index("base")
    wide: list[Row] = []
    depths: list[int] = []
    before: Value = None
    for block, row, depth in zip(blocks, rows, indents, strict=True):
        if block[0][panel] != before:
            before, bases = block[0][panel], iter([each[base] for each in block])
            name = visible_line(group_word(str(before), language))
            head = {"code": name[:1].upper() + name[1:]}
            wide.append(tuple(next(bases) if key == "n" else head.get(key, "") for key in laid))
            depths.append(0)
        wide.append(row)
        depths.append(depth + 1)
    return wide, depths


def _of_whole(block: Sequence[Row], place: int, column: Column) -> Value:
    """The value that one of the rows has for the code; of reasons all."""
    if column.key == REASON:
        return joined(part for row in block for part in parts(row[place]))
    return next((row[place] for row in block if row[place] not in {None, ""}), None)


def _bases(blocks: Sequence[Sequence[Row]], keys: Sequence[str]) -> Row | None:
    """The base of each group, where it is the same for every code."""
    if "base" not in keys:
        return None
    place = keys.index("base")
    bases = {tuple(row[place] for row in block) for block in blocks}
    return bases.pop() if len(bases) == 1 else None


def _head(group: str, base: Value) -> str:
    name = visible_line(group[:1].upper() + group[1:])
    return name if base is None else f"{name} (n = {base})"


def _spans(heads: Sequence[str], each: int) -> Spans:
    return tuple((head, 1 + each * at, each * (at + 1)) for at, head in enumerate(heads))
