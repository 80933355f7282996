"""Who has which values of a scale or of two variables: what stands behind a row of the measures screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.analysis.measures import Correlation, correlate, describe, tertiles
from qualcode.domain.measures import Outcome
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant
from qualcode.domain.table import Measure
from qualcode.domain.transcript import Transcript
from qualcode.formats.numbers import printed
from qualcode.services.correlations import correlation_words
from qualcode.services.interviews import Interview, interviews
from qualcode.services.measures import Variable, people_of, variables
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads

_THIRDS: Final = (
    "Low third of {first} ({low} to {high}): n {n}, mean of {second} {mean}.",
    "Middle third of {first} ({low} to {high}): n {n}, mean of {second} {mean}.",
    "High third of {first} ({low} to {high}): n {n}, mean of {second} {mean}.",
)


@dataclass(frozen=True, slots=True)
class Met:
    """An interview of a participant, and the first words that they say in it."""

    transcript_id: str
    transcript: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A participant with a value of each variable."""

    name: str
    facts: str
    """Group and site, as far as they are known."""
    values: tuple[float, ...]
    printed: tuple[str, ...]
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One variable or two: what the numbers say, and of whom."""

    labels: tuple[str, ...]
    facts: tuple[Phrase, ...]
    details: tuple[Phrase, ...]
    """Thirds and distributions."""
    notes: tuple[Phrase | str, ...]
    people: tuple[Scored, ...]


def measured(project: Project, names: Sequence[str], group: str | None = None, *, language: str = "en") -> Measured:
    """The participants who have every value, the lowest first, with what is said of them together.

    Args:
        project: The project.
        names: Of one variable or of two.
        group: Only participants of this group; all by default.
        language: Of labels and numbers.

    Raises:
        RuleRefused: there is no such variable, or nobody is in the group.
    """
    with project.read() as reader:
        people = people_of(reader, group)
        found = variables(reader, people, names, language)
        met = _met(interviews(reader), {each.id: each.name for each in reads.every(reader, Transcript)})
        about = provenance(reader, group=group or "")
    scored = sorted(_scored(found, people, met, language), key=lambda each: (each.values, each.name))
    facts = [
        Phrase("{n} participants have every value; {missing} have not.", {
            "n": len(scored), "missing": len(people) - len(scored),
        }),
    ]  # fmt: skip
    if len(found) > 1:
        facts += _pair(found, people, language)
    details = [*_thirds(found, scored, language), *(_described(each, language) for each in found)]
    return Measured(
        tuple(each.label for each in found),
        tuple(facts),
        tuple(details),
        (Phrase("A correlation is no effect: nothing here says what causes what."), *closing_notes(about)),
        tuple(scored),
    )


def _met(found: Iterable[Interview], names: Mapping[str, str]) -> Mapping[str, tuple[Met, ...]]:
    """The interviews of each participant, by name."""
    met: dict[str, list[Met]] = {}
    for interview in found:
        for who, speech in interview.speech_of.items():
            here = Met(interview.transcript_id, names[interview.transcript_id], *speech[0])
            met.setdefault(who, []).append(here)
    return {who: tuple(each) for who, each in met.items()}


def _scored(
    found: Sequence[Variable], people: Iterable[Participant], met: Mapping[str, tuple[Met, ...]], language: str
) -> Iterator[Scored]:
    for person in people:
        values = [each.values[person.id] for each in found]
        known = tuple(value for value in values if value is not None)
        if len(known) == len(found):
            facts = " · ".join(part for part in (person.group, person.site) if part)
            told = tuple(_short(value, language) for value in known)
            yield Scored(person.name, facts, known, told, met.get(person.id, ()))


def _pair(found: Sequence[Variable], people: Sequence[Participant], language: str) -> Iterator[Phrase]:
    first, second = found
    both = correlate([first.values[each.id] for each in people], [second.values[each.id] for each in people])
    words = correlation_words(both, language)
    yield Phrase("Point-biserial, as one is yes or no: {words}." if both.is_point_biserial else "Pearson: {words}.", {
        "words": words,
    })  # fmt: skip
    if both.spearman is not None:
        yield _ranked(both, language)
    yield from (
        Phrase("{outcome} = {definition}.", {"outcome": each.label, "definition": each.source.definition(language)})
        for each in found
        if isinstance(each.source, Outcome)
    )


def _ranked(both: Correlation, language: str) -> Phrase:
    values = {
        "rho": printed(both.spearman, Measure.COEFFICIENT, language),
        "p": printed(both.spearman_p, Measure.PROBABILITY, language),
    }
    return Phrase("Spearman: {rho}." if both.spearman_p is None else "Spearman: {rho}, p {p}.", values)


def _described(variable: Variable, language: str) -> Phrase:
    about = describe(list(variable.values.values()))
    numbers: dict[str, object] = {
        name: printed(value, Measure.NUMBER, language) for name, value in (("mean", about.mean), ("sd", about.sd))
    }
    ends: dict[str, object] = {
        name: "-" if value is None else _short(value, language)
        for name, value in (("low", about.lowest), ("high", about.highest))
    }
    template = "{variable}: n {n}, M {mean}, SD {sd}, from {low} to {high}."
    return Phrase(template, {"variable": variable.label, "n": about.n, **numbers, **ends})


def _thirds(found: Sequence[Variable], scored: Sequence[Scored], language: str) -> Iterator[Phrase]:
    """The mean of the second variable in each third of the first, where there are two."""
    firsts = [each.values[0] for each in scored]
    if len(found) < 2 or len(set(firsts)) < 2:  # noqa: PLR2004  # one value has no thirds
        return
    cuts = tertiles(firsts)
    for place, template in enumerate(_THIRDS):
        third = [each for each in scored if sum(each.values[0] > cut for cut in cuts) == place]
        if third:
            values: dict[str, object] = {
                "first": found[0].label,
                "second": found[1].label,
                "low": third[0].printed[0],
                "high": third[-1].printed[0],
                "n": len(third),
                "mean": printed(describe([each.values[1] for each in third]).mean, Measure.NUMBER, language),
            }
            yield Phrase(template, values)


def _short(value: float, language: str) -> str:
    """The value without places where it has none."""
    return printed(int(value) if value.is_integer() else value, Measure.NUMBER, language)
