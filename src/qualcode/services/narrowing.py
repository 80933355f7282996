"""Which disagreements are wanted: those behind one figure of the agreement tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from qualcode.domain.codebook import Codebook
from qualcode.domain.study import Coder, Question
from qualcode.services.consensus import Dispute
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of a disagreement; what is empty asks nothing."""

    code: str = ""
    """Name or path: this code and those below it."""
    instead: str = ""
    """A second code: coders differ on both in the same unit."""
    coders: tuple[str, ...] = ()
    """Names of two: one of them has the code and the other has it not."""
    question: str = ""
    """The unit is an answer to it."""
    transcripts: frozenset[str] | None = None
    """Ids."""
    label: str = ""
    """What this is called on a screen."""

    @property
    def asks(self) -> bool:
        """Whether anything is left out."""
        return bool(self.code or self.coders or self.question or self.transcripts is not None)


EVERYTHING: Final = Narrowing()


def narrowed(reader: Reader, found: Iterable[Dispute], wanted: Narrowing, codebook: Codebook) -> list[Dispute]:
    """The disagreements that are wanted, in their order.

    Raises:
        RuleRefused: there is no such code.
    """
    kept = [
        each for each in found if wanted.transcripts is None or each.disagreement.transcript_id in wanted.transcripts
    ]
    if wanted.question:
        asked = {each.id for each in reads.every(reader, Question) if each.name == wanted.question}
        kept = [each for each in kept if each.disagreement.question_id in asked]
    if wanted.coders:
        ids = {each.name: each.id for each in reads.every(reader, Coder)}
        pair = [ids.get(name, "") for name in wanted.coders]
        kept = [each for each in kept if _differ(each, pair)]
    if not wanted.code:
        return kept
    here = _below(codebook, wanted.code)
    if not wanted.instead:
        return [each for each in kept if each.disagreement.code_id in here]
    there = _below(codebook, wanted.instead)
    units = _units(kept, here) & _units(kept, there)
    return [each for each in kept if each.disagreement.code_id in here | there and _unit(each) in units]


def _differ(dispute: Dispute, pair: Iterable[str]) -> bool:
    readings: Mapping[str, object] = dispute.disagreement.readings
    return all(who in readings for who in pair) and len({bool(readings[who]) for who in pair}) > 1


def _below(codebook: Codebook, name: str) -> set[str]:
    """The code and all that stand under it."""
    wanted = codebook.find(name).id
    return {
        each.id
        for each in codebook.codes.values()
        if wanted in {each.id, *(above.id for above in codebook.ancestors(each))}
    }


def _units(found: Iterable[Dispute], codes: set[str]) -> set[tuple[str, int]]:
    return {_unit(each) for each in found if each.disagreement.code_id in codes}


def _unit(dispute: Dispute) -> tuple[str, int]:
    return dispute.disagreement.revision_id, dispute.disagreement.start
