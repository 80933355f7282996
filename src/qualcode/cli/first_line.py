"""A first line on the screen, while the libraries that draw the rest are still being loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_OPEN = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H\x1b[1m qualcode\x1b[0m "
_CLOSE = "\x1b[?25h\x1b[?1049l"


@contextmanager
def first_line() -> Iterator[None]:
    """Show the program's name on the terminal's other screen; what fails meanwhile is said on the usual one."""
    if not sys.stdout.isatty() or "TEXTUAL_DRIVER" in os.environ:  # in a browser, the screen is no terminal's
        yield
        return
    sys.stdout.write(_OPEN)
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        sys.stdout.write(_CLOSE)
        sys.stdout.flush()
        raise
