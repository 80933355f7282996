from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.sentences import sentences
from qualcode.tui.widgets.cursor_units import UnitIndex, words


def word_list(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def test_words_keep_their_marks_and_no_break_spaces() -> None:
    assert word_list("l'homme, «\u00a0oui\u00a0» 10\u00a0000 fois ! 漢字") == [
        "l'homme,",
        "«\u00a0oui\u00a0»",
        "10\u00a0000",
        "fois !",
        "漢",
        "字",
    ]


@given(st.text("ab .!?…»«\n\u00a0M漢。-", max_size=80))
def test_units_lie_in_order_without_space_at_their_ends(text: str) -> None:
    for units in (sentences(text), words(text)):
        edges = [edge for unit in units for edge in unit]
        assert edges == sorted(edges)
        assert all(text[a:b] == text[a:b].strip() != "" for a, b in units)
    covered = {place for a, b in sentences(text) for place in range(a, b)}
    assert all(character.isspace() for place, character in enumerate(text) if place not in covered)


TEXT = "I: Why?\nA: One two. Three.\nI: And?\nA: Four."
BODIES = [[(3, 7)], [(11, 26)], [(30, 34)], [(38, 43)]]


def test_units_of_who_is_not_codable_are_passed_over() -> None:
    index = UnitIndex(TEXT, BODIES, [False, True, False, True])
    assert index.after("sentence", 0) == (11, 19)
    assert index.after("sentence", 26) == (38, 43)
    assert index.before("turn", 38) == (11, 26)
    assert index.around("word", 31) == (30, 34)


def test_where_nobody_is_a_participant_all_are_codable() -> None:
    assert UnitIndex(TEXT, BODIES, [False] * 4).after("sentence", 0) == (3, 7)


def test_no_pattern_takes_more_than_linear_time() -> None:
    started = time.process_time()
    for hostile in ("." * 200_000, "« " * 100_000, ". »" * 70_000, "\n \n" * 60_000, " " * 200_000, "M. " * 70_000):
        sentences(hostile)
        words(hostile)
    assert time.process_time() - started < 10


def test_a_monstrous_turn_is_searched_in_blocks() -> None:
    text = "word " * 400_000
    index = UnitIndex(text, [[(0, len(text))]], [True])
    started = time.process_time()
    assert index.after("word", 1_000_000) == (1_000_000, 1_000_004)
    assert index.before("sentence", len(text)) is not None
    assert time.process_time() - started < 1


def test_all_sentences_are_those_that_the_cursor_walks() -> None:
    index = UnitIndex(TEXT, BODIES, [False, True, False, True])
    walked, at = [], index.after("sentence", 0)
    while at:
        walked.append(at)
        at = index.after("sentence", at[1])
    assert list(index.sentences()) == walked
    assert len(walked) == 3
