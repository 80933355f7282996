"""Find a code by a few letters and apply it, without losing sight of the passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.phrases import Phrase, say
from qualcode.tui.widgets.cells import Piece, ink, wrapped
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.themes import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.geometry import Region

    from qualcode.domain.codebook import Code
    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that answers to the letters typed; without a code, the offer to make one."""

    code: Code | None
    name: str
    parents: str = ""
    count: int = 0
    positions: frozenset[int] = frozenset()
    """Places in the name that the letters matched."""
    colour: str = ""


class CodePicker(Finder[Candidate]):
    """The box that `space` opens under the passage."""

    def __init__(
        self, search: Callable[[str], Sequence[Candidate]], pick: Callable[[Candidate], None],
        *, words: int, language: str, anchor: Region | None, letters: str = "", title: str = "",
    ) -> None:  # fmt: skip
        note = Phrase("for {n} words" if words != 1 else "for {n} word", {"n": words})
        super().__init__(
            title or say("Find a code", language),
            say(note, language),
            language=language,
            anchor=anchor,
            letters=letters,
        )
        self._search = search
        self._pick = pick

    def find(self, query: str) -> Sequence[Candidate]:
        """Codes that answer, and the offer of a new one last."""
        found = list(self._search(query))
        return [*found, Candidate(None, query.strip())] if query.strip() else found

    def pieces(self, row: Candidate, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Dot, name with the matched letters in amber, parents; count."""
        if row.code is None:
            words = say("new code “{name}”…", self.language).format(name=row.name)  # a name is never translated
            return [Piece("+ ", ink(palette.green, ground, bold=True)), Piece(words, ink(palette.text, ground))], []
        left = [Piece("● ", ink(readable(row.colour, ground), ground)), *_lit(row, palette, ground)]
        left.append(Piece(f"  {row.parents}", ink(palette.muted, ground), gives_way=True))
        return left, [Piece(f" {row.count or ''} ", ink(palette.muted, ground))]

    def detail_height(self) -> int:
        """Definition and exclusion rule."""
        return 4

    def detail(self, row: Candidate, width: int, palette: Palette) -> list[list[Piece]]:
        """Name, definition, and what the code is not for."""
        muted = ink(palette.text, palette.raised)
        if row.code is None:
            words = say("Adds a code at the top of the codebook and applies it.", self.language)
            return [[Piece(line, muted)] for line in wrapped(words, width)]
        name = row.code.label(self.language)
        definition = (row.code.definition_fr if self.language == "fr" else "") or row.code.definition
        text = f"{name} — {definition or say('no definition yet', self.language)}"
        exclude = f"{say('Not:', self.language)} {row.code.exclude}" if row.code.exclude else ""
        half = self.detail_height() // 2
        rules = _cut(wrapped(exclude, width), half)
        lines = _cut(wrapped(text, width), self.detail_height() - len(rules))
        hue = ink(readable(row.colour, palette.raised), palette.raised, bold=True)
        first = lines[0]
        head = first[: len(name)]
        return [
            [Piece(head, hue), Piece(first[len(name) :], muted)],
            *([Piece(line, muted)] for line in lines[1:]),
            *([Piece(line, ink(palette.muted, palette.raised))] for line in rules),
        ]

    def chosen(self, row: Candidate, *, stay: bool) -> None:
        """Hand the code on; the box stays open after Tab, with nothing typed."""
        self._pick(row)
        if stay:
            self.letters = ""
            self.search()

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (
            ("box.choose", "apply"), ("box.row", "pick"), ("box.complete", "apply + stay"), ("box.close", "close"),
        )  # fmt: skip


def _cut(lines: list[str], most: int) -> list[str]:
    """As many lines as may be shown; an ellipsis tells that there are more."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _lit(row: Candidate, palette: Palette, ground: str) -> list[Piece]:
    plain, lit = ink(palette.text, ground), ink(palette.amber, ground, bold=True)
    return [Piece(letter, lit if at in row.positions else plain) for at, letter in enumerate(row.name)]


def candidates(
    ranked: Iterable[tuple[Code, Sequence[int]]], names: Mapping[str, str], counts: Mapping[str, int],
    colours: Mapping[str, str], language: str,
) -> list[Candidate]:  # fmt: skip
    """The ranked codes as the box shows them."""
    return [
        Candidate(
            code, code.label(language), names.get(code.id, ""), counts.get(code.id, 0), frozenset(positions),
            colours.get(code.id, ""),
        )
        for code, positions in ranked
    ]  # fmt: skip
