"""The final exam from an empty folder: the commands of the manual make the tables of the sample study."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from qualcode.services.exchange import table_text
from qualcode.services.project import Project
from qualcode.services.results import main_rounds
from qualcode.services.themes import theme_table

MANUAL = Path(__file__).parents[2] / "docs/manual.md"
GOLDEN = Path(__file__).parent / "golden"


def commands() -> list[list[str]]:
    """The words of each command under the manual's heading."""
    (block,) = re.findall(
        r"### The sample study, by hand.*?```\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL
    )
    lines = block.replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("qualcode ")]


def unstamped(text: str) -> str:
    """The words of a table without the number of the project's last event, which counts commands."""
    return re.sub(r"event \d+ of the", "event of the", " ".join(text.split()))


def test_the_commands_of_the_manual_make_the_tables_of_the_sample(
    six_rivers: Path, folder: Path, qualcode: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(six_rivers, folder / "files", ignore=shutil.ignore_patterns("*.qualcode*"))
    monkeypatch.chdir(folder / "files")
    monkeypatch.setenv("QUALCODE_PROJECT", "by-hand.qualcode")
    for words in commands():
        expanded = [each for word in words for each in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
        if words[0] == "report":
            continue
        done = qualcode(*expanded)
        assert done.code == (1 if words[0] == "claims" else 0), (words, done.err)
    project = Project.open(Path("by-hand.qualcode"))
    for name, table in (
        ("agreement", main_rounds.agreement(project, "en")),
        ("themes", theme_table(project, tests=True)),
    ):
        golden = (GOLDEN / f"six_rivers.{name}.en.txt").read_text(encoding="utf-8")
        assert unstamped(table_text(table, "en", 120)) == unstamped(golden)
    project.close()
