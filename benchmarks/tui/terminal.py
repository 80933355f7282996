"""A program on a pseudo-terminal, and how long a person at it would wait."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

COLUMNS, ROWS = 140, 44
KEYS: Final = {
    "down": "\x1b[B",
    "home": "\x1b[H",
    "page": "\x1b[6~",
    "next": "\x0e",
    "wheel": f"\x1b[<65;{COLUMNS // 2};{ROWS // 2}M",
}
QUIET: Final = 0.04
"""Seconds of silence after which a redraw is over: more than two frames."""

_SEQUENCE: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])")


class Terminal:
    """Runs a command until the block ends; everything it writes is read at once."""

    def __init__(self, command: Sequence[str], settings: Path) -> None:
        shutil.rmtree(settings / "qualcode", ignore_errors=True)  # else it opens where the run before stopped
        (settings / "qualcode").mkdir(parents=True)
        (settings / "qualcode/settings.json").write_text("{}")  # else the first start opens the practice
        self.began = time.perf_counter()
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            where = {"XDG_CONFIG_HOME": str(settings), "XDG_STATE_HOME": str(settings)}
            os.environ.update(where, TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled, once
            os.environ["PYTHONPYCACHEPREFIX"] = str(settings / "compiled")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvp(command[0], list(command))
        self.written = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._end)

    def until(self, word: str, since: float | None = None, patience: float = 120) -> float:
        """Milliseconds until a word is on the screen, since a moment or the start."""
        since = self.began if since is None else since
        end = time.perf_counter() + patience
        while word.encode() not in _SEQUENCE.sub(b"", bytes(self.written)):
            if time.perf_counter() > end or self._read(1.0) is None:
                shown = _SEQUENCE.sub(b"", bytes(self.written)).decode(errors="replace")
                raise SystemExit(f"no {word!r} on the screen: {shown[-600:]}")
        return (time.perf_counter() - since) * 1000

    def settle(self, quiet: float = QUIET, limit: float = 60) -> float:
        """Read until the program keeps quiet; the moment of its last byte."""
        last = time.perf_counter()
        end = last + limit
        while time.perf_counter() < end and self._read(quiet):
            last = time.perf_counter()
        return last

    def press(self, key: str) -> float:
        """Milliseconds from a key to the last byte that it causes."""
        before = self.send(key)
        if not self._read(60):  # TextArea takes its time with 10 MB
            raise SystemExit(f"the key {key!r} changes nothing on the screen")
        return (self._last_byte() - before) * 1000

    def send(self, key: str) -> float:
        """Write a key; the moment it was written."""
        self.written.clear()
        before = time.perf_counter()
        os.write(self._end, KEYS.get(key, key).encode())
        return before

    def spent(self) -> float:
        """Milliseconds of processor time so far, of all its threads: less moved by what else the machine does."""
        return sum(
            int(each.read_text().split()[0]) / 1e6 for each in Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        )

    def memory(self) -> float:
        """Resident megabytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 1e6

    def load(self, seconds: float) -> float:
        """Percent of a core that it uses while nobody presses anything."""
        before = self._processor_time()
        self._idle(seconds)
        return (self._processor_time() - before) / seconds * 100

    def _last_byte(self) -> float:
        """The moment of the last byte of the redraw under way."""
        last = time.perf_counter()
        while self._read(QUIET):
            last = time.perf_counter()
        return last

    def _idle(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def _read(self, timeout: float) -> bytes | None:
        """What was written; nothing after the timeout, None at the end."""
        if not select.select([self._end], [], [], timeout)[0]:
            return b""
        try:
            found = os.read(self._end, 1 << 16)
        except OSError:
            return None
        self.written += found
        return found

    def _processor_time(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
