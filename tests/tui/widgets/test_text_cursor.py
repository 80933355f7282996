from __future__ import annotations

import pytest

from qualcode.tui.widgets.text_cursor import TextCursor
from qualcode.tui.widgets.transcript_model import ShownCoding, ShownTurn, TranscriptModel

SPEECH = [
    ("I", "How was it?"),
    ("A", "It was bad. I cried a lot. Nobody came."),
    ("I", "And then?"),
    ("A", "Then she came. It was better."),
]


def model(*coded: str) -> TranscriptModel:
    text, turns = "", []
    for label, speech in SPEECH:
        start = len(text)
        text += f"{label}: {speech}\n"
        body = ((start + 3, len(text) - 1),)
        turns.append(ShownTurn(start, len(text), body, label, "interviewer" if label == "I" else "participant"))
    codings = [
        ShownCoding(quote, text.index(quote), text.index(quote) + len(quote), "c", "code", "#ff0000") for quote in coded
    ]
    return TranscriptModel(text, turns, (), codings)


def text_of(cursor: TextCursor, shown: TranscriptModel) -> str:
    return shown.text[cursor.start : cursor.end]


@pytest.fixture
def shown() -> TranscriptModel:
    return model()


@pytest.fixture
def cursor(shown: TranscriptModel) -> TextCursor:
    return TextCursor(shown)


def test_it_begins_on_the_first_sentence_of_a_participant(cursor: TextCursor, shown: TranscriptModel) -> None:
    assert text_of(cursor, shown) == "It was bad."


def test_sentences_pass_over_the_interviewer(cursor: TextCursor, shown: TranscriptModel) -> None:
    seen = []
    for _ in range(5):
        seen.append(text_of(cursor, shown))
        cursor.move("sentence", 1)
    assert seen == ["It was bad.", "I cried a lot.", "Nobody came.", "Then she came.", "It was better."]
    cursor.move("sentence", -1)
    cursor.move("sentence", -1)
    assert text_of(cursor, shown) == "Nobody came."


def test_the_interviewer_can_be_made_codable(shown: TranscriptModel) -> None:
    assert text_of(TextCursor(shown, interviewer_codable=True), shown) == "How was it?"


def test_a_word_is_first_looked_for_inside_the_sentence(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.move("word", 1)
    assert (text_of(cursor, shown), cursor.unit) == ("It", "word")
    cursor.move("word", 1)
    assert text_of(cursor, shown) == "was"
    cursor.move("sentence", 1)
    assert text_of(cursor, shown) == "I cried a lot."
    cursor.move("word", -1)
    assert text_of(cursor, shown) == "lot."


def test_turns(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.move("turn", 1)
    assert text_of(cursor, shown) == "Then she came. It was better."
    cursor.move("turn", -1)
    assert text_of(cursor, shown) == "It was bad. I cried a lot. Nobody came."


def test_extending_may_cross_the_interviewer_and_come_back(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.extending = True
    for _ in range(3):
        cursor.move("sentence", 1)
    assert text_of(cursor, shown).endswith("I: And then?\nA: Then she came.")
    for _ in range(3):
        cursor.move("sentence", -1)
    assert text_of(cursor, shown) == "It was bad."


def test_extending_past_the_start_turns_the_selection_round(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.move("sentence", 1)
    cursor.extend("sentence", -1)
    assert (text_of(cursor, shown), cursor.active) == ("It was bad. I cried a lot.", "start")
    cursor.extend("sentence", 1)
    assert text_of(cursor, shown) == "I cried a lot."


def test_the_other_end_can_be_trimmed(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.extend("word", -1)
    assert text_of(cursor, shown) == "It was"
    cursor.swap_end()
    cursor.extend("word", 1)
    assert text_of(cursor, shown) == "was"


def test_growing_and_shrinking(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.move("word", 1)
    seen = []
    for _ in range(4):
        seen.append(text_of(cursor, shown))
        cursor.grow()
    assert seen[:3] == ["It", "It was bad.", "It was bad. I cried a lot. Nobody came."]
    assert seen[3] == "How was it?\nA: It was bad. I cried a lot. Nobody came."
    for expected in reversed(seen[:3]):
        cursor.shrink()
        assert text_of(cursor, shown) == expected


def test_shrinking_what_did_not_grow_takes_the_first_smaller_unit(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.move("turn", 1)
    cursor.shrink()
    assert text_of(cursor, shown) == "Then she came."
    cursor.shrink()
    assert text_of(cursor, shown) == "Then"


def test_uncoded_sentences_are_found_both_ways() -> None:
    shown = model("cried", "Nobody came.", "It was better.")
    cursor = TextCursor(shown)
    assert cursor.next_uncoded(1)
    assert text_of(cursor, shown) == "Then she came."
    assert not cursor.next_uncoded(1)
    assert cursor.next_uncoded(-1)
    assert text_of(cursor, shown) == "It was bad."


def test_first_and_last(cursor: TextCursor, shown: TranscriptModel) -> None:
    cursor.to_last()
    assert text_of(cursor, shown) == "It was better."
    cursor.to_first()
    assert text_of(cursor, shown) == "It was bad."


def test_an_edge_moves_by_a_word_and_never_empties(cursor: TextCursor, shown: TranscriptModel) -> None:
    start, end = cursor.segment
    assert shown.text[slice(*cursor.moved_edge(start, end, "end", -1))] == "It was"
    assert shown.text[slice(*cursor.moved_edge(start, end, "start", 1))] == "was bad."
    assert cursor.moved_edge(start, start + 2, "end", -1) == (start, start + 2)


def test_an_empty_transcript_has_an_empty_cursor() -> None:
    cursor = TextCursor(TranscriptModel())
    for act in (cursor.grow, cursor.shrink, cursor.to_first, cursor.to_last, cursor.swap_end):
        act()
    cursor.move("sentence", 1)
    cursor.extend("word", -1)
    cursor.go_to(3)
    assert cursor.segment == (0, 0)
    assert not cursor.next_uncoded(1)
