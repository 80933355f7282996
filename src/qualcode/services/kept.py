"""What was read last, kept for as long as the project's log stands where it stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

from qualcode.store import reads
from qualcode.store.reads import Reader

P = ParamSpec("P")
T = TypeVar("T")


class Kept(Generic[P, T]):
    """A reading that is made once for each state of a project, for all tables and views of that state.

    Every change goes through the log, so the digest of its newest event stands for the state. Only the last reading
    is kept: whoever works on two projects in turn reads anew, and memory holds one. Callers share it and leave it as
    it is.
    """

    def __init__(self, read: Callable[Concatenate[Reader, P], T]) -> None:
        self._read = read
        self._last: tuple[tuple[object, ...], T] | None = None

    def __call__(self, reader: Reader, *asked: P.args, **named: P.kwargs) -> T:
        """The reading of this state; what is asked beside may be anything that can be compared."""
        state = (str(reader.engine.url), *reads.head(reader), asked, named)
        last = self._last
        if last is None or last[0] != state:
            last = self._last = (state, self._read(reader, *asked, **named))
        return last[1]
