"""Runs `qualcode serve` on a free port of this machine for the length of a test."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = (sys.executable, "-m", "qualcode.cli.main", "serve")


@contextmanager
def served(project: Path, *words: str) -> Iterator[str]:
    """The address that the command printed, token and all."""
    folder = project.parent / "settings"
    (folder / "qualcode").mkdir(parents=True, exist_ok=True)
    (folder / "qualcode/settings.json").write_text("{}")  # else the first start opens the practice
    settings = {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    command = (*SERVE, str(project), "--port", "0", *words)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | settings) as server:
        try:
            assert server.stderr
            said = server.stderr.readline()
            found = re.search(r"http://\S+", said)
            assert found, said + server.stderr.read()
            yield found.group()
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=20)
