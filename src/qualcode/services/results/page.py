"""The one-page summary: headings and numbers filled in, the prose left to the lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from qualcode.analysis.claims import Verdict
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Measure, Table
from qualcode.formats.numbers import printed
from qualcode.services.claims import claims_table
from qualcode.services.disclosure import suppressed
from qualcode.services.project import Project
from qualcode.services.results.composition import sample_table
from qualcode.services.themes import theme_table

_MOST: Final = 8
"""Themes named."""
_FRENCH_SPACES: Final = "\u00a0\u202f"
_BLANKS: Final = re.compile(rf"[^\S{_FRENCH_SPACES}]+")
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|#&])")


def summary_page(
    project: Project,
    by: str = "group",
    layer: str | None = None,
    language: str = "en",
    smallest: int | None = None,
    claims: Path | None = None,
) -> str:
    """A page in Markdown: what was asked, of whom, what they raised most, and what to write where.

    Args:
        project: The project.
        by: The attribute whose values are compared.
        layer: As in the theme table.
        language: Of the page.
        smallest: The smallest count of people that is printed; all by default.
        claims: A file of claims: those that the data bear out stand among the findings, with their numbers.

    Raises:
        BadInput: the file of claims has faults.
        RuleRefused: no participant has the attribute, there is no such layer, or claims would tell what is hidden.
    """
    if claims is not None and smallest is not None:
        raise RuleRefused("Claims give hidden counts away.", "Ask for --suppress or for --claims.")
    sample, themes = sample_table(project, by, by), theme_table(project, by, layer=layer, language=language)
    if smallest is not None:
        sample, themes = suppressed([sample, themes], smallest)
    ledger = None if claims is None else claims_table(project, claims, language=language)
    return page_of(sample, themes, ledger, language=language)


def page_of(sample: Table, themes: Table, claims: Table | None = None, *, language: str = "en") -> str:
    """The page from the sample and the themes, both by the same attribute, and the claims where there are some."""
    groups = list(dict.fromkeys(str(row["group"]) for row in themes.records()))
    lines = [
        f"# {_plain(str(themes.provenance['project']))}",
        "",
        *_written(Phrase("Why we did this study"), language),
        *_written(Phrase("What we did"), language),
        *_counts(sample, groups, language),
        "",
        f"## {say('What we found', language)}",
        "",
        *_themes(themes, groups, language),
        "",
        *(_claims(claims, language) if claims else ()),
        *_written(Phrase("What it means"), language),
        *_written(Phrase("Limits"), language),
    ]
    lines += [f"> {_plain(say(note, language))}" for note in themes.notes]
    return "".join(f"{line}\n" for line in lines)


def _written(heading: Phrase, language: str) -> list[str]:
    return [f"## {say(heading, language)}", "", f"[{say('two or three sentences of yours', language)}]", ""]


def _counts(sample: Table, groups: list[str], language: str) -> Iterator[str]:
    total = sample.records()[-1]
    for group in groups:
        said = Phrase(
            "{group}: {interviewed} interviewed of {n} participants.",
            {"group": group, "interviewed": total[f"interviewed_{group}"], "n": total[f"n_{group}"]},
        )
        yield f"- {_plain(say(said, language))}"


def _themes(themes: Table, groups: list[str], language: str) -> Iterator[str]:
    """The top codes that most participants raised, with each group's share."""
    top: dict[str, list[tuple[str, int, int]]] = {}
    for row in themes.records():
        if not row["parent"] and isinstance(row["n"], int) and isinstance(row["base"], int):
            top.setdefault(str(row["code"]), []).append((str(row["group"]), row["n"], row["base"]))
    ranked = sorted(top.items(), key=lambda each: (-sum(n for _, n, _ in each[1]), each[0]))
    for code, counts in ranked[:_MOST]:
        said = "; ".join(
            say(Phrase("{n} of {base} {group} ({percent}%)", _share(n, base, group, language)), language)
            for group, n, base in sorted(counts, key=lambda each: groups.index(each[0]))
        )
        line = Phrase("{theme}: {shares}.", {"theme": f"**{_plain(code)}**", "shares": _plain(said)})
        yield f"- {say(line, language)} [{say('a sentence and a quotation', language)}]"


def _share(n: int, base: int, group: str, language: str) -> dict[str, object]:
    percent = printed(n / base, Measure.SHARE, language) if base else "-"
    return {"n": n, "base": base, "group": group, "percent": percent}


def _claims(claims: Table, language: str) -> Iterator[str]:
    """The sentences that the data bear out, and apart those that they do not."""
    for heading, holds in (
        (Phrase("What the data bear out"), True),
        (Phrase("What they do not bear out: change it or leave it out"), False),
    ):
        rows = [row for row in claims.records() if Verdict(str(row["verdict"])).holds is holds]
        if rows:
            yield from (f"### {say(heading, language)}", "")
            yield from (f"- {_plain(str(row['sentence']))} *{_plain(str(row['numbers']))}*" for row in rows)
            yield ""


def _plain(words: str) -> str:
    """The words on one line, with the marks of Markdown made plain."""
    line = "".join(
        each if each.isprintable() or each in _FRENCH_SPACES else "\N{REPLACEMENT CHARACTER}"
        for each in _BLANKS.sub(" ", words).strip()
    )
    return _MARKS.sub(r"\\\1", line)
