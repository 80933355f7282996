"""Codings: who put which code on which segment, and the rules apply, resize, remove, flag, memo, finish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from qualcode.domain.changes import Change, add, remove, update
from qualcode.domain.codebook import Code
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.transcript import Revision, Role, Speaker, Turn, checked_segment, overlap, speech


class Layer(StrEnum):
    """Independent codings are never overwritten; decisions and a second coding are written beside them."""

    INDEPENDENT = "independent"
    CONSENSUS = "consensus"
    RECODE = "recode"
    """What a coder puts on a transcript again, in a round of recoding."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A coder put a code on a segment."""

    KIND: ClassVar[str] = "coding"
    id: str
    revision_id: str
    coder_id: str
    code_id: str
    start: int
    end: int
    layer: str = Layer.INDEPENDENT.value
    round: str = ""
    created: str = ""
    codebook_version: int = 1
    unsure: bool = False
    """True where its coder wants to discuss it."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Memo:
    """A coder's note on a coding, code, transcript, participant or the study."""

    KIND: ClassVar[str] = "memo"
    id: str
    subject_kind: str
    subject_id: str
    coder_id: str
    text: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Finished:
    """The fact that a coder has finished a transcript: only then does no coding mean absent."""

    KIND: ClassVar[str] = "finished"
    id: str
    transcript_id: str
    coder_id: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Recoded:
    """The fact that a coder has finished coding a transcript again in a recode round, whatever they did before."""

    KIND: ClassVar[str] = "recoded"
    id: str
    round_id: str
    transcript_id: str
    coder_id: str
    version: int = 1


def apply_code(
    existing: Iterable[Coding], revision: Revision, coding: Coding, code: Code, interviewer: Iterable[tuple[int, int]]
) -> Change:
    """The change that puts a code on a segment.

    Args:
        existing: The coder's codings of the revision.
        revision: The text coded.
        coding: The coding wished; an empty id gets a new one.
        code: The code applied.
        interviewer: Segments that are not codable.

    Raises:
        RuleRefused: the segment is not in the text, lies wholly in speech that is not codable, the code is retired or
            a choice set's parent, or the same coder has the same code on the same segment.
    """
    checked_segment(coding.start, coding.end, revision.length)
    check_usable(code)
    _check_codable(revision, coding, interviewer)
    for other in existing:
        if (other.code_id, other.start, other.end, other.layer) == (
            coding.code_id, coding.start, coding.end, coding.layer,
        ) and other.coder_id == coding.coder_id:  # fmt: skip
            raise RuleRefused(f'"{code.name}" is on this passage already.', "Press its key again to take it off.")
    return add(coding)


def uncodable(turns: Iterable[Turn], speakers: Iterable[Speaker], *, codes_interviewer: bool) -> list[tuple[int, int]]:
    """The speech that is not coded: everybody's but the participants', or none where the study codes it too."""
    if codes_interviewer:
        return []
    return speech(turns, (each.label for each in speakers if each.role != Role.PARTICIPANT))


def resize_coding(
    existing: Iterable[Coding], revision: Revision, coding: Coding, start: int, end: int, coder_id: str
) -> Change:
    """The change that moves the edges of a coding.

    Raises:
        RuleRefused: it is another coder's, the new segment is not in the text, or the same code is there already.
    """
    check_own(coding, coder_id)
    checked_segment(start, end, revision.length)
    for other in existing:
        if other.id != coding.id and (other.code_id, other.start, other.end, other.coder_id, other.layer) == (
            coding.code_id, start, end, coding.coder_id, coding.layer,
        ):  # fmt: skip
            raise RuleRefused("The same code is on that passage already.", "Remove one of the two instead.")
    return update(coding, start=start, end=end)


def remove_coding(coding: Coding, memos: Iterable[Memo], coder_id: str) -> list[Change]:
    """The changes that take a coding away, its memos with it.

    Raises:
        RuleRefused: it is another coder's.
    """
    check_own(coding, coder_id)
    return [*(remove(memo) for memo in memos), remove(coding)]


def flag_coding(coding: Coding, coder_id: str) -> Change:
    """The change that flags a coding as one to discuss, or takes the flag away.

    Raises:
        RuleRefused: it is another coder's.
    """
    check_own(coding, coder_id)
    return update(coding, unsure=not coding.unsure)


def write_memo(memo: Memo | None, subject_kind: str, subject_id: str, coder_id: str, text: str) -> list[Change]:
    """The changes that make, rewrite or, for an empty text, remove a coder's memo; none where nothing differs."""
    text = text.strip()
    if memo is None:
        return [add(Memo(new_id(), subject_kind, subject_id, coder_id, text))] if text else []
    if memo.text == text:
        return []
    return [update(memo, text=text)] if text else [remove(memo)]


def finish(
    finished: Finished | Recoded | None, transcript_id: str, coder_id: str, recode_round: str | None = None
) -> Change:
    """The change that marks a transcript finished by a coder: as such, or in the recode round of this id.

    Raises:
        RuleRefused: it is finished already.
    """
    if finished is not None:
        raise RuleRefused("This transcript is marked finished already.")
    if recode_round is not None:
        return add(Recoded(new_id(), recode_round, transcript_id, coder_id))
    return add(Finished(new_id(), transcript_id, coder_id))


def reopen(finished: Finished | Recoded | None) -> Change:
    """The change that takes the mark *finished* away.

    Raises:
        RuleRefused: it is not marked.
    """
    if finished is None:
        raise RuleRefused("This transcript is not marked finished.")
    return remove(finished)


def check_usable(code: Code) -> None:
    """Refuse a code that cannot be applied.

    Raises:
        RuleRefused: it is retired, or the parent of a choice set.
    """
    if code.is_retired:
        raise RuleRefused(f'"{code.name}" is retired.', "Choose a code that is in use.")
    if code.exclusive:
        raise RuleRefused(f'"{code.name}" is a choice set.', "Apply one of its values.")


def _check_codable(revision: Revision, coding: Coding, interviewer: Iterable[tuple[int, int]]) -> None:
    bodies = [
        piece
        for turn in revision.turns_in(coding.start, coding.end)
        for piece in overlap(turn.body, coding.start, coding.end)
    ]
    if not bodies:
        raise RuleRefused("There is no speech in this passage.", "Select words that somebody says.")
    closed = list(interviewer)
    if all(any(a <= start and end <= b for a, b in closed) for start, end in bodies):
        raise RuleRefused("The interviewer's speech is not coded.", "Select words of the participant.")


def check_own(coding: Coding, coder_id: str) -> None:
    """Refuse to change somebody else's coding.

    Raises:
        RuleRefused: it is another coder's.
    """
    if coding.coder_id != coder_id:
        raise RuleRefused("This coding is another coder's.", "Only its coder can change it.")
