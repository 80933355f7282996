from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.domain.errors import BadInput
from qualcode.domain.study import Participant
from qualcode.domain.transcript import Role, Speaker
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
