"""Agreement reports beyond the plain table, on studies that can be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.changes import Change, Op, add, update
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.phrases import say
from qualcode.domain.table import Table
from qualcode.services import coding
from qualcode.services.agreement import Shown, agreement_report
from qualcode.services.agreement_views import By
from qualcode.services.confusion import confusion_table
from qualcode.services.differences import differences
from qualcode.services.pairs import pair_table
from qualcode.services.ratings import Selection, Unit
from qualcode.services.unitizing import span_table, unitizing_table
from qualcode.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import SmallStudy

FEW = Shown(draws=100)
TURNS = Selection(Unit.TURN)


@pytest.fixture
def coded(small_study: SmallStudy) -> SmallStudy:
    """Ana and Ben have finished both interviews, Cleo only the first."""
    for coder, transcript, words, code in (
        ("Ana", "first", "never enough time", "Time"),
        ("Ben", "first", "never enough time. Officers rotate", "Shift rotation"),
        ("Ana", "first", "She listens", "Communication"),
        ("Ben", "first", "My officer explains things", "Communication"),
        ("Cleo", "first", "never enough time", "Time"),
        ("Ana", "second", "never enough time", "Time"),
        ("Ben", "second", "There is never enough time", "Time"),
    ):
        small_study.apply(coder, transcript, words, code)
    for coder, transcripts in (("Ana", ("first", "second")), ("Ben", ("first", "second")), ("Cleo", ("first",))):
        for name in transcripts:
            coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript(name))
    return small_study


def change_codings(study: SmallStudy, change: Callable[[Coding], Change | None]) -> None:
    with study.project.read() as reader:
        changes = [each for each in map(change, reads.every(reader, Coding)) if each is not None]
    study.project.transact(Op.IMPORT_CODINGS, lambda _: changes)


def rows(table: Table, code: str) -> list[dict[str, Any]]:
    return [record for record in table.records() if record["code"] == code]


def said(table: Table) -> str:
    return " ".join(say(note, "en") for note in table.notes)


def test_every_coefficient_stands_in_the_table_on_request(coded: SmallStudy) -> None:
    shown = Shown(draws=100, counts=True, every=True, benchmark=True, width=0.2)
    table = agreement_report(coded.project, Selection(Unit.TRANSCRIPT, ("Ana", "Ben")), shown)
    (time,) = rows(table, "Time")
    assert (time["both"], time["only_first"], time["only_second"], time["neither"]) == (1, 1, 0, 0)
    assert (time["jaccard"], time["brennan_prediger"], time["negative"]) == (0.5, 0, 0)
    assert time["percent_low"] < 0.5 < time["percent_high"]
    assert time["below_80"] is None  # two participants give no replicates
    assert time["alpha_se"] is not None


def test_standard_errors_are_not_given_for_units_that_depend_on_each_other(coded: SmallStudy) -> None:
    table = agreement_report(coded.project, TURNS, Shown(draws=100, every=True))
    assert rows(table, "Time")[0]["alpha_se"] is None
    assert "not independent" in said(table)


def test_averages_skip_codes_without_alpha_and_say_over_how_many(coded: SmallStudy) -> None:
    table = agreement_report(coded.project, Selection(Unit.TURN, ("Ana", "Cleo")), FEW)
    assert "over 2 of 3 codes without codes below them; pooled kappa" in said(table)


def test_a_code_left_out_leaves_its_parent_too_and_the_reason_is_printed(coded: SmallStudy) -> None:
    selection = Selection(Unit.TURN, ("Ana", "Ben"), (), {"Shift rotation": "no theme"})
    table = agreement_report(coded.project, selection, Shown(draws=100, counts=True))
    assert not rows(table, "Shift rotation")
    assert rows(table, "Obstacles")[0]["only_first"] == 1
    assert "Left out, also of its parent: Shift rotation (no theme)." in said(table)


def test_early_and_late_halves_are_set_apart_by_when_they_were_coded(coded: SmallStudy) -> None:
    with coded.project.read() as reader:
        first = {each for each, revision in reads.revision_ids(reader) if each == coded.transcript("first")}
        early = {revision for each, revision in reads.revision_ids(reader) if each in first}
    change_codings(
        coded,
        lambda each: update(each, created="2026-01-01" if each.revision_id in early else "2026-02-01"),
    )
    table = agreement_report(coded.project, Selection(Unit.TURN, ("Ana", "Ben")), FEW, by=By.TIME)
    assert [(row["part"], row["n_units"], row["percent"]) for row in rows(table, "Time")] == [
        ("1 early", 2, 0.5), ("2 late", 2, 1.0),
    ]  # fmt: skip


def test_questions_ask_for_answers(coded: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="Only answers belong to questions"):
        agreement_report(coded.project, TURNS, FEW, by=By.QUESTION)


def test_without_a_consensus_nobody_stands_against_it(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    with pytest.raises(RuleRefused, match="There is no consensus"):
        agreement_report(small_study.project, TURNS, FEW, against=True)


def test_each_coder_stands_against_the_consensus(coded: SmallStudy) -> None:
    anas = coded.coder("Ana").id
    change_codings(
        coded,
        lambda each: add(replace(each, id=new_id(), layer=Layer.CONSENSUS.value)) if each.coder_id == anas else None,
    )
    table = agreement_report(coded.project, TURNS, Shown(draws=100, counts=True), against=True)
    found = {row["part"]: row for row in rows(table, "Time")}
    assert {part: row["only_second"] for part, row in found.items()} == {"Ana": 0, "Ben": 1, "Cleo": 0}
    assert found["Ben"]["coders"] == "Ben, consensus"
    assert found["Ana"]["percent"] == 1
    assert "(2 Interviews, 4 Turns)" in say(table.title, "en")


def test_a_coder_stands_against_themself_in_two_rounds(coded: SmallStudy) -> None:
    ben = coded.coder("Ben").id
    change_codings(coded, lambda each: update(each, round="main"))
    change_codings(
        coded,
        lambda each: (
            add(replace(each, id=new_id(), round="again", code_id=coded.code("Time").id, end=each.end - 1))
            if each.coder_id == ben
            else None
        ),
    )
    table = agreement_report(coded.project, TURNS, Shown(draws=100, counts=True), rounds=("main", "again"))
    (found,) = rows(table, "Time")
    assert (found["part"], found["coders"]) == ("Ben", "Ben (main), Ben (again)")
    assert (found["both"], found["only_first"], found["only_second"]) == (1, 0, 2)
    by_round = agreement_report(coded.project, Selection(Unit.TURN), FEW, by=By.ROUND)
    assert {row["part"] for row in rows(by_round, "Time")} == {"main"}
    with pytest.raises(RuleRefused, match="in the rounds main and never"):
        agreement_report(coded.project, TURNS, FEW, rounds=("main", "never"))


def test_the_matrix_of_pairs_compares_each_on_what_both_finished(coded: SmallStudy) -> None:
    table = pair_table(coded.project, TURNS)
    (time,) = rows(table, "Time")
    assert (time["Ana / Ben"], time["Ana / Cleo"], time["Ben / Cleo"]) == (pytest.approx(0.5), 1, 0)
    assert time["light"] == pytest.approx(0.5)
    (pooled,) = rows(table, "All codes, pooled")
    assert pooled["Ana / Cleo"] is not None
    assert rows(table, "Communication")[0]["reason"]


def test_codes_that_replace_each_other_are_listed_without_parents(coded: SmallStudy) -> None:
    table = confusion_table(coded.project, Selection(Unit.TURN, ("Ana", "Ben")))
    assert [tuple(row.values())[:4] for row in table.records()] == [("Time", "Shift rotation", 1, 1)]
    with pytest.raises(RuleRefused, match="Characters"):
        confusion_table(coded.project, Selection(Unit.CHARACTER))


def test_codings_are_matched_as_wholes_over_a_curve(coded: SmallStudy) -> None:
    table = span_table(coded.project, Selection(None, ("Ana", "Ben")))
    (time,) = rows(table, "Time")
    assert (time["n_first"], time["n_second"]) == (2, 1)
    assert time["f1_00"] == pytest.approx(2 / 3)
    assert time["f1_100"] == 0
    assert rows(table, "Shift rotation")[0]["f1_00"] == 0


def test_unitizing_has_a_figure_for_each_code(coded: SmallStudy) -> None:
    table = unitizing_table(coded.project, Selection(None, ("Ana", "Ben")))
    (time,) = rows(table, "Time")
    assert 0 < time["value"] < 1
    assert rows(table, "Communication")[0]["value"] < 0


def test_the_words_behind_a_figure_are_those_of_each_coder(coded: SmallStudy) -> None:
    (found,) = differences(coded.project, "Time", None, coded.coder("Ana").id)
    assert found.transcript == "first"
    assert {each.coder: each.passages for each in found.readings} == {
        "Ana": ("never enough time",), "Ben": (), "Cleo": ("never enough time",),
    }  # fmt: skip


def test_nobody_sees_words_of_a_transcript_that_they_are_still_to_finish(coded: SmallStudy) -> None:
    coded.apply("Dan", "first", "She listens", "Communication")
    assert differences(coded.project, "Time", None, coded.coder("Dan").id) == []
    assert len(differences(coded.project, "Time", None, coded.coder("a lead who does not code").id)) == 1
