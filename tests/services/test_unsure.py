from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.errors import RuleRefused
from qualcode.services import coding, codings, exchange, unsure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def flagged(study: SmallStudy) -> list[tuple[str, str]]:
    return [(each.transcript, each.words) for each in unsure.unsure_codings(study.project, study.coder("Ana").id)]


def test_a_flag_is_put_on_and_taken_off_and_undone(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    coding_id = small_study.apply("Ana", "second", "She listens.", "Time")
    unsure.flag_coding(small_study.project, ana, coding_id)
    assert flagged(small_study) == [("second", "She listens.")]
    assert [each.unsure for each in coding.transcript_list(small_study.project, ana)] == [0, 1]
    unsure.flag_coding(small_study.project, ana, coding_id)
    assert flagged(small_study) == []
    small_study.project.undo(ana)
    assert flagged(small_study) == [("second", "She listens.")]


def test_nobody_flags_what_another_coded(small_study: SmallStudy) -> None:
    coding_id = small_study.apply("Ben", "first", "She listens.", "Time")
    with pytest.raises(RuleRefused, match="another coder's"):
        unsure.flag_coding(small_study.project, small_study.coder("Ana").id, coding_id)


def test_of_several_codings_here_none_is_flagged_before_one_is_chosen(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    for code in ("Time", "Communication"):
        small_study.apply("Ana", "first", "She listens.", code)
    opened = coding.open_transcript(small_study.project, small_study.transcript("first"), ana)
    start = opened.text.index("She listens.")
    changes, several = unsure.flag_here(small_study.project, ana, opened.revision.id, start, start + 3)
    assert (len(changes.changes), len(several)) == (0, 2)
    with pytest.raises(RuleRefused, match="no code of yours"):
        unsure.flag_here(small_study.project, ana, opened.revision.id, 0, 3)


def test_the_flag_goes_out_with_codings_and_comes_in_again(
    small_study: SmallStudy, new_study: Callable[[], SmallStudy], tmp_path: Path
) -> None:
    ana = small_study.coder("Ana").id
    unsure.flag_coding(small_study.project, ana, small_study.apply("Ana", "first", "She listens.", "Time"))
    small_study.apply("Ana", "first", "never enough time", "Time")
    exchange.export_codings(small_study.project, tmp_path / "codings.csv")
    other = new_study()
    codings.import_codings(other.project, tmp_path / "codings.csv")
    assert flagged(other) == [("first", "She listens.")]
