"""A printed table as plain text that fits a terminal: heads and words go on beneath, numbers stay whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from qualcode.domain.phrases import say
from qualcode.formats.printing import Printed
from qualcode.formats.table_text import cell_width

_INDENT: Final = "  "
_FEWEST: Final = 2
_MORE: Final = "\N{HORIZONTAL ELLIPSIS}"
_LEAST: Final = 6
"""Columns of words are not made narrower than this."""
_EASE: Final = 14
"""Columns move together before those of words become narrower than this."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the columns stand, how far apart, and the lines of their heads."""

    widths: tuple[int, ...]
    gap: int
    heads: tuple[tuple[str, ...], ...]

    @property
    def total(self) -> int:
        """How many columns of a terminal the table takes."""
        return _across(self.widths, self.gap)


def laid_out(table: Printed, width: int) -> Layout:
    """The roomiest layout that fits the width; the tightest where none does."""
    labels = [column.label for column in table.columns]
    flat = tuple((label,) for label in labels)
    widest = [max((cell_width(row[place]) for row in table.rows), default=0) for place in range(len(labels))]
    folded = tuple(_folded(label, least) for label, least in zip(labels, widest, strict=True))
    layout = Layout(_natural(table, flat, 2), 2, flat)
    for gap, least in ((2, _EASE), (1, _EASE), (1, _LEAST)):
        if layout.total <= width:
            break
        layout = Layout(_narrowed(table, _natural(table, folded, gap), gap, least, width), gap, folded)
    return layout


def text_page(table: Printed, layout: Layout, language: str, width: int) -> str:
    """Title, rules, rows and notes, each line ended by a line feed."""
    rule = "-" * layout.total
    lines = [*_paragraph(table.title, width), rule, *_head_lines(table, layout), rule]
    for row, depth in zip(table.rows, table.indents, strict=True):
        lines += _row_lines(table, row, depth, layout)
    lines.append(rule)
    if table.notes:
        lines += _paragraph(" ".join([say("Note.", language), *table.notes]), width)
    for letter, reason in table.reasons:
        lines += _paragraph(f"{letter} {reason}", width)
    return "".join(f"{line.rstrip(' ')}\n" for line in lines)


def _natural(table: Printed, heads: Sequence[Sequence[str]], gap: int) -> tuple[int, ...]:
    """The width that each column would like, the last under a heading widened to hold it."""
    widths = [max(map(cell_width, head)) for head in heads]
    for row, depth in zip(table.rows, table.indents, strict=True):
        leads = (len(_INDENT) * depth, *(0 for _ in row[1:]))
        widths = [
            max(each) for each in zip(widths, map(sum, zip(leads, map(cell_width, row), strict=True)), strict=True)
        ]
    for head, first, last in table.spans:
        widths[last] += max(0, cell_width(head) - _across(widths[first : last + 1], gap))
    return tuple(widths)


def _narrowed(table: Printed, widths: Sequence[int], gap: int, least: int, width: int) -> tuple[int, ...]:
    """The widths with the widest columns of words made narrower, until the table fits if it can."""
    narrow = list(widths)
    lead = len(_INDENT) * max(table.indents, default=0)
    floors = {
        place: least + (lead if place == 0 else 0) for place, column in enumerate(table.columns) if column.is_text
    }
    while _across(narrow, gap) > width:
        spare = [place for place, floor in floors.items() if narrow[place] > floor]
        if not spare:
            break
        narrow[max(spare, key=lambda place: narrow[place])] -= 1
    return tuple(narrow)


def _head_lines(table: Printed, layout: Layout) -> Iterator[str]:
    blank = " " * layout.gap
    if table.spans:
        yield " " * layout.widths[0] + "".join(
            blank + _centred(head, _across(layout.widths[first : last + 1], layout.gap))
            for head, first, last in table.spans
        )
    height = max(map(len, layout.heads), default=0)
    yield from _set(table, [[""] * (height - len(head)) + [*head] for head in layout.heads], layout)


def _row_lines(table: Printed, row: Sequence[str], depth: int, layout: Layout) -> Iterator[str]:
    """The lines of a row; words too long for their column go on beneath."""
    stacks = []
    for place, (cell, width, column) in enumerate(zip(row, layout.widths, table.columns, strict=True)):
        lead = "" if place else _INDENT * depth
        room = max(_FEWEST, width - len(lead))
        lines = _lines(cell, room) if column.is_text else [cell]
        stacks.append([lead + _shortened(line, room) if column.is_text else line for line in lines])
    return _set(table, stacks, layout)


def _set(table: Printed, stacks: Sequence[Sequence[str]], layout: Layout) -> Iterator[str]:
    """Cells of one or more lines side by side, words to the left and numbers to the right."""
    for line in zip_longest(*stacks, fillvalue=""):
        cells = zip(line, layout.widths, table.columns, strict=True)
        yield (" " * layout.gap).join(_padded(cell, width, to_right=column.is_number) for cell, width, column in cells)


def _folded(label: str, cells: int) -> tuple[str, ...]:
    """The label on two lines, as even as they can be; it stays where it is one word or no wider than the cells."""
    words = label.split(" ") if cell_width(label) > cells else [label]
    folds = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(folds, key=lambda lines: max(map(cell_width, lines)), default=(label,))


def _shortened(words: str, width: int) -> str:
    if cell_width(words) <= width:
        return words
    end = len(words)
    while end and cell_width(words[:end]) >= width:
        end -= 1
    return words[:end].rstrip(" ") + _MORE


def _paragraph(words: str, width: int) -> Iterator[str]:
    """The words in lines of at most that width; a word longer than a line is cut."""
    for line in _lines(words, width):
        rest = line
        while cell_width(rest) > width:
            end = next((at for at in range(len(rest), 1, -1) if cell_width(rest[:at]) <= width), 1)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _lines(words: str, width: int) -> list[str]:
    """The words in lines of at most that width; a longer word has a line to itself."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and cell_width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _across(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def _padded(cell: str, width: int, *, to_right: bool) -> str:
    blanks = " " * max(0, width - cell_width(cell))
    return blanks + cell if to_right else cell + blanks


def _centred(words: str, width: int) -> str:
    blanks = max(0, width - cell_width(words))
    return " " * (blanks // 2) + words + " " * (blanks - blanks // 2)
