"""Interview guides."""

from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.formats.guides import GuideQuestion, read_guide

TOML = """
version = "W2"
[[question]]
id = "Q1"
text = "How long?"
unit = false
[[question]]
id = "Q5"
text = "Is it practised?"
text_fr = "Est-ce pratiqué ?"
groups = ["women", "staff"]
values = ["yes", "mixed"]
codes = ["Dynamic security"]
"""
YAML = """
version: W2
questions:
- {id: Q1, text: 'How long?', unit: no}
- id: Q5
  text: Is it practised?
  text_fr: Est-ce pratiqué ?
  groups: women, staff
  values: [yes, mixed]
  codes: Dynamic security
"""


@pytest.mark.parametrize(("text", "name"), [(TOML, "guide.toml"), (YAML, "guide.yaml")])
def test_both_forms_say_the_same(text: str, name: str) -> None:
    guide = read_guide(text.encode(), name)
    texts = {"text": "Is it practised?", "text_fr": "Est-ce pratiqué ?"}
    assert guide.version == "W2"
    assert guide.questions == (
        GuideQuestion("Q1", {"text": "How long?"}, (), (), (), unit=False),
        GuideQuestion("Q5", texts, ("women", "staff"), ("yes", "mixed"), ("Dynamic security",), unit=True),
    )


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("version = 1", "g.toml", "no questions"),
        ('[[question]]\ntext = "x"\n[[question]]\nid = "Q1"\n[[question]]\nid = "Q1"', "g.toml", "question 3"),
        ("[[question", "g.toml", "end of an array"),
        ("question = 3", "g.toml", "no questions"),
        ('[[question]]\nid = "Q1"\nid = "Q2"', "g.toml", "Cannot overwrite"),
        ("x", "g.docx", "Choose .toml or .yaml"),
        ("- text: x\n", "g.yaml", "question 1: the question has no id"),
    ],
)
def test_faults_are_refused(text: str, name: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_guide(text.encode(), name)
    assert words in str(caught.value)


def test_a_number_where_words_belong_is_taken_as_a_word() -> None:
    assert read_guide(b"[[question]]\nid = 3\ngroups = 7\n", "g.toml").questions[0].groups == ("7",)
