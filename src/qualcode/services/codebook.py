"""The codebook of a project: read, import, export, and the verbs on a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.analysis.matching import Candidate, ranked
from qualcode.domain import codebook as rules
from qualcode.domain.changes import Change, ChangeSet, Op, add, update_to
from qualcode.domain.codebook import PATH_SEPARATOR, Code, Codebook, CodebookVersion
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.formats import codebooks
from qualcode.formats.codebook_tree import CodebookEntry
from qualcode.services.files import read_bytes, write_whole
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader


def read_codebook(project: Project) -> Codebook:
    """All codes, retired ones too."""
    with project.read() as reader:
        return codebook_of(reader)


def codebook_of(reader: Reader) -> Codebook:
    """All codes in one state of the project."""
    return Codebook.of(reads.every(reader, Code))


def code_beginnings(project: Project) -> dict[str, tuple[int, str]]:
    """The version of the codebook that each code was added in, and when, by its id."""
    with project.read() as reader:
        return reads.code_beginnings(reader)


_LEAF = 1e-6
"""Of two codes that answer equally well and were never used, the one with nothing under it is meant."""


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code that answers to some letters, and where in its name they stand."""

    code: Code
    positions: tuple[int, ...] = ()


def find_codes(
    codebook: Codebook, query: str, counts: Mapping[str, int], recent: Sequence[str], language: str = "en"
) -> list[FoundCode]:
    """The codes in use that answer to the letters typed, best first; all of them, recent ones first, for no letters.

    Args:
        codebook: Where to look.
        query: Letters as typed; case and accents do not matter.
        counts: How often each code was applied.
        recent: Ids of the codes applied last, newest first.
        language: Of the names.
    """
    usable = [code for _, code in codebook.walk() if not code.is_retired and not code.exclusive]
    age = {code_id: place for place, code_id in enumerate(recent)}
    if not query.strip():
        usable.sort(key=lambda code: (age.get(code.id, len(age)), -counts.get(code.id, 0)))
        return [FoundCode(code) for code in usable]
    most = max(counts.values(), default=0) or 1
    candidates = [
        Candidate(
            code.label(language),
            " ".join(parent.label(language) for parent in reversed(codebook.ancestors(code))),
            (counts.get(code.id, 0) / most + (1 / (1 + age[code.id]) if code.id in age else 0)) / 2
            + (0 if codebook.children.get(code.id) else _LEAF),
        )
        for code in usable
    ]
    return [FoundCode(usable[match.place], match.positions) for match in ranked(query, candidates)]


def import_codebook(project: Project, path: Path, coder_id: str | None = None) -> ChangeSet:
    """Add the codes of a file; those of the same name in the same place are updated, others stay as they are.

    Raises:
        BadInput: the file has faults; all are named and nothing is stored.
    """
    entries = codebooks.read_codebook(read_bytes(path), path.name)

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        known = {_place(book.path(code).split(PATH_SEPARATOR)): code for code in book.codes.values()}
        ids = {place: code.id for place, code in known.items()}
        changes: list[Change | None] = []
        for position, entry in enumerate(entries, start=1):
            place = _place(entry.path)
            before = known.get(place)
            wished = _code_of(entry, ids.get(_place(entry.parent)), position)
            ids.setdefault(place, wished.id)
            if before is None:
                changes.append(add(wished))
            else:
                revised = before.revised_in if before.meaning == wished.meaning else next_version(reader)
                origin = before.origin if entry.origin is None else entry.origin
                changes.append(update_to(before, replace(wished, revised_in=revised, origin=origin)))
        return [change for change in changes if change is not None]

    return project.transact(Op.IMPORT_CODEBOOK, rule, coder_id)


def export_codebook(project: Project, path: Path) -> None:
    """Write the codebook; the suffix picks the form (.csv or .qdc).

    Raises:
        BadInput: there is no writer for the suffix, or the file cannot be written.
    """
    write_whole(path, codebooks.write_codebook(read_codebook(project), path.name))


def add_code(
    project: Project, coder_id: str | None, name: str, parent_id: str | None = None, origin: str = ""
) -> ChangeSet:
    """Add a code under a parent, or at the top.

    Args:
        project: The project.
        coder_id: Who acts.
        name: Of the code.
        parent_id: Where it stands.
        origin: An `Origin`, where it is known.

    Raises:
        RuleRefused: the name is blank or taken in that place.
    """

    def rule(reader: Reader) -> list[Change]:
        return [rules.add_code(codebook_of(reader), Code(new_id(), name.strip(), parent_id, origin=origin))]

    return project.transact(Op.ADD_CODE, rule, coder_id)


def edit_code(project: Project, coder_id: str | None, code_id: str, *, reason: str = "", **fields: object) -> ChangeSet:
    """Give a code new words, colour, hotkey or place; a new meaning puts its codings into their coders' recode queue.

    Args:
        project: The project.
        coder_id: Who acts.
        code_id: The code.
        reason: Why; kept with the version of the codebook.
        fields: New values by name.

    Raises:
        RuleRefused: the code is gone, the name is taken, or it would stand under itself.
    """

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        change = rules.edit_code(book, code_in(book, code_id), next_version(reader), **fields)
        return with_reason(reader, [change], coder_id, reason)

    return project.transact(Op.EDIT_CODE, rule, coder_id)


def pin_code(project: Project, coder_id: str | None, code_id: str, digit: str) -> ChangeSet:
    """Give a code a digit, or none; the code that had it loses it in the same step.

    Raises:
        RuleRefused: the code is gone.
    """

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        code, version = code_in(book, code_id), next_version(reader)
        losers = [each for each in book.codes.values() if digit and each.hotkey == digit and each.id != code_id]
        wished = [*((each, "") for each in losers), (code, digit)]
        return [rules.edit_code(book, each, version, hotkey=key) for each, key in wished if each.hotkey != key]

    return project.transact(Op.EDIT_CODE, rule, coder_id)


def retire_code(project: Project, coder_id: str | None, code_id: str, reason: str = "") -> ChangeSet:
    """Take a code out of use; its codings stay.

    Raises:
        RuleRefused: it is gone or retired already.
    """

    def rule(reader: Reader) -> list[Change]:
        return with_reason(reader, [rules.retire_code(code_in(codebook_of(reader), code_id))], coder_id, reason)

    return project.transact(Op.RETIRE_CODE, rule, coder_id)


def next_version(reader: Reader) -> int:
    """The version of the codebook that a change of it makes."""
    return reads.head(reader)[2] + 1


def with_reason(reader: Reader, changes: list[Change], coder_id: str | None, reason: str) -> list[Change]:
    """The changes of the codebook, and why they are made where somebody says so."""
    if not reason.strip():
        return changes
    return [*changes, add(CodebookVersion(new_id(), next_version(reader), coder_id, reason.strip()))]


def code_in(codebook: Codebook, code_id: str) -> Code:
    """The code of that id.

    Raises:
        RuleRefused: it is gone.
    """
    if code_id not in codebook.codes:
        raise RuleRefused("This code is no longer in the codebook.", "Choose another one.")
    return codebook.codes[code_id]


def _place(path: Sequence[str]) -> str:
    """A path by which two people would call the same code."""
    return rules.folded(PATH_SEPARATOR.join(path))


def _code_of(entry: CodebookEntry, parent_id: str | None, position: int) -> Code:
    return Code(
        entry.guid or new_id(),
        entry.name,
        parent_id,
        position,
        entry.definition,
        entry.include,
        entry.exclude,
        entry.example,
        entry.colour,
        entry.hotkey,
        entry.exclusive,
        entry.label_fr,
        entry.definition_fr,
        entry.is_retired,
        origin=entry.origin or "",
    )
