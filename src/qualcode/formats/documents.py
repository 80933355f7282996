"""Tables as a Word document in the form of APA 7: number, title, horizontal rules only, the note beneath."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qualcode.domain.phrases import say
from qualcode.domain.table import Table
from qualcode.formats.pages import number_of, page_of
from qualcode.formats.printing import Printed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

Grid: TypeAlias = "list[list[_Cell]]"

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""One date for all documents, so that a second run gives the same bytes."""
_ZIPPED: Final = (2000, 1, 1, 0, 0, 0)
_FONT: Final = "Times New Roman"
_SIZE: Final = 10
_SMALL: Final = 7
"""Smallest size of letters, for a table that is too wide for larger ones."""
_LEADING: Final = 1.2
"""Height of a line, in sizes of its letters."""
_WIDE: Final = 7
"""More columns than this turn the page on its side."""
_LETTER: Final = 0.5
"""Width of a letter, as a part of its size, with room to spare."""
_MARGINS: Final = 4
"""Letters that the margins of a cell take."""
_LONGEST: Final = 70
"""Letters in a line of a column of words."""
_LEAST: Final = 9
"""Letters in a line of such a column where there is little room; more in the first column, whose words are names."""
_FIRST: Final = 24


def document(tables: Sequence[Table], language: str) -> bytes:
    """The bytes of the document, a real Word table for each table."""
    from docx import Document  # noqa: PLC0415  # only where a document is written

    made = Document()
    _prepare(made)
    pages = [page_of(table, language) for table in tables]
    if any(len(page.columns) > _WIDE for page in pages):
        _turn(made)
    for number, page in enumerate(pages, start=1):
        _write(made, number, page, language, is_last=number == len(pages))
    stream = BytesIO()
    made.save(stream)
    return _undated(stream.getvalue())


def _prepare(made: Document) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above
    from docx.shared import Pt  # noqa: PLC0415  # as above

    about = made.core_properties
    about.author = about.comments = about.title = about.last_modified_by = ""
    about.created = about.modified = _MADE.replace(tzinfo=None)
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    section = made.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(72)


def _turn(made: Document) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415  # as above

    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _write(made: Document, number: int, page: Printed, language: str, *, is_last: bool) -> None:
    from docx.shared import Pt  # noqa: PLC0415  # as above

    head = made.add_paragraph()
    head.add_run(number_of(number, language)).bold = True
    title = made.add_paragraph()
    title.add_run(page.title).italic = True
    title.paragraph_format.space_after = Pt(6)
    for paragraph in (head, title):
        paragraph.paragraph_format.keep_with_next = True
    _write_table(made, page)
    _write_notes(made, page, language)
    if not is_last:
        made.add_page_break()  # type: ignore[no-untyped-call]  # the library has no types here


def _write_table(made: Document, page: Printed) -> None:
    from docx.shared import Pt  # noqa: PLC0415  # as above

    n_heads = 2 if page.spans else 1
    table = made.add_table(rows=n_heads, cols=len(page.columns))
    grid = [list(row.cells) for row in table.rows]  # once: asking for cells one by one is slow
    section = made.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    widths, size = _widths(page, room / Pt(1))
    _set_widths(table, grid, widths)
    _write_heads(grid, page, n_heads)
    for row in table.rows:
        _repeat(row)
    for cells in grid:
        _set_size(cells, size)
    _write_body(table, page, size)
    for cell in table.rows[-1].cells:
        _rule(cell, "bottom")


def _write_body(table: Any, page: Printed, size: int) -> None:  # a library without types here
    """A row for each of the page: copies of one of each depth that the library made, which is slow at it."""
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above

    body = table._tbl  # noqa: SLF001  # the library has no other door to copies
    patterns = {depth: _pattern(table, page, size, depth) for depth in sorted(set(page.indents))}
    for words, depth in zip(page.rows, page.indents, strict=True):
        row = deepcopy(patterns[depth])
        for text, said in zip(row.iter(qn("w:t")), words, strict=True):
            text.text = said
        body.append(row)


def _pattern(table: Any, page: Printed, size: int, depth: int) -> Any:  # as above
    """The element of a row of that depth, which stands in the table no more."""
    row = table.add_row()
    for place, (cell, column) in enumerate(zip(row.cells, page.columns, strict=True)):
        # A space at the end makes the library write that spaces count.
        _fill(cell, "- ", at="right" if column.is_number else "left", depth=0 if place else depth)
    _set_size(row.cells, size)
    table._tbl.remove(row._tr)  # noqa: SLF001  # as above
    return row._tr  # noqa: SLF001  # as above


def _set_size(cells: Iterable[_Cell], size: int) -> None:
    from docx.shared import Pt  # noqa: PLC0415  # as above

    for paragraph in (cell.paragraphs[0] for cell in cells):
        paragraph.paragraph_format.line_spacing = Pt(size * _LEADING)  # else empty cells keep the rows high
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _write_heads(grid: Grid, page: Printed, n_heads: int) -> None:
    for head, first, last in page.spans:
        _fill(grid[0][first].merge(grid[0][last]), head, at="center")
        for place in range(first, last + 1):
            _rule(grid[0][place], "bottom")
    for place, column in enumerate(page.columns):
        _fill(grid[n_heads - 1][place], column.label, at="right" if column.is_number else "left")
        _rule(grid[0][place], "top")
        _rule(grid[n_heads - 1][place], "bottom")


def _set_widths(table: Any, grid: Grid, widths: Sequence[float]) -> None:  # a library without types here
    from docx.shared import Pt  # noqa: PLC0415  # as above

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)  # some programs read this, others the cells
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Pt(width)


def _widths(page: Printed, room: float) -> tuple[list[float], int]:
    """The width of each column in points, and the size of the letters that fit."""
    letters = [_letters(page, place) for place in range(len(page.columns))]
    needed = [
        each if page.columns[place].is_number else min(each, max(_head(page, place), _LEAST if place else _FIRST))
        for place, each in enumerate(letters)
    ]
    for head, first, last in page.spans:
        short = max(0, len(head) + _MARGINS - sum(needed[first : last + 1]))
        needed[last], letters[last] = needed[last] + short, letters[last] + short
    size = next((each for each in range(_SIZE, _SMALL, -1) if sum(needed) * each * _LETTER <= room), _SMALL)
    fixed, wished = sum(needed), sum(letters)
    spare = room / (size * _LETTER) - fixed
    share = 0.0 if wished == fixed else max(0.0, min(1.0, spare / (wished - fixed)))
    return [
        (least + (wish - least) * share) * size * _LETTER for least, wish in zip(needed, letters, strict=True)
    ], size


def _letters(page: Printed, place: int) -> int:
    """How many letters the column would like in a line, its margins counted."""
    column = page.columns[place]
    longest = max((len(row[place]) + 2 * depth for row, depth in zip(page.rows, page.indents, strict=True)), default=0)
    return max(_head(page, place), _MARGINS + (longest if column.is_number else min(longest, _LONGEST)))


def _head(page: Printed, place: int) -> int:
    """How many letters the longest word of the label needs, margins counted; very long ones are broken."""
    return _MARGINS + min(_FIRST, max(map(len, page.columns[place].label.split(" "))))


def _fill(cell: _Cell, words: str, *, at: str, depth: int = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415  # as above
    from docx.shared import Pt  # noqa: PLC0415  # as above

    paragraph = cell.paragraphs[0]
    paragraph.add_run(words)
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, at.upper())
    if depth:
        paragraph.paragraph_format.left_indent = Pt(12 * depth)


def _rule(cell: _Cell, edge: str) -> None:
    """A horizontal line at an edge of the cell; its other lines stay."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # as above
    from docx.oxml.ns import qn  # noqa: PLC0415  # as above

    properties: Any = cell._tc.get_or_add_tcPr()  # noqa: SLF001  # the library has no other door to borders
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    # The schema wants the top before the bottom.
    borders.insert(0, line) if edge == "top" else borders.append(line)


def _repeat(row: Any) -> None:  # a library without types here
    """The row stands again at the top of each page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # as above

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # as above


def _write_notes(made: Document, page: Printed, language: str) -> None:
    if page.notes:
        paragraph = made.add_paragraph()
        paragraph.add_run(say("Note.", language)).italic = True
        _after(paragraph, " " + " ".join(page.notes))
    if page.reasons:
        paragraph = made.add_paragraph()
        for letter, reason in page.reasons:
            paragraph.add_run(letter).font.superscript = True
            _after(paragraph, f" {reason} ")


def _after(paragraph: Paragraph, words: str) -> None:
    from docx.shared import Pt  # noqa: PLC0415  # as above

    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.add_run(words)


def _undated(data: bytes) -> bytes:
    """The same archive with one date for all its parts."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, _ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return stream.getvalue()
