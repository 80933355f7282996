"""Who withdraws is erased: from tables, from the log, from the file; the rest of the study stays sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SmallStudy

from qualcode.domain.coding import Coding
from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.domain.study import MeasureValue, Participant
from qualcode.domain.transcript import Revision, Transcript
from qualcode.services import codebook, coding, transcripts
from qualcode.services.codings import coding_export
from qualcode.services.drafts import Draft, keep_draft, read_draft
from qualcode.services.packs import make_pack, merge_pack
from qualcode.services.project import Project
from qualcode.services.results.composition import attributes_table, sample_table
from qualcode.services.results.record import checklist_table
from qualcode.services.themes import theme_table
from qualcode.services.withdrawal import concerned_by, withdraw_participant
from qualcode.store import log, reads

SEVENTH = "#participant: P7\nI: What gets in the way?\nP: My zebra finches, and Officer Quetzal.\n"
MEMO = "She means the aardvark."


@pytest.fixture
def study(small_study: SmallStudy, tmp_path: Path) -> SmallStudy:
    """P7 has an interview with codings, a memo, one that was removed again, numbers and attributes."""
    (tmp_path / "p.csv").write_text(
        "participant,group,site,pet\nP7,women,Site Okapi,axolotl\nP1,women,A,dog\n", "utf-8"
    )
    (tmp_path / "m.csv").write_text("participant,bond\nP7,4.125\nP1,3\n", "utf-8")
    (tmp_path / "seventh.txt").write_text(SEVENTH, "utf-8")
    transcripts.import_participants(small_study.project, tmp_path / "p.csv")
    transcripts.import_measures(small_study.project, tmp_path / "m.csv")
    intake = transcripts.read_transcripts(small_study.project, [tmp_path / "seventh.txt"])
    transcripts.import_transcripts(small_study.project, intake)
    small_study.apply("Ben", "first", "never enough time", "Time")
    ana = small_study.coder("Ana").id
    for words in ("zebra finches", "Officer Quetzal"):
        made = small_study.apply("Ana", "seventh", words, "Time")
        coding.write_memo(small_study.project, ana, "coding", made, MEMO)
    coding.remove_coding(small_study.project, ana, made)
    coding.finish_transcript(small_study.project, ana, small_study.transcript("seventh"))
    return small_study


def raw(project: Project) -> bytes:
    """Every byte beside and in the project file."""
    return b"".join(path.read_bytes() for path in sorted(project.path.parent.glob(f"{project.path.name}*")))


TRACES = ("zebra", "Quetzal", "aardvark", "axolotl", "Okapi", "4.125")


def test_nothing_of_the_words_is_left_in_the_file(study: SmallStudy) -> None:
    assert all(trace.encode() in raw(study.project) for trace in TRACES[:5])
    done = withdraw_participant(study.project, "P7", study.coder("Ana").id)
    assert done.is_clean
    assert [trace for trace in TRACES if trace.encode() in raw(study.project)] == []


def test_what_goes_is_said_beforehand(study: SmallStudy) -> None:
    found = concerned_by(study.project, "P7")
    assert (found.transcripts, found.shared) == (("seventh",), ())
    assert (found.codings, found.memos, found.measures) == (1, 1, 1)


def test_codes_that_quote_the_participant_are_named(study: SmallStudy) -> None:
    codebook.edit_code(study.project, None, study.code("Time").id, example="My zebra finches, and officer QUETZAL!")
    codebook.edit_code(study.project, None, study.code("Communication").id, example="My zebra finches and others.")
    assert concerned_by(study.project, "P7").quoting == ("Obstacles > Time",)


def test_the_project_stays_sound_and_replays_to_its_tables(study: SmallStudy) -> None:
    withdraw_participant(study.project, "P7")
    assert study.project.faults() == []
    again = Project.open(study.project.path)
    assert again.faults() == []
    with again.read() as reader:
        assert [each.name for each in reads.every(reader, Transcript)] == ["first", "second"]
        assert len(reads.every(reader, MeasureValue)) == 1
        person = reads.one(reader, Participant, name="P7")
    assert person is not None
    assert (person.is_withdrawn, person.group, person.site, person.attributes) == (True, "women", "", {})
    assert len(list(coding_export(again))) == 1


def test_an_emptied_change_that_no_withdrawal_names_is_a_fault(study: SmallStudy) -> None:
    withdraw_participant(study.project, "P7")
    with study.project.read() as reader:
        row = reader.exec_driver_sql("SELECT seq, row_id FROM change WHERE kind = 'code' LIMIT 1").one()
    with study.project._engine.connect() as plain:  # a tamperer has no door
        plain.exec_driver_sql("UPDATE change SET before = NULL, after = NULL WHERE seq = ? AND row_id = ?", tuple(row))
        plain.commit()
    assert f"The log is broken at event {row[0]}." in study.project.faults()


def test_undo_passes_over_what_was_erased_and_does_not_reach_the_withdrawal(study: SmallStudy) -> None:
    ana = study.coder("Ana").id
    before = study.apply("Ana", "second", "She listens.", "Communication")
    study.apply("Ana", "seventh", "My", "Communication")
    withdraw_participant(study.project, "P7", ana)
    undone = study.project.undo(ana)
    assert [change.id for change in undone] == [before]
    assert study.project.redo(ana).changes
    study.project.undo(ana)
    with pytest.raises(RuleRefused, match="nothing to undo"):
        study.project.undo(ana)
    assert study.project.faults() == []


def test_history_says_who_withdrew_and_nothing_else(study: SmallStudy) -> None:
    withdraw_participant(study.project, "P7", study.coder("Ana").id)
    seq, _, op, who, _ = study.project.history()[-1]
    assert (op, who, study.project.withdrawals()) == ("withdraw participant", "Ana", {seq: "P7"})


def test_no_table_counts_who_withdrew_and_the_sample_says_how_many(study: SmallStudy) -> None:
    withdraw_participant(study.project, "P7")
    (site, total) = sample_table(study.project).records()
    assert (site["site"], site["n_women"], total["n_women"]) == ("A", 1, 1)
    assert "Withdrawn, and in no number: women 1." in map(str, sample_table(study.project).notes)
    assert {row["base"] for row in attributes_table(study.project).records()} <= {0, 1}
    assert "P7" not in str(theme_table(study.project).rows)
    says = {row["topic"]: str(row["says"]) for row in checklist_table(study.project).records()}
    assert "withdrawn: 1;" in says["Non-participation"]
    assert transcripts.overview(study.project).participants == 2


def test_files_do_not_bring_back_who_withdrew(study: SmallStudy, tmp_path: Path) -> None:
    withdraw_participant(study.project, "P7")
    head = study.project.head()
    transcripts.import_participants(study.project, tmp_path / "p.csv")
    transcripts.import_measures(study.project, tmp_path / "m.csv")
    assert study.project.head() == head
    intake = transcripts.read_transcripts(study.project, [tmp_path / "seventh.txt"])
    assert intake.parsed == ()
    assert "seventh.txt: P7 withdrew. Leave this file out" in str(intake.refused[0][1])
    (tmp_path / "n.csv").write_text("participant,question,answer\nP1,Q1,Yes\nP7,Q1,No\n", "utf-8")
    (refused,) = transcripts.read_transcripts(study.project, [tmp_path / "n.csv"]).refused
    assert "n.csv: line 3: P7 withdrew." in str(refused[1])


def test_a_participants_file_may_name_who_withdrew_before_anything_was_stored(
    small_study: SmallStudy, tmp_path: Path
) -> None:
    (tmp_path / "p.csv").write_text("participant,group,age,interview\nP8,women,44,withdrawn\nP9,women,30,\n", "utf-8")
    transcripts.import_participants(small_study.project, tmp_path / "p.csv")
    with small_study.project.read() as reader:
        person = reads.one(reader, Participant, name="P8")
    assert person is not None
    assert (person.is_withdrawn, person.attributes) == (True, {})
    assert "Withdrawn, and in no number: women 1." in map(str, sample_table(small_study.project, "age").notes)
    (tmp_path / "q.csv").write_text("participant,status\nP1,withdrawn\n", "utf-8")
    with pytest.raises(BadInput, match=r"line 2: P1.* qualcode withdraw P1"):
        transcripts.import_participants(small_study.project, tmp_path / "q.csv")


GROUP = "A: I keep a zebra.\nI: And you?\nB: I have no time.\nA: Nor have I.\n"


def test_in_an_interview_with_others_only_their_own_words_go(small_study: SmallStudy, tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_text(f"#participant: P7; P8\n{GROUP}", "utf-8")
    intake = transcripts.read_transcripts(small_study.project, [tmp_path / "g.txt"])
    transcripts.import_transcripts(small_study.project, intake)
    (tmp_path / "s.csv").write_text(
        "transcript,speaker,role,participant\ng,A,participant,P7\ng,B,participant,P8\n", "utf-8"
    )
    transcripts.import_speakers(small_study.project, tmp_path / "s.csv")
    small_study.apply("Ana", "g", "I keep a zebra.", "Time")
    both = small_study.apply("Ana", "g", "no time.\nA: Nor", "Time")
    done = withdraw_participant(small_study.project, "P7")
    assert (done.concerned.transcripts, done.concerned.shared, done.concerned.codings) == ((), ("g",), 1)
    opened = coding.open_transcript(small_study.project, small_study.transcript("g"), small_study.coder("Ana").id)
    masked = "A: * **** * ******\nI: And you?\nB: I have no time.\nA: *** **** **\n"
    assert opened.text == f"#participant: P7; P8\n{masked}"
    assert [each.id for each in opened.codings] == [both]
    assert small_study.project.faults() == []
    assert b"zebra" not in raw(small_study.project)


def test_an_interview_whose_speaker_is_not_known_is_asked_about_first(small_study: SmallStudy, tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_text(GROUP, "utf-8")
    (tmp_path / "p.csv").write_text("participant,transcript\nP7,g\nP8,g\n", "utf-8")
    transcripts.import_participants(small_study.project, tmp_path / "p.csv")
    intake = transcripts.read_transcripts(small_study.project, [tmp_path / "g.txt"])
    transcripts.import_transcripts(small_study.project, intake)
    with pytest.raises(RuleRefused, match="not known which speaker"):
        withdraw_participant(small_study.project, "P7")


def test_a_pack_made_before_brings_nothing_back(study: SmallStudy, tmp_path: Path) -> None:
    make_pack(study.project, tmp_path / "ben.qualcode", "Ben")
    pack = SmallStudy(Project.open(tmp_path / "ben.qualcode"), "")
    with pytest.raises(RuleRefused, match="is a pack"):
        withdraw_participant(pack.project, "P7")
    made = pack.apply("Ben", "seventh", "zebra finches", "Time")
    coding.write_memo(pack.project, pack.coder("Ben").id, "coding", made, "An aardvark again.")
    kept = pack.apply("Ben", "second", "She listens.", "Communication")
    pack.project.close()
    withdraw_participant(study.project, "P7")
    merge_pack(study.project, tmp_path / "ben.qualcode")
    assert [trace for trace in TRACES if trace.encode() in raw(study.project)] == []
    assert study.project.faults() == []
    with study.project.read() as reader:
        assert kept in reads.by_ids(reader, "coding", [made, kept])
        assert made not in reads.by_ids(reader, "coding", [made, kept])
        assert log.replayed(reader) == log.stored(reader)


verbs = st.lists(
    st.tuples(st.sampled_from(["apply", "remove", "memo", "undo", "redo", "finish"]), st.integers(0, 9)), max_size=12
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=verbs, after=verbs)
def test_whatever_was_done_before_and_is_undone_after_the_log_replays_to_the_tables(
    new_study: Callable[[], SmallStudy], before: list[tuple[str, int]], after: list[tuple[str, int]]
) -> None:
    study = new_study()
    for verb, pick in before:
        act(study, verb, pick)
    withdraw_participant(study.project, "P1", study.coder("Ana").id)
    for verb, pick in after:
        act(study, verb, pick)
    assert study.project.faults() == []
    with study.project.read() as reader:
        assert [each.name for each in reads.every(reader, Transcript)] == ["second"]
    study.project.close()


def act(study: SmallStudy, verb: str, pick: int) -> None:
    """Let Ana do something to one of the transcripts or codings there are; a refusal is no harm."""
    ana, project = study.coder("Ana").id, study.project
    with project.read() as reader:
        revisions, codings = reads.every(reader, Revision), reads.every(reader, Coding, coder_id=ana)
    revision, made = revisions[pick % len(revisions)], codings[pick % len(codings)].id if codings else ""
    verbs: dict[str, Callable[[], object]] = {
        "apply": lambda: coding.apply_code(project, ana, revision.id, 34 + pick, 60, study.code("Time").id),
        "remove": lambda: coding.remove_coding(project, ana, made),
        "memo": lambda: coding.write_memo(project, ana, "coding", made, f"Memo {pick}"),
        "finish": lambda: coding.finish_transcript(project, ana, revision.transcript_id),
        "undo": lambda: project.undo(ana),
        "redo": lambda: project.redo(ana),
    }
    with suppress(RuleRefused):
        verbs[verb]()


def test_a_draft_on_the_words_is_forgotten(study: SmallStudy) -> None:
    ana = study.coder("Ana").id
    keep_draft(study.project, ana, Draft("transcript", study.transcript("seventh"), MEMO))
    withdraw_participant(study.project, "P7")
    assert read_draft(study.project, ana) is None


def test_another_program_that_reads_meanwhile_keeps_the_file_from_being_clean(study: SmallStudy) -> None:
    other = Project.open(study.project.path)
    other._engine.dispose()  # connections of this test's own making wait less
    study.project._engine.dispose()  # as above
    with other.read() as reader:
        assert reads.every(reader, Participant)
        with study.project.read() as mine:
            mine.exec_driver_sql("PRAGMA busy_timeout = 50")  # not half a minute
        done = withdraw_participant(study.project, "P7")
    assert not done.is_clean
    other.close()
    assert study.project.scrub()
    assert [trace for trace in TRACES if trace.encode() in raw(study.project)] == []


def test_nobody_withdraws_twice_and_strangers_do_not(study: SmallStudy) -> None:
    withdraw_participant(study.project, "P7")
    with pytest.raises(RuleRefused, match="withdrew already"):
        withdraw_participant(study.project, "P7")
    with pytest.raises(RuleRefused, match='no participant "P99"'):
        concerned_by(study.project, "P99")
