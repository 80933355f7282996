"""The coding screen's furniture: three panes between header and footer, folding away as the terminal gets smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual.containers import Horizontal, Vertical

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.code_tree import CodeTree
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.other_passages import OtherPassages
from qualcode.tui.widgets.pane_title import PaneTitle, TextTitle
from qualcode.tui.widgets.passage_panel import PassagePanel
from qualcode.tui.widgets.progress_panel import ProgressPanel
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.transcript_list import TranscriptList
from qualcode.tui.widgets.transcript_view import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import Resize

    from qualcode.tui.widgets.rows import RowList

Place = Literal["text", "list", "tree", "passages"]

_LEFT_FROM: Final = 140
_RIGHT_FROM: Final = 110
_TALL_FROM: Final = 30


class Desk(Vertical):
    """Header, panes, status, footer. It shows what it is told and reports clicks."""

    DEFAULT_CSS = """
    Desk { width: 1fr; height: 1fr; }
    Desk > Horizontal { height: 1fr; }
    Desk #left { width: 28; background: $surface; }
    Desk #right { width: 38; background: $surface; }
    Desk #middle { width: 1fr; background: $background; }
    Desk TextTitle { margin: 1 0; }
    Desk TranscriptPane { margin: 0 0 0 1; }
    Desk.short TextTitle, Desk.short PaneTitle { margin: 0; }
    Desk #passages { display: none; width: 40%; max-width: 68; }
    Desk.split #passages { display: block; }
    Desk.split #right { display: none; }
    Desk.split.narrow #passages { dock: bottom; width: 100%; max-width: 100%; height: 65%; }
    Desk .folded { display: none; }
    Desk CodeTree { height: auto; max-height: 60%; }
    """
    FOLDS: ClassVar[tuple[str, ...]] = ("left", "right")

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._wished: dict[str, bool] = {}
        self.header = Header(language, "screen.code")
        self.list_title = PaneTitle(say("TRANSCRIPTS", language))
        self.list = TranscriptList()
        self.progress_title = PaneTitle(say("PROGRESS", language))
        self.progress = ProgressPanel(language)
        self.text_title = TextTitle()
        self.pane = TranscriptPane()
        self.tree_title = PaneTitle(say("CODEBOOK", language), say("{key} to find", language), "code.find")
        self.codes = CodeTree(language)
        self.panel_title = PaneTitle(say("ON THIS SENTENCE", language))
        self.panel = PassagePanel(language)
        self.passages = OtherPassages(language, id="passages")
        self._lists: dict[str, RowList] = {"list": self.list, "tree": self.codes, "passages": self.passages.list}
        self.status = StatusLine(language)
        self.footer = KeyFooter(language)

    def compose(self) -> ComposeResult:
        """Everything."""
        yield self.header
        with Horizontal():
            with Vertical(id="left"):
                yield from (self.list_title, self.list, self.progress_title, self.progress)
            with Vertical(id="middle"):
                yield from (self.text_title, self.pane)
            with Vertical(id="right"):
                yield from (self.tree_title, self.codes, self.panel_title, self.panel)
            yield self.passages
        yield from (self.status, self.footer)

    def on_resize(self, event: Resize) -> None:
        """Fold what has no room."""
        self.set_class(event.size.height < _TALL_FROM, "short")
        self.set_class(event.size.width < _RIGHT_FROM, "narrow")
        self._fold(event.size.width)

    def show_split(self, *, split: bool) -> None:
        """Show other passages in the codebook's place, below the text where there is no room; or no longer."""
        if not split and self.place == "passages":
            self.go("text")
        self.set_class(split, "split")

    @property
    def place(self) -> Place:
        """Which pane the keys go to."""
        if self.list.has_focus:
            return "list"
        if self.passages.list.has_focus:
            return "passages"
        return "tree" if self.codes.has_focus else "text"

    @property
    def rows(self) -> RowList | None:
        """The list that has the keys; None while the text has them."""
        return self._lists.get(self.place)

    def go(self, place: Place) -> None:
        """Give the keys to a pane."""
        (self._lists.get(place) or self.pane.view).focus()

    def go_next(self, step: int) -> None:
        """Give the keys to the next pane that is shown."""
        shown: list[Place] = ["text"]
        if self.has_class("split"):
            shown.append("passages")
        elif not self.query_one("#right").has_class("folded"):
            shown.append("tree")
        if not self.query_one("#left").has_class("folded"):
            shown.append("list")
        self.go(shown[(shown.index(self.place) + step) % len(shown)] if self.place in shown else "text")

    def toggle(self, side: str) -> None:
        """Fold a pane or show it, whatever room there is."""
        if side == "right" and self.has_class("split"):
            self.show_split(split=False)
            return
        pane = self.query_one(f"#{side}")
        self._wished[side] = pane.has_class("folded")
        if not self._wished[side] and self.place != "text":
            self.go("text")
        self._fold(self.size.width)

    @property
    def folded(self) -> dict[str, bool]:
        """The panes folded (True) or shown (False) by hand."""
        return {side: not shown for side, shown in self._wished.items()}

    def fold(self, folded: Mapping[str, bool]) -> None:
        """Fold and show panes as they were folded and shown by hand."""
        self._wished = {side: not folded[side] for side in self.FOLDS if side in folded}
        self._fold(self.size.width)

    def show_focus(self) -> None:
        """Light the title of the pane that has the keys."""
        self.list_title.show_lit(lit=self.place == "list")
        self.passages.title.show_lit(lit=self.place == "passages")
        self.tree_title.show_lit(lit=self.place == "tree")

    def show_selection(self, unit: str, turn: tuple[int, int], words: int, *, extending: bool) -> None:
        """Say what is selected; what moves do is said loudly when it is not the usual."""
        cycled = self.pane.cycled is not None
        chip = "EDGE" if cycled else "EXTEND" if extending else unit.upper()
        place = Phrase("turn {at} of {n}", {"at": turn[0], "n": turn[1]}) if turn[0] else None
        self.status.show_place(chip, place, words, loud=cycled or extending)

    def show_chips(self, *, is_coded: bool, extending: bool, searching: bool) -> None:
        """Offer the keys that matter now."""
        if self.pane.cycled is not None:
            ids: tuple[str, ...] = (
                "move.left",
                "move.right",
                "extend.swap",
                "pane.enter",
                "extend.drop",
                "coding.cycle",
            )
        elif self.place == "list":
            ids = ("pane.enter", "pane.next", "transcript.finish", "transcript.import", "extend.drop")
        elif self.place == "passages":
            ids = ("pane.enter", "pane.next", "code.passages", "extend.drop")
        elif self.place == "tree":
            ids = ("pane.enter", "pane.next", "code.find", "extend.drop")
        elif extending:
            ids = ("code.pin", "code.find", "extend.drop", "extend.swap", "extend.grow", "extend.shrink")
        elif is_coded:
            ids = ("code.pin", "code.find", "code.remove", "coding.cycle", "memo.write", "act.undo", "move.next_wanted")
        else:
            ids = ("code.pin", "code.find", "code.repeat", "extend.mode", "move.next_wanted", "act.undo", "memo.write")
        more = ("text.search", "transcript.choose", "transcript.finish") if self.place == "text" else ()
        if searching:
            ids = tuple(each for each in ids if each != "move.next_wanted")
            hit, key, _ = chips("move.next_wanted")[0]
            self.footer.show_chips(((hit, key, "next hit"), *chips(*ids, *more)))
        else:
            self.footer.show_chips(chips(*ids, *more))

    def _fold(self, width: int) -> None:
        for side, least in (("left", _LEFT_FROM), ("right", _RIGHT_FROM)):
            self.query_one(f"#{side}").set_class(not self._wished.get(side, width >= least), "folded")
