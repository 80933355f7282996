"""Participants by what is known of them: group, site, any attribute, and how they were interviewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Transcript
from qualcode.services.interviews import Interview, participants_by_id
from qualcode.store import reads
from qualcode.store.reads import Reader


def known_participants(reader: Reader, found: Iterable[Interview]) -> dict[str, Participant]:
    """Every participant; `mode` and `language` of their interviews are attributes where no file gave them such."""
    transcripts = {each.id: each for each in reads.every(reader, Transcript)}
    seen: dict[str, dict[str, set[str]]] = {}
    for interview in found:
        transcript = transcripts[interview.transcript_id]
        for who in interview.speech_of:
            mine = seen.setdefault(who, {})
            for name, value in (("mode", transcript.mode), ("language", transcript.language)):
                if value:
                    mine.setdefault(name, set()).add(value)
    people = participants_by_id(reader)
    for who, values in seen.items():
        found_values = {name: ", ".join(sorted(value)) for name, value in values.items()}
        people[who] = replace(people[who], attributes={**found_values, **people[who].attributes})
    return people


def groups_of(people: Mapping[str, Participant], by: str) -> dict[str, frozenset[str]]:
    """Participants by value of the attribute, values in alphabetical order.

    Raises:
        RuleRefused: no participant has the attribute.
    """
    groups: dict[str, set[str]] = {}
    for person in people.values():
        if person.attribute(by):
            groups.setdefault(person.attribute(by), set()).add(person.id)
    if not groups:
        known = sorted({"group", "site", *(name for each in people.values() for name in each.attributes)})
        raise RuleRefused(f'No participant has the attribute "{by}".', f"There are: {', '.join(known)}.")
    return {name: frozenset(groups[name]) for name in sorted(groups)}
