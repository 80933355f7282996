"""Whether shares and coefficients bear a sentence out, and how narrowly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qualcode.analysis.measures import Correlation
from qualcode.analysis.themes import wilson


class Verdict(StrEnum):
    """What the data say of a claim."""

    PASS = "pass"  # noqa: S105  # no password
    NARROW_PASS = "pass, narrow"  # noqa: S105  # as above
    """It holds, but the interval of its weakest number reaches across the threshold."""
    NARROW_FAIL = "fail, narrow"
    """It does not hold, but the intervals of all that fall short reach across the threshold."""
    FAIL = "fail"
    UNKNOWN = "not estimable"

    @property
    def holds(self) -> bool:
        """Whether the sentence may stand."""
        return self in {Verdict.PASS, Verdict.NARROW_PASS}


@dataclass(frozen=True, slots=True)
class Share:
    """n of base participants, and who they are in the sentence's words."""

    who: str
    n: int
    base: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a share must reach."""

    share: float
    is_strict: bool
    """More than it, not just as much: half is no majority."""

    def met(self, n: int, base: int) -> bool:
        """Whether n of base reaches it; counted in whole people, so that half of an even number is exactly half."""
        need = round(self.share * base, 9)
        return n > need if self.is_strict else n >= need


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the share that decides it and its 95 % interval."""

    verdict: Verdict
    weakest: Share | None = None
    low: float | None = None
    high: float | None = None
    short: tuple[Share, ...] = ()
    """The shares that do not reach the threshold, or have nobody in their base."""


def judge_shares(shares: Sequence[Share], threshold: Threshold) -> Judged:
    """The verdict on a claim that holds when every share reaches the threshold."""
    empty = tuple(each for each in shares if not each.base)
    if empty or not shares:
        return Judged(Verdict.UNKNOWN, short=empty)
    weakest = min(shares, key=lambda each: each.n / each.base)
    short = tuple(each for each in shares if not threshold.met(each.n, each.base))
    if short:
        narrow = all(wilson(each.n, each.base)[1] > threshold.share for each in short)
        verdict = Verdict.NARROW_FAIL if narrow else Verdict.FAIL
    else:
        narrow = any(wilson(each.n, each.base)[0] <= threshold.share for each in shares)
        verdict = Verdict.NARROW_PASS if narrow else Verdict.PASS
    return Judged(verdict, weakest, *wilson(weakest.n, weakest.base), short)


def judge_correlation(found: Correlation, sign: int, alpha: float) -> Verdict:
    """The verdict on a claim that two measures go together (+1) or against each other (-1)."""
    if found.r is None or found.p is None:
        return Verdict.UNKNOWN
    return Verdict.PASS if found.p < alpha and found.r * sign > 0 else Verdict.FAIL


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The agreement on one code, with the interval of alpha where it has one."""

    code: str
    value: float
    low: float | None = None
    high: float | None = None


def judge_coefficients(found: Sequence[Coefficient], threshold: float) -> tuple[Verdict, list[Coefficient]]:
    """The verdict on a claim that every coefficient reaches the threshold, and those that do not."""
    if not found:
        return Verdict.UNKNOWN, []
    short = [each for each in found if each.value < threshold]
    if short:
        narrow = all(each.high is not None and each.high >= threshold for each in short)
        return (Verdict.NARROW_FAIL if narrow else Verdict.FAIL), short
    narrow = any(each.low is not None and each.low < threshold for each in found)
    return (Verdict.NARROW_PASS if narrow else Verdict.PASS), []
