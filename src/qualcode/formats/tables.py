"""A `Table` as text for the terminal, csv, json, Markdown and xlsx. No number is formatted before this floor."""

from __future__ import annotations

import json
import math
from typing import Final

from qualcode.domain.errors import BadInput
from qualcode.domain.phrases import say
from qualcode.domain.table import Table, Value
from qualcode.formats.characters import harmless
from qualcode.formats.printing import REASON, print_groups, print_table
from qualcode.formats.rows import write_rows
from qualcode.formats.table_text import markdown, plain_text, width_of

SUFFIXES: Final = (".csv", ".json", ".md", ".txt", ".xlsx")
FORMATS: Final = ("text", "csv", "json", "md")
_PAGE: Final = 100
"""Width of a table in a text file."""


def write_table(table: Table, suffix: str, language: str = "en") -> bytes:
    """The table as a file of that kind.

    Raises:
        BadInput: there is no writer for the suffix.
    """
    suffix = suffix.lower()
    if suffix == ".xlsx":
        from qualcode.formats.workbooks import workbook  # noqa: PLC0415  # only where a workbook is written

        return workbook(table, language)
    if suffix not in SUFFIXES:
        raise BadInput(
            f'There is no table of the kind "{suffix}".', f"Choose a name that ends with one of {', '.join(SUFFIXES)}."
        )
    name = "text" if suffix == ".txt" else suffix[1:]
    return format_table(table, name, language, _PAGE).encode("utf-8", "replace")


def format_table(table: Table, form: str = "text", language: str = "en", width: int = 80) -> str:
    """The table in one of the `FORMATS`, ending with a line feed.

    Args:
        table: What to show.
        form: `text`, `csv`, `json` or `md`.
        language: Of titles, labels, notes and numbers in print.
        width: Of the page, in columns of a terminal; only for text.

    Raises:
        BadInput: there is no such form.
    """
    if form == "csv":
        return _csv(table, language)
    if form == "json":
        return _json(table, language)
    if form == "md":
        return markdown(print_groups(table, language) or print_table(table, language), language)
    if form != "text":
        raise BadInput(f'There is no form "{form}".', f"Choose one of {', '.join(FORMATS)}.")
    grouped = print_groups(table, language)
    if grouped is not None and width_of(grouped) <= width:
        return plain_text(grouped, language, width)
    return plain_text(print_table(table, language), language, width)


def _csv(table: Table, language: str) -> str:
    keys = [column.key for column in table.columns]
    rows = ((_plain(value, key, language) for key, value in zip(keys, row, strict=True)) for row in table.rows)
    return write_rows(keys, rows).decode("utf-8", "replace")


def _json(table: Table, language: str) -> str:
    content = {
        "title": harmless(say(table.title, language)),
        "rows": [{key: _plain(value, key, language) for key, value in row.items()} for row in table.records()],
        "notes": [harmless(say(note, language)) for note in table.notes],
        "provenance": dict(table.provenance),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(value: Value, key: str, language: str) -> Value:
    """The value as programs read it: never NaN or infinite, reasons in the language of the table."""
    if isinstance(value, str):
        return harmless(say(value, language) if key == REASON else value)
    return None if isinstance(value, float) and not math.isfinite(value) else value
