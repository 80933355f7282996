"""Agreement of a whole project from its file: every code and pair of coders, three units, 1,000 draws.

python benchmarks/whole.py PROJECT
"""

from __future__ import annotations

import sys
from pathlib import Path

from qualcode.services.agreement import Shown, agreement_report
from qualcode.services.pairs import pair_table
from qualcode.services.project import Project
from qualcode.services.ratings import Selection, Unit


def main() -> None:
    project = Project.open(Path(sys.argv[1]))
    for unit in (Unit.TURN, Unit.TRANSCRIPT, Unit.CHARACTER):
        selection = Selection(unit)
        for table in (
            agreement_report(project, selection, Shown(draws=1000, every=True)), pair_table(project, selection),
        ):  # fmt: skip
            print(len(table.rows))


if __name__ == "__main__":
    main()
