"""What a transcript file says, and the same bytes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.errors import BadInput
from qualcode.domain.transcript import ParsedTranscript, Role
from qualcode.formats.transcripts import guess_role, read_transcript, write_transcript

MARKED = """\
#participant: W057        #group: women   #site: C
#lang: fr

[Q3]
Intervieweuse : Comment vous parlez-vous ?
P: On se parle.
   Enfin, pas toujours.

   Le vendredi, non.
[Q5] {choice: mixed}
   Et la sécurité, oui et non.
N: lockdown called, 12 min
[Q6] {status: not_asked}
"""


def read(text: str, name: str = "W057.txt") -> ParsedTranscript:
    return read_transcript(text.encode(), name)


def said(parsed: ParsedTranscript) -> list[tuple[str, list[str]]]:
    """Label and pieces of each turn."""
    return [(turn.label, [parsed.text[a:b] for a, b in turn.body]) for turn in parsed.turns]


def test_a_marked_transcript_is_read_whole() -> None:
    parsed = read(MARKED)
    assert (parsed.name, parsed.suffix) == ("W057", ".txt")
    assert parsed.headers == {"participant": "W057", "group": "women", "site": "C", "lang": "fr"}
    assert said(parsed) == [
        ("Intervieweuse", ["Comment vous parlez-vous ?"]),
        ("P", ["On se parle.\n   Enfin, pas toujours.", "Le vendredi, non.", "Et la sécurité, oui et non."]),
        ("N", ["lockdown called, 12 min"]),
    ]
    assert [(each.question, each.status, each.value) for each in parsed.sections] == [
        ("Q3", "", ""), ("Q5", "", "mixed"), ("Q6", "not_asked", ""),
    ]  # fmt: skip
    assert parsed.warnings == ()


def test_a_section_reaches_to_the_next_marker() -> None:
    parsed = read("[Q1]\nP: one\n[Q2]\nP: two\n")
    assert [parsed.text[each.start : each.end] for each in parsed.sections] == ["[Q1]\nP: one\n", "[Q2]\nP: two\n"]


def test_a_turn_begins_at_its_label_and_ends_with_its_last_word() -> None:
    parsed = read("  P: yes \n\n   no  \n\nI: why?\n")
    turn = parsed.turns[0]
    assert parsed.text[turn.start : turn.end] == "P: yes \n\n   no"


def test_a_text_without_speakers_is_one_turn_of_the_participant() -> None:
    assert said(read("First paragraph.\nIts second line.\n\nSecond: no label in a long sentence like this one.\n")) == [
        ("", ["First paragraph.\nIts second line.", "Second: no label in a long sentence like this one."])
    ]


def test_in_notes_each_answer_is_a_turn_and_the_interviewers_note_ends_with_its_paragraph() -> None:
    text = "[Q3]\nShe trusts her officer.\n\nSays so twice.\n[Q4]\nN: phone rang\n\nNot sure.\n"
    assert said(read(text)) == [
        ("", ["She trusts her officer.", "Says so twice."]),
        ("N", ["phone rang"]),
        ("", ["Not sure."]),
    ]


def test_unlabelled_answers_under_labelled_questions_are_the_participants() -> None:
    assert said(read("I: How is it here?\n\nFine, mostly.\n\nI: Mostly?\n\nNot on Fridays.\n")) == [
        ("I", ["How is it here?"]), ("", ["Fine, mostly."]), ("I", ["Mostly?"]), ("", ["Not on Fridays."]),
    ]  # fmt: skip


def test_words_before_the_first_speaker_are_nobodys_speech_and_it_says_so() -> None:
    parsed = read("Interview with W057\nOctober\n\nI: How are you?\nP: Fine.\n")
    assert [label for label, _ in said(parsed)] == ["I", "P"]
    assert [(each.line, "nobody" in each.message) for each in parsed.warnings] == [(1, True)]


def test_a_label_alone_on_its_line_takes_the_lines_below() -> None:
    assert said(read("Maria Lopez:\nHello there.\n\nTom:\nHi.\n")) == [
        ("Maria Lopez", ["Hello there."]),
        ("Tom", ["Hi."]),
    ]


def test_a_time_in_brackets_may_stand_before_a_label() -> None:
    assert said(read("[00:12:31] P: Yes.\n[00:12:40] I: And?\n")) == [("P", ["Yes."]), ("I", ["And?"])]


@pytest.mark.parametrize(
    "line",
    [
        "http://example.org is where it was.",
        "10:30 was when they came.",
        "Note: bring the form.",
        "Q1: How are you?",
        "And what she told me that day was this: nothing.",
        "He said: not today.",
        "so: no.",
        "C:\\temp was empty.",
        "The ratio is 3:1 there.",
        "What, you ask: nothing.",
    ],
)
def test_false_speakers_are_speech(line: str) -> None:
    assert said(read(f"P: I will tell you.\n{line}\nI: Yes?\n")) == [
        ("P", [f"I will tell you.\n{line}"]),
        ("I", ["Yes?"]),
    ]


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u202f"])
def test_a_blank_before_the_colon_makes_the_same_label(blank: str) -> None:
    assert read(f"Intervieweuse{blank}: Oui ?\nDétenue{blank}: Non.\n").labels() == {"Intervieweuse": 1, "Détenue": 1}


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("I", Role.INTERVIEWER), ("INT", Role.INTERVIEWER), ("Int.", Role.INTERVIEWER),
        ("Interviewer 2", Role.INTERVIEWER),
        ("Intervieweuse", Role.INTERVIEWER), ("Q", Role.INTERVIEWER), ("Researcher", Role.INTERVIEWER),
        ("Moderator", Role.INTERVIEWER), ("N", Role.OTHER), ("Notes", Role.OTHER), ("Field notes", Role.OTHER),
        ("P", Role.PARTICIPANT), ("R", Role.PARTICIPANT), ("Maria", Role.PARTICIPANT), ("", Role.PARTICIPANT),
        ("Participant 12", Role.PARTICIPANT),
    ],
)  # fmt: skip
def test_roles_are_guessed_from_labels(label: str, role: Role) -> None:
    assert guess_role(label) is role


def test_whoever_mostly_asks_is_the_interviewer() -> None:
    assert guess_role("JB", ["Why?", "And then?", "I see.", "Since when?"]) is Role.INTERVIEWER


def test_unknown_settings_of_a_marker_are_passed_over_with_a_warning() -> None:
    parsed = read("P: a\n[Q6] {status: forgotten}\nP: b\n[Q7] {mood: good}\nP: c\n")
    assert [each.line for each in parsed.warnings] == [2, 4]
    assert [(each.status, each.value) for each in parsed.sections] == [("", ""), ("", "")]


def test_a_status_is_understood_with_blanks_and_apostrophes() -> None:
    parsed = read("[Q1] {status: Don't know}\n[Q2] {choice: don't know; status: answered}\nP: x\n")
    assert [(each.status, each.value) for each in parsed.sections] == [("dont_know", ""), ("answered", "don't know")]


def test_a_marker_that_stands_twice_and_one_with_words_behind_it_are_warned_of() -> None:
    parsed = read("[Q1]\nP: a\n[Q1]\nP: b\n[Q2] P: c\n")
    assert [each.line for each in parsed.warnings] == [3, 5]
    assert [each.question for each in parsed.sections] == ["Q1", "Q1"]


def test_brackets_that_are_no_markers_are_speech() -> None:
    parsed = read("P: well\n[pause]\n[00:12:31]\n[inaudible 00:12]\nyes\n")
    assert parsed.sections == ()
    assert parsed.warnings == ()


def test_labels_that_look_alike_are_warned_of() -> None:
    parsed = read("Ana: yes\nPete: no\n\u0410na: perhaps\n")
    assert [(each.line, "looks like" in each.message) for each in parsed.warnings] == [(3, True)]


ENDS = st.sampled_from(["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])


@given(
    st.lists(st.tuples(st.text("aé\u00a0:[ \t\u0301\U0001f469", max_size=6), ENDS), max_size=30),
    st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_the_same_bytes_come_back(lines: list[tuple[str, str]], encoding: str) -> None:
    text = "x" + "".join(line + end for line, end in lines)
    bom = "\ufeff".encode(encoding)
    for data in (bom + text.encode(encoding), text.encode()):
        parsed = read_transcript(data, "a.txt")
        assert write_transcript(parsed.text, parsed.encoding, parsed.bom, parsed.newlines) == data
        assert not set("\r\x85\u2028\u2029") & set(parsed.text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_text_is_read_or_refused_and_its_turns_lie_in_it_in_order(text: str) -> None:
    data = text.encode()
    try:
        parsed = read_transcript(data, "a.txt")
    except BadInput:
        return
    assert write_transcript(parsed.text, parsed.encoding, parsed.bom, parsed.newlines) == data
    edges = [edge for turn in parsed.turns for piece in turn.body for edge in piece]
    assert edges == sorted(edges)
    assert all(parsed.text[a:b] == parsed.text[a:b].strip() != "" for turn in parsed.turns for a, b in turn.body)
    assert all(0 <= turn.start <= turn.end <= len(parsed.text) for turn in parsed.turns)


def test_a_line_of_four_megabytes_and_two_million_lines_take_no_time() -> None:
    for text in ("P: " + "a b: " * 800_000, " " * 4_000_000 + "x", "#a:" * 1_300_000, "[Q1] {" + "a" * 4_000_000):
        assert read(text).text == text
