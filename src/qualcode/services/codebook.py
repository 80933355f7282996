"""The codebook of a project: read, import, export, and the verbs on a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.analysis.matching import Candidate, ranked
from qualcode.domain import codebook as rules
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
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
            (counts.get(code.id, 0) / most + (1 / (1 + age[code.id]) if code.id in age else 0)) / 2,
        )
        for code in usable
    ]
    return [FoundCode(usable[match.place], match.positions) for match in ranked(query, candidates)]


def add_code(project: Project, coder_id: str | None, name: str, parent_id: str | None = None) -> ChangeSet:
    """Add a code under a parent, or at the top.

    Raises:
        RuleRefused: the name is blank or taken in that place.
    """

    def rule(reader: Reader) -> list[Change]:
        return [rules.add_code(codebook_of(reader), Code(new_id(), name.strip(), parent_id))]

    return project.transact(Op.ADD_CODE, rule, coder_id)


def edit_code(project: Project, coder_id: str | None, code_id: str, **fields: object) -> ChangeSet:
    """Give a code new words, colour, hotkey or place.

    Raises:
        RuleRefused: the code is gone, the name is taken, or it would stand under itself.
    """

    def rule(reader: Reader) -> list[Change]:
        book = codebook_of(reader)
        return [rules.edit_code(book, _code(book, code_id), **fields)]

    return project.transact(Op.EDIT_CODE, rule, coder_id)


def retire_code(project: Project, coder_id: str | None, code_id: str) -> ChangeSet:
    """Take a code out of use; its codings stay.

    Raises:
        RuleRefused: it is gone or retired already.
    """
    return project.transact(
        Op.RETIRE_CODE, lambda reader: [rules.retire_code(_code(codebook_of(reader), code_id))], coder_id
    )


def _code(codebook: Codebook, code_id: str) -> Code:
    if code_id not in codebook.codes:
        raise RuleRefused("This code is no longer in the codebook.", "Choose another one.")
    return codebook.codes[code_id]
