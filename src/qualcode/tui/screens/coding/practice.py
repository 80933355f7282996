"""Two minutes of practice: five keys on an invented interview, each asked for by one line above the status line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from qualcode.domain.phrases import say
from qualcode.services.practice import CODER, drop_practice, write_practice
from qualcode.services.settings import save_settings
from qualcode.tui.screens.coding.screen import CodingScreen
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.session import ProjectChanged, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.errors import QualcodeError
    from qualcode.domain.phrases import Phrase
    from qualcode.domain.study import Coder, Study
    from qualcode.services.project import Project
    from qualcode.tui.widgets.themes import Palette

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One key to press."""

    verb: str
    words: str
    key_id: str = ""
    """Where the key is not the verb's own."""


STEPS: Final = (
    Step("move.down", "{key} goes to the next sentence."),
    Step("code.pin", "{key} puts the code with that digit on the sentence.", "code.pin.1"),
    Step("act.undo", "{key} takes the last act back, whatever it was."),
    Step("code.repeat", "{key} puts on the code again that was used last."),
    Step("move.next_wanted", "{key} goes to the next sentence without a code."),
)
_END: Final = "That is all. {key} finds any code, F1 shows every key, Esc begins."


class PromptLine(Bar):
    """What to press now."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.at = 0

    @property
    def step(self) -> Step | None:
        """What is asked for; None once all is done."""
        return STEPS[self.at] if self.at < len(STEPS) else None

    def go_on(self) -> None:
        """Ask for the next key."""
        self.at += 1
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Number and words."""
        step, ground = self.step, palette.amber
        key = key_of(self.app, (step.key_id or step.verb) if step else "code.find")
        words = say(step.words if step else _END, self._language).format(key=key)
        number = f" {self.at + 1}/{len(STEPS)} " if step else " ✓ "
        left = [
            Piece(number, ink(palette.on_amber, ground, bold=True)),
            Piece(f" {words}", ink(palette.bright, palette.key, bold=True), gives_way=True),
        ]
        leave = say("Esc skips", self._language)
        right = [Piece(f" {leave} ", ink(palette.text, palette.key), "extend.drop")] if step else []
        return lay(width, left, right, blank=ink(palette.text, palette.key))


class PracticeSession:
    """The app's session, but on the practice project; nobody else hears of what is done there."""

    def __init__(self, session: Session, project: Project, coder: Coder) -> None:
        self.language = session.language
        self.saved_at = ""
        self.project = project
        self.coder = coder
        self.is_over = False
        """True once the practice was left: what still comes back is for nobody."""
        self._session = session
        self._screens: list[Screen[None]] = []

    def perform(
        self,
        verb: Callable[[], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """Run a verb in the app's thread and tell the practice screen."""

        def done(changes: ChangeSet) -> None:
            for screen in self._screens:
                screen.post_message(ProjectChanged(changes))
            if then is not None:
                then(changes)

        self.fetch(verb, done, otherwise)

    def fetch(
        self,
        read: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """As the app does."""
        if not self.is_over:
            self._session.fetch(read, lambda result: None if self.is_over else then(result), otherwise)

    def soon(self, act: Callable[[None], None]) -> None:
        """As the app does."""
        self._session.soon(act)

    def refuse(self, error: QualcodeError) -> None:
        """As the app does."""
        self._session.refuse(error)

    def say(self, text: str | Phrase) -> str:
        """As the app does."""
        return self._session.say(text)

    def join(self, screen: Screen[None]) -> None:
        """The practice screen."""
        self._screens.append(screen)

    def open_project(self, project: Project, coder_name: str, transcript: str | None = None) -> None:
        """As the app does."""
        self._session.open_project(project, coder_name, transcript)

    def visit(self, transcript_id: str, start: int, end: int) -> None:
        """Nothing leads away from the practice."""

    def go_to_screen(self, verb: str, wish: object = None) -> None:
        """Nothing leads away from the practice."""

    def reach(self, verb: str, argument: str = "") -> None:
        """As the app does."""
        self._session.reach(verb, argument)

    def tell(self, message: str, hint: str = "", *, refused: bool = False) -> None:
        """As the app does."""
        self._session.tell(message, hint, refused=refused)


class PracticeScreen(CodingScreen):
    """The coding screen with a line that asks for keys. Esc leaves."""

    def __init__(self, session: PracticeSession) -> None:
        super().__init__(session)
        self.practice = session
        self._prompt = PromptLine(session.language)

    def on_mount(self) -> None:
        """Show the line."""
        self.desk.mount(self._prompt, before=self.desk.status)

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb, and go on where it was the one asked for."""
        if verb == "extend.drop" and not self._is_busy():
            self._leave()
            return
        super().action_act(verb, argument)
        if self._prompt.step and self._prompt.step.verb == verb:
            self._prompt.go_on()

    def _recall(self, study: Study) -> None:
        """No place is kept of what is thrown away."""

    def _is_busy(self) -> bool:
        """Whether Esc has something smaller to leave."""
        pane = self.desk.pane
        return self.desk.place != "text" or bool(pane.cycled or pane.cursor.extending or self.hits)

    def on_unmount(self) -> None:
        """Throw away what was done where the whole program is left: nothing is under way any more."""
        if not self.practice.is_over:
            drop_practice(self.practice.project)

    def _leave(self) -> None:
        practice = self.practice
        practice.fetch(lambda: drop_practice(practice.project), lambda _: None)
        practice.is_over = True
        self.dismiss()


def practise(app: App[None], session: Session) -> None:
    """Open the practice over whatever is shown; it counts as begun, so that it does not come again by itself."""
    if isinstance(app.screen, PracticeScreen):
        return
    language = session.language

    def show(project: Project) -> None:
        coder = project.coder(CODER[language])
        app.push_screen(PracticeScreen(PracticeSession(session, project, coder)))

    save_settings()
    session.fetch(lambda: write_practice(language), show)
