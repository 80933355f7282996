from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.folding import fold, folded


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Il a été là.", "ete", "été"),
        ("Il a e\u0301te\u0301 là.", "ete", "e\u0301te\u0301"),
        ("un cœur lourd", "coeur", "cœur"),
        ("un cœur lourd", "co", "cœ"),
        ("the \ufb01rst one", "first", "\ufb01rst"),
        ("die Straße", "STRASSE", "Straße"),
        ("l\u2019agente", "l'agente", "l\u2019agente"),
        ("l'agente", "l\u2019agente", "l'agente"),
        ("sa\u200bfe here", "safe", "sa\u200bfe"),
        ("sa\u00adfe here", "safe", "sa\u00adfe"),
        ("never\n   enough", "never enough", "never\n   enough"),
        ("never\u00a0enough", "never enough", "never\u00a0enough"),
        ("wait\u2026 what", "wait\u2026", "wait\u2026"),
        ("\U0001f469\u200d\U0001f467 she", "she", "she"),
        ("İstanbul", "istanbul", "İstanbul"),
        ("chapter \u2167", "\u2177", "\u2167"),
        ("한국 사람", "한국", "한국"),
        ("ab e\u0301\u0323\u0302", "e", "e\u0301\u0323\u0302"),
    ],
)
def test_words_are_found_as_they_stand(text: str, words: str, found: str) -> None:
    copy, wanted = fold(text), folded(words)
    at = copy.text.index(wanted)
    start, end = copy.segment(at, at + len(wanted))
    assert text[start:end] == found


def test_plain_text_keeps_its_length_and_needs_no_map() -> None:
    copy = fold("Élève d\u2019ici, «\u00a0oui\u00a0»")
    assert copy.text == 'eleve d\'ici, " oui "'
    assert copy.segment(3, 9) == (3, 9)


PIECES = st.sampled_from(
    [
        "a", "B", "é", "e\u0301", "œ", "\ufb03", "ß", "\u2019", "'", " ", "\n", "\u00a0", "\u200b", "\u0301", "…", "½",
        "İ", "한", "日", "\U0001f600",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.data())
def test_any_part_of_the_text_is_found_again_where_it_stands(text: str, data: st.DataObject) -> None:
    copy = fold(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wanted = folded(text[start:end])
    if not wanted.strip() or text[start - 1 : start].isspace() or text[end : end + 1].isspace():
        return  # space beside the part would be one blank with it
    places = []
    at = copy.text.find(wanted)
    while at >= 0:
        places.append(copy.segment(at, at + len(wanted)))
        at = copy.text.find(wanted, at + 1)
    first = start
    while first < end and not folded(text[first]):
        first += 1
    last = end
    while last < len(text) and not folded(text[last]):
        last += 1
    assert (first, last) in places


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_a_place_maps_to_folds_to_what_stands_there(text: str) -> None:
    copy = fold(text)
    for at in range(len(copy.text)):
        start, end = copy.segment(at, at + 1)
        assert copy.text[at] in folded(text[start:end])
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="aéèçïœæß e\u0301\u0327 'x", max_size=30))
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
