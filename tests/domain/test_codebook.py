from __future__ import annotations

import pytest

from qualcode.domain.codebook import DEPTH_LIMIT, Code, Codebook, add_code, edit_code, retire_code
from qualcode.domain.errors import RuleRefused

RESOURCES = Code("r", "Resources", colour="#aa3377")
TIME = Code("t", "Time", "r", 1)
SPACE = Code("s", "Space", "r", 2, colour="#ffffff")
OTHER_TIME = Code("o", "Time", None, 2)
BOOK = Codebook.of([SPACE, OTHER_TIME, TIME, RESOURCES])


def test_walk_goes_parents_first_in_order() -> None:
    assert [(depth, code.id) for depth, code in BOOK.walk()] == [(0, "r"), (1, "t"), (1, "s"), (0, "o")]


def test_a_path_names_the_way_from_the_top() -> None:
    assert BOOK.path(TIME) == "Resources > Time"


def test_a_colour_comes_from_the_nearest_ancestor_that_has_one() -> None:
    assert [BOOK.colour(code) for code in (TIME, SPACE, OTHER_TIME)] == ["#aa3377", "#ffffff", "#8a8f98"]


def test_a_name_or_a_path_finds_a_code_whatever_its_case_and_blanks() -> None:
    assert BOOK.find(" space ") is SPACE
    assert BOOK.find("resources>TIME") is TIME


def test_composed_and_decomposed_accents_are_one_name() -> None:
    book = Codebook.of([Code("e", "Sécurité")])
    assert book.find("Se\u0301curite\u0301").id == "e"


@pytest.mark.parametrize(("name", "words"), [("Time", "several codes"), ("Tyme", 'no code "Tyme"')])
def test_an_ambiguous_or_unknown_name_is_refused(name: str, words: str) -> None:
    with pytest.raises(RuleRefused, match=words):
        BOOK.find(name)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code("x", "  "), "needs a name"),
        (Code("x", "A > B"), 'holds a ">"'),
        (Code("x", "TIME", "r"), "in this place already"),
        (Code("x", "New", "gone"), "not in the codebook"),
    ],
)
def test_a_code_that_cannot_be_added_is_refused(code: Code, words: str) -> None:
    with pytest.raises(RuleRefused, match=words):
        add_code(BOOK, code)


def test_the_same_name_may_stand_under_another_parent() -> None:
    assert add_code(BOOK, Code("x", "Space")).after is not None


def test_a_code_cannot_be_moved_under_its_own_child() -> None:
    with pytest.raises(RuleRefused, match="under itself"):
        edit_code(BOOK, RESOURCES, parent_id="t")


def test_a_tree_deeper_than_the_limit_is_refused() -> None:
    chain = [Code(str(depth), f"Level {depth}", str(depth - 1) if depth else None) for depth in range(DEPTH_LIMIT)]
    with pytest.raises(RuleRefused, match="levels deep"):
        add_code(Codebook.of(chain), Code("x", "One more", str(DEPTH_LIMIT - 1)))


def test_a_code_retires_once() -> None:
    retired = retire_code(TIME).after
    assert isinstance(retired, Code)
    with pytest.raises(RuleRefused, match="retired already"):
        retire_code(retired)
