"""The one-page summary: headings and numbers filled in, the prose left to the lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Table
from qualcode.services.disclosure import suppressed
from qualcode.services.project import Project
from qualcode.services.results.composition import sample_table
from qualcode.services.themes import theme_table

_MOST: Final = 8
"""Themes named."""
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|#&])")


def summary_page(
    project: Project, by: str = "group", layer: str | None = None, language: str = "en", smallest: int | None = None
) -> str:
    """A page in Markdown: what was asked, of whom, what they raised most, and what to write where.

    Args:
        project: The project.
        by: The attribute whose values are compared.
        layer: As in the theme table.
        language: Of the page.
        smallest: The smallest count of people that is printed; all by default.

    Raises:
        RuleRefused: no participant has the attribute, or there is no such layer.
    """
    sample, themes = sample_table(project, by, by), theme_table(project, by, layer=layer, language=language)
    if smallest is not None:
        sample, themes = suppressed([sample, themes], smallest)
    return page_of(sample, themes, language=language)


def page_of(sample: Table, themes: Table, *, language: str = "en") -> str:
    """The page from the sample and the themes, both by the same attribute."""
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
            say(Phrase("{n} of {base} {group}", {"n": n, "base": base, "group": group}), language)
            for group, n, base in sorted(counts, key=lambda each: groups.index(each[0]))
        )
        yield f"- **{_plain(code)}**: {_plain(said)}. [{say('a sentence and a quotation', language)}]"


def _plain(words: str) -> str:
    """The words on one line, with the marks of Markdown made plain."""
    line = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in " ".join(words.split()))
    return _MARKS.sub(r"\\\1", line)
