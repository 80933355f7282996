from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import parsed

from qualcode.domain.identity import digest, new_id
from qualcode.domain.transcript import Revision, Turn, overlap, quote, speech, touches

TEXT = "I: How are you?\nP: Well enough.\nI: Good.\nP: Yes."
TURNS = parsed("t", TEXT).turns

segments = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda pair: pair[0] < pair[1])


def test_speech_is_the_bodies_of_the_labels_asked_for() -> None:
    assert [TEXT[start:end] for start, end in speech(TURNS, ["P"])] == ["Well enough.", "Yes."]


def test_a_quote_leaves_labels_out() -> None:
    assert quote(TEXT, speech(TURNS, ["I", "P"]), 0, len(TEXT)) == "How are you? Well enough. Good. Yes."


def test_touching_is_no_overlap() -> None:
    assert overlap([(0, 5), (5, 9)], 5, 7) == [(5, 7)]


@given(st.sets(st.integers(0, 40), max_size=12).map(sorted), segments)
def test_overlap_is_what_characters_say(cuts: list[int], window: tuple[int, int]) -> None:
    pieces = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = [position for a, b in overlap(pieces, *window) for position in range(a, b)]
    wanted = [position for a, b in pieces for position in range(a, b) if window[0] <= position < window[1]]
    assert found == wanted
    assert touches(pieces, *window) == bool(wanted)


def test_ids_are_uuids_of_version_7_in_order_of_time() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(each[14] == "7" and each[19] in "89ab" and len(each) == 36 for each in ids)
    assert [each[:13] for each in ids] == sorted(each[:13] for each in ids)


@given(
    st.lists(st.text(st.characters(exclude_characters="\x1f")), max_size=4),
    st.lists(st.text(st.characters(exclude_characters="\x1f")), max_size=4),
)
def test_parts_cannot_be_shifted_without_changing_the_digest(left: list[str], right: list[str]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


def test_the_turns_that_a_segment_touches() -> None:
    turns = (Turn("I", 0, 10, ((3, 10),)), Turn("P", 11, 20, ((14, 20),)), Turn("I", 21, 30, ((24, 30),)))
    revision = Revision("r", "t", 1, "", 31, "utf-8", False, (), turns)
    assert revision.turns_in(5, 12) == turns[:2]
    assert revision.turns_in(10, 11) == ()
    assert revision.turns_in(11, 20) == turns[1:2]
    assert revision.turns_in(0, 31) == turns
