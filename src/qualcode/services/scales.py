"""The table of scales: what each is made of, its distribution and its reliability."""

from __future__ import annotations

from typing import Final

from qualcode.analysis import measures as statistics
from qualcode.domain.errors import RuleRefused
from qualcode.domain.measures import Scale, Scoring
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.numbers import printed
from qualcode.services.measures import Variable, answers, item_answers, people_of, variables
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance

_COLUMNS: Final = (
    Column("name", "Name", printed=False),
    Column("scale", "Scale"),
    Column("items", "Items", Measure.COUNT),
    Column("n", "n", Measure.COUNT),
    Column("mean", "M", Measure.NUMBER),
    Column("sd", "SD", Measure.NUMBER),
    Column("possible_low", "Possible range", Measure.NUMBER),
    Column("possible_high", "Possible range", Measure.NUMBER),
    Column("observed_low", "Observed range", Measure.NUMBER),
    Column("observed_high", "Observed range", Measure.NUMBER),
    Column("alpha", "alpha", Measure.COEFFICIENT),
    Column("alpha_n", "n of alpha", Measure.COUNT, printed=False),
    Column("reason", "Note"),
)


def scale_table(project: Project, group: str | None = None, *, language: str = "en") -> Table:
    """A row a scale: items, n, mean, standard deviation, ranges and Cronbach's alpha.

    Args:
        project: The project.
        group: Only participants of this group; all by default.
        language: Of the scales' names.

    Raises:
        RuleRefused: the project has no scales, or nobody is in the group.
    """
    with project.read() as reader:
        people = people_of(reader, group)
        cells = answers(reader)
        found = [each for each in variables(reader, people, language=language) if isinstance(each.source, Scale)]
        about = provenance(reader, group=group or "")
    if not found:
        raise RuleRefused("The project has no scales.", "Bring them in with: qualcode import scales scales.toml.")
    numbers = [cells[person.id] for person in people if person.id in cells]
    scales = [(each, each.source) for each in found if isinstance(each.source, Scale)]
    alphas = [statistics.cronbach_alpha([item_answers(scale, each) for each in numbers]) for _, scale in scales]
    return Table(
        "scales",
        Phrase("Scales ({group})", {"group": group[:1].upper() + group[1:]}) if group else Phrase("Scales"),
        _COLUMNS,
        tuple(_row(each, scale, alpha) for (each, scale), alpha in zip(scales, alphas, strict=True)),
        (
            *(_key(scale, language) for _, scale in scales),
            Phrase("Missing items count as the mean of those answered."),
            Phrase(
                "alpha: Cronbach's, over participants who answered every item (n = {ns}).",
                {"ns": ", ".join(str(alpha.n) for alpha in alphas)},
            ),
            *closing_notes(about),
        ),
        about,
    )


def _row(variable: Variable, scale: Scale, alpha: statistics.Reliability) -> tuple[Value, ...]:
    found = statistics.describe(list(variable.values.values()))
    low, high = scale.possible() or (None, None)
    return (
        scale.name,
        variable.label,
        len(scale.items),
        found.n,
        found.mean,
        found.sd,
        *(_whole(value) for value in (low, high, found.lowest, found.highest)),
        alpha.alpha,
        alpha.n,
        alpha.reason.value if alpha.reason else "",
    )


def _whole(value: float | None) -> Value:
    """A bound as the whole number that it mostly is."""
    return int(value) if value is not None and value.is_integer() else value


def _key(scale: Scale, language: str) -> Phrase:
    """What the scale is made of, for the note."""
    values: dict[str, object] = {
        "scale": scale.label(language),
        "how": Phrase("mean" if scale.scoring == Scoring.MEAN else "sum"),
        "items": ", ".join(scale.items),
        "turned": ", ".join(scale.reversed_items) or Phrase("none"),
        "share": printed(scale.smallest_share, Measure.SHARE, language),
    }
    return Phrase(
        "{scale}: {how} of {items}; reversed: {turned}; a score needs {share} % of the items answered.", values
    )
