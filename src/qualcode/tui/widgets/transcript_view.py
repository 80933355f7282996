"""The transcript: text, stripes and names of its codings, and the cursor that codes are applied to.

The pane shows what it is given and reports what the coder wishes; it changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.geometry import Region

from qualcode.tui.widgets import transcript_messages
from qualcode.tui.widgets.columns import share_out
from qualcode.tui.widgets.cursor_units import UnitKind
from qualcode.tui.widgets.display import cells, shown
from qualcode.tui.widgets.row_painter import Emphasis
from qualcode.tui.widgets.text_cursor import Side, Step, TextCursor
from qualcode.tui.widgets.transcript_colours import colours_of
from qualcode.tui.widgets.transcript_margin import Margin, Minimap
from qualcode.tui.widgets.transcript_model import Segment, ShownCoding, ShownHeading, ShownTurn, TranscriptModel
from qualcode.tui.widgets.transcript_sheet import Changed, TranscriptSheet
from qualcode.tui.widgets.transcript_text import TranscriptView, finish


class TranscriptPane(Horizontal):
    """Text, margin and overview of one transcript."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TranscriptPane { height: 1fr; width: 1fr; background: $background; overflow: hidden; }"

    SelectionChanged: TypeAlias = transcript_messages.SelectionChanged
    CodingClicked: TypeAlias = transcript_messages.CodingClicked
    ResizeWished: TypeAlias = transcript_messages.ResizeWished
    MenuWished: TypeAlias = transcript_messages.MenuWished

    def __init__(self, *, interviewer_codable: bool = False, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._interviewer_codable = interviewer_codable
        self._tints = True
        self.view = TranscriptView()
        self.margin = Margin(self.view)
        self.minimap = Minimap(self.view)
        self.view.followers = (self.margin, self.minimap)
        self._sheet: TranscriptSheet | None = None
        self._edge: Side = "end"
        self._wished: Segment | None = None
        self._marked = ""
        self._pressed: Segment = (0, 0)
        self.model = TranscriptModel()
        self.cursor = TextCursor(self.model)

    def compose(self) -> ComposeResult:
        """Text, margin, overview."""
        yield self.view
        yield self.margin
        yield self.minimap

    def on_mount(self) -> None:
        """Follow the app's look."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._dress())

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew."""
        self._lay_out()

    # What is shown

    def load(
        self,
        text: str,
        turns: Sequence[ShownTurn],
        headings: Sequence[ShownHeading] = (),
        codings: Iterable[ShownCoding] = (),
    ) -> None:
        """Show another transcript; the cursor stands on its first sentence."""
        self._set_model(TranscriptModel(text, turns, headings, codings))
        self._sheet = None
        self._make_room(max((cells(shown(label)) for label in {turn.label for turn in turns}), default=0))
        self.view.scroll_rows_to(0)
        self._lay_out()
        self._report()

    def apply(self, added: Sequence[ShownCoding] = (), removed: Iterable[str] = ()) -> None:
        """Show codings that came to be and no longer those that went; only their rows are drawn again."""
        if self._sheet is None:
            self._change_model(added, removed)
            return
        changed = self._sheet.apply(added, removed)
        if self._marked and self._marked not in self.model.codings:
            self.stop_cycling()
        self._wished = None
        self._refresh(changed)
        self.minimap.renew(changed.extents)

    @property
    def tints(self) -> bool:
        """Whether coded text has a tint; without, it is underlined."""
        return self._tints

    @tints.setter
    def tints(self, tints: bool) -> None:
        self._tints = tints
        self._dress()

    @property
    def interviewer_codable(self) -> bool:
        """Whether the cursor stops at the interviewer's speech."""
        return self._interviewer_codable

    @interviewer_codable.setter
    def interviewer_codable(self, codable: bool) -> None:
        self._interviewer_codable = codable
        segment, unit = self.cursor.segment, self.cursor.unit
        self.cursor = TextCursor(self.model, interviewer_codable=codable)
        self.cursor.select(*segment)
        self.cursor.unit = unit

    # The cursor

    @property
    def selection(self) -> Segment:
        """Start and end of what is selected."""
        return self.cursor.segment

    @property
    def selected_text(self) -> str:
        """The text from the selection's start to its end, structure included."""
        return self.model.text[self.cursor.start : self.cursor.end]

    def where(self) -> transcript_messages.SelectionChanged:
        """The selection, as it is reported whenever it changes."""
        cursor = self.cursor
        words = self.model.words.count(cursor.start, cursor.end)
        turn = self.model.turn_at(cursor.start) + 1
        return self.SelectionChanged(cursor.start, cursor.end, words, turn, cursor.unit, extending=cursor.extending)

    @property
    def selection_region(self) -> Region:
        """The rows of the selection on the screen, as wide as the text; where a picker must not stand."""
        if self._sheet is None or not self._sheet.rows.count:
            return Region()
        first, last = self._sheet.rows.rows_of(*self.selection)
        x, y = self.view.region.offset
        columns = self._sheet.columns
        rows = Region(x + columns.gutter, y + first - self.view.scroll_offset.y, columns.measure, last - first + 1)
        return rows.intersection(self.view.region)

    def move(self, unit: UnitKind, step: Step) -> None:
        """Go to the next (1) or previous (-1) unit. A word's step moves the end of the coding being cycled."""
        if self._marked and unit == "word":
            self._wish(step)
            return
        self.stop_cycling()
        self.cursor.move(unit, step)
        self._moved()

    def extend(self, unit: UnitKind, step: Step) -> None:
        """Move the active end of the selection by a unit."""
        self.cursor.extend(unit, step)
        self._moved()

    def page(self, step: Step) -> None:
        """Go a screen down (1) or up (-1)."""
        if self._sheet is None or not self._sheet.rows.count:
            return
        rows, height = self._sheet.rows, max(1, self.view.size.height - 2)
        target = rows.row_of(self.cursor.head) + step * height
        row = rows.text_row(max(0, min(target, rows.count - 1)), step)
        self.view.scroll_rows_to(self.view.scroll_offset.y + step * height)
        self.cursor.to_near(rows.span(row)[0], step)
        self._moved()

    def home(self) -> None:
        """Go to the first unit of the transcript."""
        self.cursor.to_first()
        self._moved()

    def end(self) -> None:
        """Go to the last unit of the transcript."""
        self.cursor.to_last()
        self._moved()

    def toggle_extending(self) -> bool:
        """Let moves stretch the selection, or no longer; what holds now."""
        return self.set_extending(extending=not self.cursor.extending)

    def set_extending(self, *, extending: bool) -> bool:
        """Let moves stretch the selection, or not."""
        self.cursor.extending = extending
        self._report()
        return extending

    def grow_selection(self) -> None:
        """Select the sentence, then the turn, then the question with its answer."""
        self.cursor.grow()
        self._moved()

    def shrink_selection(self) -> None:
        """Take back what `grow_selection` did, or select the first smaller unit."""
        self.cursor.shrink()
        self._moved()

    def swap_end(self) -> None:
        """Make the other end of the selection, or of the coding being cycled, the one that moves."""
        if self._marked:
            self._edge = "start" if self._edge == "end" else "end"
        else:
            self.cursor.swap_end()
            self._moved()

    def select(self, start: int, end: int) -> None:
        """Select a segment and bring it into view."""
        self.cursor.select(start, end)
        self._moved()

    def goto(self, offset: int, unit: UnitKind | None = None) -> None:
        """Select the unit at an offset, whoever speaks."""
        self.cursor.go_to(offset, unit)
        self._moved()

    @property
    def place(self) -> tuple[int, Segment]:
        """What is uppermost, and what is selected."""
        return self._first_in_view(), self.selection

    def go_back(self, place: tuple[int, Segment]) -> None:
        """Stand where one stood before the same text was loaded anew."""
        top, (start, end) = place
        if self._sheet and self._sheet.rows.count and top:
            self.view.scroll_rows_to(self._sheet.rows.row_of(top))
        self.select(start, end)

    def next_uncoded(self, step: Step = 1) -> bool:
        """Go to the next sentence of a participant that has no coding; False where there is none."""
        found = self.cursor.next_uncoded(step)
        if found:
            self._moved()
        return found

    # Codings

    def codings_at_cursor(self) -> list[str]:
        """The codings touching the selection, the one drawn on top first."""
        return [coding.id for coding in reversed(self.model.codings_in(*self.selection))]

    def cycle_coding(self) -> str | None:
        """Mark the next coding at the cursor, to move its ends; None after the last one."""
        here = self.codings_at_cursor()
        place = here.index(self._marked) + 1 if self._marked in here else 0
        self._mark(here[place] if place < len(here) else "")
        return self._marked or None

    def pick_coding(self, coding: str) -> None:
        """Mark this coding, to move its ends."""
        self._mark(coding if coding in self.model.codings else "")

    def stop_cycling(self) -> None:
        """No coding's ends are moved any more."""
        self._mark("")

    @property
    def cycled(self) -> str | None:
        """The coding whose ends are being moved."""
        return self._marked or None

    @property
    def cycled_end(self) -> Side:
        """Which end is being moved."""
        return self._edge

    # Inside

    def _set_model(self, model: TranscriptModel) -> None:
        self.model = model
        self.cursor = TextCursor(model, interviewer_codable=self._interviewer_codable)
        self._marked = ""

    def _change_model(self, added: Sequence[ShownCoding], removed: Iterable[str]) -> None:
        for coding in removed:
            if coding in self.model.codings:
                self.model.remove(coding)
        for coming in added:
            self.model.add(coming)

    def _make_room(self, longest_name: int) -> None:
        if self.view.longest_name != longest_name:
            self.view.longest_name = longest_name
            self.view.refresh(layout=True)

    def _lay_out(self) -> None:
        """Wrap the text for the width there is, keeping the first row in view where it is."""
        if not self.is_mounted or not self.size:
            return
        columns = share_out(self.size.width, self.view.longest_name)
        if self._sheet is None or self._sheet.columns != columns:
            anchor = self._first_in_view()
            self._sheet = TranscriptSheet(self.model, columns)
            self._sheet.emphasise(self._emphasis)
            self._dress()
            self.view.scroll_rows_to(self._sheet.rows.row_of(anchor) if anchor else 0)
        self._show_cursor()

    def _first_in_view(self) -> int:
        top, sheet = self.view.scroll_offset.y, self._sheet
        return sheet.rows.span(top)[0] if sheet and top < sheet.rows.count else 0

    def _dress(self) -> None:
        if self._sheet is None:
            return
        colours = colours_of(self.app, tints=self._tints)
        self._sheet.dress(colours, finish(self))
        self.view.show(self._sheet)
        self.margin.show(self._sheet)
        self.minimap.show(self._sheet, colours)

    @property
    def _emphasis(self) -> Emphasis:
        return Emphasis(self.cursor.segment, self._marked)

    def _moved(self) -> None:
        self._emphasise()
        self._show_cursor()
        self._report()

    def _emphasise(self) -> None:
        if self._sheet:
            self._refresh(self._sheet.emphasise(self._emphasis))

    def _refresh(self, changed: Changed) -> None:
        self.view.refresh_rows(changed.text)
        self.margin.refresh_rows(changed.margin)

    def _show_cursor(self) -> None:
        if self._sheet is None or not self._sheet.rows.count:
            return
        first, last = self._sheet.rows.rows_of(*self.selection)
        if last - first >= self.view.size.height - 1:
            first = last = self._sheet.rows.row_of(self.cursor.head)
        self.view.bring_into_view(first, last)

    def _report(self) -> None:
        self.post_message(self.where())

    def _mark(self, coding: str) -> None:
        if coding != self._marked:
            self._marked = coding
            self._edge = "end"
            self._wished = None
            self._emphasise()

    def _wish(self, step: Step) -> None:
        marked = self.model.codings[self._marked]
        start, end = self._wished or (marked.start, marked.end)
        wished = self.cursor.moved_edge(start, end, self._edge, step)
        if wished != (start, end):
            self._wished = wished
            self.post_message(self.ResizeWished(self._marked, *wished))

    @on(TranscriptView.Pointed)
    def _point(self, event: TranscriptView.Pointed) -> None:
        event.stop()
        if self._sheet is None or not self._sheet.rows.count:
            return
        row = min(event.row, self._sheet.rows.count - 1)  # the text may have been wrapped anew since
        offset = self._sheet.offset_at(self._sheet.rows.text_row(row), event.column)
        if event.menu_at:
            self._ask(offset, *event.menu_at)
            return
        self.stop_cycling()
        if event.dragging:
            self._drag_to(offset)
        else:
            self._press(offset, "turn" if event.column < 0 or event.clicks > 2 else _BY_CLICKS[event.clicks])  # noqa: PLR2004

    def _ask(self, offset: int, x: int, y: int) -> None:
        """Ask for a menu on the selection, where it is pressed on, else on the sentence there."""
        if not self.cursor.start <= offset < self.cursor.end:
            self.stop_cycling()
            self._press(offset, "sentence")
        self.post_message(self.MenuWished(x, y))

    def _press(self, offset: int, unit: UnitKind) -> None:
        self.cursor.extending = False
        self.cursor.go_to(offset, unit)
        self._pressed = self.cursor.segment
        self._emphasise()
        self._report()

    def _drag_to(self, offset: int) -> None:
        word = self.model.all_units.around("word", offset) or (offset, offset)
        start, end = min(self._pressed[0], word[0]), max(self._pressed[1], word[1])
        self.cursor.select(start, end)
        if word[0] < self._pressed[0]:
            self.cursor.swap_end()
        self._emphasise()
        self._report()

    @on(Margin.Clicked)
    def _choose(self, event: Margin.Clicked) -> None:
        event.stop()
        coding = self.model.codings.get(event.coding)
        if coding:
            self.stop_cycling()
            self.cursor.extending = False
            self.select(coding.start, coding.end)
            self.post_message(self.CodingClicked(coding.id))
            if event.menu_at:
                self.post_message(self.MenuWished(*event.menu_at, coding.id))


_BY_CLICKS: dict[int, UnitKind] = {1: "word", 2: "sentence"}
