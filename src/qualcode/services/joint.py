"""The joint display: themes of participants who are low, middle and high on a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qualcode.analysis.measures import tertiles
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.table import Measure, Table
from qualcode.formats.numbers import printed
from qualcode.services.frequencies import Base, frequencies
from qualcode.services.measures import Variable, people_of, variables
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.themes import COLUMNS

_THIRDS: Final = ("low, {low} to {high}", "middle, {low} to {high}", "high, {low} to {high}")


def joint_table(
    project: Project,
    measure: str | None = None,
    group: str | None = None,
    base: Base = Base.INTERVIEWED,
    layer: str | None = None,
    themes: Sequence[str] = (),
    *,
    language: str = "en",
) -> Table:
    """A row a code and third of the measure, as in the theme table.

    Args:
        project: The project.
        measure: A scale, outcome or measure; the first scale by default.
        group: Only participants of this group; all by default.
        base: Whom the percentages are of.
        layer: As in the theme table.
        themes: Names or paths of the codes wanted; all by default.
        language: Of names and thirds.

    Raises:
        RuleRefused: there is no such measure or group, or the measure cannot be cut in thirds.
    """
    with project.read() as reader:
        variable = variables(reader, people_of(reader, group), (measure,) if measure else (), language)[0]
        found = frequencies(reader, base, layer)
        about = provenance(reader, measure=variable.name, group=group or "", base=base.value, layer=found.layer)
    thirds = _thirds(variable, language)
    cells = [(code, third, who) for code in found.codes(themes) for third, who in thirds.items()]
    values: dict[str, object] = {
        "measure": variable.label,
        "n": sum(value is not None for value in variable.values.values()),
        "group": (group or "")[:1].upper() + (group or "")[1:],
    }
    return Table(
        "joint",
        Phrase("Themes by Thirds of {measure} ({group})" if group else "Themes by Thirds of {measure}", values),
        COLUMNS,
        tuple(
            (code.label(language), found.parent(code, language), third, *found.figures(code, who))
            for code, third, who in cells
        ),
        (
            Phrase(
                "Thirds of {measure} over the {n} participants who have a value; equal values stay together, so "
                "thirds may differ in size.",
                values,
            ),
            found.base_note,
            Phrase("Layer: {layer}.", {"layer": found.layer}),
            Phrase("CI: Wilson."),
            Phrase("Exploratory: a joint display sets two strands side by side and tests nothing."),
            Phrase("A theme not raised is not a theme denied."),
            *closing_notes(about),
        ),
        about,
        tuple(len(found.codebook.ancestors(code)) for code, _, _ in cells),
        found.told((row, code, who) for row, (code, _, who) in enumerate(cells)),
    )


def _thirds(variable: Variable, language: str) -> Mapping[str, frozenset[str]]:
    """The participants of each third, under its name and range; a third that equal values leave empty is left out."""
    values = {who: value for who, value in variable.values.items() if value is not None}
    if len(set(values.values())) < 2:  # noqa: PLR2004  # one value has no thirds
        raise RuleRefused(
            f'"{variable.name}" has no thirds: fewer than two different values.', "Choose another with --measure."
        )
    first, second = tertiles(list(values.values()))
    return dict(_named(values, first, second, language))


def _named(
    values: Mapping[str, float], first: float, second: float, language: str
) -> Iterator[tuple[str, frozenset[str]]]:
    for third_of, template in enumerate(_THIRDS):
        third = {who: value for who, value in values.items() if (value > first) + (value > second) == third_of}
        if third:
            ends = {"low": _short(min(third.values()), language), "high": _short(max(third.values()), language)}
            yield say(Phrase(template, ends), language), frozenset(third)


def _short(value: float, language: str) -> str:
    """The value without places where it has none."""
    return printed(int(value) if value.is_integer() else value, Measure.NUMBER, language)
