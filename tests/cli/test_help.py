"""Every command has help, stands in the manual, and starts without the heavy rooms."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from qualcode.cli.main import qualcode

MANUAL = (Path(__file__).parents[2] / "docs/manual.md").read_text(encoding="utf-8")


def commands(group: click.Group = qualcode, before: str = "qualcode") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        path = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, path)
        else:
            yield path, command


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_and_stands_in_the_manual(path: str, command: click.Command) -> None:
    assert f"| `{path}` |" in MANUAL
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_manual_names_no_command_that_does_not_exist() -> None:
    named = {line.split("`")[1] for line in MANUAL.splitlines() if line.startswith("| `qualcode")}
    assert named == {"qualcode", *(path for path, _ in commands())}


HEAVY = (
    "sqlalchemy",
    "dataclasses",
    "pandas",
    "textual",
    "numpy",
    "scipy",
    "alembic",
    "openpyxl",
    "rich",
    "qualcode.services",
)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    script = f"""
import sys
sys.argv = ["qualcode", "{option}"]
from qualcode.cli.main import run
try:
    run()
except SystemExit as left:
    assert not left.code
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_a_report_of_themes_loads_neither_screens_nor_pandas_nor_alembic() -> None:
    script = """
import sys
import qualcode.services.themes
print([name for name in ("textual", "pandas", "scipy", "alembic", "openpyxl", "xlsxwriter") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
