"""Rounds of coding and who codes what in them: opening, closing, assigning, and the seeded stratified draw."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import ClassVar, Final

from qualcode.domain.changes import Change, add, update
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id

DOUBLE_CODED: Final = 0.2
"""The share of transcripts that two coders code where nobody says otherwise."""


class RoundKind(StrEnum):
    """What a round is for."""

    CALIBRATION = "calibration"
    MAIN = "main"
    DRIFT = "drift"
    RECODE = "recode"


class RoundStatus(StrEnum):
    """Whether a round is being coded."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch of coding that is opened, worked on and closed."""

    KIND: ClassVar[str] = "round"
    id: str
    name: str
    """Codings that are made in it carry this name."""
    kind: str = RoundKind.MAIN.value
    is_blind: bool = True
    """True where nobody reads another's codings of its transcripts until it is closed."""
    status: str = RoundStatus.OPEN.value
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is being coded."""
        return self.status == RoundStatus.OPEN

    @property
    def recodes(self) -> bool:
        """Whether coders code in it again what they have coded before."""
        return self.kind == RoundKind.RECODE

    @property
    def hides(self) -> bool:
        """Whether its transcripts show others' codings to nobody."""
        return self.is_blind and self.is_open


@dataclass(frozen=True, slots=True)
class Assignment:
    """A coder is to code a transcript in a round."""

    KIND: ClassVar[str] = "assignment"
    id: str
    round_id: str
    transcript_id: str
    coder_id: str
    version: int = 1


Task = tuple[str, str]
"""Transcript and coder, by their ids."""


def open_round(existing: Iterable[Round], name: str, kind: RoundKind, *, is_blind: bool) -> Change:
    """The change that opens a round.

    Raises:
        RuleRefused: the name is blank, there is a round of that name, open or closed, or a recode round is not blind.
    """
    name = name.strip()
    if kind is RoundKind.RECODE and not is_blind:
        raise RuleRefused(
            "A recode round is blind: who codes again may not see what they coded before.", "Leave --not-blind out."
        )
    if not name:
        raise RuleRefused("A round needs a name.", "Write: qualcode round open NAME.")
    if any(each.name == name for each in existing):
        raise RuleRefused(
            f'There is a round "{name}" already.', "Choose another name; a round that was closed stays closed."
        )
    return add(Round(new_id(), name, kind.value, is_blind))


def close_round(round_: Round) -> Change:
    """The change that closes a round: from now on its codings may be read by all.

    Raises:
        RuleRefused: it is closed already.
    """
    if not round_.is_open:
        raise RuleRefused(f'The round "{round_.name}" is closed already.')
    return update(round_, status=RoundStatus.CLOSED.value)


def assign(round_: Round, existing: Iterable[Assignment], tasks: Iterable[Task]) -> list[Change]:
    """The changes that give coders transcripts in a round; tasks that they have already are passed over.

    Raises:
        RuleRefused: the round is closed.
    """
    if not round_.is_open:
        raise RuleRefused(f'The round "{round_.name}" is closed.', "Assign in a round that is open.")
    known = {(each.transcript_id, each.coder_id) for each in existing if each.round_id == round_.id}
    wished = dict.fromkeys(task for task in tasks if task not in known)
    return [add(Assignment(new_id(), round_.id, transcript, coder)) for transcript, coder in wished]


def draw(strata: Mapping[str, str], coders: Sequence[str], share: float, seed: int) -> list[Task]:
    """Tasks drawn at random: every transcript gets a coder, and a share of each stratum gets two.

    Coders have as equal loads as the numbers allow, and so do pairs of coders; the same seed gives the same draw.

    Args:
        strata: The stratum of each transcript, transcripts in an order that does not depend on chance.
        coders: Who codes.
        share: Of transcripts to be coded by two, 0 to 1.
        seed: Of the draw.

    Raises:
        RuleRefused: there is no coder, or a share is to be coded twice by fewer than two.
    """
    if not coders or (share > 0 and len(coders) < 2):  # noqa: PLR2004  # double coding takes two
        raise RuleRefused(
            "A draw needs coders, and two of them to code anything twice.", "Name them with --to, or set --share 0."
        )
    chance = random.Random(seed)  # noqa: S311  # a draw that can be repeated, no secret
    members: dict[str, list[str]] = {}
    for transcript, stratum in strata.items():
        members.setdefault(stratum, []).append(transcript)
    for transcripts in members.values():
        chance.shuffle(transcripts)
    order = list(coders)
    chance.shuffle(order)
    doubled = _quotas({stratum: len(found) for stratum, found in members.items()}, share)
    load: Counter[str] = Counter()
    paired: Counter[tuple[str, ...]] = Counter()
    tasks: list[Task] = []
    for stratum in sorted(members):
        for place, transcript in enumerate(members[stratum]):
            size = 2 if place < doubled[stratum] else 1
            team = min(combinations(order, size), key=lambda team: (paired[team], sum(load[who] for who in team)))
            if size > 1:
                paired[team] += 1
            load.update(team)
            tasks.extend((transcript, coder) for coder in team)
    return tasks


def _quotas(sizes: Mapping[str, int], share: float) -> dict[str, int]:
    """How many of each stratum, so that they sum to the share of all: largest remainders are rounded up."""
    exact = {stratum: size * share for stratum, size in sizes.items()}
    quotas = {stratum: int(number) for stratum, number in exact.items()}
    missing = round(sum(exact.values())) - sum(quotas.values())
    by_rest = sorted(exact, key=lambda stratum: (quotas[stratum] - exact[stratum], stratum))
    for stratum in by_rest[: max(0, missing)]:
        quotas[stratum] += 1
    return quotas
