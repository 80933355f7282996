"""Measures of participants as variables: scales scored, outcomes counted, and other numbers as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qualcode.analysis import measures as statistics
from qualcode.domain.changes import Change, ChangeSet, Op, add, update_to
from qualcode.domain.errors import RuleRefused
from qualcode.domain.measures import Outcome, OutcomeRule, Scale, Scoring
from qualcode.domain.study import MeasureValue, Participant
from qualcode.formats.scales import read_scales
from qualcode.services.files import read_bytes
from qualcode.services.interviews import participants_by_id
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader

D = TypeVar("D", Scale, Outcome)
Cells = Mapping[str, Mapping[str, float]]
"""The numbers of each participant, by name of the measure."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A number for each participant, None where it is missing, and where it comes from."""

    name: str
    label: str
    values: Mapping[str, float | None]
    """By participant id."""
    source: Scale | Outcome | None = None
    """None for a column of the measures' file as it is."""


def import_scales(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Add or update the definitions of scales and outcomes.

    Raises:
        BadInput: the file has faults.
        RuleRefused: a definition names measures that no participant has.
    """
    wished = read_scales(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        known = {each.name for each in reads.every(reader, MeasureValue)}
        definitions: list[Scale | Outcome] = [*wished.scales, *wished.outcomes]
        for each in definitions:
            _refuse_unknown(each, known)
        return _merged(reader, Scale, wished.scales) + _merged(reader, Outcome, wished.outcomes)

    return project.transact(Op.IMPORT_SCALES, rule, coder_id)


def people_of(reader: Reader, group: str | None) -> list[Participant]:
    """The participants of the group, or all, by name.

    Raises:
        RuleRefused: nobody is in the group.
    """
    people = sorted(participants_by_id(reader).values(), key=lambda person: person.name)
    chosen = [person for person in people if group is None or person.group == group]
    if not chosen and group is not None:
        raise RuleRefused(
            f'No participant is in the group "{group}".',
            f"There are: {', '.join(sorted({person.group for person in people if person.group})) or 'none'}.",
        )
    return chosen


def variables(
    reader: Reader, people: Sequence[Participant], names: Sequence[str] = (), language: str = "en"
) -> list[Variable]:
    """The variables of these names; every scale and outcome, in the order of their file, where none is named.

    Raises:
        RuleRefused: a name is that of no scale, outcome or measure, or the project has no scale and no outcome.
    """
    cells = answers(reader)
    defined: list[Scale | Outcome] = [*_ordered(reads.every(reader, Scale)), *_ordered(reads.every(reader, Outcome))]
    found = {each.name: _variable(each, people, cells, language) for each in defined}
    if not names:
        if not found:
            raise RuleRefused("The project has no scales.", "Bring them in with: qualcode import scales scales.toml.")
        return list(found.values())
    plain = {name for values in cells.values() for name in values}
    for name in names:
        if name not in found and name not in plain:
            raise RuleRefused(
                f'There is no scale, outcome or measure "{name}".',
                f"There are: {', '.join([*found, *sorted(plain - found.keys())]) or 'none'}.",
            )
    return [found.get(name) or _as_it_is(name, people, cells) for name in names]


def answers(reader: Reader) -> dict[str, dict[str, float]]:
    """Every participant's numbers by the name of the measure."""
    cells: dict[str, dict[str, float]] = {}
    for each in reads.every(reader, MeasureValue):
        cells.setdefault(each.participant_id, {})[each.name] = each.value
    return cells


def item_answers(scale: Scale, numbers: Mapping[str, float]) -> list[float | None]:
    """One participant's answers to the items, turned round where the scale says so."""
    return [
        statistics.reversed_value(numbers.get(item), scale.lowest, scale.highest)
        if item in scale.reversed_items and scale.lowest is not None and scale.highest is not None
        else numbers.get(item)
        for item in scale.items
    ]


def _variable(source: Scale | Outcome, people: Iterable[Participant], cells: Cells, language: str) -> Variable:
    make: Callable[[Mapping[str, float]], float | None] = (
        (lambda numbers: _score(source, numbers))
        if isinstance(source, Scale)
        else (lambda numbers: _outcome(source, numbers))
    )
    values = {person.id: make(cells.get(person.id, {})) for person in people}
    return Variable(source.name, source.label(language), values, source)


def _as_it_is(name: str, people: Iterable[Participant], cells: Cells) -> Variable:
    return Variable(name, name, {person.id: cells.get(person.id, {}).get(name) for person in people})


def _score(scale: Scale, numbers: Mapping[str, float]) -> float | None:
    return statistics.score(
        item_answers(scale, numbers),
        smallest_share=scale.smallest_share,
        as_mean=scale.scoring == Scoring.MEAN,
    )


def _outcome(outcome: Outcome, numbers: Mapping[str, float]) -> float | None:
    value = numbers.get(outcome.column)
    if value is None or outcome.rule == OutcomeRule.COUNT:
        return value
    if outcome.rule == OutcomeRule.ANY:
        return float(value > 0)
    time = numbers.get(outcome.time_column)
    return value / time if time is not None and time > 0 else None


def _ordered(found: Iterable[D]) -> list[D]:
    return sorted(found, key=lambda each: (each.position, each.name))


def _merged(reader: Reader, kind: type[D], wished: Iterable[D]) -> list[Change]:
    """Additions of what is new and updates of what differs; what the file does not name stays."""
    known = {each.name: each for each in reads.every(reader, kind)}
    changes = (update_to(known[each.name], each) if each.name in known else add(each) for each in wished)
    return [change for change in changes if change is not None]


def _refuse_unknown(made: Scale | Outcome, known: set[str]) -> None:
    needed = made.items if isinstance(made, Scale) else [name for name in (made.column, made.time_column) if name]
    missing = [name for name in needed if name not in known]
    if missing:
        raise RuleRefused(
            f'"{made.name}" needs measures that no participant has: {", ".join(missing)}.',
            "Import the measures first (qualcode import measures), or correct the names; nothing was stored.",
        )
