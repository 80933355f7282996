"""A box with one scale or one pair in full: what is said of it, a picture in characters, and the participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Vertical

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import READING, READING_STEPS
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.display import fit, shown
from qualcode.tui.widgets.key_footer import KeyFooter
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.scatter import Scatter, histogram
from qualcode.tui.widgets.session import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.services.results.measured import Measured, Met, Scored
    from qualcode.tui.widgets.themes import Palette

_PLOT: Final = (48, 12)
_LOW_PLOT: Final = 7
"""Lines of the picture where there are few."""
_FEW_LINES: Final = 26
_WIDE: Final = 110
"""Columns from which the picture stands beside the facts."""
_WIDEST: Final = 84
"""Columns of the facts beside it, at most."""
_ROOMY: Final = 90
_VALUE: Final = (14, 20)
"""Columns of a value, narrow and wide."""
_NAME: Final = 14
_BINS: Final = 9


@dataclass(frozen=True, slots=True)
class _Line:
    """Words, with a line of the picture beside or instead of them; or a participant with an interview."""

    text: str = ""
    plot: str = ""
    at: int = 0
    """The column of the picture."""
    plot_line: int = -1
    kind: str = "fact"
    person: Scored | None = None
    met: Met | None = None


class _Sheet(RowList):
    """Facts and picture, then participants; the cursor stands on the top or on a participant."""

    def __init__(self, found: Measured, language: str) -> None:
        super().__init__()
        self._found = found
        self._language = language
        self._lines: list[_Line] = []
        self._scatter: Scatter | None = None
        self._plot_width = 0

    def redraw(self) -> None:
        """Lay out anew."""
        self._lines = list(self._laid_out(max(30, self.size.width - 4)))
        self.cursor = min(self.cursor, max(0, len(self._lines) - 1))
        super().redraw()

    @property
    def place(self) -> Place | None:
        """Where the participant of the cursor speaks first; None where nobody is chosen or was interviewed."""
        met = self._lines[self.cursor].met if self._lines else None
        return Place(met.transcript_id, met.start, met.end) if met else None

    def line_count(self) -> int:
        """All lines."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """On the top, where nobody is chosen, and on participants."""
        return index == 0 or (0 < index < len(self._lines) and self._lines[index].person is not None)

    def go(self, index: int) -> None:
        """Put the cursor there; the picture marks the participant."""
        super().go(index)
        self._drawn.clear()
        if index == 0:
            self.scroll_to(y=0, animate=False, force=True)
        elif index == max(at for at in range(self.line_count()) if self.can_rest(at)):
            self.scroll_end(animate=False, force=True)
        self.refresh()

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A line."""
        line, here = self._lines[index], index == self.cursor
        if line.person is not None:
            return self._person(line.person, line.met, width, palette, here=here)
        colour = {"fact": palette.text, "head": palette.muted}.get(line.kind, palette.muted)
        style = ink(colour, palette.pane, bold=line.kind == "head")
        blank = ink(palette.muted, palette.pane)
        mark = Piece("▌ " if here else "  ", ink(palette.amber, palette.pane))
        left = fit(line.text, line.at) if line.plot else line.text
        return lay(width, [mark, Piece(left, style), *self._plotted(line, palette)], blank=blank)

    def _plotted(self, line: _Line, palette: Palette) -> list[Piece]:
        """The picture's line; the participant of the cursor stands out in it."""
        style = ink(palette.blue, palette.pane)
        person = self._lines[self.cursor].person
        if line.plot_line < 0 or self._scatter is None or person is None:
            return [Piece(line.plot, style)]
        column, row = self._scatter.cell((person.values[0], person.values[1]))
        if row != line.plot_line:
            return [Piece(line.plot, style)]
        column += len(line.plot) - self._plot_width
        return [
            Piece(line.plot[:column], style),
            Piece("◉", ink(palette.amber, palette.pane, bold=True)),
            Piece(line.plot[column + 1 :], style),
        ]

    def _person(self, person: Scored, met: Met | None, width: int, palette: Palette, *, here: bool) -> Laid:
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        values = "".join(fit(value, self._value_width, right=True) for value in person.printed)
        where = met.transcript if met else say("no interview", self._language)
        return lay(
            width,
            [
                Piece("▌ " if here else "  ", ink(palette.amber, ground)),
                Piece(fit(shown(person.name), _NAME), ink(palette.bright, ground, bold=True)),
                Piece(values, ink(palette.text, ground)),
                Piece(f"   {person.facts}", muted, gives_way=True),
            ],
            [Piece(f"{where}  ", ink(palette.blue if met else palette.muted, ground))],
            blank=muted,
        )

    @property
    def _value_width(self) -> int:
        return _VALUE[self.size.width >= _ROOMY]

    def _laid_out(self, width: int) -> Iterator[_Line]:
        beside = width >= _WIDE
        plot = list(self._plot(width))
        text_width = min(_WIDEST, width - _PLOT[0] - 12) if beside and plot else width
        facts, details = (self._wrapped(each, text_width) for each in (self._found.facts, self._found.details))
        if beside:
            facts = [*facts, "", *details]
            for place in range(max(len(facts), len(plot))):
                text = facts[place] if place < len(facts) else ""
                drawn = plot[place] if place < len(plot) else _Line()
                yield _Line(text, drawn.plot, text_width + 2, drawn.plot_line)
        else:
            yield from (_Line(text) for text in facts)
            yield _Line()
            yield from plot
        yield _Line()
        labels = "".join("  " + fit(shown(label), self._value_width - 2, right=True) for label in self._found.labels)
        yield _Line(" " * _NAME + labels, kind="head")
        for person in self._found.people:
            yield from (_Line(person=person, met=met) for met in person.met or (None,))
        yield _Line()
        if not beside:
            yield from (_Line(text) for text in (*details, ""))
        yield from (_Line(text, kind="note") for text in self._wrapped(self._found.notes, width))

    def _wrapped(self, words: Sequence[Phrase | str], width: int) -> list[str]:
        return [line for each in words for line in wrapped(say(each, self._language), width)]

    def _plot(self, width: int) -> Iterator[_Line]:
        people = self._found.people
        if not people:
            return
        if len(self._found.labels) > 1:
            yield from self._scattered(people, width)
        else:
            yield from _bars(people, width, self._language)

    def _scattered(self, people: Sequence[Scored], width: int) -> Iterator[_Line]:
        """The first variable from left to right, the second one upwards, with the ends of both."""
        height = _LOW_PLOT if self.app.size.height < _FEW_LINES else _PLOT[1]
        self._plot_width = min(_PLOT[0], width - 12)
        self._scatter = Scatter([(each.values[0], each.values[1]) for each in people], self._plot_width, height)
        seconds = sorted(people, key=lambda each: each.values[1])
        ends = seconds[-1].printed[1], seconds[0].printed[1]
        gutter = max(len(end) for end in ends)
        yield _Line(plot=f"{' ' * gutter}  {shown(self._found.labels[1])}")
        for place, text in enumerate(self._scatter.lines()):
            end = ends[0] if place == 0 else ends[1] if place == height - 1 else ""
            yield _Line(plot=f"{fit(end, gutter, right=True)} │{text}", plot_line=place)
        yield _Line(plot=f"{' ' * gutter} └{'─' * self._plot_width}")
        first, last = people[0].printed[0], people[-1].printed[0]
        middle = fit(f"{first}  {shown(self._found.labels[0])}", self._plot_width - len(last))
        yield _Line(plot=f"{' ' * gutter}  {middle}{last}")


def _bars(people: Sequence[Scored], width: int, language: str) -> Iterator[_Line]:
    """How many participants have about which value."""
    bins = histogram([each.values[0] for each in people], _BINS)
    most = max(count for _, _, count in bins)
    room = min(_PLOT[0] - 20, width - 20)
    for low, high, count in bins:
        ends = f"{low:.4g}–{high:.4g}" if high > low else f"{low:.4g}"
        ends = ends.replace(".", ",") if language == "fr" else ends
        yield _Line(plot=f"{fit(ends, 12, right=True)} │{'█' * round(count / most * room)} {count}")


class MeasuredBox(Box[Place | None]):
    """Reads; what it gives back is the interview that was chosen."""

    DEFAULT_CSS = """
    MeasuredBox { align: center middle; }
    MeasuredBox > Vertical { width: 92%; height: 92%; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(READING)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in READING)
    AUTO_FOCUS = "_Sheet"

    def __init__(self, found: Measured, language: str) -> None:
        super().__init__()
        count = len(found.people)
        people = Phrase("{n} participants" if count != 1 else "{n} participant", {"n": count})
        self._title = PaneTitle(" × ".join(found.labels), say(people, language))
        self._sheet = _Sheet(found, language)
        self._footer = KeyFooter(language)
        self._footer.show_chips(
            (("read.open", "Enter", "interview"), ("read.next", "↓", "next"), ("read.close", "Esc", "close")), 1
        )

    def compose(self) -> ComposeResult:
        """Title, sheet, keys."""
        with Vertical():
            yield from (self._title, self._sheet, self._footer)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Go on; go to the interview; go back to the tables."""
        if verb in READING_STEPS:
            self._sheet.move(READING_STEPS[verb])
        elif verb == "read.open":
            self._enter()
        else:
            self.dismiss(None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click puts the cursor on a participant; another one opens the interview."""
        event.stop()
        if event.index == self._sheet.cursor:
            self._enter()
        elif self._sheet.can_rest(event.index):
            self._sheet.go(event.index)

    def _enter(self) -> None:
        if self._sheet.place is not None:
            self.dismiss(self._sheet.place)
