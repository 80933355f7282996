from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.keymaps import Keymap, load_keymap, save_keymap

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_without_a_file_the_default_keys_hold() -> None:
    assert load_keymap() == Keymap()


def test_what_is_stored_is_read_again() -> None:
    keymap = Keymap("vim", {"code.find": ("f", "ctrl+t"), "code.repeat": (), 'odd "id"\\': ("é",)})
    save_keymap(keymap)
    assert load_keymap() == keymap
