"""When the garbage collector works."""

from __future__ import annotations

import gc

from qualcode.tui.widgets import collector


def test_the_collector_works_again_once_what_was_made_is_settled() -> None:
    collector.hold()
    assert not gc.isenabled()
    collector.settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_a_screen_that_is_left_while_it_opens_a_text_lets_the_collector_work() -> None:
    collector.hold()
    collector.release()
    assert gc.isenabled()
