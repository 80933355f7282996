"""The app: modes, the one queue through which verbs run, and what happened meanwhile elsewhere."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import events
from textual.app import App

from qualcode.domain.errors import QualcodeError
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.refusals import told_of
from qualcode.services import coding, rounds
from qualcode.services.project import Project
from qualcode.services.settings import is_first_run, load_settings, remember_project, save_settings
from qualcode.tui.widgets import collector
from qualcode.tui.widgets.display import shown
from qualcode.tui.widgets.key_help import KeyHelp
from qualcode.tui.widgets.key_keeper import KeyKeeper
from qualcode.tui.widgets.key_places import EVERY_VERB
from qualcode.tui.widgets.key_scheme import DEFAULT_SCHEME, KeyScheme
from qualcode.tui.widgets.keymap import APP_VERBS, NO_KEY, Verb, app_bindings
from qualcode.tui.widgets.lane import Lane, Task
from qualcode.tui.widgets.memo_editor import MemoEditor
from qualcode.tui.widgets.no_colours import NoColours
from qualcode.tui.widgets.session import Acting, CoderChanged, ProjectChanged, TakesKeys, Visited, Wishes
from qualcode.tui.widgets.themes import DARK, PALETTES, is_flat, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType
    from textual.filter import LineFilter
    from textual.screen import Screen

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.study import Coder
    from qualcode.tui.widgets.bar import Bar

T = TypeVar("T")

_POLL: Final = 2.0
"""Seconds between two looks at what others did."""

_PATIENCE: Final = 0.5
"""Seconds that a key may take to go into a text."""

_SWITCH: Final = 0.001
"""Seconds after which a thread that reads makes way for the one that draws; Python's own five are felt."""

MODES: Final = {
    "screen.code": "code",
    "screen.agreement": "agreement",
    "screen.themes": "themes",
    "screen.settle": "settle",
    "screen.codebook": "codebook",
    "screen.measures": "measures",
    "screen.quotes": "quotes",
    "screen.claims": "claims",
}

_NO_COLOURS: Final = NoColours()

_IN_BOXES: Final = frozenset({"screen.look", "screen.help", "screen.palette", "screen.quit"})
"""What the app does over an open box as well."""


def app_for(
    project: Path | None, coder_name: str | None, transcript: str | None = None, language: str = "en"
) -> QualcodeApp:
    """The terminal UI on a project file, ready to run.

    Raises:
        ProjectUnusable: the file cannot be opened.
    """
    opened = Project.open(project) if project else None
    if opened is not None:
        remember_project(opened.path)
    name = coder_name or load_settings().coder or None
    return QualcodeApp(opened, name, transcript, language, practises=is_first_run())


class QualcodeApp(App[None]):
    """The terminal UI on one project, for one coder."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*app_bindings()]
    CSS = """
    Screen { background: $background; color: $foreground; }
    ModalScreen { background: transparent; }
    Toast { background: $panel; }
    .flat MemoEditor > Vertical { border: solid $foreground; }
    .flat RaisedBox > Vertical, .flat DifferenceBox > Vertical, .flat TextBox > Vertical { border: solid $foreground; }
    """

    def __init__(
        self, project: Project | None, coder_name: str | None, transcript: str | None = None, language: str = "en",
        *, practises: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._practises = practises
        self.language = language
        self._project = project
        self._coder: Coder | None = None
        self._wished = (coder_name, transcript)
        self._verbs_lane = Lane("project")
        self._aside = Lane("aside")
        self._seen = 0
        self._screens: list[Screen[Any]] = []
        self.saved_at = ""
        self.key_scheme = DEFAULT_SCHEME
        self.keys = KeyKeeper(self, self, self._use_keys)
        self._acts: dict[str, Callable[[], object]] = {
            "screen.look": self._next_look,
            "screen.help": self._offer_keys,
            "screen.palette": lambda: self._offer(self._verbs(self.screen), "All commands"),
            "screen.quit": lambda: self.run_worker(self.action_quit(), name="quit"),
            "screen.practice": self._practise,
            "coder.change": self._choose_coder,
            "transcript.import": self._import,
            "keys.change": lambda: self.keys.choose_verb(self._verbs(self.screen)),
            "keys.preset": self.keys.choose_preset,
        }
        for palette in PALETTES.values():
            self.register_theme(theme_of(palette))
        self.theme = DARK.name

    @property
    def project(self) -> Project:
        """The open project."""
        if self._project is None:
            raise LookupError("no project is open")
        return self._project

    @property
    def coder(self) -> Coder:
        """Who is coding."""
        if self._coder is None:
            raise LookupError("nobody is coding")
        return self._coder

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual would turn colours into greys; NO_COLOR asks for none."""
        return [_NO_COLOURS] if self.no_color else super().get_line_filters()

    def on_mount(self) -> None:
        """Start the queue and open what was asked for."""
        sys.setswitchinterval(_SWITCH)
        self.set_class(is_flat(self), "flat")
        self.run_worker(self._verbs_lane.serve(), name="verbs", group="verbs")
        self.run_worker(self._aside.serve(), name="aside", group="aside")
        self.set_interval(_POLL, self._poll)
        self._use_theme(load_settings().theme)
        self.keys.load()
        coder_name, transcript = self._wished
        if self._project is not None and coder_name:
            self.open_project(self._project, coder_name, transcript)
        else:
            self._show_start()
            self.call_after_refresh(collector.settle)  # a command runs without it
        if self._practises:
            self._practise()

    def open_project(self, project: Project, coder_name: str, transcript: str | None = None) -> None:
        """Work on this project from now on, as this coder."""
        from qualcode.tui.screens.coding.screen import CodingScreen  # noqa: PLC0415  # a mode loads when it is entered

        self._project = project
        self._coder = project.coder(coder_name)
        coding.recover_memo(project, self._coder.id)
        self._seen = project.head()
        self.add_mode("code", lambda: CodingScreen(self, transcript or self._wished[1]))
        self.add_mode("agreement", self._agreement)
        self.add_mode("themes", self._themes)
        self.add_mode("settle", self._settling)
        self.add_mode("codebook", self._codebook)
        self.add_mode("measures", self._measures)
        self.add_mode("quotes", self._quotes)
        self.add_mode("claims", self._claims)
        self.switch_mode("code")

    def perform(
        self,
        verb: Callable[[], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """Run a verb in the thread, after those asked for before; screens are told what came back."""

        def done(result: tuple[ChangeSet, list[ChangeSet]]) -> None:
            changes, news = result
            self._deliver(news)
            if then is not None:
                then(changes)

        self._verbs_lane.ask(Task(lambda: self._with_news(verb()), done, otherwise or self.refuse))

    def fetch(
        self,
        read: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """Read in the thread, after the verbs asked for before."""
        self._verbs_lane.ask(Task(read, then, otherwise or self.refuse))

    def aside(self, read: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read what takes long in another thread: no verb waits for it."""
        self._aside.ask(Task(read, then, self.refuse))

    def soon(self, act: Callable[[None], None]) -> None:
        """Act once all verbs asked for have come back: at once, if nothing is under way."""
        if self._verbs_lane.under_way:
            self.fetch(lambda: None, act)
        else:
            act(None)

    async def settled(self) -> None:
        """Wait until everything asked for is done."""
        await self._verbs_lane.settled()
        await self._aside.settled()

    def say(self, text: str | Phrase) -> str:
        """The sentence in the language of the interface."""
        return say(text, self.language)

    def join(self, screen: Screen[Any]) -> None:
        """Tell this screen of changes from now on."""
        self._screens.append(screen)

    def go_to_screen(self, verb: str, wish: object = None) -> None:
        """Go to a mode, and tell its screen what is wanted there."""
        self._enter(MODES[verb])
        screen = self.screen_stack[0]
        if wish is not None and isinstance(screen, Wishes):
            screen.wish(wish)

    def tell(self, message: str, hint: str = "", *, refused: bool = False) -> None:
        """Show a toast. What it says may quote a person's words, so it is plain text."""
        words = shown(f"{message} {hint}".strip())
        self.notify(words, severity="warning" if refused else "information", timeout=6 if refused else 3, markup=False)

    def refuse(self, error: QualcodeError) -> None:
        """Show a toast that says what was refused, in the language of the interface."""
        self.tell(*told_of(error, self.language), refused=True)

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb: the app's own, or one of the screen that is shown."""
        if verb in MODES:
            self._enter(MODES[verb])
        elif verb in self._acts:
            self._acts[verb]()
        elif isinstance(self.screen, Acting):
            self.screen.action_act(verb, argument)

    async def on_event(self, event: events.Event) -> None:
        """Let keys act strictly in the order typed, also where one of them opens or closes a box."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif not (isinstance(self.screen, TakesKeys) and self.screen.take_key(event)):
            if isinstance(self.screen, MemoEditor) and not self.screen.is_loaded:
                await self._verbs_lane.settled()
                await self._digested()
            await super().on_event(event)
            if isinstance(self.screen, MemoEditor):
                await self._digested()

    async def _digested(self) -> None:
        """Wait until the key went into the text: the next one may close the editor."""
        done = asyncio.Event()
        (self.focused or self.screen).call_later(done.set)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _PATIENCE)

    async def action_quit(self) -> None:
        """Leave, never asking: a memo being written is kept, verbs under way are finished."""
        for screen in self.screen_stack:
            if isinstance(screen, MemoEditor):
                screen.keep()
        await self._verbs_lane.settled()
        self.exit()

    def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """A chip does as its key."""
        self.reach(event.act)

    def visit(self, transcript_id: str, start: int, end: int) -> None:
        """Go to a passage on the coding screen."""
        self._enter("code")
        if isinstance(self.screen, Visited):
            self.screen.show_passage_at(transcript_id, start, end)

    def reach(self, verb: str, argument: str = "") -> None:
        """Do a verb that was reached without its key."""
        self.keys.reached(verb, argument)
        self.action_act(verb, argument)

    def _verbs(self, screen: Screen[Any]) -> list[Verb]:
        """What can be done on a screen, its own verbs first; a box must be left before anything else is gone to."""
        here = screen.verb_ids if isinstance(screen, Acting) else frozenset[str]()
        everywhere = _IN_BOXES if screen.is_modal else APP_VERBS
        own = [verb for verb in EVERY_VERB if verb.id in here]
        return [*own, *(verb for verb in EVERY_VERB if verb.id in everywhere)]

    def _enter(self, mode: str) -> None:
        if self._project is not None and self.current_mode != mode and not self.screen.is_modal:
            self.switch_mode(mode)

    def _next_look(self) -> None:
        names = list(PALETTES)
        self._use_theme(names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0])
        save_settings(theme=self.theme)

    def _use_theme(self, name: str) -> None:
        if name in self.available_themes:
            self.theme = name

    def _offer_keys(self) -> None:
        has_key = [verb for verb in self._verbs(self.screen) if self.key_scheme.printed(verb.id) != NO_KEY]
        self._offer(has_key, "Keys that work here")

    def _practise(self) -> None:
        from qualcode.tui.screens.coding.practice import practise  # noqa: PLC0415  # rarely needed

        if not self.screen.is_modal:
            practise(self, self)

    def _use_keys(self, scheme: KeyScheme) -> list[Screen[Any]]:
        """Let keys do this from now on; the screens that print them."""
        self.key_scheme = scheme
        self.set_keymap(scheme.changed())
        return [*self.screen_stack, *self._screens]

    def _offer(self, verbs: list[Verb], title: str) -> None:
        """Let one be found by typing, and do it."""
        if type(self.screen) is KeyHelp:
            self.screen.dismiss()
        else:
            self.push_screen(KeyHelp(verbs, self.reach, language=self.language, title=self.say(title)))

    def _choose_coder(self) -> None:
        from qualcode.tui.widgets.who import WhoCodes  # noqa: PLC0415  # rarely needed

        if self._project is not None and not self.screen.is_modal:
            names = [coder.name for coder in self._project.coders()]
            self.push_screen(WhoCodes(names, self._change_coder, language=self.language))

    def _change_coder(self, name: str) -> None:
        try:
            self._coder = self.project.coder(name)
            coding.recover_memo(self.project, self._coder.id)
        except QualcodeError as error:
            self.refuse(error)
            return
        if not self.project.study().synthetic:  # trying the sample as somebody makes nobody that person
            save_settings(coder=name)
        for screen in self._screens:
            screen.post_message(CoderChanged())

    def _import(self) -> None:
        from qualcode.tui.screens.transcripts import ImportScreen  # noqa: PLC0415  # rarely needed

        if self._project is not None and not self.screen.is_modal:
            self.push_screen(ImportScreen(self))

    def _show_start(self) -> None:
        from qualcode.tui.screens.start import StartScreen  # noqa: PLC0415  # a mode loads when it is entered

        self.push_screen(StartScreen(self, self._project, self._wished[0]))

    def _agreement(self) -> Screen[Any]:
        from qualcode.tui.screens.agreement import AgreementScreen  # noqa: PLC0415  # a mode loads when it is entered

        return AgreementScreen(self)

    def _themes(self) -> Screen[Any]:
        from qualcode.tui.screens.themes import ThemesScreen  # noqa: PLC0415  # a mode loads when it is entered

        return ThemesScreen(self)

    def _measures(self) -> Screen[Any]:
        from qualcode.tui.screens.measures import MeasuresScreen  # noqa: PLC0415  # a mode loads when it is entered

        return MeasuresScreen(self)

    def _quotes(self) -> Screen[Any]:
        from qualcode.tui.screens.quotes import QuotesScreen  # noqa: PLC0415  # a mode loads when it is entered

        return QuotesScreen(self)

    def _claims(self) -> Screen[Any]:
        from qualcode.tui.screens.claims import ClaimsScreen  # noqa: PLC0415  # a mode loads when it is entered

        return ClaimsScreen(self)

    def _settling(self) -> Screen[Any]:
        from qualcode.tui.screens.settling.screen import SettlingScreen  # noqa: PLC0415  # a mode loads when entered

        return SettlingScreen(self)

    def _codebook(self) -> Screen[Any]:
        from qualcode.tui.screens.codebook.screen import CodebookScreen  # noqa: PLC0415  # a mode loads when it is entered

        return CodebookScreen(self)

    def _with_news(self, changes: ChangeSet) -> tuple[ChangeSet, list[ChangeSet]]:
        """What the verb changed, and all that screens have not been told of: others may have written as well."""
        if changes.seq == self._seen + 1:
            return changes, [changes]
        return changes, self._news(self.project) if changes.seq > self._seen else []

    def _news(self, project: Project) -> list[ChangeSet]:
        return rounds.news(project, self._seen, self._coder.id if self._coder else None)

    def _poll(self) -> None:
        if self._project is not None and not self._verbs_lane.under_way:
            project = self._project
            self._verbs_lane.ask(Task(lambda: self._news(project), self._deliver, lambda _: None))

    def _deliver(self, news: list[ChangeSet]) -> None:
        self._screens = [screen for screen in self._screens if screen.is_attached]
        for changes in news:
            self._seen = max(self._seen, changes.seq)
            if self._coder is not None and changes.coder_id == self._coder.id:
                self.saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
            for screen in self._screens:
                screen.post_message(ProjectChanged(changes))
