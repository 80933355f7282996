"""Tasks in a thread of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from qualcode.domain.errors import QualcodeError, RuleRefused
from qualcode.tui.widgets.lane import Lane, Task


def served(*tasks: Task) -> int:
    """Run them to the end; how many are under way then."""

    async def run() -> int:
        lane = Lane("test")
        serving = asyncio.create_task(lane.serve())
        for task in tasks:
            lane.ask(task)
        assert lane.under_way == len(tasks)
        await asyncio.wait_for(lane.settled(), 10)
        serving.cancel()
        return lane.under_way

    return asyncio.run(run())


def test_tasks_run_in_the_order_asked_for_and_a_refusal_stops_none() -> None:
    told: list[object] = []

    def refuse() -> None:
        raise RuleRefused("No.")

    def task(run: Callable[[], object]) -> Task:
        return Task(run, told.append, lambda error: told.append(_words(error)))

    assert served(task(lambda: 1), task(refuse), task(lambda: 2)) == 0
    assert told == [1, "No.", 2]


def _words(error: QualcodeError) -> str:
    return error.message
