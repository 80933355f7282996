"""The sample study that comes with the program: Six Rivers, invented, and it says so everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from qualcode.domain.errors import BadInput
from qualcode.domain.rounds import RoundKind
from qualcode.domain.study import Coder
from qualcode.domain.transcript import Transcript
from qualcode.services import adjudication, codebook, codings, measures, rounds, transcripts
from qualcode.services.files import read_bytes, write_whole
from qualcode.services.project import Project
from qualcode.store import reads

PROJECT: Final = "six-rivers.qualcode"
SHOWN_FIRST: Final = "P041"
"""An interview that two people coded."""
ENCODING: Final = "cp1252"
"""Of the one interview that is not Unicode, as files from older machines are not."""

ROUNDS: Final[Mapping[str, RoundKind]] = {
    "Calibration": RoundKind.CALIBRATION,
    "Calibration, French": RoundKind.CALIBRATION,
    "Main": RoundKind.MAIN,
}
"""The rounds of the study, in their order."""

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
        lambda: codebook.import_codebook(project, folder / "codebook_v1.csv"),
        lambda: codebook.import_codebook(project, folder / "codebook.csv"),
        lambda: transcripts.import_guide(project, folder / "guide.toml"),
        lambda: transcripts.import_participants(project, folder / "participants.csv"),
        lambda: transcripts.import_measures(project, folder / "measures.csv"),
        lambda: measures.import_scales(project, folder / "scales.toml"),
        lambda: transcripts.import_transcripts(
            project,
            transcripts.read_transcripts(
                project, [folder / "interviews", *sorted((folder / "notes").glob("*.csv"))], ENCODING
            ),
        ),
        *(partial(codings.import_codings, project, path) for path in sorted((folder / "codings").iterdir())),
        lambda: _keep_rounds(project),
        lambda: adjudication.import_adjudications(project, folder / "adjudications.csv"),
    )
    for number, step in enumerate(steps, start=1):
        step()
        progress(number, len(steps))
    return project


def _keep_rounds(project: Project) -> None:
    """Write down who coded what in the rounds that the codings name, and close them."""
    with project.read() as reader:
        names = {each.id: each.name for each in reads.every(reader, Transcript)}
        of = {each.id: names[each.transcript_id] for each in reads.latest_revisions(reader)}
        people = {each.id: each.name for each in reads.every(reader, Coder)}
        done = {(round_, of[where], people[who]) for _, round_, who, where, _ in reads.coded_rounds(reader)}
    for name, kind in ROUNDS.items():
        rounds.open_round(project, None, name, kind)
        teams: dict[tuple[str, ...], list[str]] = {}
        here = sorted((transcript, coder) for round_, transcript, coder in done if round_ == name)
        for transcript, team in groupby(here, key=itemgetter(0)):
            teams.setdefault(tuple(coder for _, coder in team), []).append(transcript)
        for coders, assigned in teams.items():
            rounds.assign(project, None, name, assigned, coders)
        rounds.close_round(project, None, name)
