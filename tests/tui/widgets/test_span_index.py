from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.span_index import SpanIndex

OFFSETS = st.one_of(st.integers(0, 3_000), st.integers(0, 40_000_000))
SPANS = st.lists(st.tuples(OFFSETS, st.integers(1, 70_000)), max_size=60)


@given(SPANS, st.sets(st.integers(0, 59)), OFFSETS, st.integers(0, 100_000))
def test_it_finds_what_looking_at_every_segment_finds(
    spans: list[tuple[int, int]], gone: set[int], start: int, length: int
) -> None:
    index: SpanIndex[int] = SpanIndex()
    held = {}
    for key, (first, size) in enumerate(spans):
        index.add(key, first, first + size)
        held[key] = (first, first + size)
    for key in gone & held.keys():
        index.remove(key)
        del held[key]
    end = start + length
    expected = {key for key, (first, last) in held.items() if first < end and last > start and start < end}
    assert set(index.query(start, end)) == expected
    assert (index.any_in(start, end) is not None) == bool(expected)
    assert len(index) == len(held)


@given(SPANS, OFFSETS, st.integers(0, 100_000))
def test_many_at_once_are_found_as_one_by_one(spans: list[tuple[int, int]], start: int, length: int) -> None:
    one_by_one: SpanIndex[int] = SpanIndex()
    at_once: SpanIndex[int] = SpanIndex()
    for key, (first, size) in enumerate(spans):
        one_by_one.add(key, first, first + size)
    at_once.add_all((key, first, first + size) for key, (first, size) in enumerate(spans))
    assert at_once.query(start, start + length) == one_by_one.query(start, start + length)


def test_a_key_added_again_has_moved() -> None:
    index: SpanIndex[str] = SpanIndex()
    index.add("a", 0, 5)
    index.add("a", 100, 105)
    assert index.query(0, 50) == []
    assert index.query(104, 200) == ["a"]
