"""Nothing that a stranger wrote reaches the terminal as a control sequence, or is read as markup."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.identity import new_id
from qualcode.services import coding
from qualcode.services.settings import remember_project
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import SmallStudy

EVIL = (
    "\x1b]0;owned\x07", "\x1b[2J", "\x9b2J", "\x1b]52;c;aGk=\x07", "\u202eright", "\x7f\x00\x0c",
    "[/]", "[/", "[laughs]",
    "[@click=app.quit]x[/]", "\ufeff", "\u2028", "\t", "{n}", "👩‍👩‍👧",
)  # fmt: skip
NASTY = "Zed " + " ".join(EVIL)

_OURS = re.compile(
    r"\x1b\]22;[a-z-]*\x07|\x1b\[[0-9;]*[mH]|\x1b\[\?2026[hl]|\x1b\[\?\d+[hl]|\x1b\[[<>=]?\d*u|\x1b\[\d* ?q|"
    r"\x1bP[^\x1b]*\x1b\\"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]")


@pytest.fixture
def hostile(small_study: SmallStudy) -> SmallStudy:
    """A study in which every name and text is hostile."""
    study = small_study
    text = f"I: {NASTY}?\nP: Never {NASTY} enough. Time {NASTY}.\n"
    study.add_transcript(
        "evil \x1b[2J [/] [bold]", text, {"participant": f"P {NASTY}", "group": NASTY, "date": "[/]\x1b[2J"}
    )
    code = Code(
        new_id(),
        f"code {NASTY}",
        definition=NASTY,
        include=NASTY,
        exclude=NASTY,
        example=NASTY,
        hotkey="3",
        colour="[/]",
    )
    study.project.transact(Op.ADD_CODE, lambda _: [add(code)])
    coder = study.coder(f"Co {NASTY}").id
    opened = coding.open_transcript(study.project, study.transcript("evil \x1b[2J [/] [bold]"), coder)
    start = opened.text.index("Never")
    made = coding.apply_code(study.project, coder, opened.revision.id, start, len(opened.text) - 2, code.id)
    coding.write_memo(study.project, coder, "coding", made.made(coding.Coding)[0].id, f"memo {NASTY}\n{NASTY}")
    return study


def test_no_control_byte_of_a_strangers_text_leaves_the_driver(
    hostile: SmallStudy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\x1b[2Jb[bold].txt").write_text(f"I: Why?\nP: {NASTY}\nEvil \x1b[2J: {NASTY}\n", encoding="utf-8")
    written = keep_what_is_written(monkeypatch)
    name = f"Co {NASTY}".strip()

    async def main() -> None:
        app: Any = QualcodeApp(hostile.project, name, "evil \x1b[2J [/] [bold]")
        async with app.run_test(size=(160, 45)) as pilot:

            async def press(*keys: str) -> None:
                for key in keys:
                    app.post_message(events.Key(key, key if len(key) == 1 else None))
                    await pilot.pause()
                    await app.settled()
                await pilot.pause(0.05)

            await press("down", "up", "space", *"code", "escape", "3", "2", "backspace", "escape", "c", "escape", "u")
            await press(
                "m", "tab", "tab", "escape", "slash", *"never", "enter", "n", "escape", "t", "escape", "tab", "down"
            )
            await press("escape", "d", "d", "f1", "escape")
            app.tell(NASTY, NASTY)
            app.action_act("coder.change")
            await press("escape")
            app.action_act("transcript.import")
            await press("enter", *"iii", "escape", "escape")
            app.theme = "qualcode-light"
            await press("down", "f3", "down", "escape", "f4", "down", "f2", "ctrl+p", *"co", "escape")
            assert not app._exit

    asyncio.run(main())
    output = "".join(written)
    assert len(output) > 20_000
    assert not _CONTROL.search(_OURS.sub("", output))
    assert "[laughs]" in _COLOUR.sub("", output)


def test_neither_the_start_screen_nor_the_tables_let_a_control_byte_through(
    hostile: SmallStudy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    evil = tmp_path / "evil\x1b[2J[bold]\x9b2J.qualcode"
    hostile.project.backup(evil)
    remember_project(evil)
    written = keep_what_is_written(monkeypatch)

    async def main() -> None:
        app: Any = QualcodeApp(None, None)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            for key in (*["down"] * 9, "enter", "enter", "f3", "down", "f4", "down", "f2", "f1", "escape"):
                await pilot.press(key)
                await pilot.pause()
                await app.settled()
            await pilot.pause()
            assert app.project.path == evil

    asyncio.run(main())
    output = "".join(written)
    assert "evil␛[2J[bold]" in _COLOUR.sub("", output)
    assert not _CONTROL.search(_OURS.sub("", output))


def keep_what_is_written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would go to the terminal, as it comes."""
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda _: False))
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    return written


def test_what_a_stranger_wrote_is_seen_letter_by_letter(drive: Callable[..., None], hostile: SmallStudy) -> None:
    async def script(it: Any) -> None:
        await it.press("t", *"evil", "enter", "down")
        seen = it.words(it.desk.pane.view) + it.words(it.desk.codes) + it.words(it.desk.text_title)
        for words in ("[/]", "[laughs]", "[@click=app.quit]x[/]", "{n}"):
            assert words in seen

    drive(script, size=(170, 45), study=hostile)
