from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.adjudication import Adjudication, Decision, Ruling
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.services import coding, disagreements, exchange, rounds
from qualcode.services.adjudication import adjudicate, import_adjudications
from qualcode.services.agreement import agreement_table
from qualcode.services.codings import coding_export
from qualcode.services.consensus import Dispute, State, settled_passages
from qualcode.services.interviews import interviews
from qualcode.services.themes import theme_table
from qualcode.store import reads

GUIDED = """\
I: Welcome.
P: Hello there.
[Q1]
I: What gets in the way here?
P: There is never enough time. Officers rotate every week.
[Q2]
I: And what works?
P: My officer explains things. She listens.
"""


@pytest.fixture
def study(small_study: SmallStudy) -> SmallStudy:
    """Ana and Ben agree on Communication in Q2 of *third*, and differ on Time in the greeting and in Q1."""
    small_study.add_transcript("third", GUIDED, {"participant": "P3", "group": "women"})
    small_study.apply("Ana", "third", "never enough time", "Time")
    small_study.apply("Ana", "third", "She listens.", "Communication")
    small_study.apply("Ben", "third", "My officer explains things.", "Communication")
    small_study.apply("Ben", "third", "Hello there.", "Time")
    for coder in ("Ana", "Ben"):
        coding.finish_transcript(small_study.project, small_study.coder(coder).id, small_study.transcript("third"))
    return small_study


def disputes(study: SmallStudy) -> tuple[Dispute, ...]:
    return disagreements.disagreement_queue(study.project).disputes


def settle(study: SmallStudy, place: int, decision: Decision, **ruling: object) -> None:
    lea = study.coder("Lea").id
    adjudicate(study.project, lea, disputes(study)[place].disagreement, Ruling(decision, **ruling))  # type: ignore[arg-type]


def consensus(study: SmallStudy) -> list[tuple[str, str]] | None:
    """Code and words of the consensus of *third*, by place; None while it has none."""
    names = {each.id: each.name for each in disagreements.disagreement_queue(study.project).codebook.codes.values()}
    with study.project.read() as reader:
        found = settled_passages(reader, interviews(reader))
        (revision,) = [each.revision_id for each in interviews(reader) if each.sections]
    if revision not in found:
        return None
    return [(names[code], GUIDED[start:end]) for code, start, end in sorted(found[revision], key=lambda each: each[1])]


def women_with(study: SmallStudy, code: str, layer: str | None = None) -> object:
    rows = theme_table(study.project, layer=layer).records()
    return next(row["n"] for row in rows if (row["code"], row["group"]) == (code, "women"))


def test_coders_differ_on_answers_and_on_turns_that_answer_no_question(study: SmallStudy) -> None:
    rows = disagreements.disagreement_table(study.project).records()
    assert [(row["question"], row["code"], row["has"], row["has_not"], row["words"]) for row in rows] == [
        ("", "Time", "Ben", "Ana", "Ben: “Hello there.”"),
        ("Q1", "Time", "Ana", "Ben", "Ana: “never enough time”"),
    ]
    assert {row["state"] for row in rows} == {"open"}


def test_a_code_narrows_the_list_to_itself_and_what_lies_below(study: SmallStudy) -> None:
    assert len(disagreements.disagreement_table(study.project, "Obstacles").rows) == 2
    assert disagreements.disagreement_table(study.project, "Communication").rows == ()


def test_memos_of_both_stand_in_the_list(study: SmallStudy) -> None:
    opened = coding.open_transcript(study.project, study.transcript("third"), study.coder("Ana").id)
    coding.write_memo(study.project, study.coder("Ana").id, "coding", opened.codings[0].id, "No hours left.")
    rows = disagreements.disagreement_table(study.project).records()
    assert rows[1]["memos"] == "Ana: No hours left."


def test_consensus_is_the_agreements_and_the_decisions_once_everything_is_decided(study: SmallStudy) -> None:
    settle(study, 0, Decision.NEITHER, reason="A greeting.")
    assert consensus(study) is None
    settle(study, 1, Decision.TAKE, taken=study.coder("Ana").id)
    assert consensus(study) == [
        ("Time", "never enough time"),
        ("Communication", "My officer explains things."),
        ("Communication", "She listens."),
    ]


def test_tables_read_the_consensus_from_then_on(study: SmallStudy) -> None:
    assert women_with(study, "Time") == 1
    settle(study, 0, Decision.NEITHER)
    settle(study, 1, Decision.TAKE, taken=study.coder("Ben").id)
    assert (women_with(study, "Time"), women_with(study, "Communication")) == (0, 1)
    assert women_with(study, "Time", layer="union") == 1


@pytest.mark.parametrize(
    ("decision", "words"),
    [(Decision.BOTH, ["never enough time"]), (Decision.NEITHER, []), (Decision.LATER, []), (Decision.SPAN, ["time"])],
)
def test_each_decision_writes_its_words_beside_the_originals(
    study: SmallStudy, decision: Decision, words: list[str]
) -> None:
    at = GUIDED.index("time.")
    settle(study, 1, decision, **({"segment": (at, at + 4)} if decision is Decision.SPAN else {}))
    with study.project.read() as reader:
        made = reads.every(reader, Coding, layer=Layer.CONSENSUS.value)
        assert len(reads.every(reader, Coding, layer=Layer.INDEPENDENT.value)) == 4
    assert [GUIDED[each.start : each.end] for each in made] == words
    assert disputes(study)[1].state is (State.LATER if decision is Decision.LATER else State.SETTLED)


def test_another_code_takes_the_place_of_the_one_in_question(study: SmallStudy) -> None:
    settle(study, 0, Decision.NEITHER)
    settle(study, 1, Decision.CODE, code_id=study.code("Shift rotation").id)
    assert (consensus(study) or [])[0] == ("Shift rotation", "never enough time")
    assert disagreements.disagreement_table(study.project).records()[1]["decision"] == "code Obstacles > Shift rotation"


def test_words_outside_the_answer_are_refused(study: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="no part of the answer"):
        settle(study, 1, Decision.SPAN, segment=(0, 5))


def test_the_log_keeps_who_decided_what_each_had_and_why(study: SmallStudy) -> None:
    settle(study, 1, Decision.BOTH, reason=" Time is named. ")
    with study.project.read() as reader:
        (row,) = reads.every(reader, Adjudication)
    at = GUIDED.index("never enough time")
    assert row.coder_id == study.coder("Lea").id
    assert dict(row.readings) == {study.coder("Ana").id: f"{at}-{at + 17}", study.coder("Ben").id: ""}
    assert (row.reason, row.codebook_version > 0, bool(row.created)) == ("Time is named.", True, True)


def test_independent_figures_never_change_by_settling(study: SmallStudy) -> None:
    before = agreement_table(study.project).rows
    settle(study, 0, Decision.BOTH)
    settle(study, 1, Decision.CODE, code_id=study.code("Communication").id)
    assert agreement_table(study.project).rows == before


def test_a_decision_can_be_changed_undone_and_done_again(study: SmallStudy) -> None:
    lea = study.coder("Lea").id
    settle(study, 0, Decision.NEITHER)
    settle(study, 1, Decision.NEITHER)
    settle(study, 1, Decision.BOTH)
    assert (consensus(study) or [])[0] == ("Time", "never enough time")
    study.project.undo(lea)
    assert [code for code, _ in consensus(study) or []] == ["Communication", "Communication"]
    study.project.undo(lea)
    assert consensus(study) is None
    study.project.redo(lea)
    study.project.redo(lea)
    assert (consensus(study) or [])[0] == ("Time", "never enough time")
    assert study.project.faults() == []


def test_a_decision_holds_while_the_same_coders_have_the_code_and_blocks_nobodys_undo(study: SmallStudy) -> None:
    known = disputes(study)[1].disagreement
    settle(study, 0, Decision.NEITHER)
    settle(study, 1, Decision.NEITHER)
    ben = study.coder("Ben").id
    study.apply("Ben", "third", "never enough time", "Time")
    assert len(disputes(study)) == 1
    with pytest.raises(RuleRefused, match="do not differ here any more"):
        adjudicate(study.project, ben, known, Ruling(Decision.BOTH))
    study.project.undo(ben)
    assert disputes(study)[1].state is State.SETTLED
    coding.finish_transcript(study.project, study.coder("Cara").id, study.transcript("third"))
    assert disputes(study)[0].state is State.CHANGED
    assert consensus(study) is None


def test_a_blind_round_hides_the_queue_the_readings_and_the_verb(study: SmallStudy) -> None:
    known = disputes(study)[1].disagreement
    rounds.open_round(study.project, None, "Main")
    rounds.assign(study.project, None, None, ["third"], ["Ana", "Ben"])
    queue = disagreements.disagreement_queue(study.project)
    assert (queue.disputes, queue.left_out) == ((), 1)
    assert disagreements.disagreement_table(study.project).rows == ()
    assert disagreements.readings(study.project, study.transcript("third")).codings == ()
    with study.project.read() as reader:
        assert settled_passages(reader, interviews(reader)) == {}
    with pytest.raises(RuleRefused, match="blind round that is open"):
        adjudicate(study.project, study.coder("Ana").id, known, Ruling(Decision.BOTH))
    rounds.close_round(study.project, None, "Main")
    assert len(disagreements.readings(study.project, study.transcript("third")).codings) == 4


def test_the_disagreement_list_is_filled_in_and_read_back(study: SmallStudy, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    settle(study, 0, Decision.LATER)
    exchange.save_table(disagreements.disagreement_table(study.project), path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("transcript,question,start,end,code,")
    assert not import_adjudications(study.project, path, study.coder("Lea").id).changes
    path.write_text(
        "transcript,question,code,decision,decider,reason\nthird,Q1,Time,take Ana,Moe,clear\n", encoding="utf-8"
    )
    import_adjudications(study.project, path)
    row = disagreements.disagreement_table(study.project).records()[1]
    assert (row["state"], row["decision"], row["decider"], row["reason"]) == ("settled", "take Ana", "Moe", "clear")
    assert not import_adjudications(study.project, path).changes


def test_a_file_of_decisions_is_refused_whole_with_every_fault(study: SmallStudy, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "transcript,question,code,decision,decider\nthird,Q1,Time,both,Lea\nthird,Q2,Time,both,Lea\n"
        "fourth,Q1,Time,both,Lea\nthird,Q1,Time,perhaps,Lea\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput, match=r"(?s)line 3.*do not differ.*line 4.*no transcript.*line 5.*already"):
        import_adjudications(study.project, path)
    assert {each.state for each in disputes(study)} == {State.OPEN}


def test_an_export_of_codings_leaves_out_what_decisions_wrote(study: SmallStudy) -> None:
    settle(study, 1, Decision.BOTH)
    assert {row[7] for row in coding_export(study.project)} == {"independent"}
