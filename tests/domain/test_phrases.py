from __future__ import annotations

import string

from qualcode.domain.phrases import Phrase, entries, say


def test_a_sentence_without_a_translation_is_shown_in_english() -> None:
    assert say("Zebra crossing", "fr") == "Zebra crossing"


def test_values_that_are_phrases_are_translated_too() -> None:
    assert say(Phrase("{inner}: {n}", {"inner": Phrase("Zebra {x}", {"x": 1}), "n": 2}), "en") == "Zebra 1: 2"


def test_every_translation_has_the_places_of_its_sentence() -> None:
    for english, french in entries():
        assert _places(english) == _places(french), english


def test_no_sentence_stands_twice_in_the_catalogue() -> None:
    sentences = [english for english, _ in entries()]
    assert len(sentences) == len(set(sentences))


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
