"""The keys of boxes, which lie over a screen, and of the screens before and beside the project."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import Verb

_LIST: Final = "List"
FINDER: Final = (
    Verb("box.choose", "enter", "choose", "Take the row of the cursor.", _LIST, "Enter"),
    Verb("box.row", "", "pick a row", "Take the row with that number.", _LIST, "1-9"),
    Verb("box.complete", "tab", "take and stay", "Take the row and stay, or complete a path.", _LIST, "Tab"),
    Verb("box.down", "down,ctrl+n", "down", "Go down.", _LIST, "↓"),
    Verb("box.up", "up", "up", "Go up.", _LIST, "↑"),
    Verb("box.page_down", "pagedown", "page down", "Go some rows down.", _LIST, "PgDn"),
    Verb("box.page_up", "pageup", "page up", "Go some rows up.", _LIST, "PgUp"),
    Verb("box.erase", "backspace,ctrl+h", "erase", "Take the last letter back.", _LIST, "⌫"),
    Verb("box.clear", "ctrl+u,ctrl+w", "erase all", "Take all letters back.", _LIST, "ctrl+u"),
    Verb("box.close", "escape", "close", "Close the box; nothing is changed.", _LIST, "Esc"),
)
TYPING: Final = frozenset({"box.erase", "box.clear"})
"""What only boxes do in which letters are typed."""

_QUEUE: Final = "Recode queue"
QUEUE: Final = (
    Verb("queue.keep", "k", "keep", "Keep the coding: it means what the code means now.", _QUEUE),
    Verb("queue.other", "o", "other code", "Put another code in its place.", _QUEUE),
    Verb("queue.go", "g", "go there", "Go to the passage.", _QUEUE),
)

_LINE: Final = "Search"
SEARCH_LINE: Final = (
    Verb("line.next", "down,ctrl+n", "next hit", "Go to the next hit.", _LINE, "↓"),
    Verb("line.previous", "up", "previous hit", "Go to the previous hit.", _LINE, "↑"),
    Verb("line.keep", "enter", "keep", "Keep the search; n and p go on.", _LINE, "Enter"),
    Verb("line.drop", "escape", "back", "Go back to where you were.", _LINE, "Esc"),
    Verb("line.erase", "backspace,ctrl+h", "erase", "Take the last letter back.", _LINE, "⌫"),
    Verb("line.clear", "ctrl+u,ctrl+w", "erase all", "Take all letters back.", _LINE, "ctrl+u"),
)

_MEMO: Final = "Memo"
MEMO: Final = (
    Verb("memo.keep", "escape,ctrl+s", "keep and close", "Keep what is written and close.", _MEMO, "Esc"),
    Verb("memo.external", "ctrl+e", "own editor", "Write in the editor that you use elsewhere.", _MEMO),
    Verb("memo.next_subject", "tab", "memo on something else", "Keep, and write on the next thing.", _MEMO, "Tab"),
)

_READ: Final = "Reading"
TO_READ: Final = (
    Verb("read.next", "down,j,n", "next", "Go down.", _READ, "↓"),
    Verb("read.previous", "up,k,p", "previous", "Go up.", _READ, "↑"),
    Verb("read.page_down", "pagedown", "page down", "Go ten rows down.", _READ, "PgDn"),
    Verb("read.page_up", "pageup", "page up", "Go ten rows up.", _READ, "PgUp"),
    Verb("read.close", "escape,q", "close", "Close the box.", _READ, "Esc"),
)
READING: Final = (
    Verb("read.open", "enter", "words, transcript", "Unfold the words, or go to them.", _READ, "Enter"),
    *TO_READ,
)
READING_STEPS: Final = {"read.next": 1, "read.previous": -1, "read.page_down": 10, "read.page_up": -10}
"""Rows that a key goes."""

_START: Final = "Start screen"
START: Final = (
    Verb("start.choose", "enter", "choose", "Do what the cursor is on.", _START, "Enter"),
    Verb("start.down", "down,j", "down", "Go down.", _START, "↓"),
    Verb("start.up", "up,k", "up", "Go up.", _START, "↑"),
)

_INTAKE: Final = "Import"
INTAKE: Final = (
    Verb("intake.store", "enter", "store", "Store the transcripts with these roles.", _INTAKE, "Enter"),
    Verb("intake.role", "space,r", "change role", "Give the speaker the next role.", _INTAKE, "space"),
    Verb("intake.participant", "p", "participant", "The speaker is a participant.", _INTAKE),
    Verb("intake.interviewer", "i", "interviewer", "The speaker is an interviewer.", _INTAKE),
    Verb("intake.other", "o", "other", "The speaker is somebody else; never counted.", _INTAKE),
    Verb("intake.add", "a", "more files", "Read more files.", _INTAKE),
    Verb("intake.encoding", "e", "encoding", "Say how files that are not Unicode were written.", _INTAKE),
    Verb("intake.down", "down", "down", "Go down.", _INTAKE, "↓"),
    Verb("intake.up", "up", "up", "Go up.", _INTAKE, "↑"),
    Verb("intake.leave", "escape", "leave", "Leave; what is not stored is forgotten.", _INTAKE, "Esc"),
)
