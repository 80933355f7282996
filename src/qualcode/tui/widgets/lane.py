"""A thread of its own, and the tasks that wait for it: one at a time, in the order asked for."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Task:
    """Something to run in the thread, and who gets the result."""

    run: Callable[[], Any]
    then: Callable[[Any], None]
    otherwise: Callable[[QualcodeError], None]
    """Told of a refusal."""


class Lane:
    """Runs what was asked for, one after the other."""

    def __init__(self, name: str) -> None:
        self.under_way = 0
        """Tasks whose results have not been handed on."""
        self._tasks: asyncio.Queue[Task] = asyncio.Queue()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def ask(self, task: Task) -> None:
        """Run this after what was asked for before."""
        self.under_way += 1
        self._tasks.put_nowait(task)

    async def serve(self) -> None:
        """Run tasks for as long as the program does."""
        loop = asyncio.get_running_loop()
        while True:
            task = await self._tasks.get()
            try:
                task.then(await loop.run_in_executor(self._hand, task.run))
            except QualcodeError as error:
                task.otherwise(error)
            finally:
                self.under_way -= 1
                self._tasks.task_done()

    async def settled(self) -> None:
        """Wait until everything asked for is done."""
        await self._tasks.join()
