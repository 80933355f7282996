"""Who is excluded from export is counted, and no file holds a word of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Transcript
from qualcode.services import coding, transcripts
from qualcode.services.codings import coding_export
from qualcode.services.disagreements import disagreement_table
from qualcode.services.exclusion import exclude
from qualcode.services.memos import memo_table
from qualcode.services.results.everything import save_everything
from qualcode.services.results.matrix import matrix_table
from qualcode.services.results.quotes import quotes_table
from qualcode.services.themes import theme_table
from qualcode.store import reads

NOTE = "Participants counted whose words are left out, as excluded from export: 1."


@pytest.fixture
def study(small_study: SmallStudy, tmp_path: Path) -> SmallStudy:
    """P1 and P7 speak of time; P7's file says that nothing of it is exported. Ana has finished, with a memo."""
    text = "#participant: P7   #group: women   #exclude: yes\nP: A quagga has no time.\n"
    (tmp_path / "seventh.txt").write_text(text, "utf-8")
    intake = transcripts.read_transcripts(small_study.project, [tmp_path / "seventh.txt"])
    transcripts.import_transcripts(small_study.project, intake)
    ana = small_study.coder("Ana").id
    small_study.apply("Ana", "first", "never enough time", "Time")
    made = small_study.apply("Ana", "seventh", "A quagga has no time.", "Time")
    coding.write_memo(small_study.project, ana, "coding", made, "A quagga?")
    for transcript in ("first", "second", "seventh"):
        coding.finish_transcript(small_study.project, ana, small_study.transcript(transcript))
    return small_study


def notes(table: object) -> list[str]:
    return [str(note) for note in table.notes]  # type: ignore[attr-defined]  # any table


def test_they_are_counted_like_everybody(study: SmallStudy) -> None:
    counted = {(row["code"], row["group"]): (row["n"], row["base"]) for row in theme_table(study.project).records()}
    assert counted["Time", "women"] == (2, 2)


def test_no_quotation_and_no_cell_of_the_matrix_holds_their_words_and_the_notes_say_so(study: SmallStudy) -> None:
    quotes, matrix = quotes_table(study.project), matrix_table(study.project, ["Time"])
    assert [row["quote"] for row in quotes.records()] == ["never enough time"]
    cells = {row["participant"]: row["Obstacles > Time"] for row in matrix.records()}
    assert cells == {"P1": "never enough time", "P2": "", "P7": "[not exported]"}
    assert NOTE in notes(quotes)
    assert NOTE in notes(matrix)


def test_exports_leave_them_out(study: SmallStudy, tmp_path: Path) -> None:
    assert [row[1] for row in coding_export(study.project)] == ["first"]
    written, left_out = transcripts.export_transcripts(study.project, tmp_path / "out")
    assert ([path.name for path in written], left_out) == (["first.txt", "second.txt"], 1)
    memos = memo_table(study.project, None)
    assert memos.rows == ()
    assert "Memos left out, on words excluded from export: 1." in notes(memos)


def test_the_disagreement_list_shows_where_and_not_what(study: SmallStudy) -> None:
    ben = study.coder("Ben").id
    coding.finish_transcript(study.project, ben, study.transcript("seventh"))
    (row,) = disagreement_table(study.project, "Time").records()
    assert (row["transcript"], row["has"], row["words"], row["memos"]) == ("seventh", "Ana", "[not exported]", "")


def test_no_file_of_a_whole_report_holds_their_words(study: SmallStudy, tmp_path: Path) -> None:
    save_everything(study.project, tmp_path / "report")
    files = [path for path in (tmp_path / "report").iterdir() if path.suffix in {".csv", ".html", ".md"}]
    assert any(b"never enough time" in path.read_bytes() for path in files)
    assert [path.name for path in files if b"quagga" in path.read_bytes()] == []


def test_people_and_interviews_are_excluded_and_let_out_again_by_name(study: SmallStudy) -> None:
    exclude(study.project, ["P1", "seventh.txt"])
    with study.project.read() as reader:
        assert [each.name for each in reads.every(reader, Participant) if each.is_excluded] == ["P1"]
    assert list(coding_export(study.project)) == []
    exclude(study.project, ["P1", "seventh.txt"], excluded=False)
    assert len(list(coding_export(study.project))) == 2
    study.project.undo(None)
    assert list(coding_export(study.project)) == []
    with pytest.raises(RuleRefused, match="neither a participant nor a transcript P99"):
        exclude(study.project, ["P1", "P99"])


def test_a_participants_file_excludes_and_one_without_the_column_changes_nothing(
    study: SmallStudy, tmp_path: Path
) -> None:
    def flags(rows: str) -> dict[str, bool]:
        (tmp_path / "p.csv").write_text(rows, "utf-8")
        transcripts.import_participants(study.project, tmp_path / "p.csv")
        with study.project.read() as reader:
            return {each.name: each.is_excluded for each in reads.every(reader, Participant)}

    assert flags("participant,group,exclude\nP1,women,yes\nP2,staff,\n") == {"P1": True, "P2": False, "P7": False}
    assert flags("participant,group\nP1,women\n")["P1"]
    assert not flags("participant,group,exclude\nP1,women,no\n")["P1"]
    with pytest.raises(BadInput, match='line 2: "maybe" under exclude is neither yes nor no'):
        flags("participant,exclude\nP1,maybe\n")


def test_notes_with_an_answer_a_row_may_exclude_an_interview(study: SmallStudy, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("participant,question,answer,exclude\nP8,Q1,Hm.,yes\nP9,Q1,Ah.,no\n", "utf-8")
    intake = transcripts.read_transcripts(study.project, [tmp_path / "n.csv"])
    transcripts.import_transcripts(study.project, intake)
    with study.project.read() as reader:
        flags = {each.name: each.is_excluded for each in reads.every(reader, Transcript)}
    assert (flags["P8"], flags["P9"], flags["seventh"]) == (True, False, True)
