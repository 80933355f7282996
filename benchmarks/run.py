"""Each command's time as a multiple of a plain floor, both taken in the same run.

    python benchmarks/run.py [--corpus FOLDER] [--rounds 5] [--small]

k = (command - bare start) / floor: the bare start imports what the command cannot do without. Command, floor and
start run in turn, round after round, so that a slow spell of the machine falls on all of them; the median over rounds
is shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = sys.executable
QUALCODE = (PYTHON, "-m", "qualcode.cli.main")
START = (PYTHON, "-c", "import sqlalchemy, click")
START_NUMPY = (PYTHON, "-c", "import sqlalchemy, click, numpy")
PASS = (PYTHON, "-c", "pass")


def timed(command: tuple[str, ...]) -> tuple[float, float]:
    """Seconds, and peak megabytes."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


class Bench:
    """A corpus, a folder to work in, and the rows printed so far."""

    def __init__(self, corpus: Path, work: Path, rounds: int) -> None:
        self.corpus, self.work, self.rounds = corpus, work, rounds
        self.project, self.base = work / "study.qualcode", work / "floor.db"

    def floor(self, step: str, *more: str) -> tuple[str, ...]:
        return (PYTHON, str(HERE / "floor.py"), step, str(self.corpus), str(self.base), *more)

    def command(self, *words: str) -> tuple[str, ...]:
        return (*QUALCODE, *words, "-p", str(self.project))

    def keep(self, name: str) -> None:
        """Remember the project as it is, so that a step can be repeated from here."""
        subprocess.run(self.command("backup", str(self.work / name)), check=True, capture_output=True)

    def restore(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.project}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.work / name, self.project)

    def row(
        self,
        name: str,
        command: tuple[str, ...],
        floor: tuple[str, ...],
        start: tuple[str, ...],
        goal: float,
        before: str = "",
    ) -> None:
        """Run the three in turn and print the medians."""
        found = []
        for _ in range(self.rounds):
            if before:
                self.restore(before)
            found.append((*timed(command), timed(floor)[0], timed(start)[0]))
        factor = statistics.median((took - bare) / least for took, _, least, bare in found)
        took, peak, least, bare = (statistics.median(column) for column in zip(*found, strict=True))
        verdict = "met" if factor <= goal else "missed"
        print(
            f"{name:<34}{took:>9.3f}{least:>9.3f}{bare:>9.3f}{factor:>8.2f}{goal:>7.1f}  {verdict:<7}{peak:>7.0f} MB",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the program's commands with plain floors.")
    parser.add_argument("--corpus", type=Path, help="a folder made by corpus.py or of its shape")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="a tiny study: whether it runs, not how fast")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = given.corpus or Path(folder) / "corpus"
        if given.corpus is None:
            size = ("--transcripts", "8", "--turns", "20", "--codings", "10") if given.small else ()
            subprocess.run((PYTHON, str(HERE / "corpus.py"), str(corpus), *size), check=True)
        measure(Bench(corpus, Path(folder), given.rounds))


def measure(bench: Bench) -> None:
    """Every row."""
    corpus = bench.corpus
    print(f"{'seconds, median':<34}{'command':>9}{'floor':>9}{'start':>9}{'k':>8}{'goal':>7}  {'':<7}{'peak':>10}")
    project = str(bench.project)
    subprocess.run((*QUALCODE, "new", project, "--codebook", str(corpus / "codebook.csv"), "--participants",
                    str(corpus / "participants.csv")), check=True, capture_output=True)  # fmt: skip
    bench.keep("empty.qualcode")
    transcripts = bench.command("import", "transcripts", str(corpus / "transcripts"))
    bench.row("1 import the transcripts", transcripts, bench.floor("import"), START, 3, "empty.qualcode")
    bench.keep("read.qualcode")
    marks = bench.command("import", "codings", str(corpus / "codings.csv"))
    bench.row("2 import the codings", marks, bench.floor("codings"), START, 2, "read.qualcode")
    bench.row("2 the same, floor with ids and log", marks, bench.floor("logged"), START, 2, "read.qualcode")
    bench.row("4 themes by group", bench.command("report", "themes", "--format", "csv"), bench.floor("table"), START, 3)
    with (corpus / "codebook.csv").open(encoding="utf-8") as stream:
        code = stream.read().splitlines()[1].split(",")[0]
    units = ("report", "agreement", "--unit", "character", "--draws", "1000", "--format", "csv")
    one = bench.command(*units, "--code", code)
    bench.row("5 agreement on one code", one, bench.floor("agreement", code), START_NUMPY, 1.5)
    bench.row("6 agreement on every code", bench.command(*units), bench.floor("agreement"), START_NUMPY, 1.5)
    whole = (PYTHON, str(HERE / "whole.py"), project)
    bench.row("6 the same with pairs, three units", whole, bench.floor("agreement"), START_NUMPY, 4)
    out = bench.work / "all.csv"
    bench.row("7 export the codings", bench.command("export", "codings", str(out)), bench.floor("export"), START, 1.5)
    words = "carried my second letter for the third time"
    found = bench.command("search", f'"{words}"', "--format", "csv")
    bench.row("15 a phrase in all transcripts", found, bench.floor("search", words), START, 1.5)
    for option in ("--version", "--help"):
        bench.row(f"11 {option} against python -c pass", (*QUALCODE, option), PASS, (PYTHON, "-S", "-c", ""), 4)


if __name__ == "__main__":
    main()
