"""The last line but one: what is selected, what was done last, how far this transcript is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.margin_painter import FLAG
from qualcode.tui.widgets.themes import readable

if TYPE_CHECKING:
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done last, as the status line names it."""

    verb: Phrase | str
    name: str = ""
    """The code's, where there is one; never translated."""
    colour: str = ""
    undoable: bool = True


class StatusLine(Bar):
    """Unit, place, words, last deed; progress."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._unit = ""
        self._loud = False
        self._place: Phrase | None = None
        self._words = 0
        self._deed: Deed | None = None
        self._quest: Phrase | str = ""
        self._progress: tuple[int, int] | None = None
        self._unsure = 0

    def show_place(self, unit: str, place: Phrase | None, words: int, *, loud: bool) -> None:
        """Say what is selected; loud while moves do something else than usual."""
        self._unit, self._place, self._words, self._loud = unit, place, words, loud
        self.redraw()

    def show_deed(self, deed: Deed | None) -> None:
        """Say what was done last."""
        self._deed = deed
        self.redraw()

    def show_quest(self, quest: Phrase | str) -> None:
        """Say what n and p look for; empty for uncoded sentences."""
        self._quest = quest
        self.redraw()

    def show_progress(self, coded: int, total: int) -> None:
        """Say how many of the sentences are coded."""
        self._progress = (coded, total)
        self.redraw()

    def show_unsure(self, count: int) -> None:
        """Say how many codings of this transcript are flagged."""
        if count != self._unsure:
            self._unsure = count
            self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """The line."""
        return lay(
            width, self._left(palette, width), self._right(palette, width), blank=ink(palette.text, palette.raised)
        )

    def _left(self, palette: Palette, width: int) -> list[Piece]:
        text = ink(palette.text, palette.raised)
        dot = Piece("  ·  " if width >= 120 else " · ", ink(palette.muted, palette.raised))  # noqa: PLR2004  # columns
        chip = ink(palette.on_amber, palette.red if self._loud else palette.amber, bold=True)
        pieces = [Piece(f" {say(self._unit, self._language)} ", chip)] if self._unit else []
        if self._place and width >= 100:  # noqa: PLR2004  # columns
            pieces += [Piece("  ", text), Piece(say(self._place, self._language), text)]
        if self._words and width >= 150:  # noqa: PLR2004  # columns
            words = Phrase("{n} words selected" if self._words > 1 else "{n} word selected", {"n": self._words})
            pieces += [dot, Piece(say(words, self._language), text)]
        if self._quest:
            pieces += [dot, Piece(say(self._quest, self._language), ink(palette.amber, palette.raised))]
        return pieces + ([dot, *self._done(palette)] if self._deed else [])

    def _done(self, palette: Palette) -> list[Piece]:
        deed = self._deed
        if deed is None:
            return []
        muted = ink(palette.muted, palette.raised)
        pieces = [Piece(f"{say(deed.verb, self._language)} ", muted)]
        if deed.name:
            hue = readable(deed.colour or palette.text, palette.raised)
            pieces += [
                Piece("● ", ink(hue, palette.raised)),
                Piece(deed.name, ink(palette.text, palette.raised), gives_way=True),
            ]
        if deed.undoable:
            words = Piece(f" {say('undoes', self._language)}", muted, "act.undo")
            pieces += [
                Piece("  ", muted),
                Piece(key_of(self.app, "act.undo"), ink(palette.amber, palette.raised, bold=True), "act.undo"),
                words,
            ]
        return pieces

    def _right(self, palette: Palette, width: int) -> list[Piece]:
        if self._progress is None:
            return []
        coded, total = self._progress
        share = coded / total if total else 0.0
        left = Phrase("{n} uncoded", {"n": total - coded})
        long = Phrase("{n} sentences uncoded" if total - coded != 1 else "{n} sentence uncoded", {"n": total - coded})
        pieces = progress_line(share, 20, palette.amber, palette.faint, palette.raised) if width >= 140 else []  # noqa: PLR2004
        words = ink(palette.text, palette.raised)
        if self._unsure:
            pieces = [Piece(f"{FLAG}{self._unsure}  ", ink(palette.amber, palette.raised), "unsure.list"), *pieces]
        figure = Phrase("{n}% coded", {"n": int(100 * share)})
        pieces.append(Piece(f"  {say(figure, self._language)}", words))
        if width >= 70:  # noqa: PLR2004  # columns
            pieces.append(Piece("  ·  " if width >= 120 else " · ", ink(palette.muted, palette.raised)))  # noqa: PLR2004
            pieces.append(Piece(say(long if width >= 120 else left, self._language), words, "move.next_wanted"))  # noqa: PLR2004
        return [*pieces, Piece(" ", words)]


def progress_line(share: float, width: int, colour: str, track: str, ground: str) -> list[Piece]:
    """A thin line, filled as far as the share says."""
    full = min(width, round(share * width) or (1 if share > 0 else 0))
    if full == width and share < 1:
        full -= 1
    return [Piece("━" * full, ink(colour, ground)), Piece("─" * (width - full), ink(track, ground))]
