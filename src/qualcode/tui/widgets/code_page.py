"""A code on a page of its own: what it means, since when, and where its coder used it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.phrases import group_word, quoted, say
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.rows import Lines
from qualcode.tui.widgets.themes import palette_of, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from qualcode.domain.codebook import Code
    from qualcode.services.passages import Passage
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page tells of a code."""

    code: Code
    path: str
    colour: str
    count: int
    passages: Sequence[Passage] = ()
    added: tuple[int, str] | None = None
    """The version of the codebook that it was added in, and when."""
    agreed: int = 0
    """Passages that are settled; where there are any, those quoted come from there."""


class CodePage(Lines):
    """Name, path and figures; definition, rules and example; passages."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._facts: PageFacts | None = None
        self._lines: list[list[Piece]] = []

    def show_code(self, facts: PageFacts | None) -> None:
        """Show this code; None where there is none."""
        other = facts is None or self._facts is None or facts.code.id != self._facts.code.id
        self._facts = facts
        if other:
            self.scroll_to(0, 0, animate=False, force=True)
        self.redraw()

    def redraw(self) -> None:
        """Wrap anew and draw."""
        self._wrap()
        super().redraw()

    def notify_style_update(self) -> None:
        """The look changed, and the pieces hold its colours."""
        self._wrap()
        super().notify_style_update()

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._lines)

    def ground(self, palette: Palette) -> str:
        """As behind a text."""
        return palette.ground

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """One wrapped line."""
        return lay(width, self._lines[index], blank=ink(palette.text, palette.ground))

    def _wrap(self) -> None:
        if not self.is_mounted:
            return
        palette = palette_of(self.app)
        width = max(10, self.size.width - 5)
        muted = ink(palette.muted, palette.ground)
        if self._facts is None:
            self._lines = [[Piece(f"  {say('The codebook is empty: a adds a code.', self._language)}", muted)]]
        else:
            lines = _page(self._facts, width, palette, self._language)
            self._lines = [[Piece("  ", muted), *line] for line in lines]


def _page(facts: PageFacts, width: int, palette: Palette, language: str) -> list[list[Piece]]:
    code, ground = facts.code, palette.ground
    text, muted = ink(palette.text, ground), ink(palette.muted, ground)
    lines = _lines(code.label(language), width, ink(readable(facts.colour, ground), ground, bold=True))
    lines += _lines(facts.path, width, muted)
    other = (code.name if language == "fr" else code.label_fr).strip()
    if other and other != code.label(language):
        lines += _lines(f"{'en' if language == 'fr' else 'fr'}: {other}", width, muted)
    lines += [[], *_lines(_figures(facts, language), width, muted)]
    if facts.added or code.origin:
        lines += _lines(_origin(facts, language), width, muted)
    definitions = (("Definition", code.definition), ("Definition in French", code.definition_fr))
    for label, words in definitions[::-1] if language == "fr" else definitions:
        lines += _block(say(label, language), words, width, (muted, text))
    for label, words in (("Include", code.include), ("Do not include", code.exclude), ("Example", code.example)):
        lines += _block(say(label, language), words, width, (muted, text))
    if not (code.definition or code.definition_fr):
        lines += [[], *_lines(say("no definition yet", language), width, muted)]
    return lines + _quotes(facts, width, palette, language)


def _figures(facts: PageFacts, language: str) -> str:
    code = facts.code
    since = say("means this since version {n} of the codebook", language).format(n=code.revised_in)
    words = "{n} coding of yours" if facts.count == 1 else "{n} codings of yours"
    own = say(words, language).format(n=facts.count)
    agreed = [say("{n} in the consensus", language).format(n=facts.agreed)] if facts.agreed else []
    return " · ".join([own, *agreed, since, *([say("retired", language)] if code.is_retired else [])])


def _origin(facts: PageFacts, language: str) -> str:
    parts = [say(facts.code.origin, language)] if facts.code.origin else []
    if facts.added:
        version, at = facts.added
        parts.append(say("added in version {n}, {date}", language).format(n=version, date=at[:10]))
    return " · ".join(parts)


def _block(label: str, words: str, width: int, styles: tuple[Style, Style]) -> list[list[Piece]]:
    return [[], [Piece(label, styles[0])], *_lines(words, width, styles[1])] if words.strip() else []


def _quotes(facts: PageFacts, width: int, palette: Palette, language: str) -> list[list[Piece]]:
    if not facts.passages:
        return []
    muted = ink(palette.muted, palette.ground)
    lines: list[list[Piece]] = [
        [],
        [Piece(say("From the consensus" if facts.agreed else "Passages of yours", language), muted)],
    ]
    for each in facts.passages:
        where = " · ".join(part for part in (each.transcript, group_word(each.group, language)) if part)
        lines += _lines(quoted(each.words, language), width, ink(palette.text, palette.ground, italic=True))
        lines += _lines(where, width, muted)
    return lines


def _lines(words: str, width: int, style: Style) -> list[list[Piece]]:
    return [[Piece(line, style)] for line in wrapped(words, width)]
