from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def _named() -> list[str]:
    """Paths that the page names; a bare file name stands in the folder of the path before it."""
    found: list[str] = []
    for line in PAGE.splitlines():
        folder = ""
        for name in re.findall(r"`([\w/.]+(?:\.py|\.toml|/))`", line):
            path = name if name.startswith(("src/", "docs/", "store/", "formats/")) else folder + name
            path = path if path.startswith(("src/", "docs/")) else f"src/qualcode/{path}"
            folder = path if path.endswith("/") else path.rsplit("/", 1)[0] + "/"
            if name == "widgets/":
                path = "src/qualcode/tui/widgets/"
            found.append(path)
    return found


@pytest.mark.parametrize("path", _named())
def test_every_room_that_the_page_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_page_names_every_floor() -> None:
    floors = {path.name for path in (ROOT / "src/qualcode").iterdir() if (path / "__init__.py").exists()}
    assert all(f"src/qualcode/{floor}/" in PAGE for floor in floors)


def test_the_page_fits_two_screens() -> None:
    assert len(PAGE.splitlines()) <= 100
