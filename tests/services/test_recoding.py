from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.adjudication import Decision, Ruling
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding, Finished, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.services import codebook, coding, disagreements, effects, recoding
from qualcode.services.adjudication import adjudicate
from qualcode.services.consensus import State, settled_passages
from qualcode.services.effects import Effects
from qualcode.services.interviews import interviews
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
    assert effects.effects_of(small_study.project, done).changing == {"Ana": 1, "Ben": 1}
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


def test_an_edit_that_says_what_was_there_is_no_act_and_stands_in_nobodys_way(small_study: SmallStudy) -> None:
    ana, ben = (small_study.coder(name).id for name in ("Ana", "Ben"))
    code = small_study.code("Time").id
    codebook.edit_code(small_study.project, ana, code, name="Hours")
    coding.finish_transcript(small_study.project, ben, small_study.transcript("first"))
    assert codebook.edit_code(small_study.project, ben, code, name="Hours").changes == ()
    small_study.project.undo(ana)
    assert small_study.project.undo(ben).op == "undo"
    with small_study.project.read() as reader:
        assert reads.every(reader, Finished) == []


def settle(study: SmallStudy, code: str, decision: Decision) -> None:
    """Decide the disagreement on a code; the reading taken is Ana's."""
    queue = disagreements.disagreement_queue(study.project)
    wished = next(each.disagreement for each in queue.disputes if each.disagreement.code_id == study.code(code).id)
    adjudicate(study.project, study.coder("Lead").id, wished, Ruling(decision, "so", study.coder("Ana").id))


def merge(study: SmallStudy, source: str, target: str) -> None:
    recoding.merge_codes(study.project, None, study.code(source).id, study.code(target).id)


def states(study: SmallStudy) -> list[State]:
    return [each.state for each in disagreements.disagreement_queue(study.project).disputes]


def consensus(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        (passages,) = settled_passages(reader, interviews(reader)).values() or ((),)
    return sorted(study.text[start:end] for _, start, end in passages)


@pytest.fixture
def differing(small_study: SmallStudy) -> SmallStudy:
    """Ana alone has Shift rotation in the first turn; both finished."""
    small_study.apply("Ana", "first", SHIFT_WORDS, "Shift rotation")
    for coder in ("Ana", "Ben"):
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))
    return small_study


def test_a_decision_on_a_merged_code_holds_on_where_the_same_coders_have_it(differing: SmallStudy) -> None:
    settle(differing, "Shift rotation", Decision.BOTH)
    merge(differing, "Shift rotation", "Time")
    assert states(differing) == [State.SETTLED]
    assert consensus(differing) == [SHIFT_WORDS]


def test_a_decision_on_a_merged_code_waits_again_where_others_have_it_now(differing: SmallStudy) -> None:
    differing.apply("Ben", "first", "My officer explains", "Communication")
    differing.apply("Cara", "first", TIME_WORDS, "Time")
    coding.finish_transcript(differing.project, differing.coder("Cara").id, differing.transcript("first"))
    for code in ("Shift rotation", "Time", "Communication"):
        settle(differing, code, Decision.BOTH)
    merge(differing, "Shift rotation", "Time")  # Ana has one, Cara the other: now both have the code that stays
    assert states(differing) == [State.CHANGED, State.SETTLED]


def test_of_two_decisions_on_merged_codes_one_is_left_with_the_words_of_both(differing: SmallStudy) -> None:
    differing.apply("Ana", "first", TIME_WORDS, "Time")
    settle(differing, "Shift rotation", Decision.TAKE)
    settle(differing, "Time", Decision.BOTH)
    merge(differing, "Shift rotation", "Time")
    assert states(differing) == [State.SETTLED]
    assert consensus(differing) == [SHIFT_WORDS, TIME_WORDS]
    differing.project.undo(None)
    assert states(differing) == [State.SETTLED, State.SETTLED]


def test_where_both_codes_stood_on_the_same_words_the_decision_keeps_its_passage(differing: SmallStudy) -> None:
    differing.apply("Ana", "first", SHIFT_WORDS, "Time")
    for code in ("Shift rotation", "Time"):
        settle(differing, code, Decision.BOTH)
    merge(differing, "Shift rotation", "Time")
    assert states(differing) == [State.SETTLED]
    assert consensus(differing) == [SHIFT_WORDS]


def test_a_merged_code_that_was_found_present_is_not_made_absent_by_the_other_decision(differing: SmallStudy) -> None:
    differing.apply("Ana", "first", TIME_WORDS, "Time")
    settle(differing, "Time", Decision.NEITHER)
    settle(differing, "Shift rotation", Decision.BOTH)
    merge(differing, "Shift rotation", "Time")
    assert states(differing) == [State.SETTLED]
    assert consensus(differing) == [SHIFT_WORDS]


def test_what_is_to_be_discussed_stays_so_after_a_merge(differing: SmallStudy) -> None:
    differing.apply("Ana", "first", TIME_WORDS, "Time")
    settle(differing, "Time", Decision.LATER)
    settle(differing, "Shift rotation", Decision.BOTH)
    merge(differing, "Shift rotation", "Time")
    assert states(differing) == [State.LATER]


def test_a_preview_says_what_changes_what_waits_and_what_stays(differing: SmallStudy) -> None:
    project, code = differing.project, differing.code("Shift rotation").id
    settle(differing, "Shift rotation", Decision.BOTH)
    merging = effects.rehearsed(project, lambda: recoding.merge_codes(project, None, code, differing.code("Time").id))
    assert merging == Effects({"Ana": 1}, {}, {}, consensus=1, decisions=1)
    splitting = effects.rehearsed(project, lambda: recoding.split_code(project, None, code, ["Nights", "Days"]))
    assert splitting == Effects({}, {"Ana": 1}, {}, consensus=0, decisions=0)
    retiring = effects.rehearsed(project, lambda: codebook.retire_code(project, None, code))
    assert retiring == Effects({}, {}, {"Ana": 1}, consensus=0, decisions=0)
    assert not differing.code("Shift rotation").is_retired
    codebook.edit_code(project, None, code, definition="Who works when.")
    again = effects.rehearsed(project, lambda: codebook.edit_code(project, None, code, definition="Who works."))
    assert again.waiting == {}  # it waits already
