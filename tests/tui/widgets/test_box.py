from __future__ import annotations

import asyncio

from textual.app import App

from qualcode.tui.widgets.box import Box


def test_a_box_that_is_told_twice_to_close_closes_once_and_nothing_else() -> None:
    results: list[str | None] = []

    async def script() -> None:
        app: App[None] = App()
        async with app.run_test() as pilot:
            below, above = Box[str](), Box[str]()
            await app.push_screen(below, results.append)
            await app.push_screen(above, results.append)
            above.dismiss("first")
            above.dismiss("again")
            await pilot.pause()
            assert app.screen is below
            assert results == ["first"]

    asyncio.run(script())
