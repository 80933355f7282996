from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.services.test_answers import guided, opened, question

from qualcode.domain.study import Status
from qualcode.services import answers, coding
from qualcode.services.places import Places, keep_places, place_file, read_places
from qualcode.services.progress import Progress, answer_places, coder_progress

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallStudy


def counted(study: SmallStudy, coder_id: str, furthest: dict[str, int]) -> Progress:
    return coder_progress(study.project, coder_id, furthest, answer_places(study.project))


def test_places_come_back_as_they_were_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = place_file("study", "ana")
    assert tmp_path in path.parents
    places = Places("t", {"t": 5, "u": 0}, {"t": 9}, {"left": True})
    keep_places(path, places)
    assert read_places(path) == places
    assert read_places(place_file("study", "ben")) == Places()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"transcript": 1}', b'{"offsets": 3}', b"\xff"])
def test_a_damaged_file_means_the_beginning(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "places.json").write_bytes(content)
    assert read_places(tmp_path / "places.json") == Places()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keep_places(tmp_path / "file" / "places.json", Places("t"))
    assert read_places(tmp_path / "file" / "places.json") == Places()


def test_answers_are_seen_once_the_cursor_was_there_and_coded_once_a_code_is_on_them(small_study: SmallStudy) -> None:
    guided(small_study)
    ana, transcript = small_study.coder("Ana").id, small_study.transcript("guided")
    start = counted(small_study, ana, {})
    assert (start.transcripts, start.answers, start.seen, start.coded) == (3, 2, 0, 0)
    first = opened(small_study).text.index("She listens")
    assert counted(small_study, ana, {transcript: first}).seen == 1
    small_study.apply("Ana", "guided", "Never enough time.", "Time")
    small_study.apply("Ben", "guided", "She listens.", "Communication")
    after = counted(small_study, ana, {})
    assert (after.seen, after.coded) == (1, 1)
    answers.set_status(small_study.project, ana, transcript, question(small_study, "Q2"), Status.REFUSED)
    assert counted(small_study, ana, {}).answers == 1


def test_of_other_coders_only_the_number_of_finished_transcripts_is_told(small_study: SmallStudy) -> None:
    ben, ana = small_study.coder("Ben"), small_study.coder("Ana")
    coding.finish_transcript(small_study.project, ben.id, small_study.transcript("first"))
    found = counted(small_study, ana.id, {})
    assert list(found.finished.items()) == [("Ana", 0), ("Ben", 1)]


def test_pieces_of_an_answer_stand_in_the_order_of_the_text_after_a_passage_was_moved_up(
    small_study: SmallStudy,
) -> None:
    guided(small_study)
    ana, view = small_study.coder("Ana").id, opened(small_study)
    start = view.text.index("She")
    answers.reassign_passage(small_study.project, ana, view.revision.id, start, start + 3, question(small_study, "Q3"))
    start = view.text.index("I: And")
    answers.reassign_passage(small_study.project, ana, view.revision.id, start, start + 3, question(small_study, "Q1"))
    small_study.apply("Ana", "guided", "Never enough time.", "Time")
    small_study.apply("Ana", "guided", "She listens.", "Time")
    assert counted(small_study, ana, {}).coded == 2
