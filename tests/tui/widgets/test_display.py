from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.cell_table import WIDTH, cell_classes
from qualcode.tui.widgets.cells import wrapped
from qualcode.tui.widgets.display import at_home, cells, clip, column_of, fit, index_at, shown, shown_lines

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
HOSTILE = (
    "\x00\x07\x08\t\n\x0b\r\x1b\x7f\x80\x9b\x9f\xad"
    "\u061c\u200b\u200e\u202a\u202e\u2028\u2066\ufeff\ufff9\ud800\U000e0041"
)


@given(ANY)
def test_showing_keeps_the_length_and_leaves_no_control(text: str) -> None:
    drawn = shown(text)
    assert len(drawn) == len(text)
    assert not {unicodedata.category(character) for character in drawn} & {"Cc", "Cs", "Zl", "Zp"}
    drawn.encode()


def test_every_hostile_character_is_one_column_wide() -> None:
    assert [cells(shown(character)) for character in HOSTILE] == [1] * len(HOSTILE)


def test_direction_marks_and_tags_become_visible() -> None:
    assert shown("a\u202eb\U000e0041") == "a\ufffdb\ufffd"
    assert shown("\x1b]52;c;AAAA\x07\x9b2J\x7f") == "␛]52;c;AAAA␇\ufffd2J␡"


def test_honest_text_is_shown_as_it_is() -> None:
    honest = "Ça va ? « oui » — 漢字 नमस्ते שלום 👩‍👧 [laughs] [/] [@click=app.quit]"
    assert shown(honest) == honest


def test_french_marks_stay_at_their_words_where_lines_break() -> None:
    assert wrapped("«\u00a0oui\u00a0» et non", 7) == ["« oui »", "et non"]


def test_lines_stay_lines() -> None:
    assert shown_lines("a\nb\x1b") == ["a", "b␛"]


def test_the_table_of_widths_agrees_with_what_is_shown() -> None:
    classes = cell_classes()
    for character in HOSTILE.replace("\n", "") + "aé漢\u0301\u200d🇫😀ｶ\u3000\u00a0":
        assert classes[ord(character)] & WIDTH == cells(shown(character)), hex(ord(character))


@given(ANY, st.integers(0, 30))
def test_clipped_text_fits_and_fitted_text_fills(text: str, width: int) -> None:
    assert cells(clip(shown(text), width)) <= width
    assert cells(fit(shown(text), width)) == width
    assert cells(fit(shown(text), width, right=True)) == width


@given(ANY.map(shown))
def test_column_to_index_to_column_comes_back(text: str) -> None:
    for column in range(cells(text)):
        index = index_at(text, column)
        assert column_of(text, index) <= column
        assert index_at(text, column_of(text, index)) == index or not cells(text[index : index + 1])


def test_a_path_below_home_begins_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert at_home(tmp_path / "studies" / "rivers") == "~/studies/rivers"
    assert at_home(tmp_path.parent) == str(tmp_path.parent)
