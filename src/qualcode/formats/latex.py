"""Tables for LaTeX: booktabs rules, everything escaped, a fragment to be read in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import normalize

from qualcode.domain.phrases import say
from qualcode.domain.table import Table
from qualcode.formats.pages import page_of
from qualcode.formats.printing import Printed, PrintedColumn

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "\u2212": "$-$",
    "\u221e": r"$\infty$",
    "\u202f": r"\,",
    "\u00a0": "~",
}
_SPECIAL: Final = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_MINUS: Final = re.compile(r"(?<!\w)-(?=\.?\d)")
_LONG: Final = 32
"""Columns with longer cells are set as paragraphs."""
_ROOM: Final = 0.7
"""Of the width of a line, for all such columns together, where the others leave so much."""
_LEAST: Final = 0.4
_NARROW: Final = 0.009
"""Of the width of a line, the room that a letter of the smallest size takes."""
_LETTER: Final = 0.012
"""Of the width of a line, the room that a letter takes."""
_SHORT: Final = 10
"""Labels of so many letters stay on one line."""
_SIZES: Final = (
    (120, r"\scriptsize\setlength{\tabcolsep}{2pt}"),
    (80, r"\footnotesize\setlength{\tabcolsep}{3pt}"),
)
"""Tables with more letters in a row are set smaller and closer."""


def latex(tables: Sequence[Table], language: str) -> str:
    """The tables one after the other; a line at the top names the packages that they need."""
    lines = [r"% \usepackage[T1]{fontenc}\usepackage{booktabs,longtable,array}"]
    for table in tables:
        lines += _lines(page_of(table, language), language)
    return "".join(f"{line}\n" for line in lines)


def _lines(page: Printed, language: str) -> Iterator[str]:
    yield "{" + next((size for least, size in _SIZES if _width(page) > least), "")
    yield r"\setlength{\LTcapwidth}{\linewidth}"
    yield rf"\begin{{longtable}}{{@{{}}{_columns(page)}@{{}}}}"
    yield rf"\caption{{\textit{{{_escaped(page.title)}}}}}\\"
    yield r"\toprule"
    if page.spans:
        yield _spans(page)
    yield _row([_head(column, width) for column, width in zip(page.columns, _widest(page), strict=True)])
    yield r"\midrule\endhead"
    for row, depth in zip(page.rows, page.indents, strict=True):
        cells = [_number(cell) if page.columns[place].is_number else _escaped(cell) for place, cell in enumerate(row)]
        lead = rf"\hspace*{{{depth}em}}" if depth else ""
        yield _row([lead + cells[0], *cells[1:]])
    yield r"\bottomrule"
    yield r"\end{longtable}}"
    if page.notes:
        yield rf"\noindent\textit{{{_escaped(say('Note.', language))}}} {_escaped(' '.join(page.notes))}"
    for letter, reason in page.reasons:
        yield ""
        yield rf"\noindent\textsuperscript{{{letter}}} {_escaped(reason)}"
    yield ""


def _columns(page: Printed) -> str:
    widest = _widest(page)
    long = [place for place, width in enumerate(widest) if width > _LONG and page.columns[place].is_text]
    total = sum(min(widest[place], 4 * _LONG) for place in long)
    others = sum(width + 4 for place, width in enumerate(widest) if place not in long)
    room = max(_LEAST, min(_ROOM, 1 - others * _NARROW))
    shares = {
        place: min(room * min(widest[place], 4 * _LONG) / total, widest[place] * _LETTER) for place in long
    }  # fmt: skip
    return "".join(
        rf">{{\raggedright\arraybackslash}}p{{{shares[place]:.2f}\linewidth}}"
        if place in shares
        else "r"
        if column.is_number
        else "l"
        for place, column in enumerate(page.columns)
    )


def _widest(page: Printed) -> list[int]:
    """The letters of the longest cell of each column."""
    rows = [[("  " * depth) + row[0], *row[1:]] for row, depth in zip(page.rows, page.indents, strict=True)]
    return [max((len(row[place]) for row in rows), default=0) for place in range(len(page.columns))]


def _width(page: Printed) -> int:
    """The letters of a row, with a gap behind each cell."""
    widest = _widest(page)
    labels = [max(map(len, _folded(column.label, width))) for column, width in zip(page.columns, widest, strict=True)]
    return sum(max(pair) + 2 for pair in zip(labels, widest, strict=True))


def _head(column: PrintedColumn, cells: int) -> str:
    lines = [_escaped(line) for line in _folded(column.label, cells)]
    side = "r" if column.is_number else "l"
    return rf"\shortstack[{side}]{{{lines[0]}\\{lines[1]}}}" if len(lines) > 1 else lines[0]


def _folded(label: str, cells: int) -> tuple[str, ...]:
    """The label on two lines, as even as they can be, where it is wider than the cells and not short."""
    words = label.split(" ") if len(label) > max(cells, _SHORT) else [label]
    folds = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(folds, key=lambda lines: max(map(len, lines)), default=(label,))


def _spans(page: Printed) -> str:
    heads = [rf"\multicolumn{{{last - first + 1}}}{{c}}{{{_escaped(head)}}}" for head, first, last in page.spans]
    rules = "".join(rf"\cmidrule(lr){{{first + 1}-{last + 1}}}" for _, first, last in page.spans)
    after = len(page.columns) - 1 - page.spans[-1][2]
    return _row(["", *heads, *([""] * after)]) + rules


def _row(cells: Sequence[str]) -> str:
    """The cells and the row's end; the group in front keeps a bracket from being read as an option."""
    return "{}" + " & ".join(cells) + r" \\"


def _number(words: str) -> str:
    return _escaped(_MINUS.sub("\u2212", words))


def _escaped(words: str) -> str:
    """The words in signs that LaTeX sets; accents that stand apart are joined to their letters."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], normalize("NFC", words))
