"""What loads when: the coding screen must not wait for libraries that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import asyncio, sys
from pathlib import Path
from qualcode.services.sample import write_sample
from qualcode.tui.app import QualcodeApp

project = write_sample(Path(sys.argv[1]) / "study")

async def main():
    async with QualcodeApp(project, "Ana", "P041").run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("down", "1")
        await pilot.pause(0.5)

asyncio.run(main())
loaded = {name.split(".")[0] for name in sys.modules}
print(sorted(loaded & {"scipy", "openpyxl", "xlsxwriter", "alembic", "pandas", "yaml", "charset_normalizer", "click"}))
"""


def test_the_coding_screen_loads_no_spreadsheet_statistics_or_migration_library(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"
