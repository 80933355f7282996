"""A box with the participants who raised a theme; Enter unfolds their words, and goes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from qualcode.domain.phrases import Phrase, quoted, say
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import READING, READING_STEPS
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.session import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.services.results.raised import Quoted, Raiser
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the list: whose it is, of which passage, and whether the cursor may stand on it."""

    who: int
    passage: int
    text: str
    kind: str
    rests: bool = False


class _People(RowList):
    """Participants, folded; under one that is open the passages in context."""

    def __init__(self, found: Sequence[Raiser], language: str) -> None:
        super().__init__()
        self._found = found
        self._language = language
        self._open: set[int] = {0} if len(found) == 1 else set()
        self._lines: list[_Line] = []

    def redraw(self) -> None:
        """Wrap anew."""
        width = max(20, self.size.width - 10)
        self._lines = [line for number in range(len(self._found)) for line in self._of(number, width)]
        super().redraw()

    def enter(self) -> Place | None:
        """Unfold the participant of the cursor, or tell where its passage stands."""
        if not self._lines:
            return None
        line = self._lines[self.cursor]
        if line.passage >= 0:
            passage = self._found[line.who].passages[line.passage]
            return Place(passage.transcript_id, passage.start, passage.end)
        self._open ^= {line.who}
        self.redraw()
        if line.who in self._open:
            self.move(1)
        return None

    def go(self, index: int) -> None:
        """Put the cursor on a row; all its lines come into view where there is room."""
        rest = self._lines[index + 1 :]
        below = next((at for at, line in enumerate(rest) if line.rests), len(rest))
        super().go(min(index + min(below, max(0, self.size.height - 2)), len(self._lines) - 1))
        super().go(index)

    def line_count(self) -> int:
        """All lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """On participants and on the first line of a passage."""
        return 0 <= index < len(self._lines) and self._lines[index].rests

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        line, here = self._lines[index], index == self.cursor
        ground = palette.key if here else palette.pane
        colour = {"who": palette.bright, "words": palette.text, "place": palette.blue}.get(line.kind, palette.muted)
        mark = Piece("▌ " if here else "  ", ink(palette.amber, ground))
        muted = ink(palette.muted, ground)
        text = Piece(line.text, ink(colour, ground, bold=line.kind == "who"), gives_way=True)
        if line.kind != "who":
            return lay(width, [mark, text], blank=muted)
        raiser = self._found[line.who]
        count = len(raiser.passages)
        passages = Phrase("{n} passages" if count != 1 else "{n} passage", {"n": count})
        right = [Piece(f"{say(passages, self._language)}  ", muted)]
        return lay(width, [mark, text, Piece(f"   {raiser.facts}", muted, gives_way=True)], right, blank=muted)

    def _of(self, number: int, width: int) -> Iterator[_Line]:
        raiser = self._found[number]
        fold = "▾" if number in self._open else "▸"
        yield _Line(number, -1, f"{fold} {raiser.name}", "who", rests=True)
        for place, passage in enumerate(raiser.passages if number in self._open else ()):
            yield from self._quoted(number, place, passage, width)

    def _quoted(self, number: int, place: int, passage: Quoted, width: int) -> Iterator[_Line]:
        yield _Line(number, place, f"  {passage.transcript} · {passage.code}", "place", rests=True)
        for kind, text in (
            ("around", passage.before),
            ("words", quoted(passage.words, self._language)),
            ("around", passage.after),
        ):
            for line in wrapped(text, width):
                yield _Line(number, place, f"    {line}", kind)


class RaisedBox(Box[Place | None]):
    """Reads; what it gives back is the place that was chosen."""

    DEFAULT_CSS = """
    RaisedBox { align: center middle; }
    RaisedBox > Vertical { width: 90%; height: 90%; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(READING)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in READING)
    AUTO_FOCUS = "_People"

    def __init__(self, title: str, found: Sequence[Raiser], language: str) -> None:
        super().__init__()
        people = Phrase("{n} participants" if len(found) != 1 else "{n} participant", {"n": len(found)})
        self._title = PaneTitle(title, say(people, language))
        self._people = _People(found, language)
        self._footer = KeyFooter(language)
        self._footer.show_chips(chips("read.open", "read.next", "read.close"), 1)

    def compose(self) -> ComposeResult:
        """Title, participants, keys."""
        with Vertical():
            yield from (self._title, self._people, self._footer)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Go on; unfold a participant, or go where a passage stands; go back to the table."""
        if verb in READING_STEPS:
            self._people.move(READING_STEPS[verb])
        elif verb == "read.open":
            self._enter()
        else:
            self.dismiss(None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click does as the cursor and Enter: on any line of a passage it goes there."""
        event.stop()
        index = event.index
        while index > 0 and not self._people.can_rest(index):
            index -= 1
        if index != self._people.cursor:
            self._people.go(index)
        self._enter()

    def _enter(self) -> None:
        place = self._people.enter()
        if place is not None:
            self.dismiss(place)
