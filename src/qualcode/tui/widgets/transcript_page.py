"""A transcript laid out on the screen: text, margin and overview beside each other, for the width there is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from qualcode.tui.widgets.columns import share_out
from qualcode.tui.widgets.row_painter import Emphasis
from qualcode.tui.widgets.transcript_colours import colours_of
from qualcode.tui.widgets.transcript_margin import Margin, Minimap
from qualcode.tui.widgets.transcript_model import TranscriptModel
from qualcode.tui.widgets.transcript_sheet import Changed, TranscriptSheet
from qualcode.tui.widgets.transcript_text import TranscriptView, finish


class TranscriptPage(Horizontal):
    """The three widgets that draw one sheet, and the sheet."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TranscriptPage { height: 1fr; width: 1fr; background: $background; overflow: hidden; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self.model = TranscriptModel()
        self.view = TranscriptView()
        self.margin = Margin(self.view)
        self.minimap = Minimap(self.view)
        self.view.followers = (self.margin, self.minimap)
        self._sheet: TranscriptSheet | None = None
        self._tints = True

    def compose(self) -> ComposeResult:
        """Text, margin, overview."""
        yield self.view
        yield self.margin
        yield self.minimap

    def on_mount(self) -> None:
        """Follow the app's look."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._dress())

    @property
    def tints(self) -> bool:
        """Whether coded text has a tint; without, it is underlined."""
        return self._tints

    @tints.setter
    def tints(self, tints: bool) -> None:
        self._tints = tints
        self._dress()

    @property
    def _emphasis(self) -> Emphasis:
        """What stands out."""
        return Emphasis()

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

    def _emphasise(self) -> None:
        if self._sheet:
            self._refresh(self._sheet.emphasise(self._emphasis))

    def _refresh(self, changed: Changed) -> None:
        self.view.refresh_rows(changed.text)
        self.margin.refresh_rows(changed.margin)
