"""The keys of the search over all transcripts: while words are typed, and among what was found."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import Verb

_GROUP: Final = "Search"

_BOTH: Final = (
    Verb("search.close", "escape", "close", "Go back to the transcript; the list stays as it is.", _GROUP, "Esc"),
    Verb("search.down", "down", "down", "Go down.", _GROUP, "↓"),
    Verb("search.up", "up", "up", "Go up.", _GROUP, "↑"),
    Verb("search.page_down", "pagedown", "page down", "Go ten rows down.", _GROUP, "PgDn"),
    Verb("search.page_up", "pageup", "page up", "Go ten rows up.", _GROUP, "PgUp"),
)
SEARCH_WORDS: Final = (
    Verb("search.find", "enter", "search", "Look for these words in all transcripts.", _GROUP, "Enter"),
    Verb("search.erase", "backspace,ctrl+h", "erase", "Take the last letter back.", _GROUP, "⌫"),
    Verb("search.clear", "ctrl+u,ctrl+w", "erase all", "Take all letters back.", _GROUP, "ctrl+u"),
    *_BOTH,
)
SEARCH_TURNED: Final = (
    Verb("search.whole", "w", "sentence or words", "Code whole sentences, or only the words found.", _GROUP),
    Verb("search.fuzzy", "f", "alike words", "Find words that are merely alike as well.", _GROUP),
    Verb("search.everybody", "i", "all speakers", "Look through what interviewers and others say as well.", _GROUP),
)
"""Verbs whose chip says how they stand."""
SEARCH_HITS: Final = (
    Verb("search.open", "enter", "go there", "Go to the hit; n and p go on, s comes back here.", _GROUP, "Enter"),
    Verb("search.mark", "space", "mark", "Mark the hit or take the mark off; on a heading, all under it.", _GROUP),
    Verb("search.code", "c", "code marked", "Choose a code for all that is marked: one step, one undo.", _GROUP),
    Verb("search.all", "a", "all or none", "Mark all hits, or none.", _GROUP),
    Verb("search.words", "slash,s", "other words", "Look for other words.", _GROUP, "/"),
    *SEARCH_TURNED,
    Verb("search.undo", "u,ctrl+z", "undo", "Take your last act back; goes on across restarts.", _GROUP),
    *_BOTH,
)
SEARCH_STEPS: Final = {"search.down": 1, "search.up": -1, "search.page_down": 10, "search.page_up": -10}
"""Rows that a key goes."""
