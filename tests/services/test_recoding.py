from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.services import codebook, coding, recoding
from qualcode.store import log, reads

TIME_WORDS = "There is never enough time."
SHIFT_WORDS = "Officers rotate every week."


def codings(study: SmallStudy) -> list[tuple[str, str]]:
    with study.project.read() as reader:
        codes = {each.id: each.name for each in reads.every(reader, Code)}
        rows = reads.every(reader, Coding)
    return sorted((codes[each.code_id], study.text[each.start : each.end]) for each in rows)


def memos(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        return [each.text for each in reads.every(reader, Memo)]


def test_a_merge_loses_no_segment_and_one_undo_brings_everything_back(small_study: SmallStudy) -> None:
    lead = small_study.coder("Lead").id
    for coder, words, code in (
        ("Ana", TIME_WORDS, "Time"), ("Ana", SHIFT_WORDS, "Shift rotation"), ("Ben", TIME_WORDS, "Shift rotation"),
    ):  # fmt: skip
        small_study.apply(coder, "first", words, code)
    with small_study.project.read() as reader:
        before = log.stored(reader)
    source, target = small_study.code("Shift rotation").id, small_study.code("Time").id
    done = recoding.merge_codes(small_study.project, lead, source, target, "one idea")
    assert codings(small_study) == [("Time", SHIFT_WORDS), ("Time", TIME_WORDS), ("Time", TIME_WORDS)]
    assert small_study.code("Shift rotation").is_retired
    assert recoding.codebook_effects(small_study.project, done) == {"Ana": 1, "Ben": 1}
    small_study.project.undo(lead)
    with small_study.project.read() as reader:
        assert log.stored(reader) == before


def test_both_codes_on_one_segment_become_one_coding_with_the_words_of_both_memos(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    for code, words in (("Time", "kept"), ("Shift rotation", "taken over")):
        made = small_study.apply("Ana", "first", TIME_WORDS, code)
        coding.write_memo(small_study.project, ana, "coding", made, words)
    recoding.merge_codes(small_study.project, ana, small_study.code("Shift rotation").id, small_study.code("Time").id)
    assert codings(small_study) == [("Time", TIME_WORDS)]
    assert memos(small_study) == ["kept\n\ntaken over"]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [("Time", "Time", "into itself"), ("Obstacles", "Time", "lies under"), ("Time", "Obstacles", "lies under")],
)
def test_a_merge_into_itself_or_along_the_tree_is_refused(
    small_study: SmallStudy, source: str, target: str, words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        recoding.merge_codes(small_study.project, None, small_study.code(source).id, small_study.code(target).id)


def test_a_new_definition_puts_earlier_codings_into_their_coders_queue_and_a_new_name_does_not(
    small_study: SmallStudy,
) -> None:
    ana, ben = (small_study.coder(name).id for name in ("Ana", "Ben"))
    made = small_study.apply("Ana", "first", TIME_WORDS, "Time")
    code = small_study.code("Time").id
    codebook.edit_code(small_study.project, None, code, name="Hours")
    assert recoding.recode_queue(small_study.project, ana) == []
    codebook.edit_code(small_study.project, None, code, definition="Too few hours", reason="calibration 1")
    (waiting,) = recoding.recode_queue(small_study.project, ana)
    assert (waiting.coding.id, waiting.words, waiting.code.definition) == (made, TIME_WORDS, "Too few hours")
    assert recoding.recode_queue(small_study.project, ben) == []
    recoding.confirm_coding(small_study.project, ana, made)
    assert recoding.recode_queue(small_study.project, ana) == []


def test_a_coding_made_after_the_change_does_not_wait(small_study: SmallStudy) -> None:
    codebook.edit_code(small_study.project, None, small_study.code("Time").id, definition="Too few hours")
    small_study.apply("Ana", "first", TIME_WORDS, "Time")
    assert recoding.recode_queue(small_study.project, small_study.coder("Ana").id) == []


def test_a_split_asks_for_recoding_and_recoding_gives_the_coding_its_part(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    made = small_study.apply("Ana", "first", TIME_WORDS, "Time")
    recoding.split_code(small_study.project, None, small_study.code("Time").id, ["Staff time", "Own time"], "too broad")
    assert [each.coding.id for each in recoding.recode_queue(small_study.project, ana)] == [made]
    recoding.recode_coding(small_study.project, ana, made, small_study.code("Own time").id)
    assert codings(small_study) == [("Own time", TIME_WORDS)]
    assert recoding.recode_queue(small_study.project, ana) == []


def test_only_its_coder_recodes_a_coding(small_study: SmallStudy) -> None:
    made = small_study.apply("Ana", "first", TIME_WORDS, "Time")
    with pytest.raises(RuleRefused, match="another coder's"):
        recoding.confirm_coding(small_study.project, small_study.coder("Ben").id, made)


def test_versions_of_the_codebook_say_who_what_and_why(small_study: SmallStudy) -> None:
    lead = small_study.coder("Lead").id
    codebook.edit_code(small_study.project, lead, small_study.code("Time").id, definition="x", reason="calibration 1")
    newest = recoding.versions_table(small_study.project).records()[-1]
    assert (newest["version"], newest["coder"], newest["act"], newest["why"]) == (
        2, "Lead", "edit code", "calibration 1",
    )  # fmt: skip


def test_codes_that_look_alike_are_pointed_out(small_study: SmallStudy) -> None:
    codebook.add_code(small_study.project, None, "Shift rotations")
    rows = recoding.alike_table(small_study.project).records()
    assert [(row["first"], row["second"]) for row in rows] == [("Obstacles > Shift rotation", "Shift rotations")]
    assert rows[0]["definition"] is None
    assert rows[0]["reason"]
