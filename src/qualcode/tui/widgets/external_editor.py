"""The coder's own editor, for a memo that is long. The text is on disk in a private folder only while it is open."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from qualcode.domain.errors import RuleRefused

if TYPE_CHECKING:
    from textual.app import App


def edited(app: App[None], text: str) -> str:
    """The text after the coder's editor ($VISUAL, else $EDITOR) was closed; the terminal is the editor's meanwhile.

    Raises:
        RuleRefused: no editor is named, it cannot be started or ended badly, or there is no terminal to give it.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise RuleRefused("No editor is named.", "Set EDITOR, for example to nano, and start again.")
    # The folder is 0700 from the start, so that nobody else can open the file before its own mode is set.
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        path = Path(folder) / "memo.md"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                left = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603  # the coder's own
        except SuspendNotSupported:
            raise RuleRefused("An editor needs a terminal of its own.", "Write the memo here instead.") from None
        except OSError as error:
            raise RuleRefused(f"{command[0]} cannot be started: {error.strerror}.", "Correct EDITOR.") from None
        if left:
            raise RuleRefused(f"{command[0]} ended with an error.", "The memo is as it was.")
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
