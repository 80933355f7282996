"""What can be done with a code on the codebook screen, each step asked for in a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.domain.codebook import Origin
from qualcode.domain.phrases import Phrase
from qualcode.services import codebook as codebooks
from qualcode.services import recoding
from qualcode.services.effects import rehearsed
from qualcode.tui.screens.codebook.queue import QueueBox
from qualcode.tui.widgets.finder import Choice
from qualcode.tui.widgets.line_box import LineBox
from qualcode.tui.widgets.memo_editor import MemoEditor, Subject
from qualcode.tui.widgets.preview_box import PreviewBox
from qualcode.tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.screen import Screen

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Code, Codebook
    from qualcode.domain.errors import QualcodeError
    from qualcode.domain.table import Table
    from qualcode.services.effects import Effects
    from qualcode.services.project import Project
    from qualcode.tui.screens.codebook.view import CodebookView

FIELDS: Final = {
    "definition": "Definition",
    "include": "Include",
    "exclude": "Do not include",
    "example": "Example",
    "label_fr": "Name in French",
    "definition_fr": "Definition in French",
    "origin": "Origin",
}
"""What can be edited, and how it is called."""

_WIDEST: Final = 160


class BookHand:
    """The verbs on the code under the cursor."""

    def __init__(self, screen: CodebookView) -> None:
        self._screen = screen
        self._session = screen.session
        self._reason = ""

    def acts(self) -> Mapping[str, Callable[[], None]]:
        """What each verb does, by its id."""
        here = self._on_code
        return {
            "book.add_under": self._add_under,
            "book.add_beside": self._add_beside,
            "book.edit": lambda: here(self._edit),
            "book.rename": lambda: here(self._rename),
            "book.move": lambda: here(self._move),
            "book.merge": lambda: here(self._merge),
            "book.split": lambda: here(self._split),
            "book.retire": lambda: here(self._retire),
            "book.queue": self._show_queue,
            "book.versions": self._show_versions,
            "book.alike": self._find_alike,
            "book.undo": lambda: self._do(lambda project, coder: project.undo(coder)),
            "book.redo": lambda: self._do(lambda project, coder: project.redo(coder)),
        }

    @property
    def _book(self) -> Codebook:
        return self._screen.book.codebook

    def _on_code(self, act: Callable[[Code], None]) -> None:
        code = self._screen.code
        if code is not None:
            act(code)

    def _do(self, verb: Callable[[Project, str], ChangeSet]) -> None:
        project, coder = self._session.project, self._session.coder
        self._session.perform(lambda: verb(project, coder.id), self._screen.follow)

    def _push(self, box: Screen[None]) -> None:
        self._screen.app.push_screen(box)

    def _ask_line(self, title: str, note: str, done: Callable[[str], None], letters: str = "", empty: str = "") -> None:
        self._push(LineBox(title, note, done, language=self._session.language, letters=letters, empty=empty))

    def _ask_reason(self, done: Callable[[str], None]) -> None:
        """Ask why; the last reason is offered first."""

        def keep(reason: str) -> None:
            self._reason = reason or self._reason
            done(reason)

        say_ = self._session.say
        known = [self._reason] if self._reason else []
        note = say_("kept with the version of the codebook")
        language = self._session.language
        self._push(LineBox(say_("Why?"), note, keep, language=language, known=known, empty=say_("no reason")))

    def _add_under(self) -> None:
        self._add(self._screen.code)

    def _add_beside(self) -> None:
        code = self._screen.code
        self._add(self._book.codes.get(code.parent_id or "") if code else None)

    def _add(self, parent: Code | None) -> None:
        def add(name: str) -> None:
            self._do(lambda project, coder: codebooks.add_code(project, coder, name, parent.id if parent else None))

        note = self._book.path(parent) if parent else self._session.say("at the top")
        self._ask_line(self._session.say("New code"), note, add)

    def _consider(self, title: str, act: str, lead: Phrase, verb: Callable[[str], ChangeSet]) -> None:
        """Show what a verb would do; Enter there asks why, and the answer does it."""
        say_, language, project = self._session.say, self._session.language, self._session.project

        def do(reason: str) -> None:
            self._session.perform(lambda: verb(reason), self._screen.follow)

        box = PreviewBox(title, say_(act), lambda: self._ask_reason(do), language=language)

        def show(effects: Effects) -> None:
            box.show_sentence("\n".join([say_(lead), *(say_(each) for each in effects.sentences())]))

        def refuse(error: QualcodeError) -> None:
            if box.is_current:
                box.dismiss()
            self._session.tell(error.message, error.hint, refused=True)

        def push() -> None:
            self._push(box)
            self._session.fetch(lambda: rehearsed(project, lambda: verb("")), show, refuse)

        self._screen.app.call_later(push)  # the box before it closes first

    def _titled(self, words: str, code: Code) -> str:
        return self._session.say(words).replace("{name}", self._screen.name_of(code))

    def _edit(self, code: Code) -> None:
        say_ = self._session.say
        rows = [(field, say_(label), _first_words(getattr(code, field))) for field, label in FIELDS.items()]
        self._push(
            Choice(self._screen.name_of(code), rows, lambda field: self._write(code, field),
                   language=self._session.language)
        )  # fmt: skip

    def _write(self, code: Code, field: str) -> None:
        title, language = self._session.say(FIELDS[field]), self._session.language

        def save(text: str) -> None:
            self._consider_edit(code, field, FIELDS[field], text.strip())

        if field == "origin":
            self._ask_origin(code, save)
            return
        if field == "label_fr":
            self._ask_line(title, code.name, save, code.label_fr, self._session.say("no French name"))
            return
        editor = MemoEditor(
            lambda _, text: save(text), lambda *_: None, language=language, anchor=self._screen.page_region,
            title=title,
        )  # fmt: skip
        self._push(editor)
        editor.show_subjects([Subject("code", code.id, "code", self._screen.name_of(code), getattr(code, field))])

    def _ask_origin(self, code: Code, save: Callable[[str], None]) -> None:
        say_ = self._session.say
        rows = [(each, say_(each or "not said"), "") for each in (*(origin.value for origin in Origin), "")]
        self._push(Choice(self._screen.name_of(code), rows, save, language=self._session.language))

    def _consider_edit(self, code: Code, field: str, label: str, text: str) -> None:
        project, coder = self._session.project, self._session.coder
        if text == getattr(code, field):
            return
        lead = Phrase("{what}: “{words}”.", {"what": Phrase(label), "words": _first_words(text)})
        self._consider(
            self._titled("Edit “{name}”", code), "edit", lead,
            lambda reason: codebooks.edit_code(project, coder.id, code.id, reason=reason, **{field: text}),
        )  # fmt: skip

    def _rename(self, code: Code) -> None:
        def rename(name: str) -> None:
            self._consider_edit(code, "name", "Name", name)

        self._ask_line(self._session.say("Rename"), self._book.path(code), rename, code.name)

    def _move(self, code: Code) -> None:
        book, project, coder = self._book, self._session.project, self._session.coder
        below = [each for each in self._usable(code) if code not in book.ancestors(each)]

        def move(parent_id: str) -> None:
            wished = parent_id or None
            place = self._screen.name_of(book.codes[parent_id]) if parent_id else self._session.say("at the top")
            last = max((each.position for each in book.children.get(wished, ())), default=0)
            fields = {"parent_id": wished, "position": last + 1}
            lead = Phrase("From now on it stands here: {place}.", {"place": place})
            self._consider(
                self._titled("Move “{name}”", code), "move", lead,
                lambda reason: codebooks.edit_code(project, coder.id, code.id, reason=reason, **fields),
            )  # fmt: skip

        title = self._session.say("Move under which code?")
        self._choose_code(title, [("", self._session.say("at the top"), ""), *self._rows(below)], move)

    def _merge(self, code: Code) -> None:
        project, coder = self._session.project, self._session.coder

        def merge(target_id: str) -> None:
            names = {"code": self._screen.name_of(self._book.codes[target_id]), "gone": self._screen.name_of(code)}
            self._consider(
                self._titled("Merge “{name}”", code), "merge",
                Phrase("What “{gone}” has comes under “{code}”; “{gone}” is retired.", names),
                lambda reason: recoding.merge_codes(project, coder.id, code.id, target_id, reason),
            )  # fmt: skip

        self._choose_code(self._session.say("Merge into which code?"), self._rows(self._usable(code)), merge)

    def _split(self, code: Code) -> None:
        project, coder = self._session.project, self._session.coder
        title = self._titled("Split “{name}”", code)

        def split(line: str) -> None:
            names = [name.strip() for name in line.split(";") if name.strip()]
            self._consider(
                title, "split", Phrase("New codes under it: {names}.", {"names": ", ".join(names)}),
                lambda reason: recoding.split_code(project, coder.id, code.id, names, reason),
            )  # fmt: skip

        self._ask_line(title, self._session.say("new names, with ; between"), split)

    def _retire(self, code: Code) -> None:
        project, coder = self._session.project, self._session.coder
        self._consider(
            self._titled("Retire “{name}”", code), "retire", Phrase("It can be applied no longer."),
            lambda reason: codebooks.retire_code(project, coder.id, code.id, reason),
        )  # fmt: skip

    def _show_versions(self) -> None:
        project = self._session.project
        self._session.fetch(lambda: recoding.versions_table(project), self._read_versions)

    def _read_versions(self, table: Table) -> None:
        from qualcode.services.exchange import table_text  # noqa: PLC0415  # loads the writers

        if self._screen.is_current:
            language = self._session.language
            text = table_text(table, language, max(40, min(_WIDEST, self._screen.size.width - 12)))
            self._push(TextBox(text.split("\n"), language))

    def _show_queue(self) -> None:
        self._push(QueueBox(self._session, self._rows(self._usable(None))))

    def _find_alike(self) -> None:
        project, language = self._session.project, self._session.language
        self._session.fetch(lambda: recoding.alike_table(project, language), self._show_alike)

    def _show_alike(self, table: Table) -> None:
        if not self._screen.is_current:
            return
        if not table.rows:
            self._session.tell(self._session.say("No two codes look alike."))
            return
        rows = [
            (str(first), f"{self._name(first)} ~ {self._name(second)}", self._likeness(names, definitions))
            for first, second, names, definitions, _ in table.rows
        ]
        title = self._session.say("Codes that look alike: names, definitions (0 to 1)")
        self._push(Choice(title, rows, self._go_to_path, language=self._session.language, typed=True))

    def _name(self, path: object) -> str:
        """A code's name, without those above it: two have to be read in one line."""
        return self._screen.name_of(self._book.find(str(path)))

    def _likeness(self, *values: object) -> str:
        point = "," if self._session.language == "fr" else "."
        return "  ".join(f"{value:.2f}".replace(".", point) if isinstance(value, float) else "–" for value in values)

    def _go_to_path(self, path: str) -> None:
        self._screen.go_to(self._book.find(path).id)

    def _usable(self, but: Code | None) -> list[Code]:
        """Codes in use, that one left out."""
        codes = [code for _, code in self._book.walk() if not code.is_retired]
        return [code for code in codes if but is None or code.id != but.id]

    def _rows(self, codes: Iterable[Code]) -> list[tuple[str, str, str]]:
        counts, parents = self._screen.book.counts, self._screen.book.parents
        return [
            (code.id, " › ".join(part for part in (parents.get(code.id, ""), self._screen.name_of(code)) if part),
             str(counts.get(code.id, "") or ""))
            for code in codes
        ]  # fmt: skip

    def _choose_code(self, title: str, rows: list[tuple[str, str, str]], done: Callable[[str], None]) -> None:
        self._push(Choice(title, rows, done, language=self._session.language, typed=True))


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:30]}…" if len(words) > 31 else words  # noqa: PLR2004  # room in the box
