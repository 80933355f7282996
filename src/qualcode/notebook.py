"""A project as data frames, for notebooks and scripts: `pip install qualcode[notebook]`.

    from qualcode.notebook import open_project

    with open_project("study.qualcode") as study:
        study.themes().query("group == 'women'")

Nothing here changes a project.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd

from qualcode.domain.table import Table
from qualcode.services.agreement import agreement_table
from qualcode.services.codings import coding_export
from qualcode.services.correlations import correlation_table
from qualcode.services.frequencies import Base
from qualcode.services.presence import unit_presence
from qualcode.services.project import Project
from qualcode.services.ratings import Unit
from qualcode.services.scales import scale_table
from qualcode.services.themes import theme_table

CODING_COLUMNS = (
    "coder", "transcript", "code", "start", "end", "quote", "memo", "layer", "round", "created", "codebook_version",
    "unsure",
)  # fmt: skip


def open_project(path: str | Path) -> Study:
    """The project in this file.

    Raises:
        ProjectUnusable: there is no such project, or it cannot be read.
    """
    return Study(Project.open(Path(path)))


class Study:
    """An open project. Every method returns a data frame; the notes of a table are in its `attrs`."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._project.close()

    def codings(self) -> pd.DataFrame:
        """A row a coding: coder, transcript, code, start, end, quote, memo, layer, when it was made, flag.

        Transcripts excluded from export are left out.
        """
        return pd.DataFrame(list(coding_export(self._project)), columns=list(CODING_COLUMNS))

    def units(self, unit: str = "answer") -> pd.DataFrame:
        """A row a unit, coder and code, in transcripts that the coder has finished; `present` is True or False.

        Args:
            unit: answer, turn, transcript or participant.
        """
        columns = ["participant", "transcript", "unit", "coder", "code", "present"]
        return pd.DataFrame(list(unit_presence(self._project, unit)), columns=columns)

    def themes(
        self, by: str = "group", base: str = "interviewed", layer: str | None = None, *, tests: bool = False
    ) -> pd.DataFrame:
        """A row a theme and group: n, base, share and interval, as `qualcode report themes`."""
        return _frame(theme_table(self._project, by, Base(base), layer, tests=tests))

    def agreement(self, unit: str | None = None, coders: tuple[str, ...] = (), **options: Any) -> pd.DataFrame:
        """A row a code: alpha, AC1, kappa and the rest, as `qualcode report agreement`.

        Args:
            unit: What is counted; by default answers, or turns without a guide.
            coders: Their names; all who have units to pair by default.
            options: `seed` and `draws` of the bootstrap.
        """
        return _frame(agreement_table(self._project, Unit(unit) if unit else None, coders, **options))

    def scales(self, group: str | None = None) -> pd.DataFrame:
        """A row a scale, as `qualcode report scales`."""
        return _frame(scale_table(self._project, group))

    def correlations(self, names: tuple[str, ...] = (), group: str | None = None) -> pd.DataFrame:
        """A row a pair of variables, as `qualcode report correlations --pairs`."""
        return _frame(correlation_table(self._project, names, group, pairs=True))


def _frame(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(table.records(), columns=[column.key for column in table.columns])
    frame.attrs = {
        "title": str(table.title),
        "notes": [str(note) for note in table.notes],
        "provenance": dict(table.provenance),
    }
    return frame
