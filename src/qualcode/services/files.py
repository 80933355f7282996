"""Files that a person names: read with a sentence when that fails, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qualcode.domain.errors import BadInput


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", "Check the name and your rights to it.") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write the file beside its place and move it there, so that a reader never finds half of it.

    Raises:
        BadInput: the folder is missing or not writable, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.replace(name, path)  # noqa: PTH105  # atomic on the same file system
        except BaseException:
            os.unlink(name)  # noqa: PTH108  # as above
            raise
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.", "Check the folder and its free space.") from None
