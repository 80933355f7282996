"""The rows of a theme table: theme, group, how many of how many, the share with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import group_word, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import fit, shown
from qualcode.tui.widgets.noted_rows import NotedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.phrases import Phrase
    from qualcode.services.results.theme_rows import ThemeRow
    from qualcode.tui.widgets.themes import Palette

_COUNT: Final = 6
_INTERVAL: Final = 11
_TEST: Final = 8
_NAME: Final = (16, 40)
_GROUP: Final = (8, 24)
_BAR: Final = 8
_ROOMY: Final = 100
_TESTS: Final = ("Diff.", "Fisher", "Holm", "OR")


class ThemeRows(NotedRows):
    """A row of headings, the table's rows, its notes."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._rows: Sequence[ThemeRow] = ()
        self._has_tests = False

    @property
    def selected(self) -> ThemeRow | None:
        """The row that the cursor is on."""
        return self._rows[self.cursor - 1] if 1 <= self.cursor <= len(self._rows) else None

    def show_table(
        self, rows: Sequence[ThemeRow], notes: Sequence[Phrase | str], wished: tuple[str, str] | None = None
    ) -> None:
        """Show these; the cursor stays on its theme and group, or goes to those wished (any group where empty)."""
        kept = self.selected
        self._rows = rows
        self.show_notes(notes)
        self._has_tests = any(row.tests for row in rows)
        places = [at for at, row in enumerate(self._rows, 1) if kept and row.path == kept.path]
        exact = [at for at in places if kept and self._rows[at - 1].value == kept.value]
        if wished:
            places = [at for at, row in enumerate(self._rows, 1) if row.path[-1] == wished[0]]
            exact = [at for at in places if self._rows[at - 1].value == wished[1]]
        self.cursor = next(iter(exact or places), 1)
        self.redraw()
        self.call_after_refresh(lambda: self.go(self.cursor))

    def row_count(self) -> int:
        """One line each."""
        return len(self._rows)

    def draw_headings(self, width: int, palette: Palette) -> Laid:
        """What the columns are."""
        name, group, more = self._widths(width)
        words = [fit(self._say("Theme"), name), fit(self._say("Group"), group)]
        words += [fit(self._say(word), _COUNT, right=True) for word in ("n", "Base", "%")]
        if self._shows_interval(width):
            words.append(fit(self._say("95% CI"), _INTERVAL, right=True))
        if self._has_tests:
            words += [fit(self._say(word), _TEST, right=True) for word in _TESTS]
        elif more:
            words.append(fit("  0–100 %", more))
        style = ink(palette.muted, palette.pane)
        return lay(width, [Piece("  " + "".join(words), style)], blank=style)

    def draw_row(self, index: int, width: int, palette: Palette) -> Laid:
        """Theme, group, counts, interval or tests."""
        row, here = self._rows[index - 1], index == self.cursor
        ground = palette.key if here else palette.pane
        plain, muted = ink(palette.text, ground), ink(palette.muted, ground)
        bright = ink(palette.bright, ground, bold=True)
        name, group, more = self._widths(width)
        label = fit("  " * (len(row.path) - 1) + shown(row.path[-1]), name - 1) + " "
        pieces = [
            Piece("▌ " if here else "  ", ink(palette.amber, ground)),
            Piece(label, (bright if len(row.path) == 1 else plain) if row.is_first or here else muted),
            Piece(fit(shown(group_word(row.value, self.language)), group - 1) + " ", plain),
        ]
        if row.reason:
            pieces.append(Piece(f"  {self._say(row.reason)}", muted, gives_way=True))
            return lay(width, pieces, blank=muted)
        count, base, share = (fit(each, _COUNT, right=True) for each in row.counts)
        pieces += [Piece(count + base, plain), Piece(share, bright)]
        if self._shows_interval(width):
            pieces.append(Piece(fit(row.span, _INTERVAL, right=True), muted))
        if row.tests:
            pieces.append(Piece("".join(fit(each, _TEST, right=True) for each in row.tests), plain))
        elif more and row.bar:
            pieces += [Piece("  ", plain), *_bar(row.bar, more - 3, palette, ground)]
        return lay(width, pieces, blank=muted)

    def _shows_interval(self, width: int) -> bool:
        return not self._has_tests or width >= _ROOMY

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Of the theme, the group, and what is left for a bar."""
        used = 2 + 3 * _COUNT + _INTERVAL * self._shows_interval(width) + len(_TESTS) * _TEST * self._has_tests
        room = width - used - (0 if self._has_tests else _BAR + 3)
        longest = max((len(row.value) for row in self._rows), default=0) + 2
        group = max(_GROUP[0], min(_GROUP[1], longest, room * 4 // 10))
        name = max(_NAME[0], min(_NAME[1], room - group))
        left = width - used - name - group
        return name, group, max(0, min(50, left)) if not self._has_tests and left > _BAR else 0

    def _say(self, word: str) -> str:
        return say(word, self.language)


def _bar(bar: tuple[float, float, float], width: int, palette: Palette, ground: str) -> list[Piece]:
    """The interval on a line from 0 to 100 %, the share a dot."""
    low, share, high = (max(0, min(width - 1, int(each * width))) for each in bar)
    cell = [("─", palette.faint)] * width
    for at in range(low, high + 1):
        cell[at] = ("━", palette.blue)
    cell[share] = ("●", palette.bright)
    return [Piece(mark, ink(colour, ground)) for mark, colour in cell]
