"""The start screen: which project, and who is coding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Vertical
from textual.screen import Screen

from qualcode.domain.errors import QualcodeError
from qualcode.services.project import Project
from qualcode.services.settings import load_settings, recent_projects, remember_project, save_settings
from qualcode.tui.widgets.box_keys import START
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import at_home
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.path_finder import PathFinder, PathKind
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.who import WhoCodes

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.tui.widgets.session import Session
    from qualcode.tui.widgets.themes import Palette

_ACTS: Final = (
    ("open", "Open a project", "a .qualcode file"),
    ("new", "New project", "an empty one; transcripts come next"),
    ("sample", "Look at the sample study", "Six Rivers, invented: 212 interviews, coded"),
)


class _Menu(RowList):
    """What can be done, then the projects opened lately."""

    DEFAULT_CSS = "_Menu { height: auto; }"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.paths = recent_projects()
        self.cursor = len(_ACTS) + 2 if self.paths else 0

    def line_count(self) -> int:
        """Acts, a gap, projects."""
        return len(_ACTS) + (2 + len(self.paths) if self.paths else 0)

    def can_rest(self, index: int) -> bool:
        """Not on the heading."""
        return 0 <= index < self.line_count() and index not in {len(_ACTS), len(_ACTS) + 1}

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """A name and what it is."""
        ground = palette.key if index == self.cursor else palette.pane
        blank = ink(palette.text, ground)
        if index < len(_ACTS):
            _, name, note = _ACTS[index]
            name, note = self._session.say(name), self._session.say(note)
        elif self.can_rest(index):
            path = self.paths[index - len(_ACTS) - 2]
            name, note = path.stem, at_home(path.parent)
        else:
            words = self._session.say("Opened lately") if index > len(_ACTS) else ""
            return lay(
                width,
                [Piece(f"  {words}", ink(palette.muted, palette.pane, bold=True))],
                blank=ink(palette.text, palette.pane),
            )
        mark = "▌ " if index == self.cursor else "  "
        left = [Piece(mark, ink(palette.amber, ground)), Piece(name, ink(palette.bright, ground, bold=True))]
        return lay(width, [*left, Piece(f"   {note}", ink(palette.muted, ground), gives_way=True)], blank=blank)


class StartScreen(Screen[None]):
    """Opens, makes or samples a project, and asks who is coding where that is not known."""

    CSS = """
    StartScreen { background: $background; }
    StartScreen { align: center middle; }
    StartScreen Header { dock: top; }
    StartScreen KeyFooter { dock: bottom; }
    StartScreen > Vertical { width: 84; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    StartScreen PaneTitle { margin: 0 0 1 0; }
    """
    AUTO_FOCUS = "_Menu"
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(START)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in START)

    def __init__(self, session: Session, project: Project | None, coder_name: str | None) -> None:
        super().__init__()
        self._session = session
        self._opened = project
        self._coder_name = coder_name or load_settings().coder
        self._menu = _Menu(session)
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, menu, footer."""
        yield Header(self._session.language)
        with Vertical():
            yield PaneTitle(self._session.say("Count people, agree on answers"))
            yield self._menu
        yield self._footer

    def on_mount(self) -> None:
        """Ask at once who is coding, where the project is known."""
        self._footer.show_chips(chips("start.choose", "start.down", "start.up"))
        self._menu.styles.height = self._menu.line_count()
        if self._opened is not None:
            self._go(self._opened)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Go a row on, or do what the cursor is on."""
        if verb == "start.choose":
            self._menu.choose()
        else:
            self._menu.move(1 if verb == "start.down" else -1)

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.index >= len(_ACTS):
            self._open(self._menu.paths[event.index - len(_ACTS) - 2])
            return
        {"open": self._ask_open, "new": self._ask_new, "sample": self._sample}[_ACTS[event.index][0]]()

    def _ask_open(self) -> None:
        self._push_finder("Open a project", PathKind(".qualcode"))

    def _ask_new(self) -> None:
        self._push_finder("Name the new project", PathKind(".qualcode", new=True))

    def _push_finder(self, title: str, kind: PathKind) -> None:
        done = self._make if kind.new else self._open
        finder = PathFinder(self._session.say(title), kind, done, language=self._session.language, here=Path.cwd())
        self.app.push_screen(finder)

    def _open(self, path: Path) -> None:
        self._session.fetch(lambda: Project.open(path), self._go)

    def _make(self, path: Path) -> None:
        if path.exists():
            self._open(path)
        else:
            self._session.fetch(lambda: Project.create(path, path.stem), self._go)

    def _sample(self) -> None:
        from qualcode.services import sample  # noqa: PLC0415  # loads the readers of files

        self._session.tell(self._session.say("Writing the sample study into a new folder here ..."))
        self._session.fetch(lambda: sample.write_sample(sample.free_folder(Path.cwd())), self._go)

    def _go(self, project: Project) -> None:
        """Ask who is coding, if that is not known, and open."""
        self._opened = project
        if self._coder_name:
            self._enter(self._coder_name)
        else:
            names = [coder.name for coder in project.coders()]
            self.app.push_screen(WhoCodes(names, self._enter, language=self._session.language))

    def _enter(self, name: str) -> None:
        if self._opened is None:
            return
        try:
            self._session.open_project(self._opened, name)
        except QualcodeError as error:
            self._session.refuse(error)
            return
        if not self._opened.study().synthetic:  # trying the sample as somebody makes nobody that person
            save_settings(coder=name)
        remember_project(self._opened.path)
