"""A printed table as Markdown, and how wide words stand in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from qualcode.domain.phrases import say
from qualcode.formats.printing import Printed

_NOTE: Final = "Note."
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|~#])")


def markdown(table: Printed, language: str) -> str:
    """The table with pipes, its title above and its notes beneath."""
    labels = [column.label for column in table.columns]
    for head, first, last in table.spans:
        for place in range(first, last + 1):
            labels[place] = f"{head}: {labels[place]}"
    marks = ["---:" if column.is_number else ":---" for column in table.columns]
    lines = [f"**{_escaped(table.title)}**", "", _piped(map(_escaped, labels)), _piped(marks)]
    for row, indent in zip(table.rows, table.indents, strict=True):
        cells = [
            _escaped(cell) if column.is_text else cell for cell, column in zip(row, table.columns, strict=True)
        ]  # fmt: skip
        lines.append(_piped(["\u2003" * indent + cells[0], *cells[1:]]))
    if table.notes:
        lines += ["", f"*{say(_NOTE, language)}* {_escaped(' '.join(table.notes))}"]
    if table.reasons:
        lines += ["", " ".join(f"<sup>{letter}</sup> {_escaped(reason)}" for letter, reason in table.reasons)]
    return "".join(f"{line}\n" for line in lines)


def cell_width(words: str) -> int:
    """How many columns of a terminal the words take."""
    if words.isascii():
        return len(words)
    from rich.cells import cell_len  # noqa: PLC0415  # only for words beyond ASCII

    return cell_len(words)


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", words)


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
