from __future__ import annotations

import time
from pathlib import Path

import pytest

from qualcode.domain.errors import BadInput
from qualcode.domain.study import Participant, Question
from qualcode.domain.transcript import Answer, Role, Speaker, Transcript
from qualcode.services import transcripts
from qualcode.services.project import Project
from qualcode.store import reads


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "s.qualcode", "Study")


def write(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in files]


def take_in(project: Project, paths: list[Path], **roles: Role) -> None:
    transcripts.import_transcripts(project, transcripts.read_transcripts(project, paths), roles)


def people(project: Project) -> dict[str, str | None]:
    """Participant's name by label."""
    with project.read() as reader:
        names = {each.id: each.name for each in reads.every(reader, Participant)}
        return {each.label: names.get(each.participant_id or "") for each in reads.every(reader, Speaker)}


def test_the_participant_comes_from_the_header_the_file_or_the_name(project: Project, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("participant,group,transcript\nP1,women,one.txt\nthree,staff,\n", encoding="utf-8")
    transcripts.import_participants(project, tmp_path / "p.csv")
    text = "I: Well?\n{}: Yes.\n"
    take_in(
        project,
        write(tmp_path, one=text.format("A"), two="#participant: P9\n" + text.format("B"), three=text.format("C")),
    )
    assert people(project) == {"I": None, "A": "P1", "B": "P9", "C": "three"}


def test_participants_that_come_later_are_linked_to_their_speech(project: Project, tmp_path: Path) -> None:
    take_in(project, write(tmp_path, one="I: Well?\nA: Yes.\n"))
    assert people(project)["A"] is None
    (tmp_path / "p.csv").write_text("participant,group,transcript\nP1,women,one\n", encoding="utf-8")
    transcripts.import_participants(project, tmp_path / "p.csv")
    assert people(project)["A"] == "P1"


def test_several_participants_of_one_interview_wait_for_the_speakers_file(project: Project, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("participant,transcript\nP1,group\nP2,group\n", encoding="utf-8")
    transcripts.import_participants(project, tmp_path / "p.csv")
    take_in(project, write(tmp_path, group="I: Well?\nA: Yes.\nB: No.\n"))
    assert people(project) == {"I": None, "A": None, "B": None}
    (tmp_path / "s.csv").write_text(
        "transcript,speaker,role,participant\ngroup,A,participant,P1\ngroup,B,participant,P2\n", encoding="utf-8"
    )
    transcripts.import_speakers(project, tmp_path / "s.csv")
    assert people(project) == {"I": None, "A": "P1", "B": "P2"}


def test_a_role_corrected_once_holds_for_files_that_come_later(project: Project, tmp_path: Path) -> None:
    take_in(project, write(tmp_path, one="Dana: Well.\nA: Yes.\n"), Dana=Role.INTERVIEWER)
    later = transcripts.read_transcripts(project, write(tmp_path, two="Dana: Hm.\nB: No.\n"))
    assert {each.label: each.role for each in later.speakers}["Dana"] is Role.INTERVIEWER


def test_whoever_mostly_asks_is_taken_for_the_interviewer(project: Project, tmp_path: Path) -> None:
    text = "".join(f"Dana: Number {n}?\nKim: Yes, number {n}.\n" for n in range(8))
    found = transcripts.read_transcripts(project, write(tmp_path, one=text))
    assert found.roles() == {"Dana": Role.INTERVIEWER, "Kim": Role.PARTICIPANT}


def test_the_same_text_is_passed_over_and_another_under_its_name_refused(project: Project, tmp_path: Path) -> None:
    take_in(project, write(tmp_path, one="I: Well?\nA: Yes.\n"))
    again = transcripts.read_transcripts(project, write(tmp_path, one="I: Well?\nA: Yes.\n"))
    assert (again.known, again.parsed, again.refused) == (("one",), (), ())
    other = transcripts.read_transcripts(project, write(tmp_path, one="I: Well?\nA: No.\n"))
    assert "with another text is there already" in str(other.refused[0][1])


def test_cancelling_leaves_nothing_behind(project: Project, tmp_path: Path) -> None:
    paths = write(tmp_path, one="I: Well?\nA: Yes.\n", two="I: Well?\nA: No.\n")
    intake = transcripts.read_transcripts(project, paths)
    head = project.head()

    def stop(done: int, total: int) -> None:
        raise transcripts.Cancelled("Stopped.")

    with pytest.raises(transcripts.Cancelled):
        transcripts.import_transcripts(project, intake, progress=stop)
    assert project.head() == head
    assert transcripts.overview(project).transcripts == 0


def test_unknown_participants_of_measures_are_all_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("participant,bond\nP1,3\nP2,4\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"line 2: P1; line 3: P2"):
        transcripts.import_measures(project, tmp_path / "m.csv")


def test_transcripts_come_out_byte_for_byte(project: Project, tmp_path: Path) -> None:
    data = {"crlf": b"\xef\xbb\xbfI: Well?\r\nA: Yes.\r\n", "mixed": b"I: A?\nA: B.\r\nA: C.\rA: D.\n"}
    for name, content in data.items():
        (tmp_path / f"{name}.txt").write_bytes(content)
    (tmp_path / "old.txt").write_bytes("I: Ça va ?\nA: Où ça ?\n".encode("cp1252"))
    intake = transcripts.read_transcripts(
        project, [tmp_path / f"{name}.txt" for name in ("crlf", "mixed", "old")], "cp1252"
    )
    transcripts.import_transcripts(project, intake)
    transcripts.export_transcripts(project, tmp_path / "out")
    for name in ("crlf", "mixed", "old"):
        assert (tmp_path / f"out/{name}.txt").read_bytes() == (tmp_path / f"{name}.txt").read_bytes()
    with pytest.raises(BadInput, match="is there already"):
        transcripts.export_transcripts(project, tmp_path / "out")


NOTES = "participant,question,answer,choice\nP1,Q2,No time.,\nP1,Q5,,mixed\nP2,Q2,,\n"


def test_notes_go_in_beside_text_files_as_one_act(project: Project, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text(NOTES, encoding="utf-8")
    intake = transcripts.read_transcripts(project, [tmp_path / "notes.csv", *write(tmp_path, P3="P: Hm.\n")])
    head = project.head()
    transcripts.import_transcripts(project, intake)
    assert project.head() == head + 1
    with project.read() as reader:
        found = {each.name: each for each in reads.every(reader, Transcript)}
        questions = {each.id: each.name for each in reads.every(reader, Question)}
        answers = {
            (each.transcript_id, questions[each.question_id]): (each.status, each.value)
            for each in reads.every(reader, Answer)
        }
    assert {name: each.mode for name, each in found.items()} == {"P1": "notes", "P2": "notes", "P3": ""}
    assert answers == {
        (found["P1"].id, "Q2"): ("answered", ""),
        (found["P1"].id, "Q5"): ("answered", "mixed"),
        (found["P2"].id, "Q2"): ("no_answer", ""),
    }
    assert transcripts.overview(project).transcripts == 3  # interviews
    with project.read() as reader:
        interviewed = {each.participant_id for each in reads.every(reader, Speaker)}
        assert {each.id for each in reads.every(reader, Participant) if each.name in {"P1", "P2"}} <= interviewed


def test_a_file_of_notes_with_a_fault_is_left_out_whole_and_the_good_ones_go_in(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "g.toml").write_text('[[question]]\nid = "Q2"\ntext = "What is missing?"\n', encoding="utf-8")
    transcripts.import_guide(project, tmp_path / "g.toml")
    (tmp_path / "notes.csv").write_text(NOTES, encoding="utf-8")
    intake = transcripts.read_transcripts(project, [tmp_path / "notes.csv", *write(tmp_path, P3="P: Hm.\n")])
    assert [each.name for each in intake.parsed] == ["P3"]
    assert 'notes.csv: line 3: the guide has no question "Q5"' in str(intake.refused[0][1])


def test_notes_that_are_there_already_are_passed_over_and_changed_ones_refused(
    project: Project, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text(NOTES, encoding="utf-8")
    take_in(project, [notes])
    notes.write_text(f"{NOTES}P4,Q2,New.,\n", encoding="utf-8")
    again = transcripts.read_transcripts(project, [notes])
    assert (again.known, [each.name for each in again.parsed]) == (("P1", "P2"), ["P4"])
    notes.write_text(f"{NOTES}P2,Q5,Later.,\n", encoding="utf-8")
    changed = transcripts.read_transcripts(project, [notes])
    assert changed.parsed == ()
    assert 'notes.csv: line 4: a transcript "P2" with another text is there already.' in str(changed.refused[0][1])


def test_notes_of_a_whole_study_are_taken_in_within_two_seconds(project: Project, tmp_path: Path) -> None:
    rows = (
        f"W{person:03},Q{question},Words of {person} on {question}.\n"
        for person in range(164)
        for question in range(10)
    )
    (tmp_path / "notes.csv").write_text("participant,question,answer\n" + "".join(rows), encoding="utf-8")
    start = time.perf_counter()
    take_in(project, [tmp_path / "notes.csv"])
    assert time.perf_counter() - start < 2  # about half a second on an idle machine
    assert transcripts.overview(project).participants == 164  # people


def test_a_folder_without_text_files_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "site.csv").write_text("participant,question,answer\n", encoding="utf-8")
    found = transcripts.read_transcripts(project, [tmp_path / "notes"])
    assert [(Path(name).name, str(fault)) for name, fault in found.refused] == [
        ("notes", "The folder has no .txt files. Name files of another kind one by one.")
    ]
