"""Where a coder stopped: the transcript, the place in each, which panes are folded. It is no act: never in the log.

One small file per project and coder in the user's own state folder, replaced whole, so that a killed program leaves
the newest or the one before. A damaged or missing file means the beginning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from platformdirs import user_state_path

from qualcode.domain.errors import BadInput
from qualcode.services.files import write_whole


@dataclass(frozen=True, slots=True)
class Places:
    """A coder's view of a project."""

    transcript: str = ""
    """The id of the one that was open."""
    offsets: Mapping[str, int] = field(default_factory=dict)
    """Where the cursor stood, by transcript."""
    furthest: Mapping[str, int] = field(default_factory=dict)
    """How far the cursor has been, by transcript."""
    folded: Mapping[str, bool] = field(default_factory=dict)
    """Panes that the coder folded (True) or opened (False) by hand."""


def place_file(study_id: str, coder_id: str) -> Path:
    """Where a coder's places in a study are kept."""
    return user_state_path("qualcode") / "places" / f"{study_id}.{coder_id}.json"


def read_places(path: Path) -> Places:
    """Where the coder stopped; the beginning where that is not known."""
    try:
        stored = json.loads(path.read_bytes())
        return Places(
            str(stored["transcript"]),
            {str(key): int(value) for key, value in stored["offsets"].items()},
            {str(key): int(value) for key, value in stored["furthest"].items()},
            {str(key): bool(value) for key, value in stored["folded"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Places()


def keep_places(path: Path, places: Places) -> None:
    """Put them on disk; a folder that cannot be written never stops anybody from coding."""
    with suppress(OSError, BadInput):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(asdict(places)).encode())
