"""Codes with their agreement: figures, the interval as a bar, prevalence, and the state in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import fit
from qualcode.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style

    from qualcode.tui.widgets.themes import Palette

LEVELS: Final = (0.60, 0.667, 0.70, 0.80)
"""Between which a person may choose; .70 stands at first."""
RELIABLE: Final = 0.80
_FIGURE: Final = 6
_STATE: Final = 21
_NAME: Final = (16, 40)
_BAR: Final = (10, 40)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with the figures of its row in the agreement table."""

    path: str
    depth: int
    figures: Mapping[str, Any]


def worst_first(rows: Sequence[CodeRow]) -> list[CodeRow]:
    """By alpha from below; codes that have none come last."""
    return sorted(rows, key=lambda row: (row.figures["alpha"] is None, row.figures["alpha"] or 0.0))


def state_of(row: CodeRow, level: float, language: str) -> str:
    """What the figures allow to say, in a few words; never a verdict."""
    alpha, reason = row.figures["alpha"], str(row.figures["reason"] or "")
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


class AgreementRows(RowList):
    """A code a row under one row of headings."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._rows: Sequence[CodeRow] = ()
        self._level = 0.70
        self.cursor = 1

    @property
    def selected(self) -> CodeRow | None:
        """The code that the cursor is on."""
        return self._rows[self.cursor - 1] if 1 <= self.cursor <= len(self._rows) else None

    def show_rows(self, rows: Sequence[CodeRow], level: float) -> None:
        """Show these; the cursor stays on its code."""
        path = self.selected.path if self.selected else ""
        self._rows, self._level = rows, level
        places = [place for place, row in enumerate(rows, start=1) if row.path == path]
        self.cursor = places[0] if places else 1
        self.redraw()
        if self.cursor == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def line_count(self) -> int:
        """Headings, then one row each."""
        return len(self._rows) + 1 if self._rows else 0

    def can_rest(self, index: int) -> bool:
        """Not on the headings."""
        return 1 <= index <= len(self._rows)

    def go(self, index: int) -> None:
        """Put the cursor on a code; with the first one the headings come into view."""
        super().go(index)
        if index == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """Name, alpha, AC1, positive agreement, interval, prevalence, state."""
        here = index == self.cursor and index > 0
        ground = palette.key if here else palette.pane
        muted = ink(palette.muted, ground)
        name, bar = self._widths(width)
        if not index:
            words = [fit(self._say("Code"), name), *self._headings(), " " + fit(self._scale(bar), bar)]
            used = fit(self._say("used %"), _FIGURE + 1, right=True)
            return lay(width, [Piece("  " + "".join(words) + used + "  " + self._say("State"), muted)], blank=muted)
        row = self._rows[index - 1]
        plain, bright = ink(palette.text, ground), ink(palette.bright, ground, bold=True)
        figures = row.figures
        numbers = [figure(figures[key], self._language) for key in ("ac1", "positive")]
        used = "-" if figures["prevalence"] is None else f"{100 * figures['prevalence']:.0f}"
        return lay(
            width,
            [
                Piece("▌ " if here else "  ", ink(palette.amber, ground)),
                Piece(fit("  " * row.depth + row.figures["code"], name), bright if row.depth == 0 else plain),
                Piece(fit(figure(figures["alpha"], self._language), _FIGURE, right=True), bright),
                Piece("".join(fit(number, _FIGURE, right=True) for number in numbers) + " ", plain),
                *self._bar(row, bar, palette, ground),
                Piece(fit(used, _FIGURE + 1, right=True) + "  ", plain),
                Piece(state_of(row, self._level, self._language), self._hue(row, palette, ground), gives_way=True),
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

    def _bar(self, row: CodeRow, width: int, palette: Palette, ground: str) -> list[Piece]:
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

    def _hue(self, row: CodeRow, palette: Palette, ground: str) -> Style:
        return ink(palette.muted if row.figures["alpha"] is None else palette.text, ground)

    def _say(self, word: str) -> str:
        return say(word, self._language)


def _standing(alpha: float, level: float, language: str) -> str:
    if alpha < level:
        return say(Phrase("under {level}", {"level": figure(level, language)}), language)
    if alpha < RELIABLE:
        return say("tentative", language)
    return say(Phrase("from {level} up", {"level": figure(RELIABLE, language)}), language)


def _at(value: float, width: int) -> int:
    return max(0, min(width - 1, int(value * width)))
