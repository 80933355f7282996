from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.schema import SCHEMA_VERSION

FILES = Path(__file__).parent / "files"
"""A project of every schema that was released: the small study of these tests with two codings and a memo."""


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_project_of_every_earlier_version_opens_whole_with_a_copy_beside_it(version: int, tmp_path: Path) -> None:
    saved = FILES / f"version-{version}.qualcode"
    if not saved.exists():
        pytest.skip("this schema was never released")
    path = tmp_path / "old.qualcode"
    shutil.copy(saved, path)
    project = Project.open(path)
    assert project.faults() == []
    with project.read() as reader:
        assert len(reads.coding_rows(reader)) == 2
    assert project.undo(project.coder("Ben").id).changes
    assert project.faults() == []
    project.close()
    assert path.with_name(f"old.before-version-{version + 1}.qualcode").exists()
