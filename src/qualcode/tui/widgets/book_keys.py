"""The keys of the codebook screen, apart from those of the coding screen."""

from __future__ import annotations

from typing import Final

from qualcode.tui.widgets.keymap import Verb

_GROUP: Final = "Codebook"

BOOK_VERBS: Final = (
    Verb("book.add_under", "a", "add under", "Add a code under this one.", _GROUP),
    Verb("book.add_beside", "b", "add beside", "Add a code beside this one.", _GROUP),
    Verb("book.edit", "e", "edit", "Edit definition, rules, example or French words of the code.", _GROUP),
    Verb("book.rename", "n", "rename", "Give the code another name; its codings stay.", _GROUP),
    Verb("book.move", "m", "move under", "Put the code under another one, or at the top.", _GROUP),
    Verb("book.merge", "g", "merge into", "Put all codings under another code; see first what changes.", _GROUP),
    Verb("book.split", "s", "split", "Put new codes under this one; its codings wait in the recode queue.", _GROUP),
    Verb("book.retire", "x", "retire", "Take the code out of use; its codings stay.", _GROUP),
    Verb("book.queue", "q", "recode queue", "Your codings made before their code meant what it means now.", _GROUP),
    Verb("book.alike", "l", "look alike", "Codes whose names or definitions are nearly the same.", _GROUP),
    Verb("book.undo", "u,ctrl+z", "undo", "Take your last act back; goes on across restarts.", _GROUP),
    Verb("book.redo", "ctrl+r,ctrl+y", "redo", "Do again what you undid.", _GROUP),
    Verb("book.down", "down", "next code", "Go to the next code.", _GROUP, "↓"),
    Verb("book.up", "up", "previous code", "Go to the previous code.", _GROUP, "↑"),
    Verb("book.home", "home", "first code", "Go to the first code.", _GROUP, "Home"),
    Verb("book.end", "end", "last code", "Go to the last code.", _GROUP, "End"),
    Verb("book.page_down", "pagedown", "scroll down", "Read on about the code.", _GROUP, "PgDn"),
    Verb("book.page_up", "pageup", "scroll up", "Read back about the code.", _GROUP, "PgUp"),
    Verb("book.fold", "enter", "fold", "Fold or unfold what stands under the code.", _GROUP, "Enter"),
)
