"""What screens may ask of the app: the project, who codes, and that verbs run in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Key
    from textual.screen import Screen

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.errors import QualcodeError
    from qualcode.domain.phrases import Phrase
    from qualcode.domain.study import Coder
    from qualcode.services.narrowing import Narrowing
    from qualcode.services.project import Project

T = TypeVar("T")


class ProjectChanged(Message):
    """Something is on disk now that was not before; it comes from this coder or from anybody else."""

    def __init__(self, changes: ChangeSet) -> None:
        super().__init__()
        self.changes = changes


class Session(Protocol):
    """The app, as far as a screen knows it."""

    language: str
    saved_at: str
    """Clock of the coder's last act; empty before the first."""

    @property
    def project(self) -> Project:
        """The open project."""
        ...

    @property
    def coder(self) -> Coder:
        """Who is coding."""
        ...

    def perform(
        self,
        verb: Callable[[], ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """Run a verb after those asked for before; what it changed comes back as `ProjectChanged`.

        Args:
            verb: What to run.
            then: Told what the verb changed.
            otherwise: Told of a refusal, which is said in a toast where nobody is.
        """
        ...

    def fetch(
        self,
        read: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[QualcodeError], None] | None = None,
    ) -> None:
        """Read after the verbs asked for before, and hand on what was read."""
        ...

    def aside(self, read: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read what takes long beside the verbs, and hand on what was read: other things may have changed since."""
        ...

    def soon(self, act: Callable[[None], None]) -> None:
        """Act once all verbs asked for have come back: at once, if nothing is under way."""
        ...

    def say(self, text: str | Phrase) -> str:
        """The sentence in the language of the interface."""
        ...

    def join(self, screen: Screen[Any]) -> None:
        """From now on tell the screen of changes, until it is gone."""
        ...

    def open_project(self, project: Project, coder_name: str, transcript: str | None = None) -> None:
        """Work on this project from now on."""
        ...

    def visit(self, transcript_id: str, start: int, end: int) -> None:
        """Go to a passage on the coding screen."""
        ...

    def go_to_screen(self, verb: str, wish: object = None) -> None:
        """Go to a mode by its verb; a screen that `Wishes` is told what is wanted there."""
        ...

    def reach(self, verb: str, argument: str = "") -> None:
        """Do a verb that was reached by palette or mouse, and count that."""
        ...

    def tell(self, message: str, hint: str = "", *, refused: bool = False) -> None:
        """Show a short message; nothing in it is markup."""
        ...

    def refuse(self, error: QualcodeError) -> None:
        """Say what was refused and what to do, in the language of the interface."""
        ...


@runtime_checkable
class Acting(Protocol):
    """A screen with verbs of its own."""

    @property
    def verb_ids(self) -> frozenset[str]:
        """What can be done here."""
        ...

    def action_act(self, verb: str, argument: str = "") -> None:
        """Do a verb."""
        ...


@runtime_checkable
class Visited(Protocol):
    """A screen that shows passages of transcripts."""

    def show_passage_at(self, transcript_id: str, start: int, end: int) -> None:
        """Show a passage, selected."""
        ...


@runtime_checkable
class Wishes(Protocol):
    """A screen that can be told what to show before it is gone to."""

    def wish(self, wish: object) -> None:
        """Show this."""
        ...


@runtime_checkable
class TakesKeys(Protocol):
    """A box that is given keys directly, so that none is lost while it opens or closes."""

    def take_key(self, event: Key) -> bool:
        """Act on the key; False where it is not for the box."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a transcript, wished for on the coding screen."""

    transcript_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeWish:
    """What the themes screen is to show."""

    by: str = "group"
    base: str = "interviewed"
    layer: str = ""
    """Empty for the layer that is read by default."""
    has_tests: bool = False
    only: tuple[tuple[str, str], ...] = ()
    """Attributes of participants counted, each with the value that they must have."""
    code: str = ""
    """Label of the code to stand on."""
    value: str = ""
    """Value of the attribute to stand on."""


@dataclass(frozen=True, slots=True)
class SettleWish:
    """The disagreements that are wished for on the settling screen."""

    wanted: Narrowing


@dataclass(frozen=True, slots=True)
class MeasureWish:
    """What the measures screen is to show."""

    group: str = ""
    """Empty for all participants."""
    by_rank: bool = False
    names: tuple[str, ...] = ()
    """The scale, or the two variables, to stand on."""


class CoderChanged(Message):
    """Somebody else is coding from now on."""
