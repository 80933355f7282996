from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, ParamSpec

import pytest
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.pilot import Pilot

from qualcode.tui.widgets.themes import PALETTES, theme_of
from qualcode.tui.widgets.transcript_model import ShownCoding, ShownHeading, ShownRole, ShownTurn
from qualcode.tui.widgets.transcript_view import TranscriptPane

SPEECH: list[tuple[str, ShownRole, str]] = [
    ("Interviewer", "interviewer", "What happened?"),
    ("Amara", "participant", "I called eleven times. Eleven. First it was the ward, then the district nurse."),
    ("Interviewer", "interviewer", "And then?"),
    ("Amara", "participant", "She just came in with her shoes off. Right, where is he. " * 12),
]
Asked = ParamSpec("Asked")
Transcript = tuple[str, list[ShownTurn], list[ShownHeading], list[ShownCoding]]


def transcript(
    *quotes: str, speech: list[tuple[str, ShownRole, str]] = SPEECH, label: str = "chasing calls"
) -> Transcript:
    text, turns = "", []
    for speaker, role, said in speech:
        start = len(text)
        text += f"{speaker}: {said}"
        turns.append(ShownTurn(start, len(text), ((start + len(speaker) + 2, len(text)),), speaker, role))
        text += "\n\n"
    codings = [
        ShownCoding(quote, text.index(quote), text.index(quote) + len(quote), "code", label, "#5fb3f7")
        for quote in quotes
    ]
    return text, turns, [ShownHeading(0, "[Q1] How was it?")], codings


def piloted(test: Callable[Asked, Coroutine[Any, Any, None]]) -> Callable[Asked, None]:
    """Runs the test in an event loop of its own."""

    @wraps(test)
    def run(*args: Asked.args, **kwargs: Asked.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pane = TranscriptPane()
        self.seen: list[Message] = []
        for palette in PALETTES.values():
            self.register_theme(theme_of(palette))
        self.theme = "qualcode-dark"

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_transcript_pane_selection_changed(self, event: TranscriptPane.SelectionChanged) -> None:
        self.seen.append(event)

    def on_transcript_pane_coding_clicked(self, event: TranscriptPane.CodingClicked) -> None:
        self.seen.append(event)

    def on_transcript_pane_resize_wished(self, event: TranscriptPane.ResizeWished) -> None:
        self.seen.append(event)

    @property
    def selected(self) -> str:
        return self.pane.selected_text

    def rows(self) -> list[str]:
        """What is on the screen, row by row."""
        size = self.size
        lines = self.screen._compositor.render_strips(size)
        return [line.text.rstrip() for line in lines]

    def place(self, words: str) -> tuple[int, int]:
        """The cell at which words stand on the screen."""
        rows = self.rows()
        y = next(number for number, row in enumerate(rows) if words in row)
        return rows[y].index(words), y


@asynccontextmanager
async def shown(given: Transcript, size: tuple[int, int] = (100, 24)) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.pane.load(*given)
        await pilot.pause()
        yield app, pilot


@piloted
async def test_it_shows_bodies_speakers_numbers_questions_and_names() -> None:
    async with shown(transcript("I called eleven times.")) as (app, _):
        rows = app.rows()
        assert "[Q1] How was it?" in rows[0]
        assert re.search(r"Interviewer\s+What happened\?", rows[2])
        assert re.search(r"Amara ▌ I called eleven times\. .*╺ chasing calls", rows[4])
        assert not any("Interviewer:" in row for row in rows)


@piloted
async def test_the_cursor_moves_by_units_and_tells() -> None:
    async with shown(transcript()) as (app, pilot):
        app.pane.move("sentence", 1)
        app.pane.move("sentence", 1)
        await pilot.pause()
        assert app.selected == "First it was the ward, then the district nurse."
        told = app.seen[-1]
        assert isinstance(told, TranscriptPane.SelectionChanged)
        assert (told.words, told.turn_number, told.unit, told.extending) == (9, 2, "sentence", False)


@piloted
async def test_extending_is_told_and_stretches() -> None:
    async with shown(transcript()) as (app, pilot):
        assert app.pane.toggle_extending()
        app.pane.move("sentence", 1)
        await pilot.pause()
        assert app.selected == "I called eleven times. Eleven."
        told = app.seen[-1]
        assert isinstance(told, TranscriptPane.SelectionChanged)
        assert told.extending


@piloted
async def test_paging_and_ends_bring_the_cursor_into_view() -> None:
    async with shown(transcript(), (60, 10)) as (app, pilot):
        app.pane.page(1)
        await pilot.pause()
        assert app.pane.view.scroll_offset.y > 0
        app.pane.end()
        await pilot.pause()
        assert app.pane.view.scroll_offset.y == app.pane.view.max_scroll_y
        app.pane.home()
        await pilot.pause()
        assert app.selected == "I called eleven times."
        assert app.pane.selection_region.intersection(app.pane.view.region).height > 0


@piloted
async def test_a_press_takes_the_word_two_the_sentence_three_the_turn() -> None:
    async with shown(transcript()) as (app, pilot):
        x, y = app.place("district")
        await pilot.click(offset=(x + 2, y))
        assert app.selected == "district"
        await pilot.click(offset=(x + 2, y), times=2)
        assert app.selected == "First it was the ward, then the district nurse."
        await pilot.click(offset=(x + 2, y), times=3)
        assert app.selected == SPEECH[1][2]


@piloted
async def test_a_drag_extends_by_words_both_ways() -> None:
    async with shown(transcript()) as (app, pilot):
        x, y = app.place("eleven times")
        await pilot.mouse_down(offset=(x + 1, y))
        await pilot.hover(offset=(x + 9, y))
        assert app.selected == "eleven times."
        await pilot.hover(offset=(x - 9, y))
        assert app.selected == "I called eleven"
        await pilot.mouse_up(offset=(x - 9, y))
        await pilot.hover(offset=(x + 30, y))
        assert app.selected == "I called eleven"


@piloted
async def test_dragging_beyond_the_edge_scrolls() -> None:
    async with shown(transcript(), (60, 12)) as (app, pilot):
        x, y = app.place("eleven")
        await pilot.mouse_down(offset=(x, y))
        await pilot.hover(offset=(x, 11))
        view = app.pane.view
        view._pointer = (x, 13)
        view._follow(outside=True)
        await pilot.pause(0.3)
        await pilot.mouse_up(offset=(x, 11))
        assert view.scroll_offset.y > 0
        assert view._auto_scroll is None


@piloted
async def test_a_click_on_a_stripe_selects_its_segment() -> None:
    async with shown(transcript("Eleven. First it was the ward")) as (app, pilot):
        x, y = app.place("╺" if any("╺" in row for row in app.rows()) else "┏")
        await pilot.click(offset=(x, y))
        assert app.selected == "Eleven. First it was the ward"
        clicked = [event.id for event in app.seen if isinstance(event, TranscriptPane.CodingClicked)]
        assert clicked == ["Eleven. First it was the ward"]


@piloted
async def test_the_wheel_scrolls_over_text_and_margin_and_moves_no_cursor() -> None:
    async with shown(transcript(), (60, 10)) as (app, pilot):
        before = app.selected
        for number, widget in enumerate((app.pane.view, app.pane.margin), 1):
            widget.post_message(MouseScrollDown(widget, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False))
            await pilot.pause()
            assert app.pane.view.scroll_offset.y == 3 * number
        app.pane.view.post_message(MouseScrollUp(app.pane.view, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False))
        await pilot.pause()
        assert app.pane.view.scroll_offset.y == 3
        assert app.selected == before


@piloted
async def test_applied_codings_appear_and_removed_ones_go() -> None:
    given = transcript("I called eleven times.")
    added = transcript("Eleven.", label="anger")[3]
    async with shown(given) as (app, pilot):
        app.pane.apply(added, ["I called eleven times."])
        await pilot.pause()
        drawn = "\n".join(app.rows())
        assert "anger" in drawn
        assert "chasing calls" not in drawn


@piloted
async def test_overlapping_codings_are_cycled_and_their_ends_wished_elsewhere() -> None:
    async with shown(transcript("I called eleven times.", "eleven times.")) as (app, pilot):
        pane = app.pane
        assert pane.codings_at_cursor() == ["eleven times.", "I called eleven times."]
        assert pane.cycle_coding() == "eleven times."
        pane.move("word", 1)
        pane.move("word", 1)
        pane.swap_end()
        pane.move("word", -1)
        await pilot.pause()
        wished = [pane.model.text[e.start : e.end] for e in app.seen if isinstance(e, TranscriptPane.ResizeWished)]
        assert wished == ["eleven times. Eleven.", "eleven times. Eleven. First", "called eleven times. Eleven. First"]
        assert app.selected == "I called eleven times."
        assert pane.cycle_coding() == "I called eleven times."
        assert pane.cycle_coding() is None
        pane.cycle_coding()
        pane.apply([], ["eleven times."])
        assert pane.cycled is None


@piloted
async def test_the_next_uncoded_sentence() -> None:
    async with shown(transcript("Eleven.", "First it was")) as (app, _):
        assert app.pane.next_uncoded()
        assert app.selected == "She just came in with her shoes off."


@piloted
async def test_resizing_keeps_what_is_in_view() -> None:
    async with shown(transcript(), (120, 12)) as (app, pilot):
        app.pane.end()
        await pilot.pause()
        await pilot.resize_terminal(46, 12)
        await pilot.pause()
        assert app.pane.selection_region.height > 0
        assert app.pane.margin.size.width >= 14


@piloted
async def test_a_change_of_theme_repaints() -> None:
    async with shown(transcript("Eleven.")) as (app, pilot):
        dark = app.pane.view.render_lines(app.pane.view.size.region)[4]
        app.theme = "qualcode-light"
        await pilot.pause()
        light = app.pane.view.render_lines(app.pane.view.size.region)[4]
        assert dark.text == light.text
        assert dark != light


@piloted
async def test_without_tints_coded_text_is_underlined() -> None:
    async with shown(transcript("First it was")) as (app, pilot):
        app.pane.tints = False
        await pilot.pause()
        strip = app.pane.view.render_lines(app.pane.view.size.region)[app.place("First")[1]]
        assert next(segment.style.underline for segment in strip if segment.text == "First it was" and segment.style)


@piloted
async def test_nothing_to_show_is_shown_and_every_key_is_harmless() -> None:
    async with shown(("", [], [], [])) as (app, pilot):
        pane = app.pane
        acts: list[Callable[[], object]] = [pane.home, pane.end, pane.grow_selection, pane.shrink_selection]
        acts += [pane.swap_end, pane.cycle_coding, pane.next_uncoded, pane.toggle_extending]
        acts += [
            lambda: pane.page(1),
            lambda: pane.move("word", 1),
            lambda: pane.select(3, 9),
            lambda: pane.apply([], []),
        ]
        for act in acts:
            act()
        await pilot.click(TranscriptPane)
        assert pane.selection == (0, 0)


HARMLESS = re.compile(
    r"\x1b\[[0-9;]*m"  # colours
    r"|\x1b\[[0-9;]*[Hf]"  # places
    r"|\x1b\[\?(?:2026|25|1000|1003|1006|1015|1004|1049|2004|7|1|12)[hlp$]*"  # modes, synchronised updates
    r"|\x1b\[[<>=?][0-9;]*[a-zA-Z]"  # the protocol of the keyboard
    r"|\x1b\]22;[a-z-]+\x07"  # shape of the pointer
)
HOSTILE = (
    "\x1b]52;c;AAAA\x07 \x1b[2J \x9b2J \x1b]0;owned\x1b\\ \u202egnp \x7f [/] [@click=app.quit]x[/] [laughs] "
    "\x08\x85 \U000e0041"
)


@piloted
async def test_hostile_text_reaches_the_terminal_only_as_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda _: False))
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    text, turns, _, _ = transcript(speech=[(HOSTILE, "participant", HOSTILE + " said."), ("B", "interviewer", HOSTILE)])
    coding = ShownCoding(
        HOSTILE, turns[0].bodies[0][0], turns[0].bodies[0][1], HOSTILE, HOSTILE, HOSTILE, has_memo=True
    )
    async with shown((text, turns, [ShownHeading(0, HOSTILE, HOSTILE)], [coding]), (160, 30)) as (app, pilot):
        app.pane.move("word", 1)
        app.pane.cycle_coding()
        await pilot.pause(0.1)
        drawn = "\n".join(app.rows())
    assert {"[/]", "[@click=app.quit]x[/]", "[laughs]"} <= set(drawn.split())
    output = "".join(written)
    assert "]52;c;AAAA" in output
    left = HARMLESS.sub("", output)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", left)
    assert "\x1b[2J" not in output


@piloted
async def test_without_colours_everything_is_grey_and_the_selection_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(transcript("Eleven.")) as (app, _):
        view, margin = app.pane.view, app.pane.margin
        for strip in [*view.render_lines(view.size.region), *margin.render_lines(margin.size.region)]:
            for segment in strip:
                colour = segment.style.color.get_truecolor() if segment.style and segment.style.color else None
                assert colour is None or colour.red == colour.green == colour.blue
        strip = view.render_lines(view.size.region)[app.place("I called")[1]]
        assert next(each.style.reverse for each in strip if each.text.startswith("I called") and each.style)


@piloted
async def test_a_press_on_a_row_that_is_gone_since_the_text_was_wrapped_anew_takes_the_last_one() -> None:
    async with shown(transcript()) as (app, pilot):
        app.pane.view.post_message(app.pane.view.Pointed(10_000, 1))
        await pilot.pause()
        assert app.pane.selection[0] >= app.pane.model.turns[-1].start
