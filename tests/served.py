"""Runs `qualcode serve` on a free port of this machine for the length of a test."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

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
            _await(found.group())
            yield found.group()
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=20)


def _await(address: str) -> None:
    """Wait until the server listens: it says its address a moment before."""
    parts = urlsplit(address)
    for _ in range(400):
        with suppress(ConnectionRefusedError), socket.create_connection((parts.hostname, parts.port), timeout=20):
            return
        time.sleep(0.05)
