"""Withdrawal: what goes with a participant, and what stays of interviews that others took part in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from qualcode.domain.changes import Change, update
from qualcode.domain.coding import Coding
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Revision, Role, Segment, Speaker, speech, text_digest, touches

MASK: Final = "*"
"""Stands for each character of what somebody said who withdrew, in an interview with others."""
_RUN: Final = 5
"""So many words in a row are no accident."""
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Withdrawal:
    """What a participant's withdrawal does."""

    gone: set[str]
    """Ids of rows that go, with all that refers to them."""
    kept: list[Change]
    """Rows that are rewritten: the participant, and what others have a part in."""
    texts: dict[str, str] = field(default_factory=dict)
    """Masked texts by digest."""


def withdraw(person: Participant, speakers: Iterable[Speaker]) -> tuple[Withdrawal, list[str]]:
    """What goes with a participant; and the transcripts in which others speak too.

    Args:
        person: Who withdraws.
        speakers: Of the transcripts in which they speak.

    Raises:
        RuleRefused: they withdrew already.
    """
    if person.is_withdrawn:
        raise RuleRefused(f"{person.name} withdrew already.", "Nothing of them is left.")
    shared: dict[str, bool] = {}
    for speaker in speakers:
        is_other = speaker.role == Role.PARTICIPANT and speaker.participant_id != person.id
        shared[speaker.transcript_id] = shared.get(speaker.transcript_id, False) or is_other
    row = update(person, site="", attributes={}, transcripts=(), is_withdrawn=True)
    alone = {transcript for transcript, is_shared in shared.items() if not is_shared}
    return Withdrawal({person.id, *alone}, [row]), [each for each in shared if each not in alone]


def mask(
    made: Withdrawal,
    person: Participant,
    speakers: Iterable[Speaker],
    revisions: Mapping[str, str],
    known: Iterable[Revision],
    codings: Iterable[Coding],
) -> None:
    """Add to a withdrawal what it does in a transcript with others: words are masked, codings of them alone go.

    Args:
        made: The withdrawal.
        person: Who withdraws.
        speakers: Of the transcript.
        revisions: Texts by revision id.
        known: The revisions.
        codings: On them.
    """
    mine = [each for each in speakers if each.participant_id == person.id]
    labels = [each.label for each in mine]
    made.kept += [update(each, participant_id=None, role=Role.OTHER) for each in mine]
    on: dict[str, list[Coding]] = {}
    for coding in codings:
        on.setdefault(coding.revision_id, []).append(coding)
    for revision in known:
        said = speech(revision.turns, labels)
        others = speech(revision.turns, {turn.label for turn in revision.turns} - set(labels))
        text = masked(revisions[revision.id], said)
        made.texts[text_digest(text)] = text
        made.kept.append(update(revision, sha256=text_digest(text)))
        made.gone |= {
            each.id
            for each in on.get(revision.id, ())
            if touches(said, each.start, each.end) and not touches(others, each.start, each.end)
        }


def echoed(said: str, texts: Mapping[str, str]) -> list[str]:
    """The names of the texts that share some consecutive words with what was said."""
    heard = set(_runs(said))
    return [name for name, text in texts.items() if not heard.isdisjoint(_runs(text))]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return (tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def masked(text: str, pieces: Iterable[Segment]) -> str:
    """The text with a mask for each character of these pieces but blanks and line ends; offsets stay."""
    letters = list(text)
    for start, end in pieces:
        letters[start:end] = [each if each.isspace() else MASK for each in letters[start:end]]
    return "".join(letters)
