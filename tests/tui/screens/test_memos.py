from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.tui.conftest import Driver

Drive = Callable[..., None]


def test_tab_in_the_editor_reaches_transcript_code_participant_and_project(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("1", "m")
        for letter in "abcde":
            await it.press(letter, "tab")
        await it.press("escape")
        assert sorted(it.memos) == [
            ("code", "c"), ("coding", "a"), ("participant", "d"), ("study", "e"), ("transcript", "b"),
        ]  # fmt: skip

    drive(script)


def test_in_the_codebook_the_memo_is_on_the_code_under_the_cursor(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("tab", "down", "m", *"hm", "escape")
        assert it.memos == [("code", "hm")]

    drive(script)


def test_the_list_of_memos_is_searched_by_typing_and_goes_to_the_passage(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("end", "1", "m", *"listen", "escape", "home", "1", "m", *"time", "escape", "ctrl+n")
        await it.press("b", *"LÍST")
        assert "listen" in it.words(it.app.screen.query_one("_Box"))
        await it.press("enter")
        assert it.app.screen.open.opened.transcript.name == "first"
        assert it.selected == "She listens."

    drive(script)


def test_a_memo_without_a_place_opens_from_the_list(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        it.app.action_act("memo.study")
        await it.settle()
        await it.press(*"nights", "escape", "b", "enter", *"!", "escape")
        assert it.memos == [("study", "nights!")]

    drive(script)


def _editor(folder: Path, body: str) -> str:
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o700)
    return str(script)


def test_ctrl_e_gives_the_memo_to_the_coders_own_editor_in_a_private_file(
    drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    command = _editor(tmp_path, f'stat -c "%a %n" "$1" > {seen}; cat "$1" >> {seen}; printf "longer" > "$1"')
    monkeypatch.setenv("VISUAL", command)

    async def script(it: Driver) -> None:
        monkeypatch.setattr(it.app, "suspend", nullcontext)
        await it.press("1", "m", *"short", "ctrl+e", "escape")
        assert it.memos == [("coding", "longer")]
        mode, _, path = seen.read_text().splitlines()[0].partition(" ")
        assert (mode, seen.read_text().splitlines()[1]) == ("600", "short")
        assert not Path(path).parent.exists()

    drive(script)


@pytest.mark.parametrize("command", ["", "/no/such/editor", "false"])
def test_without_an_editor_the_memo_is_as_it_was(drive: Drive, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("VISUAL", command)
    monkeypatch.delenv("EDITOR", raising=False)

    async def script(it: Driver) -> None:
        monkeypatch.setattr(it.app, "suspend", nullcontext)
        await it.press("1", "m", *"short", "ctrl+e", "escape")
        assert it.memos == [("coding", "short")]

    drive(script)


def test_where_there_is_no_terminal_to_give_the_editor_is_refused(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    async def script(it: Driver) -> None:
        await it.press("1", "m", *"short", "ctrl+e", "escape")
        assert it.memos == [("coding", "short")]

    drive(script)
