"""Every screen: its keys have ids, words and French, can be changed, and F1 lists them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.tui.conftest import Driver
from textual.binding import Binding
from textual.screen import Screen

from qualcode import tui
from qualcode.domain import phrases
from qualcode.services.keymaps import Keymap, save_keymap
from qualcode.tui.widgets.key_places import EVERY_VERB, SINGLY, VERB_BY_ID
from qualcode.tui.widgets.key_scheme import DEFAULT_SCHEME

Drive = Callable[..., None]
FIRST = "There is never enough time."


def _screens() -> list[type[Screen[Any]]]:
    """Every class of screen that is ever shown."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        importlib.import_module(module.name)
    ours = [each for each in _below(Screen) if each.__module__.startswith("qualcode.")]
    return [each for each in ours if "verb_ids" in vars(each) or not each.__subclasses__()]


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def _keys_of(screen: type[Screen[Any]]) -> set[str]:
    """The ids under which the screen's keys can be changed; it fails where a key has none."""
    bindings = [each for each in screen.__dict__.get("BINDINGS", ()) if isinstance(each, Binding)]
    assert len(bindings) == len(screen.__dict__.get("BINDINGS", ())), f"{screen.__name__} binds a key without an id"
    assert all(each.id in DEFAULT_SCHEME.keys for each in bindings), f"{screen.__name__}: {[b.id for b in bindings]}"
    return {str(each.id) for each in bindings}


def test_every_screen_has_ids_for_its_keys_and_tells_them_to_f1() -> None:
    french = dict(phrases.entries())
    screens = _screens()
    assert len(screens) > 15
    for screen in screens:
        bound = {each for each in _keys_of(screen) if not each.startswith(("code.pin.", "code.find.", "screen.help."))}
        assert hasattr(screen, "verb_ids"), f"F1 knows no keys of {screen.__name__}"
        if isinstance(screen.verb_ids, frozenset):
            assert bound <= screen.verb_ids, f"F1 leaves out {bound - screen.verb_ids} of {screen.__name__}"
            assert screen.verb_ids <= VERB_BY_ID.keys(), screen.__name__
    for verb in EVERY_VERB:
        assert verb.name and verb.help and verb.group, verb.id  # noqa: PT018  # one sentence
        assert {verb.name, verb.help, verb.group} <= french.keys(), verb.id


def test_no_screen_asks_for_a_key_by_its_name() -> None:
    """A key that is compared in the code cannot be changed by anybody; but for the one that leaves the recorder."""
    root = tui.__path__[0]
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(root).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "event.key ==" in line or "event.key in" in line
    ]
    assert found == ['key_recorder.py: if event.key == "escape":']


def test_every_verb_that_has_a_key_can_be_given_another_one() -> None:
    for verb in EVERY_VERB:
        if verb.id not in {*SINGLY, "box.row"}:
            assert verb.id in DEFAULT_SCHEME.keys


@pytest.mark.parametrize(
    ("keys", "listed"),
    [
        (("space",), "take and stay"),
        (("b",), "Take the row of the cursor"),
        (("slash",), "previous hit"),
        (("s",), "search"),
        (("s", *"rotate", "enter"), "code marked"),
        (("m",), "own editor"),
        (("f3",), "confusion"),
        (("f4",), "split by"),
        (("f5",), "discuss later"),
        (("f6",), "merge into"),
        (("f6", "q"), "queue"),
        (("f10",), "other file"),
    ],
)
def test_f1_and_the_palette_list_the_keys_that_work_on_each_screen(
    drive: Drive, keys: tuple[str, ...], listed: str
) -> None:
    async def script(it: Driver) -> None:
        await it.press(*keys)
        below = it.app.screen
        for key in ("f1", "ctrl+p"):
            await it.press(key, *listed)
            assert it.app.screen.found, f"{key} does not list {listed}"  # type: ignore[attr-defined]  # a list of verbs
            await it.press("escape")
            assert it.app.screen is below

    drive(script)


def test_what_f1_lists_over_a_box_is_done_in_the_box(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("space", *"comm", "f1", *"take the row of the cursor", "enter")
        assert it.codings == [("Communication", FIRST)]

    drive(script)


def test_f1_closes_what_f1_opened(drive: Drive) -> None:
    async def script(it: Driver) -> None:
        await it.press("f1", "f1")
        assert len(it.app.screen_stack) == 1

    drive(script)


def test_keys_of_boxes_searches_and_memos_can_be_changed_and_are_printed(drive: Drive) -> None:
    save_keymap(
        Keymap(keys={"box.choose": ("f12",), "search.mark": ("x",), "search.code": ("b",), "memo.external": ("f12",)})
    )

    async def script(it: Driver) -> None:
        await it.press("space", *"comm")
        assert "F12" in it.words(it.app.screen.query_one("_Box"))
        await it.press("f12")
        assert it.codings == [("Communication", FIRST)]
        await it.press("m")
        assert " F12 " in it.line(it.app.screen.query_one("_Chips"))
        await it.press("escape", "s", *"rotate", "enter")
        assert " x  mark" in it.line(it.app.screen.query_one("KeyFooter"))
        await it.press("x", "b", *"time", "f12")  # one of two is not marked any more
        assert [name for name, _ in it.codings].count("Time") == 1

    drive(script)


def test_the_same_key_may_do_different_things_on_different_screens(drive: Drive) -> None:
    save_keymap(Keymap(keys={"settle.later": ("j",), "book.add_under": ("j",), "agreement.open": ("j",)}))

    async def script(it: Driver) -> None:
        assert not it.app._notifications
        assert it.app.key_scheme.printed("question.choose") == "j"
        await it.press("f6", "j")
        assert "New code" in it.words(it.app.screen.query_one("_Box"))

    drive(script)


def test_a_letter_cannot_do_anything_where_letters_are_typed(drive: Drive) -> None:
    save_keymap(Keymap(keys={"box.down": ("j",)}))

    async def script(it: Driver) -> None:
        assert any("Letters are typed here" in toast.message for toast in it.app._notifications)

    drive(script)


def test_a_key_that_keeps_its_meaning_keeps_it_beside_the_one_that_was_chosen(drive: Drive) -> None:
    save_keymap(Keymap(keys={"box.close": ("f12",)}))

    async def script(it: Driver) -> None:
        for key in ("f12", "escape"):
            await it.press("space", key)
            assert len(it.app.screen_stack) == 1

    drive(script)
