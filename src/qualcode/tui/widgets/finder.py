"""A box to find something in: type to filter, arrows or digits choose. It takes every key itself, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from qualcode.domain.phrases import say
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import FINDER, TYPING
from qualcode.tui.widgets.cells import CHEVRON, Laid, Piece, framed, ink, lay
from qualcode.tui.widgets.key_scheme import key_of, verb_pressed
from qualcode.tui.widgets.themes import is_flat, palette_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Paste, Resize

    from qualcode.tui.widgets.themes import Palette

V = TypeVar("V")

_VERB_IDS: Final = frozenset(verb.id for verb in FINDER)
_NUMBERED: Final = 9
_FEW: Final = 5
_WIDTH: Final = 68
_STEPS: Final = {
    "box.down": 1, "box.up": -1, "box.page_down": _NUMBERED, "box.page_up": -_NUMBERED,
}  # fmt: skip


class _Box(Widget):
    """What the finder draws."""

    DEFAULT_CSS = "_Box { position: absolute; background: $panel; }"
    ALLOW_SELECT = False
    lines: Sequence[Laid] = ()

    def show(self, lines: Sequence[Laid]) -> None:
        """Draw these lines."""
        self.lines = lines
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        return self.lines[y].strip if y < len(self.lines) else Strip.blank(self.size.width)


class Finder(Box[None], Generic[V]):
    """A list that is filtered by typing. Subclasses say what is in it, how it looks and what choosing does."""

    DEFAULT_CSS = "Finder { background: transparent; }"
    AUTO_FOCUS = ""

    def __init__(
        self, title: str, note: str = "", *, language: str, anchor: Region | None = None, letters: str = ""
    ) -> None:
        super().__init__()
        self.heading = title
        self.note = note
        self.language = language
        self.letters = letters
        self.hint = ""
        self.numbered = True
        self.most_rows = _NUMBERED
        self.typed = True
        """False where there is nothing to type, only to choose."""
        self._anchor = anchor
        self._box = _Box()
        self._found: Sequence[V] | None = None
        self._at = 0
        self._first = 0
        self._row_lines: dict[int, int] = {}
        self._rows_shown = _NUMBERED

    def find(self, query: str) -> Sequence[V]:
        """What answers to the letters typed, best first."""
        raise NotImplementedError

    def pieces(self, row: V, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """The words of a row, left and right."""
        raise NotImplementedError

    def detail(self, row: V, width: int, palette: Palette) -> list[list[Piece]]:  # noqa: ARG002  # for subclasses
        """Lines about the row under the cursor."""
        return []

    def detail_height(self) -> int:
        """How many lines are kept free for that."""
        return 0

    def chosen(self, row: V, *, stay: bool) -> None:
        """A row was chosen; `stay` where the box should remain open."""
        raise NotImplementedError

    def closes_on(self, row: V) -> bool:  # noqa: ARG002  # for subclasses
        """Whether choosing this row closes the box."""
        return True

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Verbs and words of the last line."""
        return (("box.choose", "choose"), ("box.close", "close"))

    @property
    def verb_ids(self) -> frozenset[str]:
        """What can be done here."""
        idle = {*(() if self.typed else TYPING), *(() if self.numbered else ("box.row",))}
        return _VERB_IDS - idle

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb in _STEPS:
            self._move(_STEPS[verb])
        elif verb in {"box.choose", "box.complete"}:
            self._choose(self._at, stay=verb == "box.complete")
        elif verb == "box.close":
            self.dismiss()
        elif verb in TYPING:
            self._type(self.letters[:-1] if verb == "box.erase" else "")

    def compose(self) -> ComposeResult:
        """The box."""
        yield self._box

    def on_mount(self) -> None:
        """Show what is found."""
        self.draw()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002  # Textual's
        """Place the box anew."""
        self.draw()

    @property
    def found(self) -> Sequence[V]:
        """What answers to the letters typed so far."""
        if self._found is None:
            self._found = self.find(self.letters)
        return self._found

    def search(self) -> None:
        """Find again and stand on the best."""
        self._found = None
        self._at = self._first = 0
        self.draw()

    def take_key(self, event: Key) -> bool:
        """Every key but those that work on every screen, in the order typed."""
        verb = verb_pressed(self.app, event.key, self.verb_ids)
        if verb:
            self.action_act(verb)
        elif event.character and event.character.isprintable():
            self._character(event.character)
        else:
            return False
        return True

    def on_paste(self, event: Paste) -> None:
        """Pasted letters count as typed."""
        self._type(self.letters + " ".join(event.text.split()))

    def on_click(self, event: Click) -> None:
        """A click on a row chooses it, one beside the box closes it."""
        event.stop()
        if not self.is_active:  # closed by the click before, or another box lies over it
            return
        box = self._box
        if not box.region.contains(event.screen_x, event.screen_y):
            self.dismiss()
            return
        y = event.screen_y - box.region.y
        if y in self._row_lines:
            self._choose(self._row_lines[y], stay=False)
        elif y < len(box.lines) and (act := box.lines[y].act_at(event.screen_x - box.region.x)):
            self.action_act(act)  # fewer lines: the box is smaller already, but stands as before

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves."""
        event.stop()
        self._move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves."""
        event.stop()
        self._move(-1)

    def _character(self, character: str) -> None:
        row = self._first + int(character) - 1 if character in "123456789" else -1
        if self.numbered and 0 <= row < min(len(self.found), self._first + self._rows_shown):
            self._choose(row, stay=False)
        elif self.typed:
            self._type(self.letters + character)

    def _type(self, letters: str) -> None:
        if letters != self.letters:
            self.letters = letters
            self.search()

    def _move(self, step: int) -> None:
        if self.found:
            self._at = max(0, min(len(self.found) - 1, self._at + step))
            self._first = min(max(self._first, self._at - self._rows_shown + 1), self._at)
            self.draw()

    def _choose(self, index: int, *, stay: bool) -> None:
        if 0 <= index < len(self.found):
            row = self.found[index]
            if not stay and self.closes_on(row):
                self.dismiss()
            self.chosen(row, stay=stay)

    def draw(self) -> None:
        """Draw the box anew, below what it is about or above it, never on it.

        What was read for the box may come back before it stands or after it is gone: then nothing is drawn.
        """
        if not self._box.is_attached or not self.size.width:
            return
        count = max(1, len(self.found))
        y, room = self._place(self._overhead(roomy=True) + count)
        roomy = room >= self._overhead(roomy=True) + min(_FEW, count)
        self._rows_shown = max(1, min(self.most_rows, room - self._overhead(roomy=roomy), count))
        self._first = min(max(self._first, self._at - self._rows_shown + 1), self._at)
        width = min(_WIDTH, self.size.width - 2)
        lines = self._lines(width - 2 * self._edge, palette_of(self.app), roomy=roomy)
        if self._edge:
            lines = framed(lines, ink(palette_of(self.app).muted, palette_of(self.app).raised))
            self._row_lines = {y + 1: index for y, index in self._row_lines.items()}
        x = self._anchor.x if self._anchor else (self.size.width - width) // 2
        box = self._box
        box.styles.width, box.styles.height = width, len(lines)
        box.styles.offset = Offset(
            max(1, min(x, self.size.width - width - 1)), y if y >= 0 else max(0, -y - len(lines))
        )
        box.show(lines)

    def _overhead(self, *, roomy: bool) -> int:
        """Lines that are not rows. Where there is little room, nothing but air is left out."""
        detail, edges = self.detail_height(), 2 * self._edge
        if roomy:
            return 6 + 2 * self.typed + (detail + 1 if detail else 0) + edges
        return 2 + self.typed + detail + edges

    @property
    def _edge(self) -> int:
        """Cells of a line around the box, where no ground tells it from what lies below."""
        return int(is_flat(self.app))

    def _place(self, wished: int) -> tuple[int, int]:
        """The first row of the box (negative: minus the row that it must end above) and the rows that it may take."""
        height = self.size.height
        if self._anchor is None:
            return max(1, min(height // 6, height - wished - 1)), height - 2
        below, above = height - self._anchor.bottom, self._anchor.y
        if below >= wished or below >= above:
            return self._anchor.bottom, max(self._overhead(roomy=False) + 1, below)
        return -self._anchor.y, above

    def _lines(self, width: int, palette: Palette, *, roomy: bool) -> list[Laid]:
        blank = ink(palette.text, palette.raised)
        gap = [lay(width, (), blank=blank)] if roomy else []
        title = [Piece(f"  {self.heading}", ink(palette.bright, palette.raised, bold=True), gives_way=True)]
        note = [Piece(f"{self.note}  ", ink(palette.muted, palette.raised), gives_way=True)]
        lines = [*gap, lay(width, title, note, blank=blank), *gap]
        if self.typed:
            lines += [self._query_line(width, palette), *gap]
        self._row_lines = {}
        for index in range(self._first, min(len(self.found), self._first + self._rows_shown)):
            self._row_lines[len(lines)] = index
            lines.append(self._row(index, width, palette))
        if not self.found:
            lines.append(lay(width, [Piece(f"  {self.hint}", ink(palette.muted, palette.raised))], blank=blank))
        if self.detail_height():
            lines += [*gap, *self._detail_lines(width, palette)]
        return [*lines, *gap, self._chip_line(width, palette), *gap]

    def _query_line(self, width: int, palette: Palette) -> Laid:
        ground = palette.ground
        pieces = [
            Piece("  ", ink(palette.text, palette.raised)),
            Piece(f" {CHEVRON} ", ink(palette.amber, ground, bold=True)),
            Piece(self.letters[-(width - 12) :], ink(palette.bright, ground)),
            Piece("▏", ink(palette.amber, ground)),
        ]
        pieces.append(Piece(" " * (width - 2 - sum(piece.width for piece in pieces)), ink(palette.text, ground)))
        return lay(width, pieces, blank=ink(palette.text, palette.raised))

    def _row(self, index: int, width: int, palette: Palette) -> Laid:
        here = index == self._at
        ground = palette.key if here else palette.raised
        left, right = self.pieces(self.found[index], palette, ground)
        outside = ink(palette.text, palette.raised)
        place = index - self._first + 1
        number = str(place) if self.numbered and place <= _NUMBERED else " "
        head = [Piece(f"{'▌' if here else ' '}{number} ", ink(palette.amber, ground, bold=True))]
        inner = lay(width - 4, [*head, *left], right, blank=ink(palette.text, ground)).strip
        margin = lay(2, (), blank=outside).strip
        return Laid(Strip.join([margin, inner, margin]), ())

    def _detail_lines(self, width: int, palette: Palette) -> list[Laid]:
        blank = ink(palette.text, palette.raised)
        found = self.detail(self.found[self._at], width - 6, palette) if self.found else []
        found = (found + [[]] * self.detail_height())[: self.detail_height()]
        return [lay(width, [Piece("   ", blank), *line], blank=blank) for line in found]

    def _chip_line(self, width: int, palette: Palette) -> Laid:
        words = ink(palette.muted, palette.raised)
        pieces = [Piece("  ", words)]
        for verbs, name in self.chips():
            act = verbs.split()[-1]
            keys = "".join(key_of(self.app, verb) for verb in verbs.split())
            pieces.append(Piece(f" {keys} ", ink(palette.bright, palette.key, bold=True), act))
            pieces.append(Piece(f" {say(name, self.language)} ", words, act))
        return lay(width, pieces, blank=words)


class Choice(Finder[tuple[str, str, str]]):
    """A few things to choose one of: each an id, a name and a note."""

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str, str]], done: Callable[[str], None],
        *, language: str, anchor: Region | None = None, typed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(title, language=language, anchor=anchor)
        self.typed = typed
        self.hint = say("nothing found", language)
        self._all = rows
        self._done = done

    def find(self, query: str) -> Sequence[tuple[str, str, str]]:
        """Those whose name or note holds all the letters typed, word by word."""
        words = query.casefold().split()
        return [row for row in self._all if all(word in f"{row[1]} {row[2]}".casefold() for word in words)]

    def pieces(self, row: tuple[str, str, str], palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Name left, note right."""
        left = [Piece(row[1], ink(palette.text, ground), gives_way=True)]
        return left, [Piece(f" {row[2]} ", ink(palette.muted, ground))]

    def chosen(self, row: tuple[str, str, str], *, stay: bool) -> None:  # noqa: ARG002  # it closes either way
        """Hand the id on."""
        self.dismiss()
        self._done(row[0])
