"""What an act does to rows: the closed list of acts, a change, a set of changes, and how each is turned back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar


class Op(StrEnum):
    """The verbs. The value is stored in the log and shown in menus and history."""

    CREATE_PROJECT = "create project"
    ADD_CODER = "add coder"
    IMPORT_CODEBOOK = "import codebook"
    IMPORT_GUIDE = "import guide"
    IMPORT_PARTICIPANTS = "import participants"
    IMPORT_MEASURES = "import measures"
    IMPORT_SCALES = "import scales"
    IMPORT_TRANSCRIPTS = "import transcripts"
    EXCLUDE_FROM_EXPORT = "exclude from export"
    WITHDRAW_PARTICIPANT = "withdraw participant"
    IMPORT_SPEAKERS = "import speakers"
    IMPORT_CODINGS = "import codings"
    ADD_CODE = "add code"
    EDIT_CODE = "edit code"
    RETIRE_CODE = "retire code"
    MERGE_CODES = "merge codes"
    SPLIT_CODE = "split code"
    CONFIRM_CODING = "confirm coding"
    RECODE_CODING = "recode coding"
    APPLY_CODE = "apply code"
    REMOVE_CODING = "remove coding"
    RESIZE_CODING = "resize coding"
    FLAG_CODING = "flag coding"
    WRITE_MEMO = "write memo"
    FINISH_TRANSCRIPT = "finish transcript"
    REOPEN_TRANSCRIPT = "reopen transcript"
    SNAPSHOT = "snapshot"
    MERGE_PACK = "merge pack"
    OPEN_ROUND = "open round"
    CLOSE_ROUND = "close round"
    ASSIGN = "assign"
    ADJUDICATE = "adjudicate"
    IMPORT_ADJUDICATIONS = "import adjudications"
    SET_STATUS = "set status of an answer"
    REASSIGN_PASSAGE = "reassign passage"
    EDIT_STUDY = "change study"
    UNDO = "undo"
    REDO = "redo"
    PASS_OVER = "pass over"  # noqa: S105  # no password


class Row(Protocol):
    """A value that is stored as a row: its fields are the table's columns."""

    KIND: ClassVar[str]

    @property
    def id(self) -> str:
        """The UUID of the row."""
        ...

    @property
    def version(self) -> int:
        """1 when made, one more with each change."""
        ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not or does not exist, or where a withdrawal erased what it said."""

    kind: str
    id: str
    before: Row | None
    after: Row | None

    @property
    def says_something(self) -> bool:
        """Whether the row comes, goes, or has another value than before."""
        return self.before is None or self.after is None or not is_same(self.before, self.after)

    def inverse(self) -> Change:
        """The change that turns this one back."""
        return Change(self.kind, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one act changed, as every screen is told."""

    seq: int
    """Position of the event in this project's log."""
    op: Op
    coder_id: str | None
    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        """The changes in the order in which they were made."""
        return iter(self.changes)

    def touches(self, *kinds: str) -> bool:
        """Whether a row of one of these kinds was made, changed or removed."""
        return any(change.kind in kinds for change in self.changes)

    def made(self, kind: type[R]) -> list[R]:
        """The rows of this kind as they are now."""
        return [change.after for change in self.changes if isinstance(change.after, kind)]


def add(row: Row) -> Change:
    """The change that makes a row."""
    return Change(row.KIND, row.id, None, row)


def update(before: R, **fields: object) -> Change:
    """The change that gives a row these values, one version up."""
    after = replace(before, **fields, version=before.version + 1)  # type: ignore[type-var]  # rows are dataclasses
    return Change(before.KIND, before.id, before, after)


def update_to(before: R, wished: R) -> Change | None:
    """The change that gives a row all values of another one but its id; None where nothing differs."""
    after = replace(wished, id=before.id, version=before.version)  # type: ignore[type-var]  # rows are dataclasses
    if after == before:
        return None
    after = replace(after, version=before.version + 1)  # type: ignore[type-var]  # as above
    return Change(before.KIND, before.id, before, after)


def remove(row: Row) -> Change:
    """The change that takes a row away."""
    return Change(row.KIND, row.id, row, None)


def is_same(one: Row | None, other: Row | None) -> bool:
    """Whether two states of a row say the same, whatever their versions."""
    return bool(_versionless(one) == _versionless(other))


def renewed(change: Change, now: R | None) -> Change:
    """The change with the version that its row has now."""
    version = 1 if now is None else now.version + 1
    after: Any = change.after
    return Change(change.kind, change.id, now, None if after is None else replace(after, version=version))


def _versionless(row: Any) -> Any:
    return None if row is None else replace(row, version=0)


def inverse(changes: Iterable[Change]) -> list[Change]:
    """The changes that turn these back, last first, so that what was built on a row goes before it."""
    return [change.inverse() for change in reversed(list(changes))]
