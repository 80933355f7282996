"""Find a file or a folder by typing its path, which is completed as one types."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qualcode.domain.phrases import say
from qualcode.tui.widgets.cells import Piece, ink
from qualcode.tui.widgets.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.widgets.themes import Palette

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class PathKind:
    """What is looked for."""

    suffix: str
    """Only such files are shown."""
    folders: bool = False
    """True where a whole folder can be chosen."""
    new: bool = False
    """True where a file that is not there can be named."""
    others: tuple[str, ...] = ()
    """Further suffixes that are shown."""


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    is_folder: bool
    is_whole: bool = False
    """True for the path as typed."""


class PathFinder(Finder[_Found]):
    """Enter takes a row, Tab goes into a folder or completes a name."""

    def __init__(
        self, title: str, kind: PathKind, done: Callable[[Path], None], *, language: str, here: Path, name: str = ""
    ) -> None:
        super().__init__(title, language=language, letters=f"{here}/{name}")
        self.numbered = False
        self.hint = say("nothing of that name", language)
        self._kind = kind
        self._done = done

    def find(self, query: str) -> Sequence[_Found]:
        """What is in the folder typed so far, as far as the name goes."""
        typed = Path(query).expanduser()
        folder, start = (typed, "") if query.endswith("/") else (typed.parent, typed.name)
        found = [_Found(each, is_folder=each.is_dir()) for each in self._inside(folder, start)]
        if query.endswith("/") and self._kind.folders and folder.is_dir():
            return [_Found(folder, is_folder=True, is_whole=True), *found]
        if self._kind.new and start and not typed.exists():
            return [_Found(self._suffixed(typed), is_folder=False, is_whole=True), *found]
        return found

    def pieces(self, row: _Found, palette: Palette, ground: str) -> tuple[list[Piece], list[Piece]]:
        """Name, and what it is."""
        bright = ink(palette.bright if row.is_whole else palette.text, ground, bold=row.is_whole)
        if row.is_whole:
            what = "all transcripts in this folder" if row.is_folder else "new file"
            return [Piece(row.path.name or str(row.path), bright, gives_way=True)], [
                Piece(f" {say(what, self.language)} ", ink(palette.green, ground))
            ]
        return [Piece(f"{row.path.name}{'/' if row.is_folder else ''}", bright, gives_way=True)], []

    def chosen(self, row: _Found, *, stay: bool) -> None:
        """Go into a folder, complete a name, or hand the path on."""
        if row.is_whole or not (stay or row.is_folder):
            self.dismiss()
            self._done(row.path)
        else:
            self.letters = f"{row.path}/" if row.is_folder else str(row.path)
            self.search()

    def closes_on(self, row: _Found) -> bool:
        """A folder is gone into; the box stays."""
        return row.is_whole or not row.is_folder

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Keys of the box."""
        return (("box.choose", "open"), ("box.complete", "complete"), ("box.close", "close"))

    def _inside(self, folder: Path, start: str) -> list[Path]:
        found: list[Path] = []
        wished = (self._kind.suffix, *self._kind.others)
        with suppress(OSError):
            for path in sorted(folder.iterdir(), key=lambda each: (each.is_file(), each.name.casefold())):
                wanted = path.name.casefold().startswith(start.casefold()) and (start or not path.name.startswith("."))
                if wanted and (path.is_dir() or path.suffix.lower() in wished):
                    found.append(path)
        return found[:_MOST]

    def _suffixed(self, path: Path) -> Path:
        return (
            path
            if path.suffix in {self._kind.suffix, *self._kind.others}
            else path.with_name(f"{path.name}{self._kind.suffix}")
        )
