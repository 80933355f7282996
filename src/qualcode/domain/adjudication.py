"""Settling: what was decided where coders differ on a code in a unit, and what follows for the consensus layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from qualcode.domain.changes import Change, add, remove, update
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.transcript import Segment, overlap


class Decision(StrEnum):
    """What can be decided."""

    TAKE = "take"
    """One coder's reading: their words, or that the code is absent where they do not have it."""
    BOTH = "both"
    """All words that any coder gave the code."""
    NEITHER = "neither"
    """The code is absent."""
    SPAN = "span"
    """The code is present, on other words."""
    CODE = "code"
    """Another code is present on these words, and this one is absent."""
    LATER = "later"
    """To be discussed; nothing is settled."""


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The decision on one code in one unit: who, when, what each had, why."""

    KIND: ClassVar[str] = "adjudication"
    id: str
    revision_id: str
    question_id: str | None
    """The question answered; None where the unit is a turn."""
    start: int
    end: int
    """From the first to the last character of the unit's speech."""
    code_id: str
    coder_id: str
    """Who decided."""
    decision: str
    chosen: str = ""
    """The coder whose reading was taken, the other code, or the words (`12-40`); by the decision."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """What each coder had at the time: passages as `12-40 55-60`, empty where the code was absent."""
    codings: tuple[str, ...] = ()
    """The codings of the consensus layer that the decision made."""
    reason: str = ""
    created: str = ""
    codebook_version: int = 1
    version: int = 1

    @property
    def settles(self) -> bool:
        """Whether something is settled."""
        return self.decision != Decision.LATER

    @property
    def holders(self) -> frozenset[str]:
        """The coders who had the code when it was decided."""
        return frozenset(who for who, passages in self.readings.items() if passages)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code in a unit that some of the coders who finished the transcript have, and others have not."""

    transcript_id: str
    revision_id: str
    question_id: str | None
    pieces: tuple[Segment, ...]
    """The participants' speech of the unit."""
    code_id: str
    readings: Mapping[str, tuple[Segment, ...]]
    """The passages of each coder; empty where the code is absent."""

    @property
    def start(self) -> int:
        """Where the unit's speech begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1][1]

    @property
    def key(self) -> tuple[str, str, int]:
        """What a decision on it is found by."""
        return self.revision_id, self.code_id, self.start


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision as somebody makes it."""

    decision: Decision
    reason: str = ""
    taken: str = ""
    """A coder's id, for TAKE."""
    segment: Segment | None = None
    """The words, for SPAN and CODE."""
    code_id: str = ""
    """The other code, for CODE."""

    @property
    def chosen(self) -> str:
        """What a decision remembers of it."""
        words = written([self.segment]) if self.segment else ""
        return {Decision.TAKE: self.taken, Decision.CODE: self.code_id, Decision.SPAN: words}.get(self.decision, "")


def adjudicate(
    dispute: Disagreement, ruling: Ruling, known: Adjudication | None, made: Iterable[Coding], decided: Adjudication
) -> list[Change]:
    """The changes that settle a disagreement; a decision made before gives way, with its codings.

    Args:
        dispute: What is settled.
        ruling: How.
        known: The decision there is already.
        made: The codings of the consensus layer that it made.
        decided: Who decides, when, under which codebook; everything else of it is filled in here.

    Raises:
        RuleRefused: the coder taken is none of those who differ, or the words do not lie in the unit.
    """
    segments = _segments(dispute, ruling)
    code = ruling.code_id if ruling.decision is Decision.CODE else dispute.code_id
    codings = [
        Coding(
            new_id(), dispute.revision_id, decided.coder_id, code, start, end, Layer.CONSENSUS.value,
            created=decided.created, codebook_version=decided.codebook_version,
        )
        for start, end in segments
    ]  # fmt: skip
    wished = replace(
        decided,
        decision=ruling.decision.value,
        chosen=ruling.chosen,
        readings={who: written(passages) for who, passages in dispute.readings.items()},
        codings=tuple(coding.id for coding in codings),
        reason=ruling.reason.strip(),
    )
    changes = [*(remove(coding) for coding in made), *(add(coding) for coding in codings)]
    return [*changes, add(wished) if known is None else _rewritten(known, wished)]


def written(passages: Iterable[Segment]) -> str:
    """Passages as a decision remembers them."""
    return " ".join(f"{start}-{end}" for start, end in passages)


def merged(passages: Iterable[Segment]) -> list[Segment]:
    """The same words as passages that neither touch nor overlap, in order."""
    found: list[Segment] = []
    for start, end in sorted(passages):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _rewritten(known: Adjudication, wished: Adjudication) -> Change:
    return update(
        known, coder_id=wished.coder_id, decision=wished.decision, chosen=wished.chosen, readings=wished.readings,
        codings=wished.codings, reason=wished.reason, created=wished.created,
        codebook_version=wished.codebook_version, question_id=wished.question_id, end=wished.end,
    )  # fmt: skip


def _segments(dispute: Disagreement, ruling: Ruling) -> Sequence[Segment]:
    """The words that are coded in the consensus layer."""
    if ruling.decision is Decision.TAKE:
        if ruling.taken not in dispute.readings:
            raise RuleRefused("This coder has not finished the transcript.", "Take one of those who differ.")
        return merged(dispute.readings[ruling.taken])
    if ruling.decision is Decision.BOTH:
        return merged(passage for passages in dispute.readings.values() for passage in passages)
    if ruling.decision not in {Decision.SPAN, Decision.CODE}:
        return ()
    if ruling.segment is None:
        return merged(passage for passages in dispute.readings.values() for passage in passages)
    if not overlap(dispute.pieces, *ruling.segment):
        raise RuleRefused("These words are no part of the answer in question.", "Select words of the participant.")
    return [ruling.segment]
