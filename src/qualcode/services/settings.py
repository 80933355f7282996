"""What a person set once: their name as a coder, language and theme; and which projects they opened last.

A damaged or missing file counts as empty: settings never stop anybody from working.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path, user_state_path

from qualcode.domain.errors import BadInput
from qualcode.services.files import write_whole

_RECENT: Final = 9


@dataclass(frozen=True, slots=True)
class Settings:
    """One person's settings."""

    coder: str = ""
    language: str = "en"
    theme: str = ""
    threshold: str = "0.7"
    """Below this alpha a code is said to be under it on the agreement screen."""
    tints: str = "on"
    """"off" for stripes only: coded text is underlined, not tinted."""


def load_settings() -> Settings:
    """The settings as stored; defaults for what is missing."""
    stored = _read(_settings_path())
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: str(value) for name, value in stored.items() if name in known})


def save_settings(**changed: str) -> Settings:
    """Store these values beside the others."""
    settings = replace(load_settings(), **changed)
    _write(_settings_path(), asdict(settings))
    return settings


def recent_projects() -> list[Path]:
    """Projects opened lately that still exist, newest first."""
    paths = [Path(str(path)) for path in _read(_recent_path()).get("projects", [])]
    return [path for path in paths if path.exists()]


def remember_project(path: Path) -> None:
    """Put a project at the head of the recent ones."""
    others = [each for each in recent_projects() if each != path.resolve()]
    _write(_recent_path(), {"projects": [str(each) for each in [path.resolve(), *others][:_RECENT]]})


def config_folder() -> Path:
    """Where a person's settings are."""
    return user_config_path("qualcode")


def is_first_run() -> bool:
    """Whether nothing was ever set by this person."""
    return not _settings_path().exists()


def count_reached(verb: str) -> int:
    """Count that a verb was reached by palette or mouse; how often that makes."""
    counts = _read(_reached_path())
    stored = counts.get(verb)
    times = 1 + (stored if isinstance(stored, int) else 0)
    _write(_reached_path(), {**counts, verb: times})
    return times


def load_digits(project: Path) -> dict[str, str]:
    """Code ids by digit, as this person used them in that project last."""
    stored = _read(_digits_path()).get(str(project.resolve()), {})
    return {str(digit): str(code) for digit, code in stored.items()} if isinstance(stored, dict) else {}


def save_digits(project: Path, digits: Mapping[str, str]) -> None:
    """Keep these digits for that project; those of projects that are gone are dropped."""
    others = {path: each for path, each in _read(_digits_path()).items() if Path(path).exists()}
    _write(_digits_path(), {**others, str(project.resolve()): dict(digits)})


def _settings_path() -> Path:
    return config_folder() / "settings.json"


def _digits_path() -> Path:
    return user_state_path("qualcode") / "digits.json"


def _reached_path() -> Path:
    return user_state_path("qualcode") / "reached.json"


def _recent_path() -> Path:
    return user_state_path("qualcode") / "recent.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _write(path: Path, values: Mapping[str, object]) -> None:
    with suppress(OSError, BadInput):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(values, indent=1, ensure_ascii=False).encode())
