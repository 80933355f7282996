from __future__ import annotations

from qualcode.domain.codebook import Code, Codebook
from qualcode.tui.widgets.digits import digits_of

BARE = Codebook.of([Code(f"c{number:02}", f"Code {number}", position=number) for number in range(1, 13)])
PINNED = Codebook.of(
    [
        Code("a", "A", position=1, hotkey="1"),
        Code("b", "B", position=2),
        Code("c", "C", position=3),
        Code("old", "Old", position=4, hotkey="2", is_retired=True),
    ]
)


def test_hotkeys_of_codes_in_use_hold() -> None:
    assert digits_of(PINNED, {"b": 2, "old": 9}, {}) == {"1": "a"}


def test_a_code_used_three_times_gets_the_next_free_digit_and_keeps_it() -> None:
    first = digits_of(PINNED, {"c": 3}, {})
    assert first == {"1": "a", "2": "c"}
    assert digits_of(PINNED, {"c": 3, "b": 50}, first) == {"1": "a", "2": "c", "3": "b"}


def test_a_codebook_without_hotkeys_begins_with_its_first_ten_codes() -> None:
    assert digits_of(BARE, {}, {}) == {"1234567890"[place]: f"c{place + 1:02}" for place in range(10)}


def test_a_code_never_used_gives_its_digit_up_to_one_used_often() -> None:
    first = digits_of(BARE, {}, {})
    assert digits_of(BARE, {"c10": 1, "c12": 3}, first) == {**first, "9": "c12"}


def test_a_hotkey_given_later_leaves_the_other_digits_where_they_are() -> None:
    first = digits_of(BARE, {}, {})
    codes = {**BARE.codes, "c12": Code("c12", "Code 12", position=12, hotkey="5")}
    assert digits_of(Codebook(codes), {}, first) == {**first, "5": "c12"}
