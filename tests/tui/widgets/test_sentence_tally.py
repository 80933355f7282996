"""The tally of sentences counts the same whether it is made at once or coding by coding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.sentence_tally import SentenceTally

SENTENCES = [(0, 5), (6, 9), (12, 20), (21, 30)]


@given(st.lists(st.tuples(st.integers(0, 32), st.integers(1, 12)), max_size=5))
def test_made_at_once_it_is_as_if_marked_one_by_one(places: list[tuple[int, int]]) -> None:
    codings = [(start, start + length) for start, length in places]
    marked = SentenceTally(SENTENCES)
    marked.mark(codings, lambda start, end: any(a < end and b > start for a, b in codings))
    assert SentenceTally.of(SENTENCES, codings).coded == marked.coded
