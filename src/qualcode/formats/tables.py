"""A `Table` in each form there is: terminal, csv, json, Markdown, html, LaTeX, xlsx, docx.

No number is formatted before this floor.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Final

from qualcode.domain.errors import BadInput
from qualcode.domain.phrases import say
from qualcode.domain.table import SUPPRESSED, Table, Value
from qualcode.formats.characters import visible
from qualcode.formats.html_pages import html_page
from qualcode.formats.latex import latex
from qualcode.formats.pages import in_print, page_of
from qualcode.formats.printing import REASON
from qualcode.formats.reasons import joined, parts
from qualcode.formats.rows import write_rows
from qualcode.formats.side_by_side import side_by_side
from qualcode.formats.table_text import markdown
from qualcode.formats.text_tables import laid_out, text_page

SUFFIXES: Final = (".csv", ".docx", ".html", ".json", ".md", ".tex", ".txt", ".xlsx")
FORMATS: Final = ("text", "csv", "json", "md", "html", "tex")
TOGETHER: Final = (".docx", ".html", ".tex", ".xlsx")
"""The kinds of file that hold several tables."""
_PAGE: Final = 100
"""Width of a table in a text file."""
_DIGITS: Final = 12
"""Beyond them a float is dust."""


def write_table(table: Table, suffix: str, language: str = "en") -> bytes:
    """The table as a file of that kind.

    Raises:
        BadInput: there is no writer for the suffix.
    """
    suffix = suffix.lower()
    if suffix in TOGETHER:
        return write_tables([table], suffix, language)
    if suffix not in SUFFIXES:
        raise BadInput(
            f'There is no table of the kind "{suffix}".', f"Choose a name that ends with one of {', '.join(SUFFIXES)}."
        )
    name = "text" if suffix == ".txt" else suffix[1:]
    return format_table(table, name, language, _PAGE).encode("utf-8", "replace")


def write_tables(tables: Sequence[Table], suffix: str, language: str = "en", title: str = "") -> bytes:
    """Several tables, numbered in order, as one file of a kind that is `TOGETHER`.

    Args:
        tables: What to show.
        suffix: One of `TOGETHER`.
        language: Of titles, labels, notes and numbers in print.
        title: Over all of them; only a page of html has one.
    """
    if suffix == ".xlsx":
        from qualcode.formats.workbooks import workbook  # noqa: PLC0415  # only where a workbook is written

        return workbook(tables, language)
    if suffix == ".docx":
        from qualcode.formats.documents import document  # noqa: PLC0415  # only where a document is written

        return document(tables, language)
    page = html_page(tables, language, title) if suffix == ".html" else latex(tables, language)
    return page.encode("utf-8", "replace")


def format_table(table: Table, form: str = "text", language: str = "en", width: int = _PAGE) -> str:
    """The table in one of the `FORMATS`, ending with a line feed.

    Args:
        table: What to show.
        form: `text`, `csv`, `json`, `md`, `html` or `tex`.
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
        return markdown(page_of(table, language), language).replace("&", "&amp;")
    if form == "html":
        return html_page([table], language)
    if form == "tex":
        return latex([table], language)
    if form != "text":
        raise BadInput(f'There is no form "{form}".', f"Choose one of {', '.join(FORMATS)}.")
    return _text(table, language, width)


def _text(table: Table, language: str, width: int) -> str:
    """Groups side by side; beneath each other where only that fits."""
    wide = side_by_side(table, language)
    pages = [in_print(table, language, each) for each in ((wide, None) if wide else (None,))]
    layouts = [(page, laid_out(page, width)) for page in pages]
    fitting = [each for each in layouts if each[1].total <= width]
    page, layout = fitting[0] if fitting else min(layouts, key=lambda each: each[1].total)
    return text_page(page, layout, language, width)


def _csv(table: Table, language: str) -> str:
    rows = ([_plain(value, key, language) for key, value in row.items()] for row in table.records())
    return write_rows([column.key for column in table.columns], rows).decode("utf-8", "replace")


def _json(table: Table, language: str) -> str:
    content = {
        "title": visible(say(table.title, language)),
        "rows": [
            {key: _without_dust(_plain(value, key, language)) for key, value in row.items()} for row in table.records()
        ],
        "notes": [visible(say(note, language)) for note in table.notes],
        "provenance": {key: _without_dust(_plain(value, "", language)) for key, value in table.provenance.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: Value, key: str, language: str) -> Value:
    """The value as programs read it: never NaN or infinite, reasons in the language of the table."""
    if key == REASON:
        return visible(joined(say(part, language) for part in parts(value))) or None
    if isinstance(value, str):
        return None if value == SUPPRESSED else visible(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _without_dust(value: Value) -> Value:
    return round(value, _DIGITS) + 0.0 if isinstance(value, float) else value
