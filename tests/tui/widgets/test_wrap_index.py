from __future__ import annotations

import textwrap
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets import wrap_index
from qualcode.tui.widgets.display import cells, cluster_starts, shown
from qualcode.tui.widgets.wrap_index import WordIndex

ASCII_WORDS = st.lists(st.text("abcXYZ.,;'()[]", min_size=1, max_size=12), min_size=1, max_size=80)
MIXED = st.text(
    st.one_of(
        st.sampled_from("ab é\u0301漢字カ。「」한 \u200d\ufe0f👩👧❤🇫🇷🏽नमस्ते\u0301\u00a0\t\n\x1b\u202e"), st.characters()
    ),
    max_size=120,
)


def rows_of(text: str, width: int, *bodies: tuple[int, int]) -> list[str]:
    starts, ends = WordIndex(text, bodies or ((0, len(text)),)).wrap(width)
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


@given(ASCII_WORDS, st.lists(st.integers(1, 3), min_size=80, max_size=80), st.integers(12, 80))
def test_plain_text_wraps_as_textwrap_does(words: list[str], gaps: list[int], width: int) -> None:
    text = "".join(word + " " * gap for word, gap in zip(words, gaps, strict=False)).rstrip()
    assert rows_of(text, width) == textwrap.wrap(text, width, break_on_hyphens=False)


@given(MIXED, st.integers(4, 40))
def test_no_character_but_space_is_lost_and_rows_stay_in_order(text: str, width: int) -> None:
    starts, ends = WordIndex(text, [(0, len(text))]).wrap(width)
    edges = [0, *(edge for row in zip(starts.tolist(), ends.tolist(), strict=True) for edge in row), len(text)]
    assert edges == sorted(edges)
    between = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert shown(between).replace("\u240a", "").strip() == ""


@given(MIXED, st.integers(4, 40))
def test_no_row_is_wider_than_the_measure(text: str, width: int) -> None:
    assert all(cells(shown(row)) <= width for row in rows_of(text, width))


@given(MIXED, st.integers(4, 40))
def test_no_visible_character_is_split(text: str, width: int) -> None:
    clusters = set(cluster_starts(text))
    starts, _ = WordIndex(text, [(0, len(text))]).wrap(width)
    spaces = {start for start in starts.tolist() if start and shown(text[start - 1]).isspace()}
    after_line_ends = {start for start in starts.tolist() if start and text[start - 1] in "\n\r"}
    assert set(starts.tolist()) - spaces - after_line_ends <= clusters


def test_a_word_longer_than_the_row_is_cut_at_the_measure() -> None:
    assert rows_of("so xxxxxxxxxxxxxxxxx y", 8) == ["so", "xxxxxxxx", "xxxxxxxx", "x y"]


def test_each_body_and_each_line_begins_a_row() -> None:
    text = "A: one two\nthree\n[Q2]\nfour"
    assert rows_of(text, 40, (3, 17), (22, 26)) == ["one two", "three", "four"]


def test_a_body_may_begin_and_end_inside_a_word() -> None:
    assert rows_of("abcdef", 40, (1, 3), (3, 5)) == ["bc", "de"]


def test_chinese_breaks_anywhere_but_before_closing_marks() -> None:
    assert rows_of("他说没有问题。然后", 12) == ["他说没有问", "题。然后"]


def test_a_no_break_space_holds_words_together() -> None:
    assert rows_of("il dit «\u00a0non\u00a0»", 10) == ["il dit", "«\u00a0non\u00a0»"]


def test_only_visible_words_are_counted() -> None:
    text = "A: one two\nB: three"
    index = WordIndex(text, [(3, 10), (14, 19)])
    assert index.count(0, len(text)) == 3
    assert index.count(4, 5) == 1
    assert index.count(10, 14) == 0


def test_millions_of_marks_of_no_width_do_not_share_a_row() -> None:
    assert max(map(len, rows_of("a" + "\u0301" * 50_000, 40))) <= 4_200


def test_ten_megabytes_of_one_word_and_of_one_line_wrap() -> None:
    assert len(rows_of("x" * 10_000_000, 70)) == 142_858
    assert len(rows_of("word " * 2_000_000, 70)) == 142_858


@given(st.lists(MIXED, min_size=1, max_size=6).map("\n".join), st.integers(4, 40), st.integers(0, 200))
def test_a_text_measured_line_by_line_wraps_as_it_does_in_one_piece(text: str, width: int, cut: int) -> None:
    bodies = [(0, min(cut, len(text))), (min(cut, len(text)), len(text))]
    whole = rows_of(text, width, *bodies)
    with mock.patch.object(wrap_index, "_CHUNK", 1):
        assert rows_of(text, width, *bodies) == whole
