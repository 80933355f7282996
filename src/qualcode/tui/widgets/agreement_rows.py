"""Codes with their agreement: figures, the interval as a bar, prevalence, and the state in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import fit
from qualcode.tui.widgets.noted_rows import NotedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from qualcode.services.figures import Figure
    from qualcode.tui.widgets.themes import Palette

LEVELS: Final = (0.60, 0.667, 0.70, 0.80)
"""Between which a person may choose; .70 stands at first."""
RELIABLE: Final = 0.80
_FIGURE: Final = 6
_STATE: Final = 21
_NAME: Final = (16, 40)
_BAR: Final = (10, 40)


def worst_first(rows: Sequence[Figure]) -> list[Figure]:
    """By alpha from below; codes that have none come last."""
    return sorted(rows, key=lambda row: (row.figures["alpha"] is None, row.figures["alpha"] or 0.0))


def by_code(rows: Sequence[Figure], first: str) -> list[Figure]:
    """The parts of each code together: those of the code chosen, of the mean, then of all others."""
    return sorted(rows, key=lambda row: (row.path != first, row.path != ""))


def state_of(row: Figure, level: float, language: str) -> str:
    """What the figures allow to say, in a few words; never a verdict."""
    alpha, reason = row.figures["alpha"], str(row.figures["reason"] or "")
    if "state" in row.figures:
        return say(row.figures["state"], language)
    if alpha is None:
        return say(reason.split("; ", maxsplit=1)[0], language)
    if "one coder only" in reason:
        return say("used by one coder only", language)
    words = _standing(alpha, level, language)
    return f"{words}, {say('too few', language)}" if "fewer than 10" in reason else words


def figure(value: float | None, language: str, places: int = 2) -> str:
    """A coefficient without its leading zero, as tables print it."""
    if value is None:
        return "-"
    places = 3 if value == LEVELS[1] else places
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if language == "fr" else text.replace("0.", ".", 1) if abs(value) < 1 else text


class AgreementRows(NotedRows):
    """A code a row; where the material is split, a code's name above the rows of its parts, so that a trend is seen."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._lines: Sequence[Figure | str] = ()
        self._level = 0.70

    @property
    def selected(self) -> Figure | None:
        """The figure that the cursor is on."""
        line = self._lines[self.cursor - 1] if 1 <= self.cursor <= len(self._lines) else None
        return None if isinstance(line, str) else line

    def show_rows(self, rows: Sequence[Figure], level: float, notes: Sequence[Phrase | str] = ()) -> None:
        """Show these; the cursor stays on its code and part, or its code."""
        before = self.selected
        self._lines, self._level = _with_names(rows, self.language), level
        self.show_notes(notes)
        places = [(at, row) for at, row in enumerate(self._lines, 1) if not isinstance(row, str)]
        same = [(at, row) for at, row in places if before and row.path == before.path]
        exact = [(at, row) for at, row in same if before and row.part == before.part]
        self.cursor = next((at for at, _ in exact or same or places), 1)
        self.redraw()
        self.call_after_refresh(lambda: self.go(self.cursor))

    def row_count(self) -> int:
        """Figures, and the names above them."""
        return len(self._lines)

    def can_rest(self, index: int) -> bool:
        """Not on names."""
        return super().can_rest(index) and not isinstance(self._lines[index - 1], str)

    def draw_headings(self, width: int, palette: Palette) -> Laid:
        """What the columns are."""
        muted = ink(palette.muted, palette.pane)
        name, bar = self._widths(width)
        words = [fit(self._say("Code"), name), *self._headings(), " " + fit(self._scale(bar), bar)]
        used = fit(self._say("used %"), _FIGURE + 1, right=True)
        return lay(width, [Piece("  " + "".join(words) + used + "  " + self._say("State"), muted)], blank=muted)

    def draw_row(self, index: int, width: int, palette: Palette) -> Laid:
        """Name, alpha, AC1, positive agreement, interval, prevalence, state."""
        row = self._lines[index - 1]
        if isinstance(row, str):
            bright = ink(palette.bright, palette.pane, bold=True)
            return lay(width, [Piece(f"  {row}", bright, gives_way=True)], blank=bright)
        here = index == self.cursor
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        name, bar = self._widths(width)
        plain, bright = ink(palette.text, ground), ink(palette.bright, ground, bold=True)
        figures = row.figures
        numbers = [figure(figures[key], self.language) for key in ("ac1", "positive")]
        used = "-" if figures["prevalence"] is None else f"{100 * figures['prevalence']:.0f}"
        words = f"  {row.part}" if row.part else "  " * row.depth + str(figures["code"])
        return lay(
            width,
            [
                Piece("▌ " if here else "  ", ink(palette.amber, ground)),
                Piece(fit(words, name), bright if row.depth == 0 and not row.part else plain),
                Piece(fit(figure(figures["alpha"], self.language), _FIGURE, right=True), bright),
                Piece("".join(fit(number, _FIGURE, right=True) for number in numbers) + " ", plain),
                *self._bar(row, bar, palette, ground),
                Piece(fit(used, _FIGURE + 1, right=True) + "  ", plain),
                Piece(state_of(row, self._level, self.language), self._hue(row, palette, ground), gives_way=True),
            ],
            blank=muted,
        )

    def _headings(self) -> list[str]:
        return [fit(self._say(word), _FIGURE, right=True) for word in ("alpha", "AC1", "pos.")]

    def _widths(self, width: int) -> tuple[int, int]:
        """Of the name and the bar."""
        room = width - 2 - 3 * _FIGURE - 1 - (_FIGURE + 3) - _STATE
        name = max(_NAME[0], min(_NAME[1], room * 6 // 10))
        return name, max(_BAR[0], min(_BAR[1], room - name))

    def _scale(self, width: int) -> str:
        """What the bars are drawn on, in as many words as there is room for."""
        words = self._say("interval 0 to 1")
        return words if len(words) < width else "0–1"

    def _bar(self, row: Figure, width: int, palette: Palette, ground: str) -> list[Piece]:
        """The interval on a line from 0 to 1, the estimate a dot, the level a mark."""
        low, high, alpha = (row.figures[key] for key in ("alpha_low", "alpha_high", "alpha"))
        cell = [("─", palette.faint)] * width
        if low is not None and high is not None:
            for at in range(_at(low, width), _at(high, width) + 1):
                cell[at] = ("━", palette.blue)
        cell[_at(self._level, width)] = ("┊" if cell[_at(self._level, width)][0] == "─" else "┿", palette.muted)
        if alpha is not None:
            cell[_at(alpha, width)] = ("●", palette.bright)
        return [Piece(mark, ink(colour, ground)) for mark, colour in cell]

    def _hue(self, row: Figure, palette: Palette, ground: str) -> Style:
        return ink(palette.muted if row.figures["alpha"] is None else palette.text, ground)

    def _say(self, word: str) -> str:
        return say(word, self.language)


def _with_names(rows: Sequence[Figure], language: str) -> list[Figure | str]:
    """The rows; where they are parts, the name of each code above the first of its own."""
    found: list[Figure | str] = []
    before = None
    for row in rows:
        if row.part and row.path != before:
            found.append(say(str(row.figures["code"]), language) if not row.path else str(row.figures["code"]))
        before = row.path
        found.append(row)
    return found


def _standing(alpha: float, level: float, language: str) -> str:
    if alpha < level:
        return say(Phrase("under {level}", {"level": figure(level, language)}), language)
    if alpha < RELIABLE:
        return say("tentative", language)
    return say(Phrase("from {level} up", {"level": figure(RELIABLE, language)}), language)


def _at(value: float, width: int) -> int:
    return max(0, min(width - 1, int(value * width)))
