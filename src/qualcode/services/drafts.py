"""A memo that is being typed, kept beside the project with every key, so that a killed program loses none of it.

A draft is no act: it enters the project, and its log, when the memo is closed, or when its coder opens the project
again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from qualcode.services.files import write_whole
from qualcode.services.project import Project


@dataclass(frozen=True, slots=True)
class Draft:
    """What a coder was writing, and on what."""

    subject_kind: str
    subject_id: str
    text: str


def keep_draft(project: Project, coder_id: str, draft: Draft) -> None:
    """Put the draft on disk, readable by its owner only, in place of the coder's earlier one."""
    write_whole(_path(project, coder_id), json.dumps(asdict(draft)).encode())


def read_draft(project: Project, coder_id: str) -> Draft | None:
    """The coder's draft; None where there is none or the file is damaged."""
    try:
        return Draft(**json.loads(_path(project, coder_id).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def drop_draft(project: Project, coder_id: str) -> None:
    """Forget the coder's draft."""
    _path(project, coder_id).unlink(missing_ok=True)


def _path(project: Project, coder_id: str) -> Path:
    return project.path.with_name(f".{project.path.stem}.{coder_id}.draft")
