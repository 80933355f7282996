"""The codebook as a coder works with it: colours, names, counts, and the codes used last."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeGuard

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Layer, Memo
from qualcode.tui.widgets.cells import CHEVRON
from qualcode.tui.widgets.digits import digits_of
from qualcode.tui.widgets.passage_panel import Note
from qualcode.tui.widgets.themes import code_colours
from qualcode.tui.widgets.transcript_model import ShownCoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.domain.changes import ChangeSet

_RECENT: Final = 20


class BookView:
    """What the coding screen knows of codes. It changes only by what comes back from the project."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.codebook = Codebook.of(())
        self.colours: Mapping[str, str] = {}
        self.parents: Mapping[str, str] = {}
        self.keys: Mapping[str, str] = {}
        """Code ids by digit."""
        self.counts: Counter[str] = Counter()
        self.recent: list[str] = []

    def take_codebook(self, codebook: Codebook) -> None:
        """Use this codebook from now on."""
        self.codebook = codebook
        self.colours = code_colours(codebook)
        self.learn()
        self.parents = {
            code.id: f" {CHEVRON} ".join(each.label(self.language) for each in reversed(codebook.ancestors(code)))
            for code in codebook.codes.values()
        }

    def learn(self) -> bool:
        """Give free digits to codes used often; whether any digit does something else now."""
        before, self.keys = self.keys, digits_of(self.codebook, self.counts, self.keys)
        return before != self.keys

    def take_changes(self, changes: ChangeSet, coder_id: str) -> set[str]:
        """Count what came and went; the codes whose count is different now."""
        changed: set[str] = set()
        for change in changes:
            for row, step in ((change.before, -1), (change.after, 1)):
                if is_own(row, coder_id):
                    self.counts[row.code_id] += step
                    changed.add(row.code_id)
        return changed

    def digit_of(self, code_id: str) -> str:
        """The digit that applies a code; empty where none does."""
        return next((digit for digit, each in self.keys.items() if each == code_id), "")

    def used(self, code_id: str) -> None:
        """Put a code at the head of the recent ones."""
        self.recent = [code_id, *(each for each in self.recent if each != code_id)][:_RECENT]

    def name(self, code_id: str) -> str:
        """The code's name in the language of the screen."""
        code = self.codebook.codes.get(code_id)
        return code.label(self.language) if code else "?"

    def colour(self, code_id: str) -> str:
        """The code's colour."""
        return self.colours.get(code_id, "#8a8f98")

    def shown(self, coding: Coding, memos: Mapping[str, Memo]) -> ShownCoding:
        """A coding as the transcript view draws it."""
        return ShownCoding(
            coding.id, coding.start, coding.end, coding.code_id, self.name(coding.code_id),
            self.colour(coding.code_id), coding.id in memos, coding.unsure,
        )  # fmt: skip

    def notes(self, codings: Iterable[Coding], memos: Mapping[str, Memo], chosen: str | None) -> list[Note]:
        """The codings of a passage as the panel tells of them, the chosen one first."""
        ordered = sorted(codings, key=lambda coding: coding.id != chosen)
        return [self._note(each, memos, is_chosen=each.id == chosen) for each in ordered]

    def note(self, code: Code) -> Note:
        """A code alone, as the panel tells of it."""
        return Note(code, self.colour(code.id), self.parents.get(code.id, ""))

    def _note(self, coding: Coding, memos: Mapping[str, Memo], *, is_chosen: bool) -> Note:
        code = self.codebook.codes.get(coding.code_id) or Code(coding.code_id, "?")
        memo = memos[coding.id].text if coding.id in memos else ""
        return Note(
            code, self.colour(code.id), self.parents.get(code.id, ""), memo, is_chosen=is_chosen, unsure=coding.unsure
        )


def moves_flags(changes: ChangeSet) -> bool:
    """Whether a coding was flagged, or a flag is gone."""
    return any(getattr(each.before, "unsure", False) != getattr(each.after, "unsure", False) for each in changes)


def is_own(row: object, coder_id: str) -> TypeGuard[Coding]:
    """Whether this is a coding of that coder, and none that a decision made."""
    return isinstance(row, Coding) and row.coder_id == coder_id and row.layer != Layer.CONSENSUS
