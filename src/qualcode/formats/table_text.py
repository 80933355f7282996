"""A printed table as plain text and as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from qualcode.domain.phrases import say
from qualcode.formats.printing import Printed

_GAP: Final = "  "
_INDENT: Final = "   "
_NARROWEST: Final = 12
_LONG_WORD: Final = 24
"""Columns of words are not made narrower than the first of these, nor than a word of up to the second."""
_NOTE: Final = "Note."
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|~#])")


def plain_text(table: Printed, language: str, width: int) -> str:
    """The table with rules above and below, numbers to the right, notes wrapped to the width of the page."""
    widths = _fitted(table, width)
    rule = "-" * _total(widths)
    lines = [*_wrapped(table.title, width), rule, *_heads(table, widths), rule]
    for row, indent in zip(table.rows, table.indents, strict=True):
        lines += _row_lines(table, row, widths, _INDENT * indent)
    lines.append(rule)
    notes = " ".join([say(_NOTE, language), *table.notes]) if table.notes else ""
    reasons = " ".join(f"{letter} {reason}" for letter, reason in table.reasons)
    for paragraph in filter(None, (notes, reasons)):
        lines += _wrapped(paragraph, width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


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


def width_of(table: Printed) -> int:
    """How many columns of a terminal the table takes."""
    return _total(_natural(table))


def cell_width(words: str) -> int:
    """How many columns of a terminal the words take."""
    if words.isascii():
        return len(words)
    from rich.cells import cell_len  # noqa: PLC0415  # only for words beyond ASCII

    return cell_len(words)


def _natural(table: Printed) -> list[int]:
    """The width of each column, widened where a heading over several needs it."""
    widths = []
    for place, column in enumerate(table.columns):
        cells = (cell_width(row[place]) for row in table.rows)
        if place == 0:
            cells = (
                cell_width(row[0]) + len(_INDENT) * depth for row, depth in zip(table.rows, table.indents, strict=True)
            )
        widths.append(max(cell_width(column.label), *cells, 1))
    for head, first, last in table.spans:
        missing = cell_width(head) - _total(widths[first : last + 1])
        widths[last] += max(0, missing)
    return widths


def _fitted(table: Printed, width: int) -> list[int]:
    """The widths, with the widest columns of words narrowed until the table fits the page, if it can."""
    widths = _natural(table)
    least = {place: _least(table, place) for place, column in enumerate(table.columns) if column.is_text}
    while _total(widths) > width:
        spare = [place for place, narrowest in least.items() if widths[place] > narrowest]
        if not spare:
            break
        widths[max(spare, key=lambda place: widths[place])] -= 1
    return widths


def _least(table: Printed, place: int) -> int:
    """How narrow a column of words may become."""
    longest = 0
    for row, depth in zip(table.rows, table.indents, strict=True):
        lead = 0 if place else len(_INDENT) * depth
        longest = max([longest, *(lead + cell_width(word) for word in row[place].split())])
    return max(_NARROWEST, min(longest, _LONG_WORD))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _heads(table: Printed, widths: Sequence[int]) -> Iterator[str]:
    if table.spans:
        line = " " * widths[0]
        for head, first, last in table.spans:
            line += _GAP + _centred(head, _total(widths[first : last + 1]))
        yield line
    yield from _row_lines(table, [column.label for column in table.columns], widths, "")


def _row_lines(table: Printed, cells: Sequence[str], widths: Sequence[int], indent: str) -> Iterator[str]:
    """The lines of one row; words too long for their column go on beneath."""
    stacks = []
    for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
        lead = indent if place == 0 else ""
        lines = _wrapped(cell, max(1, widths[place] - len(lead))) if column.is_text else [cell]
        stacks.append([lead + line for line in lines] or [""])
    for at in range(max(map(len, stacks))):
        row = [stack[at] if at < len(stack) else "" for stack in stacks]
        yield _GAP.join(
            _padded(cell, width, to_right=column.is_number)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        )


def _wrapped(words: str, width: int) -> list[str]:
    """The words in lines of at most that many terminal columns."""
    if cell_width(words) <= width:
        return [words]
    lines: list[str] = []
    for line in textwrap.wrap(words, width, break_on_hyphens=False):
        lines += [line] if cell_width(line) <= width else textwrap.wrap(line, max(1, width // 2))
    return lines


def _padded(cell: str, width: int, *, to_right: bool) -> str:
    blanks = " " * max(0, width - cell_width(cell))
    return blanks + cell if to_right else cell + blanks


def _centred(words: str, width: int) -> str:
    blanks = max(0, width - cell_width(words))
    return " " * (blanks // 2) + words + " " * (blanks - blanks // 2)


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", words)


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
