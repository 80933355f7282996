from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.services.settings import load_settings

if TYPE_CHECKING:
    from tests.tui.conftest import Driver

Drive = Callable[..., None]


def test_stripes_only_takes_the_tints_away_and_is_remembered(drive: Drive) -> None:
    async def switch(it: Driver) -> None:
        await it.press("ctrl+p", *"stripes only", "enter")
        assert not it.desk.pane.tints
        assert load_settings().tints == "off"

    async def again(it: Driver) -> None:
        assert not it.desk.pane.tints
        await it.press("ctrl+p", *"stripes only", "enter")
        assert it.desk.pane.tints

    drive(switch)
    drive(again)
