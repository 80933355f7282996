"""Tables as one page of html that needs nothing else and runs nothing: escaped words, no scripts, no addresses."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from qualcode.domain.phrases import say
from qualcode.domain.table import Table
from qualcode.formats.characters import visible_line
from qualcode.formats.pages import number_of, page_of
from qualcode.formats.plots import plot
from qualcode.formats.printing import Printed

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1d21;--paper:#fff;--faint:#5c636e;--rule:#1b1d21;
--first:#2a5db0;--second:#b3541e}
@media (prefers-color-scheme:dark){:root{--ink:#e4e6ea;--paper:#16181c;--faint:#a0a7b3;--rule:#c9cdd4;
--first:#7fb0ff;--second:#f2a269}}
body{background:var(--paper);color:var(--ink);font:16px/1.45 Georgia,"Times New Roman",serif;margin:2rem auto;
max-width:72rem;padding:0 1rem}
section{margin:0 0 3rem;overflow-x:auto}
h1{font-size:1.5rem}h2{font-size:1rem;font-weight:400;margin:0 0 .5rem}h2 b,h2 i{display:block}
h2 i{margin-top:.3rem}
table{border-bottom:1px solid var(--rule);border-collapse:collapse;border-top:1px solid var(--rule);
font-variant-numeric:tabular-nums}
th{font-weight:400;vertical-align:bottom}thead tr:last-child th{border-bottom:1px solid var(--rule)}
th.span{border-bottom:1px solid var(--rule);text-align:center}
td,th{padding:.2rem .7rem;text-align:left;vertical-align:top}td.n,th.n{text-align:right;white-space:nowrap}
td.w{max-width:36rem}tbody th{vertical-align:top}
.d1{padding-left:2rem}.d2{padding-left:3.3rem}.d3{padding-left:4.6rem}.d4{padding-left:5.9rem}
p{color:var(--ink);font-size:.9rem;margin:.4rem 0;max-width:60rem}
nav{margin:0 0 2.5rem}nav a{color:inherit;display:block;font-size:.95rem}
svg{display:block;margin:1rem 0;max-width:100%}svg text{fill:var(--ink);font:12px Georgia,serif}
svg .axis{stroke:var(--faint)}svg .g0{fill:var(--first);stroke:var(--first)}
svg .g1{fill:var(--second);stroke:var(--second)}svg path[class]{fill:none}
@media print{section{break-inside:avoid}}
"""
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_DEEPEST: Final = 4


def html_page(tables: Sequence[Table], language: str, title: str = "") -> str:
    """The whole page; with several tables, a list of them first."""
    pages = [page_of(table, language) for table in tables]
    name = escape(visible_line(title) or (pages[0].title if pages else ""))
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(language)}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{name}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body>",
    ]
    if title:
        lines.append(f"<h1>{name}</h1>")
    if len(pages) > 1:
        lines += ["<nav>", *(_entry(number, page, language) for number, page in enumerate(pages, start=1)), "</nav>"]
    for number, (table, page) in enumerate(zip(tables, pages, strict=True), start=1):
        lines += _section(number, table, page, language)
    return "".join(f"{line}\n" for line in [*lines, "</body></html>"])


def _entry(number: int, page: Printed, language: str) -> str:
    return f'<a href="#t{number}">{escape(number_of(number, language))}. {escape(page.title)}</a>'


def _section(number: int, table: Table, page: Printed, language: str) -> Iterator[str]:
    yield f'<section id="t{number}">'
    yield f"<h2><b>{escape(number_of(number, language))}</b><i>{escape(page.title)}</i></h2>"
    yield "<table>"
    yield "<thead>"
    yield from _heads(page)
    yield "</thead><tbody>"
    for row, depth in zip(page.rows, page.indents, strict=True):
        yield f"<tr>{''.join(_cell(page, place, words, depth) for place, words in enumerate(row))}</tr>"
    yield "</tbody></table>"
    yield from plot(table, language)
    if page.notes:
        yield f"<p><i>{escape(say('Note.', language))}</i> {escape(' '.join(page.notes))}</p>"
    if page.reasons:
        reasons = " ".join(f"<sup>{letter}</sup> {escape(reason)}" for letter, reason in page.reasons)
        yield f"<p>{reasons}</p>"
    yield "</section>"


def _heads(page: Printed) -> Iterator[str]:
    if page.spans:
        before = page.spans[0][1]
        after = len(page.columns) - 1 - page.spans[-1][2]
        spans = "".join(
            f'<th class="span" colspan="{last - first + 1}" scope="colgroup">{escape(head)}</th>'
            for head, first, last in page.spans
        )
        yield f"<tr>{'<td></td>' * before}{spans}{'<td></td>' * after}</tr>"
    labels = (
        f'<th scope="col"{" class=" + chr(34) + "n" + chr(34) if column.is_number else ""}>{escape(column.label)}</th>'
        for column in page.columns
    )
    yield f"<tr>{''.join(labels)}</tr>"


def _cell(page: Printed, place: int, words: str, depth: int) -> str:
    shown = escape(words)
    if place == 0:
        mark = f' class="d{min(depth, _DEEPEST)}"' if depth else ""
        return f'<th scope="row"{mark}>{shown}</th>'
    column = page.columns[place]
    mark = "n" if column.is_number else "w"
    return f'<td class="{mark}">{shown}</td>'
