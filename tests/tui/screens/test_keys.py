from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.tui.conftest import Driver

from qualcode.services.keymaps import Keymap, keymap_path, load_keymap, save_keymap

if TYPE_CHECKING:
    from textual.widget import Widget

Drive = Callable[..., None]
FIRST = "There is never enough time."
SECOND = "Officers rotate every week."


def _told(it: Driver, words: str) -> bool:
    return any(words in toast.message for toast in it.app._notifications)


def test_a_key_of_the_file_does_its_verb_and_is_printed(drive: Drive) -> None:
    save_keymap(Keymap(keys={"code.find": ("f",), "act.undo": ("b",)}))

    async def script(it: Driver) -> None:
        assert " f " in it.line(it.desk.footer)
        assert "f to find" in it.line(it.desk.tree_title)
        await it.press("f", *"comm", "enter")
        assert it.codings == [("Communication", FIRST)]
        assert "b undoes" in it.line(it.desk.status)
        await it.press("u")
        assert it.codings
        await it.press("b")
        assert it.codings == []

    drive(script)


def test_two_verbs_may_change_their_keys_with_each_other(drive: Drive) -> None:
    save_keymap(Keymap(keys={"extend.grow": ("z",), "extend.shrink": ("x",)}))

    async def script(it: Driver) -> None:
        await it.press("z")
        assert it.selected == f"{FIRST} {SECOND}"
        await it.press("x")
        assert it.selected == FIRST

    drive(script)


def test_the_vim_preset_moves_with_letters_and_arrows(drive: Drive) -> None:
    save_keymap(Keymap("vim"))

    async def script(it: Driver) -> None:
        await it.press("j")
        assert it.selected == SECOND
        await it.press("up")
        assert it.selected == FIRST
        await it.press("n", "N")
        assert it.selected == FIRST
        await it.press("C", "1")
        assert it.codings == [("Communication", FIRST)]

    drive(script)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("preset = ", "cannot be understood"),
        ('preset = "emacs"', 'no preset "emacs"'),
        ('[keys]\n"code.fnid" = "f"', 'no verb "code.fnid"'),
        ('[keys]\n"code.find" = "hyperspace"', "is no key"),
        ('[keys]\n"code.find" = "b"\n"code.repeat" = "b"', "to both code.find and code.repeat"),
        ('[keys]\n"code.find" = "escape"', "keeps its meaning"),
        ('[keys]\n"screen.look" = "b"', "only a function key"),
        ('[keys]\n"code.find" = 7', "must be text"),
        ('colour = "red"', "means nothing"),
    ],
)
def test_a_faulty_file_is_told_of_in_one_sentence_and_the_default_keys_work(
    drive: Drive, file: str, words: str
) -> None:
    keymap_path().parent.mkdir(parents=True)
    keymap_path().write_text(file)

    async def script(it: Driver) -> None:
        assert _told(it, words)
        await it.press("space", *"comm", "enter", "down", "full_stop")
        assert len(it.codings) == 2

    drive(script)


def test_a_key_is_recorded_by_choosing_a_verb_and_pressing_it(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"change keys", "enter", *"repeat last", "enter", "f12")
        assert load_keymap() == Keymap(keys={"code.repeat": ("f12",)})
        assert " F12  repeat last" in it.line(it.desk.footer)
        await it.press("1", "down", "f12")
        assert len(it.codings) == 2

    drive(script)


def test_a_key_that_is_taken_is_named_and_given_when_pressed_again(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"change keys", "enter", *"repeat last", "enter", "x")
        assert "x does “grow”. Press it again" in it.words(it.app.screen.query_one("_Box"))
        await it.press("x", "1", "down", "x")
        assert len(it.codings) == 2
        await it.press("f1", *"turn, question")
        assert "no key does that" in it.words(it.app.screen.query_one("_Box"))

    drive(script)


def test_a_key_that_keeps_its_meaning_is_refused_and_escape_changes_nothing(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"change keys", "enter", *"repeat last", "enter", "f1")
        assert "F1 keeps its meaning" in it.words(it.app.screen.query_one("_Box"))
        await it.press("escape")
        assert not keymap_path().exists()

    drive(script)


def test_a_verb_that_only_the_palette_has_can_be_given_a_key(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"change keys", "enter", *"pass over", "enter", "f12", "1", "down", "1", "f12", "u")
        assert it.codings == [("Time", SECOND)]

    drive(script)


def test_a_preset_is_chosen_from_the_palette_and_printed_at_once(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("ctrl+p", *"key preset", "enter", "3")
        assert load_keymap() == Keymap("left-handed")
        assert " l  extend" in it.line(it.desk.footer)
        await it.press("l", "down")
        assert it.selected == f"{FIRST} {SECOND}"

    drive(script)


def test_after_three_times_by_mouse_one_line_shows_the_key(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        footer: Widget = it.desk.footer
        for _ in range(3):
            assert "Quicker" not in it.line(footer)
            await it.click("KeyFooter", offset=(it.line(footer).index("extend"), 0))
            await it.press("escape")
        assert "Quicker: v does “extend”." in it.line(footer)
        footer.drop_hint()  # type: ignore[attr-defined]  # what the clock does
        assert "Quicker" not in it.line(footer)

    drive(script)


def test_after_three_times_by_palette_the_key_is_shown_in_french(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        for _ in range(3):
            await it.press("ctrl+p", *"agrandir", "enter")
        assert "Plus vite : x fait" in it.line(it.desk.footer)

    drive(script, language="fr")
