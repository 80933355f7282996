"""A `Table` in print as pages show it: groups side by side where they can stand so, letters for reasons."""

from __future__ import annotations

from dataclasses import replace

from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Table
from qualcode.formats.characters import visible_line
from qualcode.formats.printing import Printed, print_table
from qualcode.formats.reasons import lettered
from qualcode.formats.side_by_side import SideBySide, side_by_side


def page_of(table: Table, language: str) -> Printed:
    """The table in print, groups side by side."""
    return in_print(table, language, side_by_side(table, language))


def in_print(table: Table, language: str, wide: SideBySide | None) -> Printed:
    """The table in print, with letters for its reasons."""
    marked, reasons = lettered(wide.table if wide else table, language)
    page = print_table(marked, language)
    columns = page.columns
    if reasons:
        columns = (*columns[:-1], replace(columns[-1], is_text=False))
    return replace(page, columns=columns, reasons=reasons, spans=wide.printed_spans if wide else ())


def number_of(place: int, language: str) -> str:
    """What stands over a table: `Table 2`."""
    return visible_line(say(Phrase("Table {number}", {"number": place}), language))
