"""Participants by what is known of them: group, site, any attribute, and how they were interviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Transcript
from qualcode.services.interviews import Interview, interviews, participants_by_id
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader

Only = Mapping[str, str]
"""The value that participants must have in each of these attributes; empty for everybody."""


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
        raise RuleRefused(f'No participant has the attribute "{by}".', _known_attributes(people))
    return {name: frozenset(groups[name]) for name in sorted(groups)}


def _known_attributes(people: Mapping[str, Participant]) -> str:
    """What participants can be told apart by; the way to attributes where there are none."""
    named = {name for each in people.values() for name in each.attributes}
    known = sorted(name for name in {"group", "site", *named} if any(each.attribute(name) for each in people.values()))
    if not known:
        return "Write #participant: and #group: into the transcripts, or import a participants' file."
    return f"There are: {', '.join(known)}."


def those_with(people: Mapping[str, Participant], only: Only) -> frozenset[str]:
    """The participants who have all these values."""
    return frozenset(
        who for who, person in people.items() if all(person.attribute(name) == value for name, value in only.items())
    )


def only_notes(only: Only) -> tuple[Phrase, ...]:
    """What a table says of participants left out by choice."""
    return tuple(
        Phrase("Only participants whose {attribute} is {value}.", {"attribute": name, "value": value})
        for name, value in only.items()
    )


def values_of(project: Project, names: Iterable[str]) -> dict[str, dict[str, int]]:
    """The values of these attributes, in alphabetical order, each with how many participants have it."""
    with project.read() as reader:
        people = known_participants(reader, interviews(reader)).values()
    counts = {name: Counter(person.attribute(name) for person in people) for name in names}
    return {name: {value: count[value] for value in sorted(count) if value} for name, count in counts.items()}
