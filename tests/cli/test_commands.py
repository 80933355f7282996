from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import sqlcipher3.dbapi2 as driver
from tests.cli.conftest import Command

from qualcode.services.project import Project
from qualcode.store import database


def test_words_excluded_from_export_are_left_out_and_it_is_said(project: Command, folder: Path) -> None:
    assert "1 are excluded from export" in project("exclude", "P1").err
    done = project("export", "codings", "out.csv")
    assert "1 transcripts are left out: they are excluded from export." in done.err
    assert "P1" not in (folder / "out.csv").read_text(encoding="utf-8")
    assert "1 transcripts are left out" in project("export", "transcripts", "texts").err
    assert "1 may be exported again" in project("exclude", "P1", "--back").err
    assert "Wrote 5 codings" in project("export", "codings", "out.csv").err


def test_a_withdrawal_asks_for_yes_and_stands_in_history(project: Command) -> None:
    refused = project("withdraw", "P1")
    assert (refused.code, "Say --yes to go on." in refused.err) == (1, True)
    assert "This erases the transcripts of P1 (P1), 3 codings, 0 memos and 0 numbers." in refused.err
    done = project("withdraw", "P1", "--yes", "--coder", "Ana")
    assert (done.code, "Backups, packs and files exported before are not touched" in done.err) == (0, True)
    assert "Ana          withdraw participant P1 (" in project("history", "--last", "1").out
    assert project("check").code == 0


def test_a_project_is_made_from_files_in_one_command(qualcode: Command, folder: Path) -> None:
    done = qualcode(
        "new", "s.qualcode", "--codebook", "codebook.csv", "--participants", "participants.csv", "interviews"
    )
    assert done.code == 0
    assert done.out == ""
    assert "I                        interviewer" in done.err
    assert "2 new transcripts" in done.err
    assert (folder / "s.qualcode").exists()


def test_a_bad_file_is_named_and_the_good_ones_go_in(qualcode: Command, folder: Path) -> None:
    (folder / "interviews/P3.txt").write_bytes("I: Ça va ?\nP: Très bien.\n".encode("cp1252"))
    done = qualcode("new", "s.qualcode", "interviews")
    assert done.code == 1
    assert "P3.txt" in done.err
    assert "--encoding cp1252" in done.err
    again = qualcode("import", "transcripts", "interviews", "--encoding", "cp1252")
    assert again.code == 0
    assert "2 transcripts were there already" in again.err
    assert "1 new transcript," in again.err


def test_a_study_that_codes_the_interviewer_says_so_when_it_is_made(qualcode: Command, folder: Path) -> None:
    for name, options in (("plain", ()), ("coding", ("--code-interviewer",))):
        assert qualcode("new", f"{name}.qualcode", *options).code == 0
        project = Project.open(folder / f"{name}.qualcode")
        assert project.study().codes_interviewer == bool(options)
        project.close()


def test_a_dry_run_shows_speakers_and_stores_nothing(qualcode: Command) -> None:
    qualcode("new", "s.qualcode")
    done = qualcode("import", "transcripts", "interviews", "--dry-run")
    assert done.code == 0
    assert "interviewer" in done.err
    assert "Would store 2 new questions, 2 new transcripts" in done.err
    assert "import transcripts" not in qualcode("history").out


def test_a_speaker_is_corrected_when_importing_or_for_the_whole_study(qualcode: Command, folder: Path) -> None:
    qualcode("new", "s.qualcode", "--participants", "participants.csv")
    done = qualcode("import", "transcripts", "interviews", "--interviewer", "P")
    assert "P                        interviewer" in done.err
    (folder / "speakers.csv").write_text("transcript,speaker,role\n*,P,participant\n", encoding="utf-8")
    assert "2 changed speakers" in qualcode("import", "speakers", "speakers.csv").err


def test_an_interviewer_who_does_not_speak_is_refused_with_those_who_do(qualcode: Command) -> None:
    qualcode("new", "s.qualcode")
    done = qualcode("import", "transcripts", "interviews", "--interviewer", "Nobody")
    assert done.code == 1
    assert "The speakers found are: I, P." in done.err


def test_importing_again_changes_nothing(project: Command) -> None:
    for words in (
        ("codebook", "codebook.csv"), ("participants", "participants.csv"), ("guide", "guide.toml"),
        ("transcripts", "interviews"), ("codings", "codings.csv"),
    ):  # fmt: skip
        before = project("history").out
        assert project("import", *words).code == 0
        assert project("history").out == before


def test_agreement_as_json_has_the_keys_of_the_contract(project: Command) -> None:
    table = json.loads(project("report", "agreement", "--format", "json", "--counts").out)
    assert set(table) == {"title", "rows", "notes", "provenance"}
    row = next(row for row in table["rows"] if row["code"] == "Trust")
    assert list(row) == [
        "code", "unit", "coders", "n_units", "n_transcripts", "both", "only_first", "only_second", "neither",
        "prevalence", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "positive", "kappa", "reason",
    ]  # fmt: skip
    assert (row["both"], row["only_first"], row["only_second"], row["neither"]) == (0, 1, 0, 1)
    assert row["kappa"] == 0
    assert row["alpha_low"] is None
    assert "fewer than 6 participants" in row["reason"]
    time_ = next(row for row in table["rows"] if row["code"] == "Time")
    assert time_["alpha"] is None
    assert time_["reason"] == "no variation: everybody used it everywhere"


@pytest.mark.parametrize("unit", ["answer", "turn", "sentence", "character", "transcript", "participant"])
def test_every_unit_can_be_counted(project: Command, unit: str) -> None:
    table = json.loads(project("report", "agreement", "--unit", unit, "--format", "json").out)
    expected = {"answer": 2, "turn": 4, "sentence": 5, "character": 68, "transcript": 2, "participant": 2}
    assert {row["n_units"] for row in table["rows"]} == {expected[unit]}


def test_unfinished_is_missing_not_absent(project: Command, folder: Path) -> None:
    (folder / "more.csv").write_text("coder,transcript,code,quote\nCara,P1,Trust,I trust her\n", encoding="utf-8")
    project("import", "codings", "more.csv", "--finished", "none")
    assert "Cara" not in json.loads(project("report", "agreement", "--format", "json").out)["rows"][0]["coders"]
    project("import", "codings", "more.csv")
    assert "Cara" in json.loads(project("report", "agreement", "--format", "json").out)["rows"][0]["coders"]


def test_themes_count_people_and_leave_out_who_has_no_interview(project: Command) -> None:
    table = json.loads(project("report", "themes", "--by", "group", "--format", "json").out)
    found = {(row["code"], row["group"]): (row["n"], row["base"], row["percent"]) for row in table["rows"]}
    assert found["Resources", "staff"] == (1, 1, 1)
    assert found["Time", "women"] == (1, 1, 1)
    assert found["Trust", "staff"] == (0, 1, 0)
    assert any("1 without an interview" in note for note in table["notes"])


def test_themes_with_tests_have_the_keys_of_the_contract(project: Command) -> None:
    table = json.loads(project("report", "themes", "--tests", "--format", "json").out)
    assert list(table["rows"][0]) == [
        "code", "parent", "group", "n", "base", "percent", "low", "high", "difference", "difference_low",
        "difference_high", "fisher_p", "holm_p", "odds_ratio", "reason",
    ]  # fmt: skip


def test_a_table_goes_to_a_workbook_with_typed_cells(project: Command, folder: Path) -> None:
    assert project("report", "themes", "--by", "group", "--out", "t.xlsx").code == 0
    cells = [cell for row in openpyxl.load_workbook(folder / "t.xlsx").active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert any(cell.value == 1 and cell.data_type == "n" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_an_unknown_suffix_is_refused_and_writes_nothing(project: Command, folder: Path) -> None:
    done = project("report", "themes", "--out", "t.pdf")
    assert done.code == 1
    assert ".xlsx" in done.err
    assert not (folder / "t.pdf").exists()


def test_what_was_imported_comes_out_again(project: Command, folder: Path) -> None:
    assert project("export", "transcripts", "out").code == 0
    assert (folder / "out/P1.txt").read_bytes() == (folder / "interviews/P1.txt").read_bytes()
    assert project("export", "codebook", "book.csv").code == 0
    assert project("export", "codings", "all.csv").code == 0
    before = project("history").out
    assert project("import", "codebook", "book.csv").code == 0
    assert "0 codings; 5 were there already" in project("import", "codings", "all.csv").err
    assert project("history").out == before


def test_undo_turns_an_import_back_and_redo_does_it_again(project: Command) -> None:
    assert "turned back" in project("undo").err
    assert project("report", "agreement").code == 1
    assert project("redo").code == 0
    assert project("report", "agreement").code == 0
    assert project("check").code == 0


def test_undo_of_a_coder_who_is_not_there_is_refused_and_adds_nobody(project: Command) -> None:
    done = project("undo", "--coder", "Anna")
    assert done.code == 1
    assert "There are: Ana, Ben." in done.err
    assert "Anna" not in project("history").out


def test_wrong_usage_leaves_with_2_and_names_the_choice(qualcode: Command) -> None:
    assert qualcode("report", "themes").code == 2
    assert qualcode("report", "themes", "--base", "everyone").code == 2
    qualcode("new", "a.qualcode")
    qualcode("new", "b.qualcode")
    done = qualcode("history")
    assert done.code == 2
    assert "a.qualcode, b.qualcode" in done.err


def test_a_foreign_file_leaves_with_1_and_a_busy_project_with_3(
    project: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "other.qualcode").write_text("My notes", encoding="utf-8")
    assert project("check", "-p", "other.qualcode").code == 1
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.05)
    holder = driver.connect(str(folder / "small.qualcode"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = project("undo", "-p", "small.qualcode")
    holder.close()
    assert done.code == 3
    assert "try again" in done.err


def test_bad_rows_are_all_named_and_nothing_is_stored(project: Command, folder: Path) -> None:
    (folder / "bad.csv").write_text(
        "coder,transcript,code,start,end,quote\n"
        "Ana,P9,Time,0,5,\nAna,P1,Tyme,0,5,\nAna,P1,Time,5,5000,\nAna,P1,Time,,,not there\n",
        encoding="utf-8",
    )
    before = project("history").out
    done = project("import", "codings", "bad.csv")
    assert done.code == 1
    assert all(f"row {line}" in done.err for line in (2, 3, 4, 5))
    assert "Traceback" not in done.err
    assert project("history").out == before


def test_the_screen_without_a_terminal_is_refused_with_a_hint(project: Command) -> None:
    done = project("open", "small.qualcode")
    assert done.code == 1
    assert "needs a terminal" in done.err


def test_a_reader_that_stops_early_leaves_no_traceback(project: Command, folder: Path) -> None:
    command = f"{sys.executable} -m qualcode.cli.main report themes --format csv -p small.qualcode | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True, cwd=folder, env=os.environ)  # noqa: S602
    assert done.stdout.startswith("code,parent,group")
    assert "Traceback" not in done.stderr


def test_a_copy_kept_by_a_newer_program_does_not_make_the_project_ambiguous(project: Command, folder: Path) -> None:
    assert project("backup", "small.before-version-9.qualcode").code == 0
    assert project("report", "themes").code == 0
    assert project("backup", "other.qualcode").code == 0
    assert "There are several here (other.qualcode, small.qualcode)" in project("report", "themes").err


def test_words_are_found_in_all_transcripts(project: Command, folder: Path) -> None:
    done = project("search", "time", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["group"], row["transcript"], row["hit"]) for row in rows] == [
        ("staff", "P2", "Time"), ("women", "P1", "time"),
    ]  # fmt: skip
    assert "2 hits in 2 transcripts" in project("search", "time").out
    assert project("search", "tyme").out.count("P1") == 0
    assert "hello" in project("search", "--everybody", "--lang", "fr", "hello").out.casefold()
    assert project("search", '""').code == 1
    assert project("search", "time", "--out", "found.xlsx").code == 0
    assert (folder / "found.xlsx").exists()


def test_memos_go_to_a_file_own_by_default_all_when_asked(project: Command, folder: Path) -> None:
    (folder / "more.csv").write_text(
        "coder,transcript,code,quote,memo\nAna,P2,Trust,always,Sure?\nBen,P2,Trust,Time,No.\n"
    )
    assert project("import", "codings", "more.csv").code == 0
    assert project("export", "memos", "own.csv", "--coder", "Ana").code == 0
    assert project("export", "memos", "all.md", "--all").code == 0
    own = (folder / "own.csv").read_text(encoding="utf-8-sig")
    assert [row["memo"] for row in csv.DictReader(io.StringIO(own))] == ["Sure?"]
    assert "No." in (folder / "all.md").read_text()
    assert project("export", "memos", "own.csv").code == 2


def test_rounds_that_codings_name_and_the_project_has_not_are_said(project: Command, folder: Path) -> None:
    rows = [f"Cy,P1,{code},no time,Main\n" for code in ("Time", "Trust")]
    for name, row in zip(("one.csv", "two.csv"), rows, strict=True):
        (folder / name).write_text(f"coder,transcript,code,quote,round\n{row}", encoding="utf-8")
    assert "no round 'Main', which the file names" in project("import", "codings", "one.csv").err
    assert project("round", "open", "Main").code == 0
    done = project("import", "codings", "two.csv")
    assert "1 codings" in done.err
    assert "which the file names" not in done.err
