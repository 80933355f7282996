"""From codings to units: which coders have a code in which unit, counted by pattern.

Positions of all participants' speech are laid end to end on one axis, so that the interviewer's words fall out and one
sort serves every transcript. Coders are bits: a pattern is the set of coders who have the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

MOST_CODERS: Final = 62
"""Coders are bits of a signed 64-bit number."""

_FEW_MASKS: Final = 64
_DENSE: Final = 4_000_000  # cells up to which a full table is cheaper than sorting


@dataclass(frozen=True, slots=True)
class Spans:
    """Codings as parallel arrays of small whole numbers; offsets are half-open."""

    code: Ints
    transcript: Ints
    coder: Ints
    start: Ints
    end: Ints

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int, int]]) -> Spans:
        """From rows of code, transcript, coder, start and end."""
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)

    @classmethod
    def of_runs(cls, runs: Sequence[tuple[int, int, int, int]], offsets: Sequence[int]) -> Spans:
        """From runs of code, transcript, coder and how many spans share them; start and end of every span in turn."""
        *shared, counts = np.array(runs, dtype=np.int64).reshape(-1, 4).T
        return cls(*(np.repeat(each, counts) for each in shared), *np.array(offsets, dtype=np.int64).reshape(-1, 2).T)

    @classmethod
    def joined(cls, parts: Sequence[Spans]) -> Spans:
        """One after the other."""
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))

    def renumbered(self, codes: Sequence[int], transcripts: Sequence[int], coders: Sequence[int]) -> Spans:
        """The spans with the numbers that stand in the place of theirs, without those that get a negative one."""
        code, transcript, coder = (
            np.array(new, dtype=np.int64)[old]
            for new, old in ((codes, self.code), (transcripts, self.transcript), (coders, self.coder))
        )
        kept = (code >= 0) & (transcript >= 0) & (coder >= 0)
        return Spans(code[kept], transcript[kept], coder[kept], self.start[kept], self.end[kept])

    def of_pair(self, first: int, second: int) -> Spans:
        """The codings of two coders, who are 0 and 1 from then on."""
        mine = (self.coder == first) | (self.coder == second)
        coder = np.where(self.coder[mine] == first, 0, 1).astype(np.int64)
        return Spans(self.code[mine], self.transcript[mine], coder, self.start[mine], self.end[mine])

    @property
    def n_codes(self) -> int:
        """One more than the largest number of a code."""
        return int(self.code.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class Units:
    """Pieces of participants' speech and the unit that each belongs to; pieces do not overlap.

    `transcript`, `start`, `end` and `unit` run over pieces; `cluster` and `eligible` over units.
    """

    transcript: Ints
    start: Ints
    end: Ints
    unit: Ints
    cluster: Ints
    """What the bootstrap resamples: the participant, or the transcript where none is known."""
    eligible: Ints
    """Bit set of the coders whose absence of a code is a rating: those who finished every transcript of the unit."""

    @classmethod
    def of(cls, pieces: Sequence[tuple[int, int, int, int]], cluster: Sequence[int], eligible: Sequence[int]) -> Units:
        """From rows of transcript, start, end and unit, and what is known of each unit."""
        transcript, start, end, unit = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
        return cls(transcript, start, end, unit, *(np.array(known, dtype=np.int64) for known in (cluster, eligible)))

    @property
    def n_clusters(self) -> int:
        """One more than the largest number of a cluster."""
        return int(self.cluster.max(initial=-1)) + 1

    @property
    def masks(self) -> list[int]:
        """The sets of coders who finished some unit, each once."""
        return [int(mask) for mask in np.unique(self.eligible)]

    @property
    def n_characters(self) -> int:
        """Of all pieces together."""
        return int((self.end - self.start).sum())

    def only(self, kept: Sequence[bool]) -> Units:
        """Some units, in the same order; units and clusters are numbered anew."""
        chosen = np.array(kept, dtype=bool)
        number = np.cumsum(chosen) - 1
        mine = chosen[self.unit]
        transcript, start, end, unit = self.transcript[mine], self.start[mine], self.end[mine], self.unit[mine]
        cluster = np.unique(self.cluster[chosen], return_inverse=True)[1].astype(np.int64)
        return Units(transcript, start, end, number[unit], cluster, self.eligible[chosen])

    def of_pair(self, first: int, second: int) -> Units:
        """The units that two coders finished, as if there were no others; they are coders 0 and 1 from then on."""
        both = (self.eligible >> first & 1) & (self.eligible >> second & 1)
        units = self.only((both > 0).tolist())
        return replace(units, eligible=np.full(len(units.eligible), 3, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class PatternCounts:
    """How often each pattern of coders occurs, by code and cluster; patterns that do not occur have no row."""

    n_codes: int
    n_clusters: int
    code: Ints
    cluster: Ints
    present: Ints
    """Bit set of the coders who have the code."""
    eligible: Ints
    count: Ints
    """Units, or characters."""

    def of_pair(self, first: int, second: int) -> PatternCounts:
        """What two coders have of what both finished; they are coders 0 and 1 from then on."""
        kept = (self.eligible >> first & self.eligible >> second & 1) > 0
        present = self.present[kept]
        both = (present >> first & 1) | (present >> second & 1) << 1
        eligible = np.full(len(both), 3, dtype=np.int64)
        return replace(
            self, code=self.code[kept], cluster=self.cluster[kept], present=both, eligible=eligible,
            count=self.count[kept],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has which code in which unit: `code`, `unit` and `present` run over what occurs."""

    code: Ints
    unit: Ints
    present: Ints
    """Bit set of the coders who have the code there."""
    eligible: Ints
    """Of every unit."""

    def contested(self, code: int) -> list[tuple[int, int, int]]:
        """Unit, who has the code and who could have it, wherever those who finished the unit differ."""
        rows = (self.code == code) & (np.bitwise_count(self.eligible[self.unit]) > 1)
        unit, present = self.unit[rows], self.present[rows]
        apart = (present > 0) & (present != self.eligible[unit])
        found = zip(unit[apart], present[apart], self.eligible[unit[apart]], strict=True)
        return [(int(place), int(has), int(could)) for place, has, could in found]

    def only(self, codes: Sequence[int], has: int, lacks: int) -> npt.NDArray[np.float64]:
        """Codes x units: 1 where one coder has the code and the other, who finished the unit too, has it not."""
        row = np.full(max(int(self.code.max(initial=0)), *codes, 0) + 1, -1)
        row[list(codes)] = np.arange(len(codes))
        apart = (self.present >> has & 1 > 0) & (self.present >> lacks & 1 == 0)
        apart &= (self.eligible[self.unit] >> lacks & 1 > 0) & (row[self.code] >= 0)
        found = np.zeros((len(codes), len(self.eligible)))
        found[row[self.code[apart]], self.unit[apart]] = 1
        return found


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings laid on the axis of all participants' speech, sorted by code, coder and place; none overlap."""

    code: Ints
    coder: Ints
    start: Ints
    end: Ints
    length: int
    """Of the axis."""

    def of(self, coder: int) -> Placed:
        """One coder's."""
        mine = self.coder == coder
        return Placed(self.code[mine], self.coder[mine], self.start[mine], self.end[mine], self.length)


def with_parents(spans: Spans, parents: Sequence[int]) -> Spans:
    """The spans, and for each parent those of its descendants; the sweep makes a union of them.

    Args:
        spans: The codings.
        parents: The parent of each code, -1 at the top.
    """
    parent_of = np.array(parents, dtype=np.int64)
    layers = [spans]
    code = spans.code
    kept = np.arange(len(code))
    while len(kept):
        code = parent_of[code]
        kept, code = kept[code >= 0], code[code >= 0]
        layers.append(Spans(code, spans.transcript[kept], spans.coder[kept], spans.start[kept], spans.end[kept]))
    return Spans.joined(layers)


def unit_patterns(spans: Spans, units: Units, n_codes: int, n_clusters: int) -> PatternCounts:
    """Patterns counted over units: a coder has a code in a unit when a span of theirs overlaps a piece of it."""
    seen = unit_presence(spans, units)
    n_units = len(units.cluster)
    ones = np.ones(len(seen.code), dtype=np.int64)
    coded = _grouped(seen.code, seen.unit, seen.present, ones, units, n_clusters)
    return _completed(coded, units, np.ones(n_units, dtype=np.int64), n_codes, n_clusters)


def unit_presence(spans: Spans, units: Units) -> Presence:
    """Who has which code in which unit, as far as they have finished it."""
    axis = _Axis.of(units)
    first, last, code, coder = axis.pieces(spans)
    reach = last - first
    place = np.repeat(first - np.concatenate(([0], np.cumsum(reach)[:-1])), reach) + np.arange(reach.sum())
    unit = axis.unit[place]
    code, coder = np.repeat(code, reach), np.repeat(coder, reach)
    n_units = max(len(units.cluster), 1)
    seen = np.sort((code * n_units + unit) * 64 + coder)
    seen = seen[_first(seen)]  # sorting and looking at neighbours is five times as fast as np.unique
    cell, bit = seen >> 6, np.int64(1) << (seen & 63)
    starts = np.flatnonzero(_first(cell))
    cells = cell[starts]
    present = np.add.reduceat(bit, starts) if len(cells) else bit
    unit = cells % n_units
    return Presence(cells // n_units, unit, present & units.eligible[unit], units.eligible)


def placed(spans: Spans, units: Units) -> Placed:
    """The spans on the axis of participants' speech; a coder's spans of one code that overlap are joined.

    Only in transcripts that the coder has finished and another one too; touching spans stay two.
    """
    axis = _Axis.of(units)
    code, coder, start, end = axis.positions(spans)
    eligible = units.eligible[axis.unit_at(start)]
    kept = ((eligible >> coder) & 1 > 0) & (np.bitwise_count(eligible) > 1)
    code, coder, start, end = code[kept], coder[kept], start[kept], end[kept]
    group = (code * 64 + coder) * axis.length
    order = np.lexsort((start, group))
    code, coder, begins, ends = code[order], coder[order], (group + start)[order], (group + end)[order]
    reached = np.maximum.accumulate(ends) if len(ends) else ends
    new = np.concatenate(([True], begins[1:] >= reached[:-1]))[: len(begins)]
    first = np.flatnonzero(new)
    last = np.concatenate((first[1:], [len(begins)]))[: len(first)] - 1
    base = group[order][first]
    return Placed(code[first], coder[first], begins[first] - base, reached[last] - base, axis.length - 1)


def character_patterns(spans: Spans, units: Units, n_codes: int, n_clusters: int) -> PatternCounts:
    """Patterns counted over the characters of the units' pieces, by a sweep over the ends of spans.

    Each unit must hold all the pieces of its transcript, since a span is not cut where units meet. The time goes as
    the sort of twice as many ends as there are spans; no array is as long as the text.
    """
    axis = _Axis.of(units)
    code, coder, start, end = axis.positions(spans)
    key = np.concatenate((code * axis.length + start, code * axis.length + end))
    step = np.repeat(np.array([1, -1], dtype=np.int8), len(code))
    order = np.argsort(key, kind="stable")
    key, step, who = key[order], step[order], np.concatenate((coder, coder)).astype(np.int8)[order]
    pattern = np.zeros(len(key), dtype=np.int64)
    for each in np.unique(coder):
        active = np.cumsum(np.where(who == each, step, np.int8(0)), dtype=np.int32) > 0
        pattern |= active.astype(np.int64) << each
    length = np.diff(key, append=key[-1:])
    kept = (pattern > 0) & (length > 0)
    key, pattern, length = key[kept], pattern[kept], length[kept]
    unit = axis.unit_at(key % axis.length)
    coded = _grouped(key // axis.length, unit, pattern & units.eligible[unit], length, units, n_clusters)
    n_units = len(units.cluster)
    sizes = np.bincount(units.unit, weights=units.end - units.start, minlength=n_units).astype(np.int64)
    return _completed(coded, units, sizes, n_codes, n_clusters)


@dataclass(frozen=True, slots=True)
class _Axis:
    """All pieces laid end to end in order of transcript and place."""

    key: Ints  # transcript and start of each piece, as one number
    start: Ints  # of each piece in its transcript
    size: Ints
    at: Ints  # where each piece begins on the axis
    unit: Ints
    width: int  # one more than the largest offset
    length: int

    @classmethod
    def of(cls, units: Units) -> _Axis:
        width = int(units.end.max(initial=0)) + 1
        order = np.argsort(units.transcript * width + units.start, kind="stable")
        start, size = units.start[order], (units.end - units.start)[order]
        at = np.concatenate(([0], np.cumsum(size)[:-1])).astype(np.int64)
        key = units.transcript[order] * width + start
        return cls(key, start, size, at, units.unit[order], width, int(size.sum()) + 1)

    def place(self, transcript: Ints, offset: Ints) -> Ints:
        """Positions on the axis; an offset between pieces falls on the end of the piece before it."""
        offset = np.minimum(offset, self.width - 1)
        piece = np.searchsorted(self.key, transcript * self.width + offset, side="right") - 1
        inside = (piece >= 0) & (self.key[piece] // self.width == transcript)
        # Before the first piece of its transcript, an offset falls on the end of all that came before.
        within = np.where(inside, np.minimum(offset - self.start[piece], self.size[piece]), self.size[piece])
        return np.where(piece >= 0, self.at[piece] + within, 0)

    def positions(self, spans: Spans) -> tuple[Ints, Ints, Ints, Ints]:
        """Code, coder, start and end on the axis of the spans that touch a piece."""
        if not len(self.key):
            none = np.zeros(0, dtype=np.int64)
            return none, none, none, none
        start, end = self.place(spans.transcript, spans.start), self.place(spans.transcript, spans.end)
        kept = end > start
        return spans.code[kept], spans.coder[kept], start[kept], end[kept]

    def pieces(self, spans: Spans) -> tuple[Ints, Ints, Ints, Ints]:
        """First and one past the last piece that each span touches, its code and coder."""
        code, coder, start, end = self.positions(spans)
        first = np.searchsorted(self.at + self.size, start, side="right")
        last = np.searchsorted(self.at, end, side="left")
        return first, last, code, coder

    def unit_at(self, position: Ints) -> Ints:
        """The unit that holds each position."""
        return self.unit[np.searchsorted(self.at + self.size, position, side="right")]


def _first(ordered: Ints) -> npt.NDArray[np.bool_]:
    """Where a value stands for the first time, in values that are sorted."""
    return np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)]


def _grouped(code: Ints, unit: Ints, present: Ints, amount: Ints, units: Units, n_clusters: int) -> list[Ints]:
    """Code, cluster, present, eligible and summed amount for each combination that occurs with someone present."""
    kept = present > 0
    code, unit, present, amount = code[kept], unit[kept], present[kept], amount[kept]
    able, able_of = np.unique(units.eligible, return_inverse=True)
    masks, mask = _numbered(present)
    n_able, n_masks = max(len(able), 1), max(len(masks), 1)
    key = ((code * n_clusters + units.cluster[unit]) * n_masks + mask) * n_able + able_of[unit]
    keys, sums = _summed(key, amount)
    pair, cell = keys % (n_masks * n_able), keys // (n_masks * n_able)
    return [cell // n_clusters, cell % n_clusters, masks[pair // n_able], able[pair % n_able], sums]


def _numbered(masks: Ints) -> tuple[Ints, Ints]:
    """Masks that may occur, and the place of each in them; few coders need no sorting."""
    most = int(masks.max(initial=0))
    if most < _FEW_MASKS:
        return np.arange(most + 1, dtype=np.int64), masks
    values, places = np.unique(masks, return_inverse=True)
    return values, places.astype(np.int64)


def _summed(key: Ints, amount: Ints) -> tuple[Ints, Ints]:
    """Each key once, with the sum of its amounts."""
    if key.max(initial=0) < _DENSE:
        sums = np.bincount(key, weights=amount).astype(np.int64)
        keys = np.flatnonzero(sums)
        return keys, sums[keys]
    keys, inverse = np.unique(key, return_inverse=True)
    return keys, np.bincount(inverse, weights=amount, minlength=len(keys)).astype(np.int64)


def _completed(coded: list[Ints], units: Units, sizes: Ints, n_codes: int, n_clusters: int) -> PatternCounts:
    """The counts with the pattern *nobody* added: all there is, less what somebody coded."""
    masks, mask = np.unique(units.eligible, return_inverse=True)
    n_masks = len(masks)
    total = np.bincount(units.cluster * n_masks + mask, weights=sizes, minlength=n_clusters * n_masks)
    code, cluster, present, eligible, count = coded
    cell = (code * n_clusters + cluster) * n_masks + np.searchsorted(masks, eligible)
    used = np.bincount(cell, weights=count, minlength=n_codes * n_clusters * n_masks)
    rest = (np.tile(total, n_codes) - used).astype(np.int64)
    empty = np.flatnonzero(rest)
    where = empty // n_masks
    return PatternCounts(
        n_codes,
        n_clusters,
        np.concatenate((code, where // n_clusters)),
        np.concatenate((cluster, where % n_clusters)),
        np.concatenate((present, np.zeros(len(empty), dtype=np.int64))),
        np.concatenate((eligible, masks[empty % n_masks])),
        np.concatenate((count, rest[empty])),
    )
