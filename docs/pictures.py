"""Draws the pictures of the screens in `docs/pictures` anew, on the sample study. Run by `make pictures`.

Names of pictures as arguments draw only those. Needs `rsvg-convert` (Debian: librsvg2-bin), which turns Textual's SVG
into PNG.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from qualcode.services.sample import write_sample
from qualcode.services.settings import remember_project, save_settings
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets.themes import CONTRAST, DARK, LIGHT

FOLDER = Path(__file__).parent / "pictures"
_AT_WORK = ("down",) * 3


@dataclass(frozen=True)
class Picture:
    """What is drawn: a size, the keys that lead there, and a look."""

    size: tuple[int, int] = (120, 36)
    keys: tuple[str, ...] = _AT_WORK
    language: str = "en"
    look: str = DARK.name
    starts: bool = False
    """True for the start screen, with no project open."""


PICTURES = {
    "coding": Picture((172, 46)),
    "coding-120": Picture(),
    "coding-small": Picture((80, 24)),
    "coding-light": Picture(look=LIGHT.name),
    "coding-contrast": Picture(look=CONTRAST.name),
    "coding-french": Picture((132, 40), language="fr"),
    "stripes": Picture(keys=("ctrl+p", *"stripes", "enter", *_AT_WORK)),
    "picker": Picture((132, 40), (*_AT_WORK, "space", *"tru")),
    "passages": Picture((172, 46), (*_AT_WORK, "w", "down")),
    "passages-small": Picture((80, 24), (*_AT_WORK, "w", "down")),
    "status": Picture(keys=(*_AT_WORK, "a")),
    "question": Picture(keys=(*_AT_WORK, "q")),
    "memo": Picture(keys=(*_AT_WORK, "m")),
    "help": Picture(keys=("f1",)),
    "agreement": Picture((132, 40), ("f3",)),
    "themes": Picture((132, 40), ("f4",)),
    "settle": Picture((132, 40), ("f5",)),
    "claims": Picture((132, 40), ("f10",)),
    "search": Picture(keys=("s", *"officer", "enter", "down")),
    "measures": Picture((132, 40), ("f7",)),
    "correlation": Picture((132, 40), ("f7", *("down",) * 7, "enter", "down")),
    "quotes": Picture((132, 40), ("f8",)),
    "codebook": Picture(keys=("f6", "down", "down")),
    "import": Picture(keys=("ctrl+p", *"import", "enter", *"new", "enter", "enter")),
    "start": Picture(keys=(), starts=True),
}


async def drawn(name: str, picture: Picture, folder: Path) -> str:
    """One picture, as SVG, from a run of the real screen."""
    project = write_sample(folder / name)
    save_settings(theme=picture.look, tints="on")
    if picture.starts:
        remember_project(project.path)
    app = QualcodeApp(None if picture.starts else project, "Ana", "P041", picture.language)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause(1)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause(0.1)
        await app.settled()
        for worker in [each for each in app.workers if each.name == "_compute"]:
            await worker.wait()
        await pilot.pause(1)
        svg = app.export_screenshot()
    project.close()
    return plain(svg)


def plain(picture: str) -> str:
    """Textual's SVG with a font that is installed and blanks that rsvg-convert keeps."""
    picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL)
    picture = re.sub(r' textLength="[^"]*"', ' xml:space="preserve"', picture).replace("&#160;", " ")
    return picture.replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Every picture, or those named."""
    if shutil.which("rsvg-convert") is None:
        sys.exit("Install rsvg-convert first (Debian: apt-get install librsvg2-bin fonts-dejavu-core).")
    FOLDER.mkdir(exist_ok=True)
    wished = {name: PICTURES[name] for name in sys.argv[1:]} or PICTURES
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "studies"
        folder.mkdir()
        os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = made
        os.chdir(folder)
        interviews = Path("new interviews")
        interviews.mkdir()
        for transcript in (FOLDER.parents[1] / "transcripts" / "six_rivers" / "interviews").glob("P0[0-4]*.txt"):
            shutil.copy(transcript, interviews / f"new-{transcript.name}")
        for name, picture in wished.items():
            svg = Path(made) / f"{name}.svg"
            svg.write_text(asyncio.run(drawn(name, picture, folder)), encoding="utf-8")
            target = str(FOLDER / f"{name}.png")
            command = ["rsvg-convert", "-w", str(picture.size[0] * 9), "-o", target, str(svg)]
            subprocess.run(command, check=True)  # noqa: S603  # the program named above


if __name__ == "__main__":
    main()
