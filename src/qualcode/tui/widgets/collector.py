"""When Python's garbage collector may look at everything: not while a person waits.

Going through all that a text of 10 MB is made of takes 150 ms, and reading it sets that off several times.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_STARTED: list[bool] = []
"""Whether what starting left behind was collected."""


def hold() -> None:
    """Let nothing be collected until `settle` or `release`: much is about to be made that will stay."""
    if gc.isenabled():  # nothing was left out yet while the program starts, and going through all of that takes long
        gc.collect()
    gc.disable()


def release() -> None:
    """Let the collector work as usual."""
    gc.enable()


def settle() -> None:
    """Leave out from now on all that is there: a full collection then costs a few milliseconds, and this none.

    The first time it collects what starting left behind, which is 10 MB.
    """
    if not _STARTED:  # Python's own count of what is left out takes 30 ms
        _STARTED.append(True)
        gc.collect()
    gc.freeze()
    release()
    give_back()


def give_back() -> None:
    """Let the system have the memory that was freed: opening a text of 10 MB leaves 50 MB, starting leaves 10.

    Only GNU's C library keeps it and has a name for that.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
