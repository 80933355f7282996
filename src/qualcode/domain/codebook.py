"""The codebook: a tree of codes with definitions, and the rules for changing it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Final

from qualcode.domain.changes import Change, add, update
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id

DEPTH_LIMIT: Final = 64
PATH_SEPARATOR: Final = " > "


class Origin(StrEnum):
    """Where a code comes from."""

    A_PRIORI = "a priori"
    """Known before the interviews were read."""
    EMERGENT = "emergent"
    """Found in them."""


@dataclass(frozen=True, slots=True)
class Code:
    """A label with its definition."""

    KIND: ClassVar[str] = "code"
    id: str
    name: str
    parent_id: str | None = None
    position: int = 0
    """Order among its siblings."""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str = ""
    """`#rrggbb`; empty means the parent's."""
    hotkey: str = ""
    """A digit, or empty."""
    exclusive: bool = False
    """True for a choice set: its children exclude one another within an answer."""
    label_fr: str = ""
    definition_fr: str = ""
    is_retired: bool = False
    revised_in: int = 1
    """The codebook version in which its meaning changed last; codings made under an earlier one need a second look."""
    origin: str = ""
    """An `Origin`, where somebody said so."""
    version: int = 1

    @property
    def meaning(self) -> tuple[str, ...]:
        """What decides whether a passage gets the code: a change here calls for recoding, one of the name does not."""
        return self.definition, self.include, self.exclude

    def label(self, language: str) -> str:
        """The name in that language, else the English one."""
        return (self.label_fr if language == "fr" else "") or self.name


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """Why the codebook was changed, and by whom."""

    KIND: ClassVar[str] = "codebook_version"
    id: str
    number: int
    """The version that the change made."""
    coder_id: str | None
    reason: str
    version: int = 1


@dataclass(frozen=True)
class Codebook:
    """All codes of a project, by id."""

    codes: Mapping[str, Code]

    @classmethod
    def of(cls, codes: Iterable[Code]) -> Codebook:
        """The codebook of these codes."""
        return cls({code.id: code for code in codes})

    @cached_property
    def children(self) -> Mapping[str | None, tuple[Code, ...]]:
        """The codes under each parent (None for the top), in their order."""
        found: dict[str | None, list[Code]] = {}
        for code in sorted(self.codes.values(), key=lambda code: (code.position, code.name, code.id)):
            found.setdefault(code.parent_id, []).append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Every code with its depth, parents before children."""
        stack = [(0, code) for code in reversed(self.children.get(None, ()))]
        while stack:
            depth, code = stack.pop()
            yield depth, code
            stack.extend((depth + 1, child) for child in reversed(self.children.get(code.id, ())))

    def ancestors(self, code: Code) -> list[Code]:
        """The parent, its parent, and so on to the top."""
        found: list[Code] = []
        while code.parent_id is not None and len(found) <= DEPTH_LIMIT:
            code = self.codes[code.parent_id]
            found.append(code)
        return found

    def path(self, code: Code) -> str:
        """The names from the top to the code, as `Resources > Time`."""
        return PATH_SEPARATOR.join([*(parent.name for parent in reversed(self.ancestors(code))), code.name])

    def colour(self, code: Code) -> str:
        """Its own colour, else the nearest ancestor's, else grey."""
        return next((each.colour for each in (code, *self.ancestors(code)) if each.colour), "#8a8f98")

    def find(self, name_or_path: str) -> Code:
        """The code of that name or path; case, accents' form and outer blanks do not matter.

        Raises:
            RuleRefused: no code, or several, answer to it.
        """
        found = self._by_name.get(folded(name_or_path), [])
        if len(found) == 1:
            return found[0]
        if found:
            paths = "; ".join(self.path(code) for code in found)
            raise RuleRefused(f'"{name_or_path}" is the name of several codes.', f"Write its path, one of: {paths}.")
        raise RuleRefused(f'The codebook has no code "{name_or_path}".', "Check the spelling, or add it first.")

    @cached_property
    def _by_name(self) -> Mapping[str, list[Code]]:
        found: dict[str, list[Code]] = {}
        for code in self.codes.values():
            for key in {folded(code.name), folded(self.path(code))}:
                found.setdefault(key, []).append(code)
        return found


def folded(name: str) -> str:
    """The name as two people would call it the same: composed form, no outer blanks, case ignored."""
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", name).split(">"))
    return PATH_SEPARATOR.join(parts).casefold()


def add_code(codebook: Codebook, code: Code) -> Change:
    """The change that adds a code.

    Raises:
        RuleRefused: the name is blank or taken under that parent, or the parent is unknown or too deep.
    """
    _check_name(codebook, code)
    if code.parent_id is not None:
        if code.parent_id not in codebook.codes:
            raise RuleRefused(f'The parent of "{code.name}" is not in the codebook.', "Add the parent first.")
        if len(codebook.ancestors(codebook.codes[code.parent_id])) + 1 >= DEPTH_LIMIT:
            raise RuleRefused(
                f'"{code.name}" would lie more than {DEPTH_LIMIT} levels deep.', "Choose a higher parent."
            )
    position = code.position or 1 + max(
        (each.position for each in codebook.children.get(code.parent_id, ())), default=0
    )
    return add(Code(**{**_fields(code), "id": code.id or new_id(), "position": position}))  # type: ignore[arg-type]


def edit_code(codebook: Codebook, code: Code, next_version: int = 1, **fields: object) -> Change:
    """The change that gives a code new words, colour, hotkey or place.

    Args:
        codebook: All codes.
        code: The one that changes.
        next_version: Of the codebook that the change makes; kept where the meaning changes.
        fields: New values by name.

    Raises:
        RuleRefused: the new name is blank or taken, or the code would stand under itself.
    """
    after = replace(code, **fields)  # type: ignore[arg-type]  # names of fields and their values
    if after.meaning != code.meaning:
        after = replace(after, revised_in=next_version)
    if after.parent_id is not None:
        parent = codebook.codes[after.parent_id]
        if code.id in {parent.id, *(each.id for each in codebook.ancestors(parent))}:
            raise RuleRefused(f'"{code.name}" cannot stand under itself.', "Choose another parent.")
    _check_name(codebook, after)
    return Change(Code.KIND, code.id, code, replace(after, version=code.version + 1))


def retire_code(code: Code) -> Change:
    """The change that takes a code out of use; its codings stay.

    Raises:
        RuleRefused: it is retired already.
    """
    if code.is_retired:
        raise RuleRefused(f'"{code.name}" is retired already.')
    return update(code, is_retired=True)


def _check_name(codebook: Codebook, code: Code) -> None:
    if not code.name.strip():
        raise RuleRefused("A code needs a name.", "Type at least one letter.")
    if ">" in code.name:
        raise RuleRefused(f'The name "{code.name}" holds a ">", which separates the parts of a path.', "Leave it out.")
    for sibling in codebook.children.get(code.parent_id, ()):
        if sibling.id != code.id and folded(sibling.name) == folded(code.name):
            raise RuleRefused(
                f'There is a code "{sibling.name}" in this place already.', "Use it, or choose another name."
            )


def _fields(code: Code) -> dict[str, object]:
    return {name: getattr(code, name) for name in Code.__dataclass_fields__ if name != "KIND"}
