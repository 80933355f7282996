"""The keys of the screens that show findings: themes, measures, quotes and claims."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import Verb

_SHARED: Final = (
    Verb("find.open", "enter", "who and where", "Open what stands behind the row.", "Findings", "Enter"),
    Verb("find.renew", "r", "compute again", "Compute the table again.", "Findings"),
    Verb("find.down", "down,j", "down", "Go down.", "Findings", "↓"),
    Verb("find.up", "up,k", "up", "Go up.", "Findings", "↑"),
    Verb("find.page_down", "pagedown", "page down", "Go ten rows down.", "Findings", "PgDn"),
    Verb("find.page_up", "pageup", "page up", "Go ten rows up.", "Findings", "PgUp"),
    Verb("find.first", "home", "first row", "Go to the first row.", "Findings", "Home"),
    Verb("find.last", "end", "last row", "Go to the last row.", "Findings", "End"),
)
_ONLY: Final = (
    Verb("find.only", "f", "only some", "Count only participants of a group, site, language or mode.", "Findings"),
    Verb("find.layer", "l", "layer", "Read the union, the consensus or one coder.", "Findings"),
)
_THEMES: Final = (
    *_ONLY,
    Verb("find.by", "g", "split by", "Split by group, site, language or mode.", "Findings"),
    Verb("find.base", "b", "base", "Count of those interviewed, asked or answered.", "Findings"),
    Verb("find.tests", "t", "tests", "Compare two groups with tests, or no longer.", "Findings"),
)
_CLAIMS: Final = (Verb("find.file", "o", "other file", "Choose the file of claims.", "Findings"),)
_MEASURES: Final = (
    Verb("find.group", "g", "group", "Count one group of participants, the next one, or all.", "Findings"),
    Verb("find.rank", "s", "Pearson, Spearman", "Change between Pearson's and Spearman's correlations.", "Findings"),
    Verb("find.printed", "v", "as printed", "Read both tables as a report prints them.", "Findings"),
)
_QUOTES: Final = (
    *_ONLY,
    Verb("find.source", "a", "source", "Say who is quoted: group, site as well, or participant.", "Findings"),
    Verb("find.most", "n", "how many", "Quote three, two, one or five participants for each theme.", "Findings"),
    Verb(
        "find.drop", "x,backspace,delete", "other quote", "Take a quotation out; the next best stands in.", "Findings"
    ),
    Verb("find.restore", "u", "bring back", "Bring back the quotation that was taken out last.", "Findings"),
    Verb("find.export", "e", "export", "Write what is shown into a file: .docx, .xlsx, .md ...", "Findings"),
)
THEME_VERBS: Final = (*_SHARED, *_THEMES)
MEASURE_VERBS: Final = (*_SHARED, *_MEASURES)
QUOTE_VERBS: Final = (*_SHARED, *_QUOTES)
CLAIM_VERBS: Final = (*_SHARED, *_CLAIMS)

STEPS: Final = {
    "find.down": 1, "find.up": -1, "find.page_down": 10, "find.page_up": -10, "find.first": -9999, "find.last": 9999,
}  # fmt: skip
"""Rows that a key goes."""
