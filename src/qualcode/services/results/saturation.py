"""When interviews stopped bringing new codes: Guest, Namey and Chen (2020), by group."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Final

from qualcode.domain.codebook import Code, Origin
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, evidence

_SHORT: Final = "fewer interviews than base and run need"
_EMPTY: Final = "no code in the base"
_OPEN: Final = "not reached"
Sets = Sequence[frozenset[str]]
_COLUMNS: Final = (
    Column("group", "Group"),
    Column("interview", "Interview", Measure.COUNT),
    Column("new", "New codes", Measure.COUNT),
    Column("total", "Codes so far", Measure.COUNT),
    Column("median_total", "Median so far", Measure.NUMBER),
    Column("run_new", "New in run", Measure.COUNT),
    Column("ratio", "% of base", Measure.SHARE),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How saturation is looked for."""

    base: int = 4
    """How many interviews come first."""
    run: int = 2
    """How many follow in each run; runs move on one interview at a time."""
    threshold: float = 0.05
    """The share of new codes at or below which saturation is reached."""
    seed: int = 1
    orders: int = 200
    """How many random orders the medians are over."""


def saturation_table(
    project: Project,
    by: str = "group",
    plan: Plan = Plan(),  # frozen
    layer: str | None = None,
    themes: Sequence[str] = (),
) -> Table:
    """A row a group and interview: new codes, codes so far, and new codes of the run as a share of the base's.

    Args:
        project: The project.
        by: The attribute whose values saturate separately.
        plan: How saturation is looked for.
        layer: Whose codings.
        themes: The codes that emerged, each with those below it; by default those that the codebook says did and that
            are applied, each by itself; else all without children.

    Raises:
        RuleRefused: no participant has the attribute, or there is no such layer or code.
    """
    known = evidence(project, layer, by=by, **asdict(plan))
    emerged = [] if themes else _emerged(known)
    wanted = frozenset(code.id for code in emerged or known.leaves(themes))
    if not known.coded:
        raise RuleRefused("No interview is fully coded.", "Mark transcripts finished first.")
    rows: list[tuple[Value, ...]] = []
    notes: list[Phrase] = []
    for group, who in known.groups(by).items():
        sets = _by_date(known, who, wanted, has_parents=bool(themes))
        if sets:
            shuffled = _orders(sets, plan.seed, plan.orders)
            rows += _rows(group, sets, shuffled, plan.base, plan.run)
            notes.append(_summary(group, sets, shuffled, plan))
    return Table(
        "saturation",
        Phrase("Saturation, by {attribute}", {"attribute": by.replace("_", " ").title()}),
        _COLUMNS,
        tuple(rows),
        (*notes, *_notes(plan, len(emerged)), *known.notes()),
        known.about,
    )


def _notes(plan: Plan, emerged: int) -> Iterator[Phrase]:
    yield Phrase(
        "Base {base} interviews, runs of {run}, each one interview on from the last; % of base: new codes of the run "
        "that ends here, of the codes of the base (Guest, Namey & Chen, 2020).",
        {"base": plan.base, "run": plan.run},
    )
    yield Phrase(
        "Interviews in order of date; medians over {orders} random orders, seed {seed}.",
        {"orders": plan.orders, "seed": plan.seed},
    )
    yield Phrase("Interviews not listed say the same as those listed before and after them.")
    if emerged:
        yield Phrase("Counted: codes that the codebook marks emergent ({n}).", {"n": emerged})
        return
    yield Phrase(
        "The method is for codes that emerged, which --themes names or the codebook marks; codes known beforehand "
        "prove nothing."
    )


def reached(sets: Sets, base: int, run: int, threshold: float) -> int | None:
    """The number of interviews before the first run that brings no more than the threshold; None for never."""
    first = frozenset[str]().union(*sets[:base])
    if not first:
        return None
    for start in range(base, len(sets) - run + 1):
        if len(_new(sets, start, run)) / len(first) <= threshold:
            return start
    return None


def _new(sets: Sets, start: int, run: int) -> frozenset[str]:
    """The codes that the run brings and no interview before it."""
    before = frozenset[str]().union(*sets[:start])
    return frozenset[str]().union(*sets[start : start + run]) - before


def _emerged(known: Evidence) -> list[Code]:
    """The codes that the codebook marks emergent and that are applied: not those that only hold others."""
    applied = {code.id for code in known.leaves()} | {passage.code_id for passage in known.passages}
    return [code for code in known.codes() if code.origin == Origin.EMERGENT and code.id in applied]


def _by_date(
    known: Evidence, who: frozenset[str], wanted: frozenset[str], *, has_parents: bool
) -> list[frozenset[str]]:
    """The codes of each interview, in order of date and name; those without a date come last.

    With parents a passage counts for the codes above its own as well.
    """
    found: dict[str, set[str]] = {
        each.revision_id: set() for each, person in known.of_coded() if person in who
    }  # fmt: skip
    for passage in known.passages:
        if passage.revision_id in found and passage.participant_id in who:
            code = known.codebook.codes[passage.code_id]
            above = known.codebook.ancestors(code) if has_parents else ()
            found[passage.revision_id] |= {each.id for each in (code, *above)} & wanted

    def key(revision_id: str) -> tuple[bool, str, str]:
        transcript = known.transcripts[known.interviews[revision_id].transcript_id]
        return not transcript.date, transcript.date, transcript.name

    return [frozenset(found[revision]) for revision in sorted(found, key=key)]


def _orders(sets: Sets, seed: int, orders: int) -> list[Sets]:
    shuffle = random.Random(seed)  # noqa: S311  # a seeded order is no secret
    return [shuffle.sample(sets, len(sets)) for _ in range(orders)]


def _totals(sets: Sets) -> list[int]:
    seen: set[str] = set()
    totals = []
    for each in sets:
        seen |= each
        totals.append(len(seen))
    return totals


def _rows(group: str, sets: Sets, shuffled: Sequence[Sets], base: int, run: int) -> list[tuple[Value, ...]]:
    totals = _totals(sets)
    medians = [float(median(each)) for each in zip(*map(_totals, shuffled), strict=True)]
    first = len(frozenset[str]().union(*sets[:base]))
    rows: list[tuple[Value, ...]] = []
    for place, total in enumerate(totals):
        start = place + 1 - run
        new = len(_new(sets, start, run)) if start >= base else None
        ratio = new / first if new is not None and first else None
        rows.append((group, place + 1, total - (totals[place - 1] if place else 0), total, medians[place], new, ratio))
    return _telling(rows)


def _telling(rows: Sequence[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """The rows without those that say the same as both their neighbours: of 100 interviews most bring nothing."""
    said = [row[2:] for row in rows]
    last = len(rows) - 1
    return [
        row for at, row in enumerate(rows) if at in {0, last} or said[at] != said[at - 1] or said[at] != said[at + 1]
    ]


def _summary(group: str, sets: Sets, shuffled: Sequence[Sets], plan: Plan) -> Phrase:
    base, run, threshold = plan.base, plan.run, plan.threshold
    values: Mapping[str, object] = {"group": group, "percent": round(100 * threshold)}
    if len(sets) < base + run:
        return Phrase("{group}: not estimable, {reason}.", {**values, "reason": _SHORT})
    if not frozenset[str]().union(*sets[:base]):
        return Phrase("{group}: not estimable, {reason}.", {**values, "reason": _EMPTY})
    at = reached(sets, base, run, threshold)
    others = [found for each in shuffled if (found := reached(each, base, run, threshold)) is not None]
    return Phrase(
        "{group}: {percent}% or less at {at}; median {median} in the {n} orders of {orders} that reach it.",
        {
            **values,
            "at": f"{at}+{run}" if at is not None else _OPEN,
            "median": f"{median(others):g}+{run}" if others else _OPEN,
            "n": len(others),
            "orders": len(shuffled),
        },
    )
