"""Notes with an answer a row become the transcripts that a person would have written."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qualcode.domain.errors import BadInput
from qualcode.domain.transcript import ParsedTranscript
from qualcode.formats.answers import read_answers
from qualcode.formats.transcripts import read_transcript, write_transcript

NOTES = """\
participant,question,answer,status,choice,language,date
W1,Q2,"No time, ever.

Said twice.",,,en,2012-10-03
W1,Q5,In between.,,mixed,,
S7,Q2,On ne sait pas.,,,fr,
W1,Q6,,not asked,,,
"""

TEXT = """\
#participant: W1   #date: 2012-10-03   #lang: en   #mode: notes

[Q2]
P: No time, ever.

Said twice.

[Q5] {choice: mixed}
P: In between.

[Q6] {status: not_asked}
"""


def read(text: str, *questions: str, name: str = "notes.csv") -> list[ParsedTranscript]:
    return [each.transcript for each in read_answers(text.encode(), name, questions)]


def test_each_participant_has_one_transcript_written_like_a_text_file() -> None:
    first, second = read(NOTES)
    assert (first.name, first.suffix, first.text) == ("W1", ".txt", TEXT)
    assert first.headers == {"participant": "W1", "date": "2012-10-03", "lang": "en", "mode": "notes"}
    assert (second.name, second.headers["lang"]) == ("S7", "fr")


def test_what_is_stored_is_what_the_reader_of_texts_would_read() -> None:
    for each in read(NOTES):
        assert read_transcript(write_transcript(each.text), f"{each.name}.txt") == each


words = st.text(st.characters(whitelist_categories=["L", "N", "P", "Zs"], whitelist_characters="\n "), max_size=40)


@given(st.lists(words.map(lambda said: said.replace('"', "'")), min_size=1, max_size=4))
def test_the_pieces_of_speech_are_the_words_of_the_cells(answers: list[str]) -> None:
    rows = "".join(f'W1,Q{number},"{said}"\n' for number, said in enumerate(answers))
    (parsed,) = read(f"participant,question,answer\n{rows}")
    said = [parsed.text[a:b] for turn in parsed.turns for a, b in turn.body]
    assert " ".join(" ".join(said).split()) == " ".join(" ".join(answers).split())
    assert [parsed.text[each.start : each.end].split("\n")[0] for each in parsed.sections] == [
        f"[Q{number}]" for number in range(len(answers))
    ]
    assert parsed.sections[-1].end == len(parsed.text)


def test_an_answer_that_looks_like_a_marker_or_a_label_stays_an_answer() -> None:
    (parsed,) = read('participant,question,answer\nW1,Q2,"[Q3]\nI: she said"\n')
    assert [(turn.label, parsed.text[turn.start : turn.end]) for turn in parsed.turns] == [
        ("P", "P: [Q3]\nI: she said")
    ]
    assert [each.question for each in parsed.sections] == ["Q2"]


def test_a_second_interview_is_named_in_the_column_transcript() -> None:
    found = read("participant,transcript,question,answer,mode\nW1,,Q2,One,\nW1,W1-again.txt,Q2,Two,verbatim\n")
    assert [(each.name, each.headers["participant"], each.headers["mode"]) for each in found] == [
        ("W1", "W1", "notes"), ("W1-again", "W1", "verbatim"),
    ]  # fmt: skip


def test_every_fault_is_named_with_its_line_and_its_remedy() -> None:
    bad = """\
participant,question,answer,status,language
W1,Q2,Yes,,en
W1,Q9,Yes,,
W1,Q2,Again,,fr
W1,Q3,,perhaps,
,Q3,Yes,,
../W2,Q3,Yes,,
W1,,Yes,,
"""
    with pytest.raises(BadInput) as error:
        read(bad, "Q2", "Q3")
    said = error.value.message.split("\n")[1:]
    for each, (line, fault, remedy) in zip(said, FAULTS, strict=True):
        assert each.startswith(f"line {line}: {fault}")
        assert remedy in each


FAULTS = (
    (3, 'the guide has no question "Q9"', "its questions are Q2, Q3"),
    (
        4,
        '"W1" has Q2 in line 2 already',
        "put both answers into one cell, or name a second interview in column transcript",
    ),
    (4, 'lang of "W1" is "fr", and "en" in line 2', "write the same"),
    (5, '"perhaps" is no status', "write one of answered, no_answer, refused"),
    (6, "the participant is missing", "write whose answer it is"),
    (7, '"../W2" cannot be the name of a file', "name the interview otherwise in column transcript"),
    (8, "the question is missing", "write its id, as in Q3."),
)


def test_without_a_guide_every_id_will_do() -> None:
    assert [each.question for each in read("participant,question,answer\nW1,2,Yes\nW1,Q.b,No\n")[0].sections] == [
        "2", "Q.b",
    ]  # fmt: skip
    with pytest.raises(BadInput, match=r"line 2: .* is no id of a question"):
        read("participant,question,answer\nW1,What now?,Yes\n")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("participant,question", 'no column "answer"'),
        ("participant,question,answer,staus", "nothing is known of a column staus"),
        ("participant,question,answer,lang,language", "two columns say the lang"),
    ],
)
def test_a_file_with_other_columns_is_refused(header: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(f"{header}\n{','.join('x' * (header.count(',') + 1))}\n")


def test_a_workbook_is_read_alike_and_its_places_are_rows() -> None:
    book = Workbook()
    for row in (("id", "question", "answer"), ("W1", "Q2", "Yes."), ("W1", "Q2", "No.")):
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    stream = BytesIO()
    book.save(stream)
    with pytest.raises(BadInput, match='row 3: "W1" has Q2 in row 2 already'):
        read_answers(stream.getvalue(), "notes.xlsx")


def test_another_encoding_is_refused_until_it_is_named() -> None:
    data = "participant,question,answer\nW1,Q2,Ça va déjà\n".encode("cp1252")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_answers(data, "notes.csv")
    (found,) = read_answers(data, "notes.csv", encoding="cp1252")
    assert "Ça va déjà" in found.transcript.text
    assert replace(found.transcript, text="").encoding == "utf-8"
