"""What the codebook screen shows: the tree at the left, the code under the cursor beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.screen import Screen

from qualcode.domain.codebook import Code
from qualcode.services import coding
from qualcode.services.codebook import code_beginnings, read_codebook
from qualcode.services.examples import consensus_by_code, quoted
from qualcode.services.passages import passages_of
from qualcode.tui.widgets.book_view import BookView
from qualcode.tui.widgets.code_page import CodePage, PageFacts
from qualcode.tui.widgets.code_tree import CodeTree
from qualcode.tui.widgets.header import Header
from qualcode.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.geometry import Region

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.services.examples import Consensus
    from qualcode.services.passages import Passage
    from qualcode.tui.widgets.session import CoderChanged, ProjectChanged, Session

_WIDE: Final = 110
_EXAMPLES: Final = 3


class CodebookView(Screen[None]):
    """Shows the codebook as it is, and follows what changes."""

    AUTO_FOCUS = "CodeTree"
    DEFAULT_CSS = """
    CodebookView Container { layout: horizontal; height: 1fr; }
    CodebookView CodeTree { width: 44; margin: 1 0; }
    CodebookView CodePage { width: 1fr; height: 1fr; margin: 1 0 0 0; background: $background; }
    CodebookView .stacked { layout: vertical; }
    CodebookView .stacked CodeTree { width: 1fr; height: 1fr; margin: 0; }
    CodebookView .stacked CodePage { margin: 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.book = BookView(session.language)
        self._stale = True
        self._wished = ""
        self._passages: tuple[str, Sequence[Passage]] = ("", ())
        self._begun: dict[str, tuple[int, str]] = {}
        self._looking = False
        self._consensus: Consensus = {}
        self._header = Header(session.language, "screen.codebook")
        self.codes = CodeTree(session.language)
        self.page = CodePage(session.language)
        self._body = Container(self.codes, self.page)
        self.footer = KeyFooter(session.language)

    def compose(self) -> ComposeResult:
        """Header, tree and page, keys."""
        yield from (self._header, self._body, self.footer)

    def on_mount(self) -> None:
        """Say whose codebook this is."""
        self.session.join(self)
        self._show_project()

    def on_screen_resume(self) -> None:
        """Read what is no longer true."""
        if self._stale:
            self._renew()

    def on_resize(self, event: Resize) -> None:
        """Side by side where there is room, else one above the other."""
        self._body.set_class(event.size.width < _WIDE, "stacked")

    def on_project_changed(self, event: ProjectChanged) -> None:
        """The codebook or the coder's own codings are different now."""
        self._header.show_saved(self.session.saved_at)
        if event.changes.touches("code", "coding", "adjudication", "finished", "round"):
            self._stale = True
            if self.is_current:
                self._renew()

    def on_coder_changed(self, event: CoderChanged) -> None:  # noqa: ARG002  # the session knows who
        """Counts and passages are the new coder's."""
        self._show_project()
        self._stale = True
        if self.is_current:
            self._renew()

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.codes.code_at(self.codes.cursor) if self.codes.line_count() else None

    @property
    def page_region(self) -> Region:
        """Where the page is."""
        return self.page.region

    def name_of(self, code: Code) -> str:
        """The code's name in the language of the screen."""
        return code.label(self.session.language)

    def follow(self, changes: ChangeSet) -> None:
        """Go to the first code that an act made."""
        made = [change.id for change in changes if change.kind == Code.KIND and change.before is None]
        if made:
            self.go_to(made[0])

    def go_to(self, code_id: str) -> None:
        """Put the cursor on a code, as soon as the tree has it."""
        self._wished = code_id
        self._settle()

    def _show_project(self) -> None:
        study = self.session.project.study()
        self._header.show_project(study.name, self.session.coder.name, synthetic=study.synthetic)

    def _renew(self) -> None:
        self._stale = False
        project, coder = self.session.project, self.session.coder
        self.session.fetch(
            lambda: (read_codebook(project), coding.code_counts(project, coder.id), code_beginnings(project)),
            self._take,
        )
        self.session.fetch(lambda: consensus_by_code(project), self._take_consensus)

    def _take(self, found: tuple[Codebook, dict[str, int], dict[str, tuple[int, str]]]) -> None:
        before = self.code
        codebook, counts, self._begun = found
        self.book.counts.clear()
        self.book.counts.update(counts)
        self.book.take_codebook(codebook)
        self._passages = ("", ())
        self.codes.show_codebook(codebook, self.book.colours, self.book.counts, {})
        self.go_to(self._wished or (before.id if before else ""))
        if self._wished in codebook.codes or (before and self._wished == before.id):  # folded away, or gone
            self._wished = ""

    def _take_consensus(self, found: Consensus) -> None:
        self._consensus = found
        self._passages = ("", ())
        self.show_code()

    def _settle(self) -> None:
        """Stand on the code wished for, if it is there by now."""
        index = self.codes.row_of(self._wished)
        if index is not None:
            self.codes.go(index)
            self._wished = ""
        self.show_code()

    def show_code(self) -> None:
        """Tell of the code under the cursor."""
        code = self.code
        if code is None:
            self.page.show_code(None)
            return
        known, passages = self._passages
        path = self.book.parents.get(code.id, "")
        shown = passages if known == code.id else ()
        colour, count, added = self.book.colour(code.id), self.book.counts[code.id], self._begun.get(code.id)
        agreed = len(self._consensus.get(code.id, ()))
        self.page.show_code(PageFacts(code, path, colour, count, shown, added, agreed))
        if known != code.id:
            self._look_up(code.id)

    def _look_up(self, code_id: str) -> None:
        """Read the code's passages; while one is looked up, the codes that the cursor only passes are left out."""
        if self._looking:
            return
        self._looking = True
        project, coder = self.session.project, self.session.coder

        def read() -> Sequence[Passage]:
            agreed = self._consensus.get(code_id, ())[:_EXAMPLES]
            return quoted(project, agreed) if agreed else passages_of(project, coder.id, code_id)[:_EXAMPLES]

        self.session.fetch(read, lambda found: self._quote(code_id, found))

    def _quote(self, code_id: str, passages: Sequence[Passage]) -> None:
        self._looking = False
        self._passages = (code_id, passages)
        self.show_code()
