"""A table as it is printed: the columns shown, intervals joined, groups side by side, reasons as lettered notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Final

from qualcode.domain.phrases import say
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.numbers import interval, printed

REASON: Final = "reason"
_GROUPED: Final = ("n", "base", "percent", "low", "high")
"""The columns of a theme table that stand once for each group."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column in print."""

    label: str
    is_number: bool
    is_text: bool = False
    """True where the cells are people's own words."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table in print: every cell is the words that a reader sees."""

    title: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    indents: tuple[int, ...]
    notes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    """Letter and sentence of each lettered note."""
    spans: tuple[tuple[str, int, int], ...] = ()
    """Headings over several columns: label, first and last column."""


def print_table(table: Table, language: str) -> Printed:
    """The table in print, a row a row."""
    letters = reason_letters(table, language)
    shown = [*_shown(table.columns, has_reasons=bool(letters))]
    rows = tuple(
        tuple(_cell(row, place, joined, table.columns, letters, language) for place, joined in shown)
        for row in table.rows
    )
    if any(column.key == "group" for column in table.columns):
        rows = _without_repeats(rows)
    return Printed(
        visible_line(say(table.title, language)),
        tuple(_column(table.columns[place], language, joined=joined is not None) for place, joined in shown),
        rows,
        table.indents or (0,) * len(rows),
        tuple(visible_line(say(note, language)) for note in table.notes),
        tuple((letter, sentence(visible_line(reason))) for reason, letter in letters.items()),
    )


def print_groups(table: Table, language: str) -> Printed | None:
    """A theme table with its groups side by side; None for a table that has no groups."""
    keys = [column.key for column in table.columns]
    if "code" not in keys or "group" not in keys:
        return None
    place = keys.index("group")
    groups = list(dict.fromkeys(str(row[place]) for row in table.rows))
    blocks = [table.rows[start : start + len(groups)] for start in range(0, len(table.rows), len(groups) or 1)]
    if len(groups) < 2 or any([row[place] for row in block] != groups for block in blocks):  # noqa: PLR2004
        return None
    bases = _bases(table, blocks, keys)
    heads = [_head(group, base) for group, base in zip(groups, bases or [None] * len(groups), strict=True)]
    wide, each = _side_by_side(table, blocks, with_base=bases is None)
    spans = tuple((head, 1 + each * at, each * (at + 1)) for at, head in enumerate(heads))
    return replace(print_table(wide, language), spans=spans)


def reason_letters(table: Table, language: str) -> dict[str, str]:
    """The letter of each reason that the rows give, in order."""
    place = next((place for place, column in enumerate(table.columns) if column.key == REASON), None)
    if place is None:
        return {}
    reasons = dict.fromkeys(say(str(row[place]), language) for row in table.rows if row[place])
    return {reason: _letter(number) for number, reason in enumerate(reasons)}


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def interval_end(columns: Sequence[Column], place: int) -> int | None:
    """The place of the upper bound where the column at `place` is a lower one."""
    key = columns[place].key
    after = place + 1
    is_pair = key.endswith("low") and after < len(columns) and columns[after].key == key.removesuffix("low") + "high"
    return after if is_pair else None


def _shown(columns: Sequence[Column], *, has_reasons: bool) -> Iterable[tuple[int, int | None]]:
    """The places of the columns printed, each with that of its upper bound."""
    skipped: int | None = None
    for place, column in enumerate(columns):
        if place == skipped or not column.printed or (column.key == REASON and not has_reasons):
            continue
        skipped = interval_end(columns, place)
        yield place, skipped


def _column(column: Column, language: str, *, joined: bool) -> PrintedColumn:
    is_text = column.measure is Measure.TEXT
    return PrintedColumn(visible_line(say(column.label, language)), not is_text or joined, is_text)


def _cell(
    row: Sequence[Value],
    place: int,
    joined: int | None,
    columns: Sequence[Column],
    letters: dict[str, str],
    language: str,
) -> str:
    column = columns[place]
    if joined is not None:
        return interval(row[place], row[joined], column.measure, language)
    if column.key == REASON:
        return letters.get(say(str(row[place] or ""), language), "")
    if column.measure is Measure.TEXT and row[place] is None:
        return ""
    return printed(row[place], column.measure, language)


def _without_repeats(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows with the first cell empty where it says the same as the row above."""
    above = ("", *(row[0] for row in rows))
    return tuple(("", *row[1:]) if row[0] == last else row for row, last in zip(rows, above, strict=False))


def _letter(number: int) -> str:
    more, place = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[place]


def _bases(table: Table, blocks: Iterable[Sequence[Sequence[Value]]], keys: list[str]) -> list[Value] | None:
    """The base of each group, where it is the same for every code."""
    if "base" not in keys or not table.columns[keys.index("base")].printed:
        return None
    place = keys.index("base")
    bases = {tuple(row[place] for row in block) for block in blocks}
    return list(bases.pop()) if len(bases) == 1 else None


def _head(group: str, base: Value) -> str:
    name = visible_line(group[:1].upper() + group[1:])
    return name if base is None else f"{name} (n = {base})"


def _side_by_side(table: Table, blocks: Sequence[Sequence[Sequence[Value]]], *, with_base: bool) -> tuple[Table, int]:
    """The table with a row a code: the code, the columns of each group, those of the code; and how many a group has."""
    columns = [
        (place, column) for place, column in enumerate(table.columns) if column.printed and column.key != "group"
    ]
    code = [each for each in columns if each[1].key == "code"]
    grouped = [each for each in columns if each[1].key in _GROUPED and (with_base or each[1].key != "base")]
    single = [each for each in columns if each[1].key not in {"code", *_GROUPED}]
    count = len(blocks[0]) if blocks else 0
    rows = tuple(
        (
            *(block[0][place] for place, _ in code),
            *(row[place] for row in block for place, _ in grouped),
            *(next((row[place] for row in block if row[place] not in (None, "")), None) for place, _ in single),
        )
        for block in blocks
    )
    wide = replace(
        table,
        columns=tuple(column for _, column in [*code, *(grouped * count), *single]),
        rows=rows,
        indents=table.indents[::count] if table.indents else (),
    )
    return wide, sum(column.key != "high" for _, column in grouped)
