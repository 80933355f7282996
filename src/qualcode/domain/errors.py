"""What can go wrong, said in one sentence with a remedy.

QualcodeError
├── RuleRefused      a rule of the study or the codebook says no
├── BadInput         a file or an option that cannot be taken in
├── Conflict         somebody else changed the row first
├── ProjectUnusable  the project file cannot be opened or written
└── Busy             the project is locked or out of reach; try again
"""

from __future__ import annotations


class QualcodeError(Exception):
    """A failure that a person can read: what happened, to which thing, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The sentence, with the remedy behind it where there is one."""
        return f"{self.message} {self.hint}".strip()


def said_of(path: str, error: QualcodeError) -> str:
    """The error's sentence, with the file before it unless the sentence names the file itself."""
    return str(error) if path.rpartition("/")[2] in error.message else f"{path}: {error}"


class RuleRefused(QualcodeError):
    """A rule of the study, the codebook or the log forbids the act; nothing was changed."""


class BadInput(QualcodeError):
    """A file or an option cannot be taken in; nothing of it was stored."""


class Conflict(QualcodeError):
    """The row was changed by somebody else since it was read; both values are in the message."""


class ProjectUnusable(QualcodeError):
    """The project file is missing, foreign, damaged, newer than the program or not writable."""


class Busy(QualcodeError):
    """The project stayed locked by another program; nothing was changed."""
