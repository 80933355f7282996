from __future__ import annotations

from qualcode.domain.sentences import sentences


def sentence_list(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_english_sentences() -> None:
    text = 'Dr. Okafor came. No. I did, e.g. at 3.5 p.m. yesterday... and then? "Never!" she said. J. Smith left.'
    assert sentence_list(text) == [
        "Dr. Okafor came.",
        "No.",
        "I did, e.g. at 3.5 p.m. yesterday... and then?",
        '"Never!" she said.',
        "J. Smith left.",
    ]


def test_french_sentences() -> None:
    text = "M. Dupont est là. « Quoi\u00a0?\u00a0» dit-il. Non\u202f! Voir p. 12 et no. 5. Oui… peut-être."
    assert sentence_list(text) == [
        "M. Dupont est là.",
        "« Quoi\u00a0?\u00a0» dit-il.",
        "Non\u202f!",
        "Voir p. 12 et no. 5.",
        "Oui… peut-être.",
    ]


def test_chinese_sentences_and_points_of_a_list() -> None:
    assert sentence_list("他来了。没有问题！") == ["他来了。", "没有问题！"]
    assert sentence_list("Two things\n- the bed\n- the letter\n\nthen sleep") == [
        "Two things",
        "- the bed",
        "- the letter",
        "then sleep",
    ]
