from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.transcript import Speaker, Transcript
from qualcode.services.project import Project
from qualcode.services.withdrawal import withdraw_participant
from qualcode.store import reads

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Driver

Drive = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good file, one in an old encoding, and one that is no text."""
    place = tmp_path / "interviews"
    place.mkdir()
    (place / "one.txt").write_text("Interviewer: Why?\nMara: Because.\nOlga: So it is.\n", encoding="utf-8")
    (place / "two.txt").write_bytes("Interviewer: Où ?\nMara: À l'hôtel, déjà.\n".encode("cp1252"))
    monkeypatch.chdir(tmp_path)
    return place


def _roles(it: Driver) -> dict[str, str]:
    with it.study.project.read() as reader:
        return {each.label: str(each.role) for each in reads.every(reader, Speaker) if len(each.label) > 1}


def _names(it: Driver) -> list[str]:
    with it.study.project.read() as reader:
        return sorted(each.name for each in reads.every(reader, Transcript))


async def _read(it: Driver) -> None:
    it.app.action_act("transcript.import")
    await it.settle()
    await it.press(*"inter", "enter", "enter")


def test_speakers_are_shown_corrected_and_only_then_stored(drive: Drive, folder: Path) -> None:
    assert folder.is_dir()

    async def script(it: Driver) -> None:
        await _read(it)
        seen = it.words(it.app.screen.query_one("SpeakerList"))
        assert "Mara" in seen
        assert "participant" in seen
        assert _names(it) == ["first", "second"]
        await it.press("down", "down", "o")
        await it.press("enter")
        assert _names(it) == ["first", "one", "second"]
        assert _roles(it)["Interviewer"] == "interviewer"
        assert "other" in _roles(it).values()
        assert "one" in it.words(it.desk.list)

    drive(script)


def test_a_file_in_another_encoding_is_named_and_taken_in_with_it(drive: Drive, folder: Path) -> None:
    assert folder.is_dir()

    async def script(it: Driver) -> None:
        await _read(it)
        assert "two.txt" in it.words(it.app.screen.query_one("_Notes"))
        await it.press("e", "1")
        await it.press("enter")
        assert _names(it) == ["first", "one", "second", "two"]

    drive(script)


def test_leaving_stores_nothing_and_one_undo_takes_an_import_back(drive: Drive, folder: Path) -> None:
    assert folder.is_dir()

    async def script(it: Driver) -> None:
        await _read(it)
        await it.press("escape")
        assert _names(it) == ["first", "second"]
        await _read(it)
        await it.press("enter", "u")
        assert _names(it) == ["first", "second"]

    drive(script)


def test_escape_while_files_are_read_cancels(drive: Drive, folder: Path) -> None:
    for number in range(300):
        (folder / f"more{number}.txt").write_text("I: Why?\nP: Because.\n" * 200, encoding="utf-8")

    async def script(it: Driver) -> None:
        it.app.action_act("transcript.import")
        await it.settle()
        await it.press(*"inter", "enter")
        await it.burst("enter", "escape")
        assert any("Cancelled" in toast.message for toast in it.app._notifications)
        assert it.words(it.app.screen.query_one("SpeakerList")).strip() == ""
        assert _names(it) == ["first", "second"]

    drive(script)


def test_notes_with_an_answer_a_row_are_chosen_shown_and_stored_like_files(drive: Drive, folder: Path) -> None:
    (folder / "notes.csv").write_text("participant,question,answer\nP8,Q1,Yes.\nP9,Q1,No.\n", encoding="utf-8")
    (folder / "bad.csv").write_text("participant,question,answer\nP8,Q1,Yes.\nP8,Q1,No.\n", encoding="utf-8")

    async def script(it: Driver) -> None:
        for name in ("notes.csv", "bad.csv"):
            it.app.action_act("transcript.import") if name == "notes.csv" else await it.press("a")
            await it.settle()
            it.app.screen.letters = f"{folder / name}"  # type: ignore[attr-defined]  # the finder of files
            it.app.screen.search()  # type: ignore[attr-defined]  # as above
            await it.press("enter")
        assert "2 turns" in it.words(it.app.screen.query_one("SpeakerList"))
        assert 'bad.csv: line 3: "P8" has Q1 in line 2 already' in it.words(it.app.screen.query_one("_Notes"))
        await it.press("enter")
        assert _names(it) == ["P8", "P9", "first", "second"]

    drive(script)


def test_the_screen_goes_on_when_the_transcript_shown_is_withdrawn_elsewhere(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1")
        other = Project.open(it.study.project.path)
        withdraw_participant(other, "P1")
        other.close()
        it.app._poll()
        await it.settle()
        assert _names(it) == ["second"]
        assert "first" not in it.words(it.desk.list)
        await it.press("1")
        assert [code for code, _ in it.codings] == ["Time"]
        await it.press("u", "u", "u")
        assert it.codings == []
        assert it.study.project.faults() == []

    drive(script)
