"""Take transcripts in: choose files, see who speaks in them, correct roles, and only then store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Vertical
from textual.screen import Screen

from qualcode.domain.errors import QualcodeError, said_of
from qualcode.domain.refusals import told
from qualcode.domain.transcript import Role
from qualcode.services import transcripts
from qualcode.services.transcripts import Cancelled, DetectedSpeaker, Intake
from qualcode.tui.widgets.box_keys import INTAKE
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay, wrapped
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter, chips
from qualcode.tui.widgets.keymap import verb_bindings
from qualcode.tui.widgets.pane_title import PaneTitle
from qualcode.tui.widgets.path_finder import PathFinder, PathKind
from qualcode.tui.widgets.progress_bar import ProgressBar
from qualcode.tui.widgets.rows import Lines, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.widgets.session import Session
    from qualcode.tui.widgets.themes import Palette

ROLES: Final = (Role.PARTICIPANT, Role.INTERVIEWER, Role.OTHER)
_ENCODINGS: Final = (
    ("cp1252", "Windows, western Europe"),
    ("mac_roman", "older Macintosh"),
    ("iso8859_15", "older Unix, western Europe"),
    ("cp850", "older DOS, western Europe"),
)
_STEPS: Final = {"intake.down": 1, "intake.up": -1}
_ROLES: Final = {"intake.role": None, **{f"intake.{role.value}": role for role in ROLES}}
_TICK: Final = 0.1
_SHOWN_WARNINGS: Final = 200


class SpeakerList(RowList):
    """A speaker a row: label, turns, transcripts, role."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._speakers: Sequence[DetectedSpeaker] = ()
        self.roles: dict[str, Role] = {}

    def show_speakers(self, speakers: Sequence[DetectedSpeaker]) -> None:
        """Show these; roles corrected before stay corrected."""
        self._speakers = speakers
        self.roles = {each.label: self.roles.get(each.label, Role(each.role)) for each in speakers}
        self.redraw()

    def set_role(self, role: Role | None = None) -> None:
        """Give the speaker of the cursor this role, or the next one."""
        if not self._speakers:
            return
        label = self._speakers[self.cursor].label
        self.roles[label] = role or ROLES[(ROLES.index(self.roles[label]) + 1) % len(ROLES)]
        self.redraw_line(self.cursor)

    def line_count(self) -> int:
        """One row each."""
        return len(self._speakers)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """Label, counts, role."""
        each, say = self._speakers[index], self._session.say
        here = index == self.cursor
        ground = palette.key if here else palette.pane
        role = self.roles[each.label]
        hue = {Role.PARTICIPANT: palette.green, Role.INTERVIEWER: palette.blue, Role.OTHER: palette.muted}[role]
        muted = ink(palette.muted, ground)
        left = [
            Piece("▌ " if here else "  ", ink(palette.amber, ground)),
            Piece(each.label or say("(no speaker named)"), ink(palette.bright, ground, bold=True), gives_way=True),
        ]
        right = [
            Piece(f"{each.turns:>7} {say('turns')}  {each.transcripts:>5} {say('transcripts')}   ", muted),
            Piece(f"{say(role.value):<14}", ink(hue, ground, bold=True)),
        ]
        return lay(width, left, right, blank=muted)


class _Notes(Lines):
    """What was refused and what is odd, wrapped."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: Sequence[tuple[bool, str]] = ()
        self._wrapped: list[tuple[bool, str]] = []

    def show_notes(self, notes: Sequence[tuple[bool, str]]) -> None:
        """Show these; True stands before what was refused."""
        self._notes = notes
        self.redraw()

    def redraw(self) -> None:
        """Wrap anew."""
        width = max(20, self.size.width - 6)
        self._wrapped = [(bad, line) for bad, note in self._notes for line in wrapped(note, width)]
        super().redraw()

    def line_count(self) -> int:
        """All wrapped lines."""
        return len(self._wrapped)

    def draw_line(self, index: int, width: int, palette: Palette) -> Laid:
        """One line."""
        bad, line = self._wrapped[index]
        style = ink(palette.red if bad else palette.text, palette.pane)
        return lay(width, [Piece(f"  {line}", style)], blank=style)


class ImportScreen(Screen[None]):
    """Reads files, shows what they are, and stores them when told to."""

    CSS = """
    ImportScreen { background: $background; }
    ImportScreen > Vertical { background: $surface; }
    ImportScreen SpeakerList { height: 2fr; }
    ImportScreen _Notes { height: 1fr; }
    """
    AUTO_FOCUS = "SpeakerList"
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(INTAKE)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in INTAKE)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._paths: list[Path] = []
        self._intake = Intake(())
        self._state = (0, 0)
        self._busy = False
        self._cancelled = False
        self._encoding: str | None = None
        self._header = Header(session.language)
        self._title = PaneTitle(session.say("WHO SPEAKS"))
        self.speakers = SpeakerList(session)
        self._notes_title = PaneTitle(session.say("NOTES"))
        self._notes = _Notes()
        self._progress = ProgressBar()
        self._footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, speakers, notes, progress, footer."""
        yield self._header
        with Vertical():
            yield from (self._title, self.speakers, self._notes_title, self._notes)
        yield from (self._progress, self._footer)

    def on_mount(self) -> None:
        """Ask for files at once."""
        study = self._session.project.study()
        self._header.show_project(study.name, self._session.coder.name, synthetic=study.synthetic)
        self.set_interval(_TICK, self._tick)
        self._offer()
        self._ask()

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb; while files are read or stored, only leaving."""
        if verb == "intake.leave":
            self._leave()
        elif self._busy:
            return
        elif verb in _STEPS:
            self.speakers.move(_STEPS[verb])
        elif verb in _ROLES:
            self.speakers.set_role(_ROLES[verb])
        elif verb == "intake.add":
            self._ask()
        elif verb == "intake.encoding":
            self._ask_encoding()
        elif verb == "intake.store":
            self._store()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on a speaker changes the role."""
        event.stop()
        if not self._busy:
            self.speakers.go(event.index)
            self.speakers.set_role()

    def _ask(self) -> None:
        title = self._session.say("Which files or folder?")
        here = self._paths[-1].parent if self._paths else Path.cwd()
        kind = PathKind(".txt", folders=True, others=(".csv", ".xlsx"))
        self.app.push_screen(PathFinder(title, kind, self._read, language=self._session.language, here=here))

    def _ask_encoding(self) -> None:
        rows = [(name, name, self._session.say(note)) for name, note in _ENCODINGS]
        title = self._session.say("Encoding of files that are not Unicode")
        self.app.push_screen(Choice(title, rows, self._use_encoding, language=self._session.language))

    def _use_encoding(self, encoding: str) -> None:
        self._encoding = encoding
        self._reread()

    def _read(self, path: Path) -> None:
        self._paths.append(path)
        self._reread()

    def _reread(self) -> None:
        self._begin()
        project, paths, encoding = self._session.project, list(self._paths), self._encoding
        self._session.fetch(
            lambda: transcripts.read_transcripts(project, paths, encoding, self._told), self._show, self._refuse
        )

    def _store(self) -> None:
        if not self._intake.parsed:
            self._session.tell(self._session.say("There is nothing to store."), refused=True)
            return
        self._begin()
        project, intake, roles, coder = (
            self._session.project,
            self._intake,
            dict(self.speakers.roles),
            self._session.coder,
        )
        self._session.perform(
            lambda: transcripts.import_transcripts(project, intake, roles, coder.id, self._told),
            self._stored,
            self._refuse,
        )

    def _told(self, done: int, total: int) -> None:
        """Runs in the thread that reads and stores."""
        self._state = (done, total)
        if self._cancelled:
            raise Cancelled(self._session.say("Cancelled."), self._session.say("Nothing was stored."))

    def _show(self, intake: Intake) -> None:
        self._busy = False
        self._intake = intake
        self.speakers.show_speakers(intake.speakers)
        say = self._session.say
        self._title.show_note(f"{len(intake.parsed)} {say('transcripts to store')}")
        self._notes.show_notes(self._said(intake))
        self._notes_title.show_note(f"{len(intake.refused)} {say('refused')}")
        self._offer()

    def _said(self, intake: Intake) -> list[tuple[bool, str]]:
        say = self._session.say
        notes = [(True, told(said_of(name, error), self._session.language)) for name, error in intake.refused]
        notes += [(False, f"{name}: {say('is in the project already')}") for name in intake.known]
        warnings = [(each.name, oddity) for each in intake.parsed for oddity in each.warnings]
        line = say("line")
        notes += [(False, f"{name}, {line} {odd.line}: {say(odd.message)}") for name, odd in warnings[:_SHOWN_WARNINGS]]
        if len(warnings) > _SHOWN_WARNINGS:
            notes.append((False, f"… {len(warnings) - _SHOWN_WARNINGS}"))
        return notes or [(False, say("Nothing odd was found."))]

    def _stored(self, changes: ChangeSet) -> None:
        self._busy = False
        if changes.changes:
            self._session.tell(self._session.say("Stored. One undo takes all of it back."))
        self.dismiss()

    def _refuse(self, error: QualcodeError) -> None:
        self._busy = False
        if isinstance(error, Cancelled):
            self._session.tell(error.message, error.hint)
            if self._paths and not self._intake.parsed:
                self._paths.pop()
        else:
            self._session.refuse(error)
        self._offer()

    def _leave(self) -> None:
        if self._busy:
            self._cancelled = True
        elif self.is_active:
            self.dismiss()

    def _begin(self) -> None:
        self._busy, self._cancelled, self._state = True, False, (0, 0)
        self._offer()

    def _offer(self) -> None:
        if self._busy:
            self._footer.show_chips((("intake.leave", "esc", "cancel"),))
        else:
            offered = chips("intake.store", "intake.role", "intake.add", "intake.encoding")
            self._footer.show_chips((*offered, ("intake.leave", "esc", "leave, nothing stored")))
        self._tick()

    def _tick(self) -> None:
        self._progress.show_state(*self._state if self._busy else (0, 0))
