"""The sweep against counting character by character, and units against looking at each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.units import Ints, PatternCounts, Spans, Units, character_patterns, unit_patterns, with_parents

LENGTH, TRANSCRIPTS, CODERS, CODES = 30, 3, 3, 3

spans_ = st.lists(
    st.tuples(
        st.integers(0, CODES - 1), st.integers(0, TRANSCRIPTS - 1), st.integers(0, CODERS - 1),
        st.integers(0, LENGTH), st.integers(0, LENGTH),
    ).filter(lambda span: span[3] < span[4]),
    max_size=12,
)  # fmt: skip
pieces_ = st.lists(st.sets(st.integers(0, LENGTH), min_size=2, max_size=8), min_size=TRANSCRIPTS, max_size=TRANSCRIPTS)
eligible_ = st.lists(st.integers(0, 2**CODERS - 1), min_size=40, max_size=40)


def spans(rows: list[tuple[int, ...]]) -> Spans:
    return Spans.of(rows)  # type: ignore[arg-type]  # rows have five numbers


def units(cuts: list[set[int]], eligible: list[int], merge: int) -> Units:
    """Pieces between cut marks, every other one spoken by the interviewer.

    `merge` neighbours make a unit; 0 stands for all pieces of a transcript.
    """
    rows = [
        (transcript, start, end)
        for transcript, marks in enumerate(cuts)
        for start, end in list(zip(sorted(marks), sorted(marks)[1:], strict=False))[::2]
    ]
    numbers = [place // merge if merge else row[0] for place, row in enumerate(rows)]
    n_units = numbers[-1] + 1
    transcript, start, end = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Units(transcript, start, end, np.array(numbers), np.arange(n_units) % 2, np.array(eligible[:n_units]))


def as_dict(counts: PatternCounts) -> dict[tuple[int, ...], int]:
    rows = zip(counts.code, counts.cluster, counts.present, counts.eligible, strict=True)
    found: dict[tuple[int, ...], int] = {}
    for row, count in zip(rows, counts.count, strict=True):
        key = tuple(int(value) for value in row)
        found[key] = found.get(key, 0) + int(count)
    return found


def naive(rows: list[tuple[int, ...]], of: Units, characters: bool) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    for code in range(CODES):
        seen: dict[int, int] = {}
        for piece, unit in enumerate(of.unit):
            for position in range(of.start[piece], of.end[piece]):
                present = 0
                for each, transcript, coder, start, end in rows:
                    if each == code and transcript == of.transcript[piece] and start <= position < end:
                        present |= 1 << coder
                if characters:
                    _count(found, code, of, int(unit), present)
                else:
                    seen[int(unit)] = seen.get(int(unit), 0) | present
        for unit, present in seen.items():
            _count(found, code, of, unit, present)
    return found


def _count(found: dict[tuple[int, ...], int], code: int, of: Units, unit: int, present: int) -> None:
    eligible = int(of.eligible[unit])
    key = (code, int(of.cluster[unit]), present & eligible, eligible)
    found[key] = found.get(key, 0) + 1


@given(spans_, pieces_, eligible_)
def test_the_sweep_equals_counting_characters(
    rows: list[tuple[int, ...]], cuts: list[set[int]], eligible: list[int]
) -> None:
    of = units(cuts, eligible, 0)
    assert as_dict(character_patterns(spans(rows), of, CODES, 2)) == naive(rows, of, characters=True)


@given(spans_, pieces_, eligible_, st.integers(1, 3))
def test_a_coder_has_a_code_in_a_unit_when_a_span_overlaps_a_piece_of_it(
    rows: list[tuple[int, ...]], cuts: list[set[int]], eligible: list[int], merge: int
) -> None:
    of = units(cuts, eligible, merge)
    assert as_dict(unit_patterns(spans(rows), of, CODES, 2)) == naive(rows, of, characters=False)


@given(spans_, pieces_, st.integers(1, LENGTH - 1))
def test_splitting_a_span_in_two_touching_halves_changes_nothing(
    rows: list[tuple[int, ...]], cuts: list[set[int]], at: int
) -> None:
    halves = [
        (*row[:3], *edges)
        for row in rows
        for edges in ([(row[3], at), (at, row[4])] if row[3] < at < row[4] else [row[3:]])
    ]
    of = units(cuts, [7] * 40, 0)
    for count in (character_patterns, unit_patterns):
        assert as_dict(count(spans(halves), of, CODES, 2)) == as_dict(count(spans(rows), of, CODES, 2))


def test_a_span_that_ends_where_a_unit_starts_does_not_touch_it() -> None:
    of = units([{0, 5, 10, 15}, {0, 1}, {0, 1}], [7] * 40, 1)
    touching = spans([(0, 0, 0, 5, 10), (0, 0, 1, 9, 11)])
    found = as_dict(unit_patterns(touching, of, CODES, 2))
    assert found[0, 1, 2, 7] == 1
    assert not any(present & 1 for _, _, present, _ in found)


def test_a_parent_stands_for_its_descendants() -> None:
    both = spans([(1, 0, 0, 0, 5), (2, 0, 1, 3, 8)])
    united = with_parents(both, [-1, 0, 1])
    found = sorted(zip(united.code.tolist(), united.coder.tolist(), strict=True))
    assert found == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]


def test_more_coders_than_a_full_table_would_hold() -> None:
    rows = [(0, 0, coder, 0, coder + 1) for coder in range(40)]
    of = units([{0, 30}, {0, 1}, {0, 1}], [2**40 - 1] * 40, 0)
    counts = character_patterns(spans(rows), of, 1, 2)
    assert counts.count.sum() == 30 + 2
    assert int(counts.present.max()) == 2**40 - 1


@given(spans_, pieces_, eligible_, st.integers(0, 2))
def test_the_patterns_of_a_pair_are_those_of_the_pairs_own_spans_and_units(
    rows: list[tuple[int, ...]], cuts: list[set[int]], eligible: list[int], merge: int
) -> None:
    of, count = units(cuts, eligible, merge), character_patterns if merge == 0 else unit_patterns
    pair, mine = spans(rows).of_pair(2, 0), of.of_pair(2, 0)
    expected = count(pair, mine, CODES, 2)
    found = count(spans(rows), of, CODES, 2).of_pair(2, 0)
    assert without_clusters(found) == without_clusters(expected)


def without_clusters(counts: PatternCounts) -> dict[tuple[int, ...], int]:
    return as_dict(replace(counts, cluster=0 * counts.cluster))


def test_runs_are_the_spans_one_by_one() -> None:
    runs = Spans.of_runs([(0, 1, 2, 2), (3, 4, 5, 1)], [0, 5, 7, 9, 2, 6])
    assert listed(runs) == [(0, 1, 2, 0, 5), (0, 1, 2, 7, 9), (3, 4, 5, 2, 6)]
    assert listed(Spans.of_runs([], [])) == []


def test_new_numbers_leave_out_what_has_none() -> None:
    all_ = spans([(0, 0, 0, 0, 5), (1, 0, 1, 0, 5), (0, 1, 1, 3, 8), (0, 0, 1, 4, 6)])
    assert listed(all_.renumbered([7, 8], [9, -1], [-1, 0])) == [(8, 9, 0, 0, 5), (7, 9, 0, 4, 6)]


def listed(found: Spans) -> list[tuple[int, ...]]:
    columns = (found.code, found.transcript, found.coder, found.start, found.end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_no_codings_leave_only_absences() -> None:
    of = units([{0, 5}, {0, 5}, {0, 5}], [7] * 40, 1)
    empty: Ints = np.zeros(0, dtype=np.int64)
    counts = unit_patterns(Spans(empty, empty, empty, empty, empty), of, 2, 2)
    assert counts.present.tolist() == [0, 0, 0, 0]
    assert counts.count.sum() == 6
