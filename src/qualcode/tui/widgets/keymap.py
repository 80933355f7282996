"""Every verb: its keys, its words, where it belongs. Bindings, help, footer and palette read it."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_KEY: Final = "-"
"""Printed for verbs that only the palette has."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that a coder can do with a key."""

    id: str
    keys: str
    """As Textual names them, the first one shown."""
    name: str
    """In one to three words, for footer and palette."""
    help: str
    group: str
    shows: str = ""
    """How the keys are printed, where that is not plain."""

    @property
    def printed(self) -> str:
        """The keys as a person reads them."""
        return self.shows or self.keys.split(",")[0]


_CODING: Final = (
    Verb(
        "code.pin",
        "",
        "apply code",
        "Put a pinned code on the passage; the same key takes it off again.",
        "Coding",
        "0-9",
    ),
    Verb("code.find", "space", "find code", "Look a code up by a few letters and apply it.", "Coding", "space"),
    Verb("code.find_letter", "", "find by letter", "Look a code up, first letter typed already.", "Coding", "A-Z"),
    Verb("code.repeat", "full_stop", "repeat last", "Apply the code that was applied last.", "Coding", "."),
    Verb(
        "code.remove",
        "backspace,delete",
        "remove",
        "Take a coding off; asks which if there are several.",
        "Coding",
        "⌫",
    ),
    Verb(
        "coding.cycle",
        "c",
        "edges",
        "Pick a coding here; then ←→ move its end, o takes its other end, Enter keeps, Esc drops.",
        "Coding",
    ),
    Verb("memo.write", "m", "memo", "Write a memo on the coding or the transcript.", "Coding"),
    Verb("coding.flag", "f", "flag", "Flag a coding as one to discuss, or take the flag off.", "Coding"),
    Verb("unsure.list", "g", "flagged", "All codings that you flagged; Enter goes there.", "Coding"),
    Verb("memo.list", "b", "memos", "All your memos, searched by typing; Enter goes there.", "Coding"),
    Verb("memo.study", "", "memo on project", "Write a memo on the whole project.", "Coding", NO_KEY),
    Verb("code.passages", "w", "other passages", "See the same code's other passages beside the text.", "Coding"),
    Verb("answer.status", "a", "answer status", "Say what became of this question; choose a closed value.", "Coding"),
    Verb("answer.reassign", "q", "other question", "Let these turns answer another question.", "Coding"),
    Verb("act.undo", "u,ctrl+z", "undo", "Take your last act back; goes on across restarts.", "Coding"),
    Verb("act.redo", "ctrl+r,ctrl+y", "redo", "Do again what you undid.", "Coding"),
    Verb(
        "act.pass_over",
        "",
        "pass over",
        "Leave your last act as it is, so that undo reaches the one before.",
        "Coding",
        NO_KEY,
    ),
    Verb("code.new", "", "new code", "Add a code to the codebook.", "Coding", NO_KEY),
    Verb("code.in_vivo", "i", "words as code", "Make the selected words a code and apply it.", "Coding"),
    Verb("code.give_digit", "k", "give digit", "Pin the code here to a digit, or take its digit away.", "Coding"),
)
_MOVING: Final = (
    Verb("move.down", "down", "next sentence", "Go to the next sentence.", "Move", "↓"),
    Verb("move.up", "up", "previous sentence", "Go to the previous sentence.", "Move", "↑"),
    Verb("move.right", "right", "next word", "Go to the next word.", "Move", "→"),
    Verb("move.left", "left", "previous word", "Go to the previous word.", "Move", "←"),
    Verb("move.next_turn", "right_curly_bracket,ctrl+down", "next turn", "Go to the next turn.", "Move", "}"),
    Verb("move.previous_turn", "left_curly_bracket,ctrl+up", "previous turn", "Go to the previous turn.", "Move", "{"),
    Verb("move.page_down", "pagedown", "page down", "Go a page down.", "Move", "PgDn"),
    Verb("move.page_up", "pageup", "page up", "Go a page up.", "Move", "PgUp"),
    Verb("move.home", "home", "beginning", "Go to the beginning.", "Move", "Home"),
    Verb("move.end", "end", "end", "Go to the end.", "Move", "End"),
    Verb(
        "move.next_wanted", "n", "next uncoded", "Go to the next uncoded sentence, or the next hit of a search.", "Move"
    ),
    Verb("move.previous_wanted", "p", "previous uncoded", "Go to the previous uncoded sentence or hit.", "Move"),
    Verb("answer.next", "r", "next answer", "Go to the next answer that has no code yet.", "Move"),
    Verb("answer.previous", "e", "previous answer", "Go back to the answer before that has no code yet.", "Move"),
    Verb("question.choose", "j", "go to question", "Go to one of the interview's questions.", "Move"),
    Verb("text.search_all", "s", "search all", "Find words in all transcripts, and code what is found.", "Move"),
    Verb("text.search", "slash", "search text", "Find words in this transcript; n and p go on.", "Move", "/"),
)
_SELECTING: Final = (
    Verb("extend.down", "shift+down", "extend down", "Extend the passage by a sentence.", "Select", "⇧↓"),
    Verb("extend.up", "shift+up", "extend up", "Extend the passage by a sentence upwards.", "Select", "⇧↑"),
    Verb("extend.right", "shift+right", "extend right", "Extend the passage by a word.", "Select", "⇧→"),
    Verb("extend.left", "shift+left", "extend left", "Extend the passage by a word to the left.", "Select", "⇧←"),
    Verb("extend.page_down", "shift+pagedown", "extend a page", "Extend the passage by a page.", "Select", "⇧PgDn"),
    Verb(
        "extend.page_up", "shift+pageup", "extend a page up", "Extend the passage by a page upwards.", "Select", "⇧PgUp"
    ),
    Verb("extend.home", "shift+home", "extend to beginning", "Extend the passage to the beginning.", "Select", "⇧Home"),
    Verb("extend.end", "shift+end", "extend to end", "Extend the passage to the end.", "Select", "⇧End"),
    Verb("extend.mode", "v", "extend", "From now on moves extend the passage; Esc drops it.", "Select"),
    Verb("extend.grow", "x", "grow", "Grow the passage: word, sentence, turn, question and answer.", "Select"),
    Verb("extend.shrink", "z", "shrink", "Shrink the passage again.", "Select"),
    Verb("extend.swap", "o", "other end", "Move the other end of the passage.", "Select"),
    Verb("extend.drop", "escape", "drop", "Drop what you extended, or leave a pane.", "Select", "Esc"),
)
_TRANSCRIPT: Final = (
    Verb(
        "study.interviewer",
        "",
        "code the interviewer",
        "Allow the interviewer's speech to be coded, or no longer; it is never counted.",
        "Transcript",
        NO_KEY,
    ),
    Verb("transcript.finish", "d", "mark finished", "Say that you are done with it, or open it again.", "Transcript"),
    Verb("transcript.choose", "t", "transcripts", "Go to another transcript.", "Transcript"),
    Verb("transcript.next", "ctrl+n", "next transcript", "Go to the next transcript.", "Transcript"),
    Verb("transcript.import", "", "import transcripts", "Take files in; see who speaks first.", "Transcript", NO_KEY),
)  # fmt: skip
_SCREEN: Final = (
    Verb("pane.next", "tab", "next pane", "Go to the next pane.", "Screen", "Tab"),
    Verb("pane.previous", "shift+tab", "previous pane", "Go to the previous pane.", "Screen", "⇧Tab"),
    Verb("pane.enter", "enter", "choose", "Open or apply what the cursor is on; keep an edge.", "Screen", "Enter"),
    Verb("pane.left", "less_than_sign", "transcript pane", "Show or fold the list of transcripts.", "Screen", "<"),
    Verb("pane.right", "greater_than_sign", "codebook pane", "Show or fold the codebook.", "Screen", ">"),
    Verb("screen.code", "f2", "code", "Go to the coding screen.", "Screen", "F2"),
    Verb("screen.agreement", "f3", "agreement", "Go to the agreement between coders.", "Screen", "F3"),
    Verb("screen.themes", "f4", "themes", "Go to the theme table.", "Screen", "F4"),
    Verb("screen.settle", "f5", "settle", "Go to the disagreements and settle them.", "Screen", "F5"),
    Verb("screen.codebook", "f6", "codebook", "Go to the codebook and revise it.", "Screen", "F6"),
    Verb("screen.measures", "f7", "measures", "Go to the scales and correlations.", "Screen", "F7"),
    Verb("screen.quotes", "f8", "quotes", "Go to the quotations of each theme.", "Screen", "F8"),
    Verb("screen.claims", "f10", "claims", "Go to the claims and what the data say.", "Screen", "F10"),
    Verb("coder.change", "", "change coder", "Say who is coding.", "Screen", NO_KEY),
    Verb("screen.look", "f9", "colours", "Change between dark, light and high contrast.", "Screen", "F9"),
    Verb("keys.change", "", "change keys", "Choose a verb, press the key it shall have.", "Screen", NO_KEY),
    Verb(
        "keys.preset", "", "key preset", "Start from another set of keys: vim, left-handed, azerty.", "Screen", NO_KEY
    ),
    Verb("screen.practice", "", "practice", "Two minutes on an invented interview.", "Screen", NO_KEY),
    Verb("text.tints", "", "stripes only", "Tint coded text, or only underline it.", "Screen", NO_KEY),
    Verb("screen.help", "f1", "help", "Show the keys that work here.", "Screen", "F1"),
    Verb("screen.palette", "ctrl+p", "commands", "Every command, with its key.", "Screen", "ctrl+p"),
    Verb("screen.quit", "ctrl+q", "quit", "Leave; everything is saved.", "Screen", "ctrl+q"),
)
VERBS: Final = (*_CODING, *_MOVING, *_SELECTING, *_TRANSCRIPT, *_SCREEN)
BY_ID: Final = {verb.id: verb for verb in VERBS}
APP_VERBS: Final = frozenset(
    {
        "screen.code",
        "screen.agreement",
        "screen.themes",
        "screen.settle",
        "screen.codebook",
        "screen.measures",
        "screen.quotes",
        "screen.claims",
        "screen.look",
        "screen.help",
        "screen.palette",
        "screen.quit",
        "transcript.import",
        "coder.change",
        "keys.change",
        "keys.preset",
        "screen.practice",
    }
)
"""What the app does itself, on every screen."""

RESERVED: Final = ("left_square_bracket", "right_square_bracket")
"""Kept for walking disagreements."""


HELP_MARK: Final = "screen.help.mark"


def bindings() -> list[Binding]:
    """The keys of the coding screen."""
    pin, find = BY_ID["code.pin"], BY_ID["code.find_letter"]
    return [
        *verb_bindings(verb for verb in VERBS if verb.id not in APP_VERBS),
        *(_binding(f"code.pin.{digit}", digit, pin, digit) for digit in string.digits),
        *(_binding(f"code.find.{letter}", letter, find, letter) for letter in string.ascii_uppercase),
    ]


def app_bindings() -> list[Binding]:
    """The keys that work on every screen."""
    return [_binding(verb.id, verb.keys, verb) for verb in VERBS if verb.id in APP_VERBS]


def verb_bindings(verbs: Iterable[Verb], *, typed: bool = False) -> list[Binding]:
    """The keys of a screen, each under an id by which it can be remapped.

    They have priority, so that keys typed quickly are acted on strictly in their order.

    Args:
        verbs: Of the screen.
        typed: Where text is typed on the screen; elsewhere a question mark shows the keys that work.
    """
    help_ = BY_ID["screen.help"]
    mark = Binding("question_mark", f"app.act('{help_.id}', '')", help_.name, show=False, priority=True, id=HELP_MARK)
    return [*(_binding(verb.id, verb.keys, verb) for verb in verbs), *([] if typed else [mark])]


def no_key(binding_id: str) -> str:
    """What no terminal sends: verbs without a key are bound to it, so that they can be given one."""
    return f"no_key.{binding_id}"


def _binding(binding_id: str, keys: str, verb: Verb, argument: str = "") -> Binding:
    action = f"act('{verb.id}', '{argument}')"
    return Binding(
        keys or no_key(binding_id),
        action,
        verb.name,
        show=False,
        key_display=verb.printed,
        priority=True,
        id=binding_id,
    )
