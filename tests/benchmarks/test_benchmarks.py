"""The benchmarks run, and their floor counts what the program counts."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def run(*command: str | Path) -> str:
    words = [sys.executable, *map(str, command)]
    return subprocess.run(words, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def test_every_row_is_printed_on_a_tiny_study() -> None:
    printed = run(BENCHMARKS / "run.py", "--small", "--rounds", "1")
    assert [line.split()[0] for line in printed.splitlines()[1:]] == [
        "1",
        "2",
        "2",
        "4",
        "5",
        "6",
        "6",
        "7",
        "15",
        "11",
        "11",
    ]


def test_alpha_by_characters_equals_the_floors_own_sweep(tmp_path: Path) -> None:
    corpus, base, project = tmp_path / "corpus", tmp_path / "floor.db", tmp_path / "s.qualcode"
    run(BENCHMARKS / "corpus.py", corpus, "--transcripts", "8", "--turns", "20", "--codings", "15")
    for step in ("import", "codings"):
        run(BENCHMARKS / "floor.py", step, corpus, base)
    qualcode = ("-m", "qualcode.cli.main")
    people = ("--codebook", corpus / "codebook.csv", "--participants", corpus / "participants.csv")
    run(*qualcode, "new", project, *people, corpus / "transcripts")
    run(*qualcode, "import", "codings", corpus / "codings.csv", "-p", project)
    unit = ("--unit", "character", "--draws", "100")
    ours = csv.DictReader(io.StringIO(run(*qualcode, "report", "agreement", *unit, "--format", "csv", "-p", project)))
    alphas = {row["code"]: float(row["alpha"]) for row in ours if row["alpha"]}
    floor = csv.reader(io.StringIO(run(BENCHMARKS / "floor.py", "agreement", corpus, base)))
    found = {code: float(value) for code, value in floor}
    assert len(found) == 30
    assert {code: alphas[code] for code in found} == pytest.approx(found, abs=1e-8)


def test_the_kernel_equals_arrays_of_characters_and_prints_its_ratios() -> None:
    printed = run(BENCHMARKS / "kernel.py", "--transcripts", "8", "--rounds", "1")
    assert "sweeps in arrays" in printed
    assert "replicates over sweep" in printed


def test_the_screens_rows_are_printed_on_a_tiny_text() -> None:
    printed = run(BENCHMARKS / "tui/run.py", "--small")
    rows = [
        "20 kB / 50: arrow, median",
        "TextArea arrow / ours",
        "10 usable",
        "12 resting memory",
        "14 line",
        "3 one coding",
    ]
    assert [each for each in (*rows, "15 a phrase") if each not in printed] == []
