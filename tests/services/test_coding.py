from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op, add, update
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.services import codebook, coding
from qualcode.services.project import Project
from qualcode.store import reads


def own(study: SmallStudy, coder: str, transcript: str = "first") -> list[Coding]:
    return list(coding.open_transcript(study.project, study.transcript(transcript), study.coder(coder).id).codings)


def test_a_coder_sees_own_codings_only(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "She listens.", "Communication")
    assert [small_study.text[each.start : each.end] for each in own(small_study, "Ana")] == ["never enough time"]
    assert [each.codings for each in coding.transcript_list(small_study.project, small_study.coder("Ben").id)] == [1, 0]


def test_a_transcript_opens_with_speech_speakers_and_participant(small_study: SmallStudy) -> None:
    opened = coding.open_transcript(small_study.project, small_study.transcript("first"), small_study.coder("Ana").id)
    assert [opened.text[a:b] for a, b in opened.speech()] == [
        "There is never enough time. Officers rotate every week.", "My officer explains things. She listens.",
    ]  # fmt: skip
    assert [person.name for person in opened.participants] == ["P1"]
    assert opened.role("I") == "interviewer"


def test_the_interviewers_speech_is_refused_and_nothing_is_logged(small_study: SmallStudy) -> None:
    small_study.coder("Ana")
    head = small_study.project.head()
    with pytest.raises(RuleRefused, match="interviewer's speech"):
        small_study.apply("Ana", "first", "And what works?", "Time")
    assert small_study.project.head() == head


def test_a_value_of_a_choice_set_takes_the_place_of_another_on_the_same_passage(small_study: SmallStudy) -> None:
    status = Code(new_id(), "Status", exclusive=True)
    values = [Code(new_id(), name, status.id) for name in ("Yes", "No")]
    small_study.project.transact(Op.ADD_CODE, lambda _: [add(code) for code in (status, *values)])
    small_study.apply("Ana", "first", "She listens.", "Yes")
    small_study.apply("Ana", "first", "She listens.", "Communication")
    small_study.apply("Ana", "first", "She listens.", "No")
    names = {code.id: code.name for code in codebook.read_codebook(small_study.project).codes.values()}
    assert sorted(names[each.code_id] for each in own(small_study, "Ana")) == ["Communication", "No"]
    with pytest.raises(RuleRefused, match="is a choice set"):
        small_study.apply("Ana", "first", "She listens.", "Status")
    small_study.project.undo(small_study.coder("Ana").id)
    assert sorted(names[each.code_id] for each in own(small_study, "Ana")) == ["Communication", "Yes"]


def test_toggling_puts_a_code_on_and_takes_it_off_exactly_that_segment(small_study: SmallStudy) -> None:
    first = small_study.apply("Ana", "first", "She listens.", "Time")
    placed = own(small_study, "Ana")[0]
    ana, time_ = small_study.coder("Ana").id, small_study.code("Time").id
    coding.toggle_code(small_study.project, ana, placed.revision_id, placed.start, placed.end - 1, time_)
    assert len(own(small_study, "Ana")) == 2
    coding.toggle_code(small_study.project, ana, placed.revision_id, placed.start, placed.end, time_)
    assert first not in [each.id for each in own(small_study, "Ana")]


def test_a_coding_knows_the_codebooks_version_it_was_made_under(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    codebook.edit_code(small_study.project, None, small_study.code("Time").id, definition="Hours")
    small_study.apply("Ana", "first", "She listens.", "Time")
    first, second = own(small_study, "Ana")
    assert second.codebook_version == first.codebook_version + 1


def test_removing_a_coding_takes_its_memo_along_and_undo_brings_both_back(small_study: SmallStudy) -> None:
    coding_id = small_study.apply("Ana", "first", "She listens.", "Time")
    ana = small_study.coder("Ana").id
    coding.write_memo(small_study.project, ana, "coding", coding_id, "Compare with the second.")
    coding.remove_coding(small_study.project, ana, coding_id)
    with small_study.project.read() as reader:
        assert reads.every(reader, Memo) == []
    small_study.project.undo(ana)
    opened = coding.open_transcript(small_study.project, small_study.transcript("first"), ana)
    assert opened.memos[coding_id].text == "Compare with the second."


def test_another_coders_coding_cannot_be_touched(small_study: SmallStudy) -> None:
    coding_id = small_study.apply("Ana", "first", "She listens.", "Time")
    ben = small_study.coder("Ben").id
    with pytest.raises(RuleRefused, match="another coder's"):
        coding.remove_coding(small_study.project, ben, coding_id)
    with pytest.raises(RuleRefused, match="another coder's"):
        coding.resize_coding(small_study.project, ben, coding_id, 20, 30)


def test_finished_is_a_fact_of_one_coder_and_can_be_taken_back(small_study: SmallStudy) -> None:
    ana, ben = small_study.coder("Ana").id, small_study.coder("Ben").id
    coding.finish_transcript(small_study.project, ana, small_study.transcript("first"))
    assert [each.is_finished for each in coding.transcript_list(small_study.project, ana)] == [True, False]
    assert [each.is_finished for each in coding.transcript_list(small_study.project, ben)] == [False, False]
    coding.reopen_transcript(small_study.project, ana, small_study.transcript("first"))
    assert not any(each.is_finished for each in coding.transcript_list(small_study.project, ana))


def test_a_retired_code_is_not_applied_and_its_codings_stay(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "She listens.", "Time")
    codebook.retire_code(small_study.project, None, small_study.code("Time").id)
    with pytest.raises(RuleRefused, match="is retired"):
        small_study.apply("Ana", "first", "never enough time", "Time")
    assert len(own(small_study, "Ana")) == 1
    found = codebook.find_codes(codebook.read_codebook(small_study.project), "tim", {}, ())
    assert [each.code.name for each in found] == []


def test_update_of_a_missing_row_is_refused_as_gone(small_study: SmallStudy) -> None:
    coding_id = small_study.apply("Ana", "first", "She listens.", "Time")
    ana = small_study.coder("Ana").id
    stale = own(small_study, "Ana")[0]
    coding.remove_coding(small_study.project, ana, coding_id)
    with pytest.raises(RuleRefused, match="is gone already"):
        coding.remove_coding(small_study.project, ana, coding_id)
    with pytest.raises(Exception, match="is gone"):
        small_study.project.transact(Op.RESIZE_CODING, lambda _: [update(stale, end=stale.end - 1)])


def test_a_text_that_was_changed_by_somebody_else_is_not_coded_as_it_was(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    with small_study.project.read() as reader:
        revision = reads.latest_revision(reader, small_study.transcript("first"))
    assert revision is not None
    coding.apply_code(small_study.project, ana, revision.id, 0, revision.length, small_study.code("Time").id)
    elsewhere = Project.open(small_study.project.path)
    elsewhere.transact(Op.IMPORT_SPEAKERS, lambda _: [update(revision, turns=())])
    elsewhere.close()
    with pytest.raises(RuleRefused, match="no speech"):
        coding.apply_code(small_study.project, ana, revision.id, 0, 9, small_study.code("Shift rotation").id)


def test_the_list_without_counts_has_the_same_transcripts_in_the_same_order(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    small_study.apply("Ana", "first", "Officers rotate every week.", "Time")
    quick = coding.transcript_list(small_study.project, ana, counted=False)
    whole = coding.transcript_list(small_study.project, ana)
    assert [each.id for each in quick] == [each.id for each in whole]
    assert sum(each.codings for each in whole) == 1
    assert not any(each.codings for each in quick)
