"""Write a memo. Whichever way the editor is left, what was typed is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import TextArea

from qualcode.domain.errors import QualcodeError
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.refusals import told_of
from qualcode.tui.widgets.bar import Bar
from qualcode.tui.widgets.box import Box
from qualcode.tui.widgets.box_keys import MEMO
from qualcode.tui.widgets.cells import Laid, Piece, ink, lay
from qualcode.tui.widgets.display import shown, shown_lines
from qualcode.tui.widgets.external_editor import edited
from qualcode.tui.widgets.key_scheme import key_of
from qualcode.tui.widgets.keymap import verb_bindings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize
    from textual.geometry import Region

    from qualcode.tui.widgets.themes import Palette


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a memo can be on."""

    kind: str
    id: str
    what: str
    """In words of the interface: `coding`, `code`, `transcript`."""
    name: str
    text: str
    """The memo as it stands; empty where there is none."""


class MemoArea(TextArea):
    """A text area that gives the terminal nothing but visible characters."""

    def render_line(self, y: int) -> Strip:
        """The line, made harmless."""
        strip = super().render_line(y)
        segments = [Segment(shown(segment.text), segment.style, segment.control) for segment in strip]
        return Strip(segments).adjust_cell_length(strip.cell_length)


class _Title(Bar):
    def __init__(self, language: str, title: str) -> None:
        super().__init__()
        self._language = language
        self._title = title
        self._subject: Subject | None = None
        self._several = False

    def show_subject(self, subject: Subject, *, several: bool) -> None:
        """Say what the memo is on."""
        self._subject, self._several = subject, several
        self.redraw()

    def draw(self, width: int, palette: Palette) -> Laid:
        """Memo on what."""
        ground = palette.raised
        muted = ink(palette.muted, ground)
        pieces = [Piece(f" ✎ {self._title or say('Memo', self._language)} ", ink(palette.amber, ground, bold=True))]
        if self._subject:
            what = Phrase("{what}: ", {"what": Phrase(self._subject.what)})
            pieces.append(Piece(say(what, self._language), muted))
            pieces.append(Piece(self._subject.name, ink(palette.bright, ground, bold=True), gives_way=True))
        key = key_of(self.app, "memo.next_subject")
        hint = say(Phrase("{key}: memo on something else", {"key": key}), self._language)
        return lay(width, pieces, [Piece(f"{hint} ", muted)] if self._several else [], blank=muted)


class _Chips(Bar):
    def __init__(self, language: str, title: str) -> None:
        super().__init__()
        self._language = language
        self._is_memo = not title

    def draw(self, width: int, palette: Palette) -> Laid:
        """How to leave."""
        ground = palette.raised
        words = ink(palette.muted, ground)
        keep = say("keep and close", self._language)
        leave, external = key_of(self.app, "memo.keep"), key_of(self.app, "memo.external")
        pieces = [
            Piece(" ", words), Piece(f" {leave} ", ink(palette.bright, palette.key, bold=True), "memo.keep"),
            Piece(f" {keep}  ", words, "memo.keep"),
            Piece(f" {external} ", ink(palette.bright, palette.key, bold=True), "memo.external"),
            Piece(f" {say('own editor', self._language)}  ", words, "memo.external"),
            Piece(say("an empty memo is removed", self._language) if self._is_memo else "", words),
        ]  # fmt: skip
        return lay(width, pieces, blank=words)


class MemoEditor(Box[None]):
    """A text area for the memo on a passage, its code, or the transcript; under another title, for any text."""

    DEFAULT_CSS = """
    MemoEditor { background: transparent; align: center bottom; }
    MemoEditor.above { align: center top; }
    MemoEditor > Vertical { width: 76; max-width: 100%; height: 14; max-height: 60%; margin: 2 0 3 0;
        background: $panel; padding: 1 2; }
    MemoEditor TextArea { border: none; padding: 0 1; margin: 1 0; height: 1fr; background: $background; }
    MemoEditor TextArea:focus { border: none; }
    MemoEditor Bar { background: $panel; }
    """
    AUTO_FOCUS = "MemoArea"
    BINDINGS: ClassVar[list[BindingType]] = [*verb_bindings(MEMO, typed=True)]
    verb_ids: frozenset[str] = frozenset(verb.id for verb in MEMO)

    def __init__(
        self,
        save: Callable[[Subject, str], None],
        draft: Callable[[Subject, str], None],
        *,
        language: str,
        anchor: Region,
        title: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._anchor = anchor
        self._save = save
        self._draft = draft
        self._language = language
        self._subjects: list[Subject] = []
        self._at = 0
        self._loaded = self._drafted = ""
        self._area = MemoArea(soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self._is_composed = False

    def compose(self) -> ComposeResult:
        """Title, text, chips."""
        with Vertical():
            yield _Title(self._language, self._title)
            yield self._area
            yield _Chips(self._language, self._title)

    def on_mount(self) -> None:
        """Show what is known by now."""
        self._is_composed = True
        self._load()

    def on_resize(self, event: Resize) -> None:
        """Stand where the passage is not."""
        self.set_class(self._anchor.y > event.size.height // 2, "above")

    def show_subjects(self, subjects: Sequence[Subject]) -> None:
        """Say what the memo can be on; the first one is opened."""
        self._subjects = list(subjects)
        self._load()

    @property
    def is_loaded(self) -> bool:
        """Whether there is a text to type into; until then keys must wait."""
        return self._is_composed and bool(self._subjects)

    def on_text_area_changed(self) -> None:
        """Hand on what stands there now, so that not even a killed program loses it."""
        if self.is_loaded and self._area.text != self._drafted:
            self._drafted = self._area.text
            self._draft(self._subjects[self._at], self._drafted)

    def action_act(self, verb: str, argument: str = "") -> None:  # noqa: ARG002  # as every screen's
        """Do a verb."""
        if verb == "memo.external":
            self._edit_elsewhere()
        elif verb == "memo.next_subject":
            self._go_to_next()
        elif self.is_active:
            self.keep()
            self.dismiss()

    def _edit_elsewhere(self) -> None:
        """Let the coder's own editor have the text."""
        if not self.is_loaded:
            return
        try:
            self._area.load_text("\n".join(shown_lines(edited(self.app, self._area.text))))
        except QualcodeError as error:
            self.notify(shown(" ".join(told_of(error, self._language))), severity="warning", markup=False)
        else:
            self._area.move_cursor(self._area.document.end)

    def _go_to_next(self) -> None:
        """Keep, and write on the next thing."""
        if len(self._subjects) > 1:
            self.keep()
            self._at = (self._at + 1) % len(self._subjects)
            self._load()

    def keep(self) -> None:
        """Hand on what was typed, if it differs from what was there."""
        if not self.is_loaded:
            return
        area = self._area
        subject = self._subjects[self._at]
        if area.text != self._loaded:
            self._save(subject, area.text)
            self._subjects[self._at] = Subject(subject.kind, subject.id, subject.what, subject.name, area.text)
            self._loaded = self._drafted = area.text

    def _load(self) -> None:
        if not self.is_loaded:
            return
        subject = self._subjects[self._at]
        area = self._area
        area.load_text("\n".join(shown_lines(subject.text)))
        self._loaded = self._drafted = area.text
        area.move_cursor(area.document.end)
        self.query_one(_Title).show_subject(subject, several=len(self._subjects) > 1)
        area.focus()
