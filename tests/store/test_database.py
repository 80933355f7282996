from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from qualcode.domain.errors import Busy, ProjectUnusable
from qualcode.services.project import Project
from qualcode.store import database
from qualcode.store.schema import SCHEMA_VERSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    project = Project.create(tmp_path / "study.qualcode", "Study")
    project.close()
    return project.path


def test_a_project_is_readable_by_its_owner_only(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_program_opens_a_project_that_the_first_has_just_made(tmp_path: Path) -> None:
    first = Project.create(tmp_path / "study.qualcode", "Study")
    second = Project.open(first.path)
    assert second.study().name == "Study"
    second.close()
    first.close()


def test_settings_are_those_that_lose_nothing(path: Path) -> None:
    engine = database.open_file(path)
    with database.reading(engine, path) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "temp_store", "secure_delete")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "trusted_schema": 0, "temp_store": 2, "secure_delete": 1,
    }  # fmt: skip


def test_the_driver_brings_a_sqlite_without_the_log_reset_fault() -> None:
    assert driver.sqlite_version_info >= database.SAFE_SQLITE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a qualcode project"),
        (b"My dissertation, chapter one. " * 20, "is not a qualcode project"),
        (b"SQLite format 3\0" + b"\0" * 200, "is not a qualcode project"),
    ],
)
def test_a_foreign_file_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "other.qualcode"
    path.write_bytes(content)
    with pytest.raises(ProjectUnusable, match=words):
        database.open_file(path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["other.qualcode"]


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE coding (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProjectUnusable, match="is not a qualcode project"):
        database.open_file(path)
    assert path.read_bytes() == before


def test_a_missing_file_and_a_folder_get_their_sentences(tmp_path: Path) -> None:
    with pytest.raises(ProjectUnusable, match="There is no project"):
        database.open_file(tmp_path / "none.qualcode")
    with pytest.raises(ProjectUnusable, match="is a folder"):
        database.open_file(tmp_path)


def test_a_newer_project_is_refused_with_both_versions(path: Path) -> None:
    _raw(path, "PRAGMA user_version = 99")
    with pytest.raises(ProjectUnusable, match=f"version 99, this program knows {SCHEMA_VERSION}"):
        database.open_file(path)


def test_a_trigger_that_the_program_did_not_make_is_refused(path: Path) -> None:
    _raw(path, "CREATE TRIGGER evil AFTER INSERT ON coder BEGIN DELETE FROM coding; END")
    with pytest.raises(ProjectUnusable, match="trigger that qualcode did not make"):
        database.open_file(path)


def test_a_cut_file_is_called_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(ProjectUnusable, match="damaged"):
        Project.open(path).study()


def test_a_read_only_file_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(ProjectUnusable, match="read-only"):
        database.open_file(path)


def test_a_project_on_a_network_drive_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_file_system", lambda _: "nfs4")
    with pytest.raises(ProjectUnusable, match=r"network drive \(nfs4\)"):
        database.open_file(path)


def test_a_locked_project_is_busy_and_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.05)
    project = Project.open(path)
    holder = driver.connect(str(path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="in use by another program"):
        project.coder("Ana")
    holder.execute("ROLLBACK")
    holder.close()
    assert project.coders() == []
    project.close()


def test_an_existing_file_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ProjectUnusable, match="exists already"):
        database.create(path)
    assert path.read_bytes() == before


def test_a_backup_holds_everything_and_is_sound(path: Path, tmp_path: Path) -> None:
    project = Project.open(path)
    project.coder("Ana")
    project.backup(tmp_path / "copy.qualcode")
    copy = Project.open(tmp_path / "copy.qualcode")
    assert [coder.name for coder in copy.coders()] == ["Ana"]
    assert copy.faults() == []
    copy.close()
    project.close()


def _raw(path: Path, statement: str) -> None:
    connection = driver.connect(str(path))
    connection.execute(statement)
    connection.commit()
    connection.close()
