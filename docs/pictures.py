"""Draws the pictures of the screens in `docs/pictures` anew, on the sample study. Run by `make pictures`.

Needs `rsvg-convert` (Debian: librsvg2-bin), which turns Textual's SVG into PNG.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from qualcode.services.sample import write_sample
from qualcode.tui.app import QualcodeApp

FOLDER = Path(__file__).parent / "pictures"
PICTURES = {
    "coding": ((172, 46), "en", ["down"] * 3),
    "picker": ((132, 40), "en", ["down"] * 3 + ["space", "t", "r", "u"]),
    "coding-small": ((80, 24), "en", ["down"] * 3),
    "coding-french": ((132, 40), "fr", ["down"] * 3),
}


async def drawn(name: str, size: tuple[int, int], language: str, keys: list[str], folder: Path) -> str:
    """One picture, as SVG, from a run of the real screen."""
    project = write_sample(folder / name)
    app = QualcodeApp(project, "Ana", "P041", language)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.5)
        picture = app.export_screenshot()
    project.close()
    return plain(picture)


def plain(picture: str) -> str:
    """Textual's SVG with a font that is installed and blanks that rsvg-convert keeps."""
    picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL)
    picture = re.sub(r' textLength="[^"]*"', ' xml:space="preserve"', picture).replace("&#160;", " ")
    return picture.replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Every picture."""
    if shutil.which("rsvg-convert") is None:
        sys.exit("Install rsvg-convert first (Debian: apt-get install librsvg2-bin fonts-dejavu-core).")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (size, language, keys) in PICTURES.items():
            svg = Path(folder) / f"{name}.svg"
            svg.write_text(asyncio.run(drawn(name, size, language, keys, Path(folder))), encoding="utf-8")
            target = str(FOLDER / f"{name}.png")
            subprocess.run(["rsvg-convert", "-w", str(size[0] * 9), "-o", target, str(svg)], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
