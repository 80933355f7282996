from __future__ import annotations

import pytest
from tests.conftest import INTERVIEW, SmallStudy

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.coding import Coding
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.rounds import Assignment
from qualcode.services import coding, rounds
from qualcode.services.agreement import agreement_table
from qualcode.services.codings import coding_export
from qualcode.services.disagreements import disagreement_queue, readings
from qualcode.services.presence import unit_presence
from qualcode.services.recoding import recode_queue
from qualcode.services.themes import theme_table
from qualcode.store import reads


def coded_by_two(study: SmallStudy, *transcripts: str) -> None:
    """Ana has Time and Ben has not, in transcripts that both have finished."""
    for transcript in transcripts:
        study.apply("Ana", transcript, "never enough time", "Time")
        study.apply("Ben", transcript, "She listens.", "Communication")
        for coder in ("Ana", "Ben"):
            coding.finish_transcript(study.project, study.coder(coder).id, study.transcript(transcript))


def round_with(study: SmallStudy, name: str, *transcripts: str, coders: tuple[str, ...] = ("Ana", "Ben")) -> None:
    rounds.open_round(study.project, None, name)
    rounds.assign(study.project, None, name, transcripts, coders)


def test_assigned_transcripts_come_first_in_the_coders_list_and_codings_know_the_round(small_study: SmallStudy) -> None:
    round_with(small_study, "Main", "second", coders=("Ana",))
    ana, ben = small_study.coder("Ana").id, small_study.coder("Ben").id
    assert [each.name for each in coding.transcript_list(small_study.project, ana)] == ["second", "first"]
    assert [each.name for each in coding.transcript_list(small_study.project, ben)] == ["first", "second"]
    small_study.apply("Ana", "second", "She listens.", "Communication")
    small_study.apply("Ana", "first", "She listens.", "Communication")
    small_study.apply("Ben", "second", "She listens.", "Communication")
    with small_study.project.read() as reader:
        assert sorted(each.round for each in reads.every(reader, Coding)) == ["", "", "Main"]


def test_a_coding_made_after_the_round_is_closed_belongs_to_none(small_study: SmallStudy) -> None:
    round_with(small_study, "Main", "first")
    rounds.close_round(small_study.project, None, "Main")
    small_study.apply("Ana", "first", "She listens.", "Communication")
    with small_study.project.read() as reader:
        assert [each.round for each in reads.every(reader, Coding)] == [""]


def test_no_table_compares_a_blind_round_before_it_is_closed(small_study: SmallStudy) -> None:
    small_study.add_transcript("third", INTERVIEW, {"participant": "P3", "group": "staff"})
    round_with(small_study, "Main", "first")
    coded_by_two(small_study, "first", "second")
    coded_by_two(small_study, "third")
    assert {row["n_transcripts"] for row in agreement_table(small_study.project).records()} == {2}
    with pytest.raises(RuleRefused, match="blind and open"):
        agreement_table(small_study.project, round_="Main")
    women = [row for row in theme_table(small_study.project).records() if row["group"] == "women"]
    assert {row["base"] for row in women} == {0}
    rounds.close_round(small_study.project, None, "Main")
    assert {row["n_transcripts"] for row in agreement_table(small_study.project).records()} == {3}
    assert {row["n_transcripts"] for row in agreement_table(small_study.project, round_="Main").records()} == {1}
    women = [row for row in theme_table(small_study.project).records() if row["group"] == "women"]
    assert {row["base"] for row in women} == {1}


def test_the_agreement_table_says_what_it_leaves_out_and_refuses_where_nothing_is_left(small_study: SmallStudy) -> None:
    coded_by_two(small_study, "first", "second")
    round_with(small_study, "Main", "first")
    notes = [str(note) for note in agreement_table(small_study.project).notes]
    assert any("Transcripts of a blind round that is open, left out until it is closed: 1." in note for note in notes)
    round_with(small_study, "Again", "second")
    with pytest.raises(RuleRefused, match="2 transcripts are in a blind round that is open"):
        agreement_table(small_study.project)


def test_units_for_programs_leave_out_a_blind_round_until_it_is_closed(small_study: SmallStudy) -> None:
    round_with(small_study, "Main", "first")
    coded_by_two(small_study, "first", "second")
    assert {transcript for _, transcript, *_ in unit_presence(small_study.project, "turn")} == {"second"}
    rounds.close_round(small_study.project, None, "Main")
    assert {transcript for _, transcript, *_ in unit_presence(small_study.project, "turn")} == {"first", "second"}


def test_an_open_round_that_is_not_blind_hides_nothing(small_study: SmallStudy) -> None:
    coded_by_two(small_study, "first")
    rounds.open_round(small_study.project, None, "Talk", is_blind=False)
    rounds.assign(small_study.project, None, None, ["first.txt"], ["Ana", "Ben"])
    assert {row["n_transcripts"] for row in agreement_table(small_study.project, round_="Talk").records()} == {1}


def test_an_export_holds_only_own_codings_of_a_blind_round(small_study: SmallStudy) -> None:
    coded_by_two(small_study, "first", "second")
    round_with(small_study, "Main", "first")

    def exported(coder: str | None) -> list[tuple[str, str]]:
        found = coding_export(small_study.project, small_study.coder(coder).id if coder else None)
        return sorted((row[1], row[0]) for row in found)

    assert exported("Ana") == [("first", "Ana"), ("second", "Ana"), ("second", "Ben")]
    assert exported(None) == [("second", "Ana"), ("second", "Ben")]
    rounds.close_round(small_study.project, None, "Main")
    assert len(exported(None)) == 4


def test_a_round_counts_the_codings_of_its_own_and_those_of_no_round(small_study: SmallStudy) -> None:
    round_with(small_study, "First", "first")
    coded_by_two(small_study, "first")
    rounds.close_round(small_study.project, None, "First")
    round_with(small_study, "Second", "first")
    small_study.apply("Ben", "first", "never enough time", "Time")
    rounds.close_round(small_study.project, None, "Second")

    def percent(round_: str) -> object:
        return agreement_table(small_study.project, codes=["Time"], round_=round_).records()[0]["percent"]

    assert (percent("First"), percent("Second")) == (0.5, 0.5)
    assert agreement_table(small_study.project, codes=["Time"]).records()[0]["percent"] == 1


def test_a_draw_takes_what_nobody_has_in_the_round_and_adds_coders_that_are_new(small_study: SmallStudy) -> None:
    rounds.open_round(small_study.project, None, "Main")
    rounds.assign(small_study.project, None, None, ["first"], ["Ana"])
    rounds.draw(small_study.project, None, None, ["Ana", "Ben"], share=1)
    with small_study.project.read() as reader:
        assert len(reads.every(reader, Assignment)) == 3
    with pytest.raises(RuleRefused, match="Every transcript is assigned"):
        rounds.draw(small_study.project, None, None, ["Ana", "Ben"])
    with pytest.raises(RuleRefused, match='no transcript "third"'):
        rounds.assign(small_study.project, None, None, ["third"], ["Ana"])
    with pytest.raises(RuleRefused, match='There is no round "Pilot"'):
        rounds.assign(small_study.project, None, "Pilot", ["first"], ["Ana"])


def test_progress_is_counted_in_tasks_by_coder_site_and_group(small_study: SmallStudy) -> None:
    round_with(small_study, "Main", "first")
    coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript("first"))
    small_study.apply("Ben", "second", "She listens.", "Communication")
    table = {(row["by"], row["value"]): row for row in rounds.progress_table(small_study.project).records()}
    assert [table["coder", "Ben"][key] for key in ("tasks", "assigned", "begun", "finished")] == [2, 1, 1, 0]
    assert [table["group", "women"][key] for key in ("tasks", "finished", "share")] == [2, 1, 0.5]
    assert table["site", ""]["tasks"] == 3
    (row,) = rounds.round_table(small_study.project).records()
    assert [row[key] for key in ("round", "coders", "transcripts", "double", "tasks", "finished")] == [
        "Main", "Ana, Ben", 1, 1, 2, 1,
    ]  # fmt: skip


def test_opening_closing_and_assigning_can_be_undone(small_study: SmallStudy) -> None:
    lead = small_study.coder("Lea").id
    rounds.open_round(small_study.project, lead, "Main")
    rounds.assign(small_study.project, lead, None, ["first"], ["Lea"])
    rounds.close_round(small_study.project, lead, "Main")
    for _ in range(3):
        small_study.project.undo(lead)
    assert rounds.round_table(small_study.project).rows == ()
    assert small_study.project.faults() == []


def test_no_verb_of_a_coder_gives_away_another_coders_work_of_a_blind_round(small_study: SmallStudy) -> None:
    """Every function of the services that reads codings is asked as Ben, who has coded nothing."""
    head = small_study.project.head()
    round_with(small_study, "Main", "first")
    made = small_study.apply("Ana", "first", "never enough time", "Time")
    ana, ben = small_study.coder("Ana").id, small_study.coder("Ben").id
    coding.write_memo(small_study.project, ana, "coding", made, "A secret.")
    for coder in ("Ana", "Ben"):
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))
    project, first = small_study.project, small_study.transcript("first")
    opened = coding.open_transcript(project, first, ben)
    place = opened.revision.id, 0, opened.revision.length
    assert (opened.codings, dict(opened.memos)) == ((), {})
    assert coding.codings_here(project, ben, *place) == []
    assert (coding.code_counts(project, ben), coding.coded_shares(project, ben)) == ({}, {})
    assert [each.codings for each in coding.transcript_list(project, ben)] == [0, 0]
    assert list(coding_export(project, ben)) == []
    assert recode_queue(project, ben) == []
    assert disagreement_queue(project).disputes == ()
    assert (readings(project, first).codings, readings(project, first).memos) == ((), ())
    assert {row["n"] for row in theme_table(project, layer="Ana").records() if row["group"] == "women"} == {None}
    told = [change for each in rounds.news(project, head, ben) for change in each if change.kind in {"coding", "memo"}]
    assert told == []
    assert rounds.news(project, head, ana) == project.changes_since(head)
    for verb in (lambda: coding.remove_coding(project, ben, made), lambda: agreement_table(project)):
        with pytest.raises(RuleRefused):
            verb()


def test_coders_who_agree_throughout_have_a_consensus_and_choices_can_be_counted(small_study: SmallStudy) -> None:
    status = Code(new_id(), "Status", exclusive=True)
    small_study.project.transact(Op.ADD_CODE, lambda _: [add(status), add(Code(new_id(), "Yes", status.id))])
    for coder in ("Ana", "Ben"):
        small_study.apply(coder, "first", "She listens.", "Yes")
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("first"))
    rows = {(row["code"], row["group"]): row for row in theme_table(small_study.project).records()}
    assert (rows["Yes", "women"]["n"], rows["Yes", "women"]["reason"]) == (1, "")
