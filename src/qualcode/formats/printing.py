"""A table as it is printed: the columns shown, intervals joined, reasons as lettered notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from qualcode.domain.phrases import group_word, say
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.characters import visible_line
from qualcode.formats.numbers import interval, printed, stars

REASON: Final = "reason"
_OF_GROUPS: Final = {"group", "group_of", "of_group"}
"""The columns whose cells name groups of participants."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column in print."""

    label: str
    is_number: bool
    is_text: bool = False
    """True where the cells may hold signs that mean something in Markdown: people's words, stars."""


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
        tuple(_column(table.columns, place, joined, language) for place, joined in shown),
        rows,
        table.indents or (0,) * len(rows),
        tuple(visible_line(say(note, language)) for note in table.notes),
        tuple((letter, sentence(visible_line(reason))) for reason, letter in letters.items()),
    )


def reason_letters(table: Table, language: str) -> dict[str, str]:
    """The letter of each reason that the rows give, in order."""
    place = next((place for place, column in enumerate(table.columns) if column.key == REASON), None)
    if place is None:
        return {}
    reasons = dict.fromkeys(say(str(row[place]), language) for row in table.rows if row[place])
    return {reason: _letter(number) for number, reason in enumerate(reasons)}


def named(value: Value, key: str, language: str) -> Value:
    """The value of a column in print: names of groups are in the language of the table."""
    return group_word(value, language) if key in _OF_GROUPS and isinstance(value, str) else value


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def interval_end(columns: Sequence[Column], place: int) -> int | None:
    """The place of the upper bound where the column at `place` is a lower one."""
    key = columns[place].key
    after = place + 1
    is_pair = key.endswith("low") and after < len(columns) and columns[after].key == key.removesuffix("low") + "high"
    return after if is_pair else None


def beside_end(columns: Sequence[Column], place: int) -> int | None:
    """The place of the column whose value print sets in parentheses behind that of the one at `place`."""
    after = place + 1
    return after if after < len(columns) and columns[after].is_beside and columns[after].printed else None


def joined_end(columns: Sequence[Column], place: int) -> int | None:
    """The place of the column that shares a cell in print with the one at `place`."""
    end = interval_end(columns, place)
    return beside_end(columns, place) if end is None else end


def _shown(columns: Sequence[Column], *, has_reasons: bool) -> Iterable[tuple[int, int | None]]:
    """The places of the columns printed, each with that of the one which shares its cell."""
    skipped: int | None = None
    for place, column in enumerate(columns):
        if place == skipped or not column.printed or (column.key == REASON and not has_reasons):
            continue
        skipped = joined_end(columns, place)
        yield place, skipped


def _column(columns: Sequence[Column], place: int, joined: int | None, language: str) -> PrintedColumn:
    column = columns[place]
    is_text = column.measure is Measure.TEXT
    has_stars = column.measure is Measure.CORRELATION
    label = visible_line(say(column.label, language))
    if joined is not None and columns[joined].is_beside:
        label += f" ({visible_line(say(columns[joined].label, language))})"
    return PrintedColumn(label, not is_text or joined is not None, is_text or has_stars)


def _cell(
    row: Sequence[Value],
    place: int,
    joined: int | None,
    columns: Sequence[Column],
    letters: dict[str, str],
    language: str,
) -> str:
    column = columns[place]
    if joined is not None and columns[joined].is_beside:
        return _beside(row[place], column, row[joined], columns[joined], language)
    if joined is not None:
        return interval(row[place], row[joined], column.measure, language)
    if column.key == REASON:
        return letters.get(say(str(row[place] or ""), language), "")
    if column.measure is Measure.TEXT and row[place] is None:
        return ""
    said = printed(named(row[place], column.key, language), column.measure, language)
    return said + stars(_p_beside(row, column, columns)) if column.measure is Measure.CORRELATION else said


def _beside(value: Value, column: Column, other: Value, other_column: Column, language: str) -> str:
    """The value, and the other in parentheses where both are numbers."""
    said = printed(value, column.measure, language)
    both = isinstance(value, int | float) and isinstance(other, int | float)
    return f"{said} ({printed(other, other_column.measure, language)})" if both else said


def correlation_stars(table: Table) -> dict[tuple[int, str], str]:
    """The stars of each correlation, by row and key of its column."""
    return {
        (at, column.key): marks
        for column in table.columns
        if column.measure is Measure.CORRELATION
        for at, row in enumerate(table.rows)
        if (marks := stars(_p_beside(row, column, table.columns)))
    }


def _p_beside(row: Sequence[Value], column: Column, columns: Sequence[Column]) -> Value:
    """The p that belongs to a correlation: under `p_1` for `r_1`."""
    key = f"p{column.key.removeprefix('r')}"
    return next((value for value, each in zip(row, columns, strict=True) if each.key == key), None)


def _without_repeats(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows with the first cell empty where it says the same as the row above."""
    above = ("", *(row[0] for row in rows))
    return tuple(("", *row[1:]) if row[0] == last else row for row, last in zip(rows, above, strict=False))


def _letter(number: int) -> str:
    more, place = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[place]
