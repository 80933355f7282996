"""From a path to an engine: settings, creation, version check, a copy of the file before it is migrated.

Settings are those that lose nothing: write-ahead log with full synchronisation, `BEGIN IMMEDIATE` for writes, foreign
keys, strict tables, no trusted schema.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from qualcode.domain.errors import Busy, Conflict, ProjectUnusable
from qualcode.store.schema import APPLICATION_ID, REVISION, SCHEMA_VERSION, Base

LOCK_TIMEOUT: Final = 30.0
"""Seconds that a writer waits for another one."""

SAFE_SQLITE: Final = (3, 51, 3)
"""From this version on, several writers on one write-ahead log cannot corrupt it."""

_SHARED_FILE_SYSTEMS: Final = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afpfs", "webdav", "fuse.sshfs", "davfs"}


def create(path: Path) -> Engine:
    """A new, empty project file, readable by its owner only.

    Raises:
        ProjectUnusable: there is a file of that name, or the folder cannot be written.
    """
    _refuse_shared(path)
    if path.exists():
        raise ProjectUnusable(f"{path} exists already.", "Choose another name; nothing was overwritten.")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise ProjectUnusable(
            f"{path} cannot be made: {error.strerror}.", "Choose a folder you may write to."
        ) from None
    _mark(path)
    engine = _engine(path)
    with transaction(engine, path) as connection:
        Base.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return engine


def begins_with(path: Path) -> str:
    """The first act of a project file, looked at without touching it; empty where it is none."""
    connection = driver.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT op FROM event ORDER BY seq LIMIT 1").fetchone()
    except driver.DatabaseError:
        return ""
    finally:
        connection.close()
    return str(row[0]) if row else ""


def open_file(path: Path) -> Engine:
    """The engine of an existing project, migrated to today's tables if it is older.

    Raises:
        ProjectUnusable: missing, foreign, damaged, newer than this program, or not writable.
        Busy: another program kept it locked.
    """
    _check_header(path)
    _refuse_shared(path)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ProjectUnusable(f"{path} is read-only.", "Make the file and its folder writable, or work on a copy.")
    engine = _engine(path)
    with reading(engine, path) as connection:
        version = _checked_version(connection, path)
    if version < SCHEMA_VERSION:
        _migrate(engine, path, version)
    return engine


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """A connection that sees one state of the project throughout."""
    with _sentences(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """A connection that alone may write until the block ends; all of it is kept, or nothing.

    Raises:
        Busy: another program kept the project locked.
        ProjectUnusable: the disk is full, the file became read-only or is damaged.
    """
    with _sentences(path), engine.connect() as plain:
        connection = plain.execution_options(qualcode_write=True)
        with connection.begin():
            yield connection


def backup(engine: Engine, path: Path, target: Path) -> None:
    """Copy the project as of now to a new file, also while others write."""
    if target.exists():
        raise ProjectUnusable(f"{target} exists already.", "Choose another name; nothing was overwritten.")
    with _sentences(path), engine.connect() as connection:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with_driver = connection.connection.driver_connection
        copy = driver.connect(str(target))
        with_driver.backup(copy)  # type: ignore[union-attr]  # both are the same driver's
        copy.close()


def scrub(engine: Engine, path: Path) -> bool:
    """Write the file anew without what was removed from it, and empty its write-ahead log.

    Returns:
        False where another program has the project in use, whose write-ahead log then still holds what it was.
    """
    with _sentences(path), engine.connect() as connection:
        plain: Any = connection.connection.driver_connection
        try:
            plain.execute("VACUUM")
            return not plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except driver.OperationalError:
            return False


def _mark(path: Path) -> None:
    """Put the application id into the file itself before the write-ahead log begins, where others look for it."""
    connection = driver.connect(str(path))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver,
        connect_args={"timeout": LOCK_TIMEOUT, "check_same_thread": False},
        pool_reset_on_return="rollback",
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    wal = driver.sqlite_version_info >= SAFE_SQLITE
    for setting in (
        f"journal_mode = {'WAL' if wal else 'DELETE'}",
        f"synchronous = {'FULL' if wal else 'EXTRA'}",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "temp_store = MEMORY",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("qualcode_write", False)
    plain: Any = connection.connection.driver_connection
    plain.execute(f"PRAGMA cache_size = -{_WRITING if write else _READING}")
    plain.execute("BEGIN IMMEDIATE" if write else "BEGIN")


_WRITING: Final = 8192
_READING: Final = 2048
"""Kilobytes of the file that a connection holds: going through all codings is no slower with few, and each thread of
the screen has a connection."""


def _check_header(path: Path) -> None:
    if not path.exists():
        raise ProjectUnusable(f"There is no project {path}.", "Check the name, or make one with: qualcode new.")
    if path.is_dir():
        raise ProjectUnusable(f"{path} is a folder, not a project.", "Name the .qualcode file in it.")
    try:
        with path.open("rb") as stream:
            header = stream.read(100)
    except OSError as error:
        raise ProjectUnusable(f"{path} cannot be read: {error.strerror}.", "Ask its owner for access.") from None
    if header[:16] != b"SQLite format 3\0" or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ProjectUnusable(f"{path} is not a qualcode project.", "It was not changed. Name a .qualcode file.")


def _checked_version(connection: Connection, path: Path) -> int:
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > SCHEMA_VERSION:
        raise ProjectUnusable(
            f"{path} was made by a newer qualcode (its tables have version {version}, this program knows "
            f"{SCHEMA_VERSION}).",
            "Update qualcode; the file was not changed.",
        )
    foreign = connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')").all()
    if foreign:
        kind, name = foreign[0]
        raise ProjectUnusable(
            f"{path} holds a {kind} that qualcode did not make ({name!r}).", "Do not trust this file."
        )
    return version


def _migrate(engine: Engine, path: Path, version: int) -> None:
    from qualcode.store.migrate import upgrade  # noqa: PLC0415  # Alembic is heavy and rarely needed

    backup(engine, path, path.with_name(f"{path.stem}.before-version-{version + 1}.qualcode"))
    with transaction(engine, path) as connection:
        upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _refuse_shared(path: Path) -> None:
    kind = _file_system(path)
    if kind in _SHARED_FILE_SYSTEMS:
        raise ProjectUnusable(
            f"{path} lies on a network drive ({kind}), where a project can be damaged without notice.",
            "Keep the project on a local disk.",
        )


def _file_system(path: Path) -> str:
    """The type of the file system that holds the path; empty where the system does not tell."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    folder = path.resolve().parent
    holding = [(len(place), kind) for place, kind in mounts if folder.is_relative_to(place)]
    return max(holding, default=(0, ""))[1]


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn the database's own errors into sentences."""
    try:
        yield
    except OperationalError as error:
        raise _sentence(error, path) from None
    except (driver.DatabaseError, sqlite3.DatabaseError) as error:
        raise _sentence(error, path) from None
    except DBAPIError as error:
        if isinstance(error.orig, driver.IntegrityError):
            raise Conflict(
                f"{path.name} holds something by now that this would double or that it needs and is gone.",
                f"Nothing was changed ({error.orig}).",
            ) from error
        raise _sentence(error, path) from None


def _sentence(error: Exception, path: Path) -> Busy | ProjectUnusable:
    words = str(getattr(error, "orig", error)).lower()
    if "locked" in words or "busy" in words:
        return Busy(f"{path} is in use by another program.", "Nothing was changed; try again in a moment.")
    if "readonly" in words or "read-only" in words:
        return ProjectUnusable(f"{path} is read-only.", "Make the file and its folder writable, or work on a copy.")
    if "full" in words:
        return ProjectUnusable("The disk is full.", "Nothing of this act was stored; free some space and repeat it.")
    if "malformed" in words or "not a database" in words or "corrupt" in words:
        return ProjectUnusable(f"{path} is damaged.", "Do not write to it; go back to your newest backup.")
    return ProjectUnusable(f"{path} could not be used: {words}.", "Nothing of this act was stored.")


def faults(engine: Engine, path: Path) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    with reading(engine, path) as connection:
        rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        found = [f"SQLite: {row}." for row in rows if row != "ok"]
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return found + [f"A row of {row[0]} refers to a missing row of {row[2]}." for row in orphans]
