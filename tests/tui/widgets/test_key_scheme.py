from __future__ import annotations

import pytest

from qualcode.services.keymaps import Keymap
from qualcode.tui.widgets.key_presets import ABOUT, PRESETS
from qualcode.tui.widgets.key_scheme import FIXED, key_name, printed_key, scheme_of
from qualcode.tui.widgets.keymap import NO_KEY


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_a_preset_does_two_things(preset: str) -> None:
    scheme = scheme_of(Keymap(preset))
    twice = [
        (key, verb, other) for verb, keys in scheme.keys.items() for key in keys if (other := scheme.owner(key, verb))
    ]
    assert twice == []
    assert all(key_name(key) == key for keys in scheme.keys.values() for key in keys)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_says_what_it_is_for_and_leaves_the_fixed_keys_alone(preset: str) -> None:
    assert ABOUT[preset]
    assert not FIXED & {key for keys in PRESETS[preset].values() for key in keys}


def test_a_key_given_to_a_verb_is_taken_from_the_one_that_had_it() -> None:
    scheme = scheme_of(Keymap(keys={"code.repeat": ("x",)}))
    assert scheme.owner("x", "code.find") == "code.repeat"
    assert scheme.printed("extend.grow") == NO_KEY
    assert scheme.changed() == {"code.repeat": "x", "extend.grow": "no_key.extend.grow"}


def test_keys_are_written_as_characters_or_by_name() -> None:
    names = [key_name(key) for key in ("n", "/", "{", "é", "f5", "ctrl+t", "shift+down", "full_stop", "warp", "")]
    assert names == [
        "n", "slash", "left_curly_bracket", "é", "f5", "ctrl+t", "shift+down", "full_stop", "", "",
    ]  # fmt: skip


def test_keys_are_printed_as_on_the_keyboard() -> None:
    printed = [printed_key(key) for key in ("full_stop", "slash", "f5", "shift+down", "ctrl+t", "backspace", "space")]
    assert printed == [".", "/", "F5", "⇧↓", "ctrl+t", "⌫", "space"]
