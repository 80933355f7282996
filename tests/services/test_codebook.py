from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook import Code, Codebook
from qualcode.services import codebook as codebooks

if TYPE_CHECKING:
    from tests.conftest import SmallStudy

BOOK = Codebook.of(
    [
        Code("dynamic", "Dynamic security", position=1),
        Code("daily", "Daily interaction", "dynamic", 1),
        Code("static", "Dynastic sector", position=2, is_retired=True),
        Code("ecoute", "Être écoutée", position=3),
    ]
)


def _found(query: str) -> list[str]:
    return [BOOK.path(each.code) for each in codebooks.find_codes(BOOK, query, {}, [])]


def test_letters_of_a_path_run_together_find_the_code_at_its_end_first() -> None:
    assert _found("dynsec")[0] == "Dynamic security > Daily interaction"


def test_accents_and_case_do_not_matter_and_retired_codes_are_never_offered() -> None:
    assert _found("ECOUT") == ["Être écoutée"] == _found("etre")
    assert not any("Dynastic" in name for name in [*_found(""), *_found("dynastic")])


def test_a_digit_given_to_a_code_is_taken_from_the_other_in_one_step(small_study: SmallStudy) -> None:
    project, ana = small_study.project, small_study.coder("Ana")
    codebooks.pin_code(project, ana.id, small_study.code("Communication").id, "1")
    assert [small_study.code(name).hotkey for name in ("Communication", "Time", "Shift rotation")] == ["1", "", "2"]
    project.undo(ana.id)
    assert [small_study.code(name).hotkey for name in ("Communication", "Time")] == ["", "1"]
    codebooks.pin_code(project, ana.id, small_study.code("Time").id, "")
    assert small_study.code("Time").hotkey == ""
