"""What a change of the project is called in the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.changes import ChangeSet, Op
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.tui.widgets.status_line import Deed

if TYPE_CHECKING:
    from qualcode.tui.widgets.book_view import BookView

_WORDS: Final = {
    Op.APPLY_CODE: "applied",
    Op.REMOVE_CODING: "removed",
    Op.RESIZE_CODING: "moved the edge of",
    Op.FLAG_CODING: "flagged",
    Op.WRITE_MEMO: "memo kept",
    Op.ADD_CODE: "added code",
    Op.EDIT_CODE: "changed code",
    Op.RETIRE_CODE: "retired code",
    Op.FINISH_TRANSCRIPT: "marked finished",
    Op.REOPEN_TRANSCRIPT: "opened again",
    Op.IMPORT_TRANSCRIPTS: "transcripts taken in",
    Op.ADJUDICATE: "settled",
    Op.SET_STATUS: "status set",
    Op.REASSIGN_PASSAGE: "passage reassigned",
    Op.EDIT_STUDY: "study changed",
    Op.UNDO: "undone",
    Op.REDO: "done again",
    Op.PASS_OVER: "passed over",
}


def deed_of(changes: ChangeSet, book: BookView) -> Deed:
    """The act in a word or two, with the code that it was about."""
    code_id = _code_of(changes)
    undoable = changes.op not in {Op.UNDO, Op.PASS_OVER}
    words = _WORDS.get(changes.op, changes.op.value)
    if code_id is None:
        return Deed(words, undoable=undoable)
    return Deed(words, book.name(code_id), book.colour(code_id), undoable=undoable)


def _code_of(changes: ChangeSet) -> str | None:
    found: str | None = None
    for change in changes:
        row = change.after or change.before
        if isinstance(row, Coding):
            found = row.code_id
        elif isinstance(row, Code):
            found = row.id
    return found
