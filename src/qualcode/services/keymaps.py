"""The keys that a person chose: a preset and what differs from it, in `keymap.toml` beside the settings.

Which verbs there are and which keys a terminal knows is for the screens to say; here stands only how the file looks.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qualcode.domain.errors import BadInput
from qualcode.services.files import read_bytes, write_whole
from qualcode.services.settings import config_folder

DEFAULT: Final = "default"

_HEAD: Final = """\
# Keys of qualcode: a preset (default, vim, left-handed, azerty) and, below [keys], what differs from it:
# the id of a verb and its keys, the first one shown; [] for none. "Change keys" (ctrl+p) writes this file.
"""


@dataclass(frozen=True, slots=True)
class Keymap:
    """A preset, and the keys of single verbs by their ids."""

    preset: str = DEFAULT
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def keymap_path() -> Path:
    """Where the keys are stored."""
    return config_folder() / "keymap.toml"


def load_keymap() -> Keymap:
    """The keys as stored; the default ones where there is no file.

    Raises:
        BadInput: the file cannot be read, is no TOML, or holds something else than a preset and keys.
    """
    path = keymap_path()
    if not path.exists():
        return Keymap()
    try:
        stored = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be understood: {error}.", "Correct it or delete it.") from None
    preset, keys = stored.pop("preset", DEFAULT), stored.pop("keys", {})
    if stored:
        raise BadInput(
            f'{path} holds "{next(iter(stored))}", which means nothing.', 'It may hold "preset" and a table [keys].'
        )
    if not isinstance(preset, str) or not isinstance(keys, dict):
        raise BadInput(f"{path}: preset must be a name and [keys] a table.", "Correct it or delete it.")
    return Keymap(preset, {verb: _keys(path, verb, each) for verb, each in keys.items()})


def save_keymap(keymap: Keymap) -> None:
    """Store these keys.

    Raises:
        BadInput: the file cannot be written.
    """
    lines = [f"preset = {_quoted(keymap.preset)}", "", "[keys]"]
    lines += [f"{_quoted(verb)} = [{', '.join(map(_quoted, keys))}]" for verb, keys in sorted(keymap.keys.items())]
    path = keymap_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.", "Check your rights to the folder.") from None
    write_whole(path, (_HEAD + "\n".join(lines) + "\n").encode())


def _keys(path: Path, verb: str, stored: object) -> tuple[str, ...]:
    keys = [stored] if isinstance(stored, str) else stored
    if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
        raise BadInput(f'{path}: the keys of "{verb}" must be text.', f'Write for example "{verb}" = ["f5"].')
    return tuple(keys)


def _quoted(text: str) -> str:
    """As a basic string of TOML, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)
