from __future__ import annotations

import re
from dataclasses import fields

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine, text

from qualcode.store.migrate import upgrade
from qualcode.store.rows import KINDS, names, table
from qualcode.store.schema import Base


@pytest.mark.parametrize("kind", KINDS)
def test_field_names_equal_column_names_in_order(kind: str) -> None:
    assert [field.name for field in fields(KINDS[kind])] == [column.name for column in table(kind).columns]
    assert names(kind)[0] == "id"
    assert names(kind)[-1] == "version"


def test_every_table_holds_domain_values_or_belongs_to_the_log() -> None:
    assert set(Base.metadata.tables) == {*KINDS, "content", "event", "change"}


def test_migrating_from_nothing_gives_the_tables_of_a_new_project() -> None:
    migrated, made = (create_engine("sqlite://", module=driver) for _ in range(2))
    with migrated.begin() as connection:
        upgrade(connection)
        by_migration = _schema(connection)
    with made.begin() as connection:
        Base.metadata.create_all(connection)
        by_metadata = _schema(connection)
    by_migration.pop("alembic_version")
    assert by_migration == by_metadata


def test_codings_from_before_flags_are_not_unsure() -> None:
    engine = create_engine("sqlite://", module=driver)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO coding (id, revision_id, coder_id, code_id, start, end, layer, round, created, "
                "codebook_version, version) VALUES ('c', 'r', 'a', 'k', 0, 1, 'independent', '', '', 1, 1)"
            )
        )
        upgrade(connection)
        assert connection.execute(text("SELECT id, unsure FROM coding")).all() == [("c", 0)]


def _schema(connection: object) -> dict[str, list[str]]:
    """The parts of each statement; neither their order nor the quotes that SQLite gives renamed tables count."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))  # type: ignore[attr-defined]
    plain = {name: re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", " ".join(sql.split())) for name, sql in rows}
    return {name: sorted(re.split(r", | \)|\)(?= STRICT)|(?<=[^\s]) \( ", sql)) for name, sql in plain.items()}
