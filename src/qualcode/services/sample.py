"""The sample study that comes with the program: Six Rivers, invented, and it says so everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from qualcode.domain.errors import BadInput
from qualcode.services import codebook, codings, measures, transcripts
from qualcode.services.files import read_bytes, write_whole
from qualcode.services.project import Project

PROJECT: Final = "six-rivers.qualcode"
ENCODING: Final = "cp1252"
"""Of the one interview that is not Unicode, as files from older machines are not."""

_PACKED: Final = Path(__file__).parent.parent / "six_rivers"
_CHECKOUT: Final = Path(__file__).parents[3]


def free_folder(here: Path) -> Path:
    """A name for a new folder in this place."""
    names = ("six-rivers", *(f"six-rivers-{number}" for number in range(2, 1000)))
    return next(here / name for name in names if not (here / name).exists())


def write_sample(folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Project:
    """Write the study's files into a folder and make the project from them, as anybody would.

    Raises:
        BadInput: the folder is there and not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} is there already and not empty.", "Name a new folder; nothing was overwritten.")
    for path, target in _files():
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, read_bytes(path))
    return _project(folder, progress)


def _files() -> Iterator[tuple[Path, str]]:
    """The files of the study, from the installed package or from the checkout, with their names in the folder."""
    codebooks, interviews = (
        (_PACKED / "codebooks", _PACKED / "transcripts")
        if _PACKED.exists()
        else (_CHECKOUT / "codebooks/six_rivers", _CHECKOUT / "transcripts/six_rivers")
    )
    for root in (codebooks, interviews):
        yield from ((path, str(path.relative_to(root))) for path in sorted(root.rglob("*")) if path.is_file())


def _project(folder: Path, progress: Callable[[int, int], None]) -> Project:
    project = Project.create(folder / PROJECT, "Six Rivers", synthetic=True)
    steps: tuple[Callable[[], object], ...] = (
        lambda: codebook.import_codebook(project, folder / "codebook.csv"),
        lambda: transcripts.import_guide(project, folder / "guide.toml"),
        lambda: transcripts.import_participants(project, folder / "participants.csv"),
        lambda: transcripts.import_measures(project, folder / "measures.csv"),
        lambda: measures.import_scales(project, folder / "scales.toml"),
        lambda: transcripts.import_transcripts(
            project, transcripts.read_transcripts(project, [folder / "interviews"], ENCODING)
        ),
        lambda: codings.import_codings(project, folder / "codings.csv"),
    )
    for number, step in enumerate(steps, start=1):
        step()
        progress(number, len(steps))
    return project
