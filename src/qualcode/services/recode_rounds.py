"""Recode rounds: a coder codes a transcript again without seeing what they have put on it before.

While such a round is open, its coder sees and writes of its transcripts the recode layer of that round only; the
earlier codings stay what they are, and whoever reads independent work goes on reading them. The second coding has its
own mark *finished*.
"""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.domain.coding import Coding, Finished, Layer, Recoded
from qualcode.domain.rounds import Assignment, Round
from qualcode.services.rounds import round_of
from qualcode.store import reads
from qualcode.store.reads import Reader

Again = Mapping[str, str]
"""The open recode round in which a coder codes a text again, by revision; texts not coded again are not in it."""


def coded_again(reader: Reader, coder_id: str) -> dict[str, Round]:
    """The open recode round in which a coder codes a transcript now, by transcript."""
    being_coded = {each.id: each for each in reads.every(reader, Round) if each.is_open}
    if not any(each.recodes for each in being_coded.values()):
        return {}
    newest: dict[str, Round] = {}
    for each in sorted(reads.every(reader, Assignment, coder_id=coder_id), key=lambda each: each.round_id):
        if each.round_id in being_coded:
            newest[each.transcript_id] = being_coded[each.round_id]
    return {transcript: round_ for transcript, round_ in newest.items() if round_.recodes}


def texts_again(reader: Reader, coder_id: str) -> Again:
    """The same by revision, with the round's name."""
    rounds = coded_again(reader, coder_id)
    texts = reads.revisions_of(reader, list(rounds)) if rounds else {}
    return {revision: rounds[transcript].name for revision, transcript in texts.items()}


def place_of(again: Again, revision_id: str) -> dict[str, str]:
    """The fields that tell the codings which a coder sees of a text now, and those that new ones get."""
    if revision_id in again:
        return {"layer": Layer.RECODE.value, "round": again[revision_id]}
    return {"layer": Layer.INDEPENDENT.value}


def is_seen(again: Again, coding: Coding) -> bool:
    """Whether the coder of a coding sees it now in their own work."""
    return all(getattr(coding, name) == value for name, value in place_of(again, coding.revision_id).items())


def finished_by(reader: Reader, coder_id: str) -> set[str]:
    """The transcripts that a coder has finished: those being recoded, in their round."""
    again = coded_again(reader, coder_id)
    done = {each.transcript_id for each in reads.every(reader, Finished, coder_id=coder_id)} - again.keys()
    marks = reads.every(reader, Recoded, coder_id=coder_id) if again else []
    return done | {each.transcript_id for each in marks if again.get(each.transcript_id, _NONE).id == each.round_id}


def mark_of(reader: Reader, transcript_id: str, coder_id: str) -> tuple[Finished | Recoded | None, str | None]:
    """The coder's mark *finished* on a transcript, and the id of the recode round that it is in or would be in."""
    round_ = round_of(reader, transcript_id, coder_id)
    own = {"transcript_id": transcript_id, "coder_id": coder_id}
    if round_.recodes:
        return reads.one(reader, Recoded, **own, round_id=round_.id), round_.id
    return reads.one(reader, Finished, **own), None


_NONE = Round("", "")
