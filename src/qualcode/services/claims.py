"""The claims ledger: which sentences of a draft the data bear out, and how narrowly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qualcode.analysis.claims import (
    Coefficient,
    Share,
    Threshold,
    Verdict,
    judge_coefficients,
    judge_correlation,
    judge_shares,
)
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase, group_word, say
from qualcode.domain.refusals import told
from qualcode.domain.study import Participant
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.formats.claims import Claim, Rule, read_claims
from qualcode.formats.numbers import interval, printed
from qualcode.services.agreement import agreement_table
from qualcode.services.correlations import correlation, correlation_words
from qualcode.services.files import read_bytes
from qualcode.services.frequencies import Base, frequencies
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance

_HALF: Final = 0.5
_FEW: Final = 4
"""So many shares are printed; of more, the weakest one."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What the data say of one claim."""

    verdict: Verdict
    numbers: Phrase
    margin: Phrase
    layer: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    threshold: float | None = None
    n: int | None = None
    base: int | None = None


def claims_table(project: Project, path: Path, *, language: str = "en") -> Table:
    """A row a claim: sentence, rule, numbers, verdict and how narrow it is.

    Args:
        project: The project.
        path: The file of claims.
        language: Of sentences, verdicts and numbers.

    Raises:
        BadInput: the file has faults.
    """
    claims = read_claims(read_bytes(path), path.name)
    findings = [(claim, _finding(project, claim, language)) for claim in claims]
    with project.read() as reader:
        about = provenance(reader, claims=len(claims), failed=sum(not each.verdict.holds for _, each in findings))
    return Table(
        "claims",
        Phrase("Claims and What the Data Say"),
        _COLUMNS,
        tuple(_row(claim, finding, language) for claim, finding in findings),
        (
            Phrase("Majority is more than half. Narrow: the 95 % interval (Wilson's for shares) reaches across the "
                   "threshold."),
            Phrase("Counts are participants, fully coded, and their layer is consensus where it exists, else the "
                   "single coder, else the union, unless the claim names another."),
            *closing_notes(about),
        ),
        about,
    )  # fmt: skip


def failed(table: Table) -> int:
    """How many claims of the table fail or cannot be evaluated."""
    return sum(not Verdict(str(row["verdict"])).holds for row in table.records())


_COLUMNS: Final = (
    Column("claim", "No.", Measure.COUNT),
    Column("sentence", "Sentence"),
    Column("rule", "Rule"),
    Column("numbers", "Numbers"),
    Column("verdict", "Verdict", printed=False),
    Column("said", "Verdict"),
    Column("margin", "How narrow"),
    Column("who", "Base", printed=False),
    Column("layer", "Layer", printed=False),
    Column("n", "n", Measure.COUNT, printed=False),
    Column("base", "Base", Measure.COUNT, printed=False),
    Column("value", "Value", Measure.COEFFICIENT, printed=False),
    Column("low", "95% CI", Measure.COEFFICIENT, printed=False),
    Column("high", "95% CI", Measure.COEFFICIENT, printed=False),
    Column("threshold", "Threshold", Measure.COEFFICIENT, printed=False),
)


def _row(claim: Claim, found: _Finding, language: str) -> tuple[Value, ...]:
    counts_people = claim.rule not in {Rule.CORRELATION, Rule.RELIABLE}
    return (
        claim.number, claim.said(language), say(_rule_words(claim, language), language), say(found.numbers, language),
        found.verdict.value, say(found.verdict.value, language), say(found.margin, language),
        claim.base if counts_people else "", found.layer, found.n, found.base,
        found.value, found.low, found.high, found.threshold,
    )  # fmt: skip


def _finding(project: Project, claim: Claim, language: str) -> _Finding:
    """What the data say; a claim that names what the project has not cannot be evaluated, and says why."""
    try:
        return _EVALUATED[claim.rule](project, claim, language)
    except RuleRefused as refusal:
        reason = told(refusal.message, language)
        return _Finding(Verdict.UNKNOWN, Phrase(_NOTHING), Phrase("{reason}", {"reason": reason}), "")


_NOTHING: Final = "no number"


def _threshold(claim: Claim) -> Threshold:
    if claim.rule is Rule.CONSISTENT:
        return Threshold(claim.share or _HALF, is_strict=False)
    return Threshold(_HALF, is_strict=True) if claim.share is None else Threshold(claim.share, is_strict=False)


def _rule_words(claim: Claim, language: str) -> Phrase:
    if claim.rule is Rule.CORRELATION:
        level = printed(claim.alpha, Measure.COEFFICIENT, language)
        return Phrase("correlation ({sign}, p < {level})", {"sign": Phrase(claim.sign), "level": level})
    if claim.rule is Rule.RELIABLE:
        level = printed(claim.threshold, Measure.COEFFICIENT, language)
        return Phrase("reliable ({name} from {level})", {"name": claim.coefficient, "level": level})
    need = _threshold(claim)
    share = printed(need.share, Measure.SHARE, language)
    template = "{rule} (more than {share} %)" if need.is_strict else "{rule} ({share} % or more)"
    return Phrase(template, {"rule": Phrase(_RULES[claim.rule]), "share": share})


_RULES: Final = {
    Rule.MAJORITY: "majority",
    Rule.SHARE_AT_LEAST: "share",
    Rule.NAMED_BY_BOTH: "named by both groups",
    Rule.CONSISTENT: "consistent, at every site",
    Rule.AT_EACH_SITE: "at every site",
}


def _shares(project: Project, claim: Claim, language: str) -> _Finding:
    with project.read() as reader:
        found = frequencies(reader, Base(claim.base), claim.layer)
    by_place = claim.rule in {Rule.CONSISTENT, Rule.AT_EACH_SITE}
    shares: list[Share] = []
    for name in claim.codes:
        code = found.codebook.find(name)
        if found.reason(code):
            raise RuleRefused(f"{code.label(language)}: {say(found.reason(code), language)}")
        for words, who in _audience(claim, found.people, language, by_place=by_place):
            label = f"{code.label(language)}, {words}" if len(claim.codes) > 1 else words
            shares.append(Share(label, *found.count(code, who)))
    need = _threshold(claim)
    judged = judge_shares(shares, need)
    weakest = judged.weakest
    shown = shares if len(shares) <= _FEW or weakest is None else [weakest]
    numbers = Phrase("{shares}", {"shares": "; ".join(_share_words(each, language) for each in shown)})
    if shown is not shares:
        numbers = Phrase("weakest of {count}: {share}", {"count": len(shares), "share": numbers})
    return _Finding(
        judged.verdict, numbers, _margin(judged.short, judged.verdict, (judged.low, judged.high), need, language),
        found.layer, weakest.n / weakest.base if weakest else None, judged.low, judged.high, need.share,
        weakest.n if weakest else None, weakest.base if weakest else None,
    )  # fmt: skip


def _audience(
    claim: Claim, people: Mapping[str, Participant], language: str, *, by_place: bool
) -> Iterator[tuple[str, set[str]]]:
    """The people of each group, at each site where the rule asks for it."""
    for group in claim.groups:
        members = [each for each in people.values() if each.group == group]
        if not members:
            raise RuleRefused(f'No participant is in the group "{group}".')
        if not by_place:
            yield group_word(group, language), {each.id for each in members}
            continue
        places = sorted({each.attribute(claim.by) for each in members} - {""})
        if not places:
            raise RuleRefused(f'No participant of "{group}" has the attribute "{claim.by}".')
        for place in places:
            yield (
                f"{group_word(group, language)}, {place}",
                {each.id for each in members if each.attribute(claim.by) == place},
            )


def _share_words(share: Share, language: str) -> str:
    if not share.base:
        return say(Phrase("{who}: nobody in the base", {"who": share.who}), language)
    values: dict[str, object] = {
        "who": share.who,
        "n": share.n,
        "base": share.base,
        "percent": printed(share.n / share.base, Measure.SHARE, language),
    }
    return say(Phrase("{who}: {n} of {base} ({percent} %)", values), language)


def _margin(
    short: tuple[Share, ...],
    verdict: Verdict,
    bounds: tuple[float | None, float | None],
    need: Threshold,
    language: str,
) -> Phrase:
    if verdict is Verdict.UNKNOWN:
        return Phrase("nobody in the base: {who}", {"who": "; ".join(each.who for each in short)})
    values: dict[str, object] = {
        "interval": interval(*bounds, Measure.SHARE, language),
        "share": printed(need.share, Measure.SHARE, language),
        "short": "; ".join(each.who for each in short),
    }
    if short:
        return Phrase("falls short: {short}; weakest 95% CI {interval} %", values)
    return Phrase("95% CI {interval} %, threshold {share} %", values)


def _correlation(project: Project, claim: Claim, language: str) -> _Finding:
    with project.read() as reader:
        found, _, _ = correlation(reader, claim.x, claim.y, claim.groups[0] if claim.groups else None)
    verdict = judge_correlation(found, -1 if claim.sign == "negative" else 1, claim.alpha)
    bounds = interval(found.low, found.high, Measure.COEFFICIENT, language)
    numbers = Phrase("{words}, n = {n}", {"words": correlation_words(found, language), "n": found.n})
    return _Finding(
        verdict, numbers, Phrase("95% CI {interval}, threshold 0", {"interval": bounds}), "",
        found.r, found.low, found.high, 0.0, found.n, found.n,
    )  # fmt: skip


def _reliability(project: Project, claim: Claim, language: str) -> _Finding:
    table = agreement_table(project, coders=claim.coders, codes=claim.codes, round_=claim.round, language=language)
    rows = [row for row in _once(table) if row[claim.coefficient] is not None]
    with_interval = claim.coefficient == "alpha"
    found = [
        Coefficient(
            str(row["code"]),
            float(row[claim.coefficient] or 0),
            _number(row["alpha_low"]) if with_interval else None,
            _number(row["alpha_high"]) if with_interval else None,
        )
        for row in rows
    ]
    verdict, short = judge_coefficients(found, claim.threshold)
    weakest = min(found, key=lambda each: each.value, default=None)
    numbers = Phrase(
        "{met} of {all} codes reach it", {"met": len(found) - len(short), "all": len(found)}
    ) if found else Phrase(_NOTHING)  # fmt: skip
    # Three places: what falls short by less than half a hundredth would read as the threshold itself.
    words = "; ".join(f"{each.code} {printed(each.value, Measure.PROBABILITY, language)}" for each in short)
    margin = Phrase("below: {codes}", {"codes": words}) if short else Phrase("none below")
    return _Finding(
        verdict, numbers, margin, str(table.provenance["layer"]), weakest.value if weakest else None,
        weakest.low if weakest else None, weakest.high if weakest else None, claim.threshold,
    )  # fmt: skip


def _once(table: Table) -> Iterator[dict[str, Value]]:
    """The rows, without a code that holds a single other one and says but the same."""
    rows = table.records()
    for at, (row, depth) in enumerate(zip(rows, table.indents, strict=True)):
        below = next((place for place in range(at + 1, len(rows)) if table.indents[place] <= depth), len(rows))
        is_single = below == at + 2  # itself and one more
        if not is_single or {**rows[at + 1], "code": "", "reason": ""} != {**row, "code": "", "reason": ""}:
            yield row


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


_EVALUATED: Final[Mapping[Rule, Callable[[Project, Claim, str], _Finding]]] = {
    Rule.MAJORITY: _shares,
    Rule.SHARE_AT_LEAST: _shares,
    Rule.NAMED_BY_BOTH: _shares,
    Rule.CONSISTENT: _shares,
    Rule.AT_EACH_SITE: _shares,
    Rule.CORRELATION: _correlation,
    Rule.RELIABLE: _reliability,
}
