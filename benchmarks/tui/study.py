"""Studies for the benchmarks of the screen: a long interview beside a short one, with as many codings as asked for."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus import CODERS, THEMES, interview, write

QUALCODE = (sys.executable, "-m", "qualcode.cli.main")
WORD = "Zanzibar"
"""Stands at the beginning of the long interview."""
SHORT = "Interviewer: Yes?\nParticipant: Quokka indeed.\n"
TURN = 260
"""About as many characters does a turn take, question and answer by turns."""


@dataclass(frozen=True)
class Case:
    """One text with its codings."""

    name: str
    characters: int
    spans: int
    project: Path
    text: Path
    marks: Path


def case(folder: Path, name: str, size: int, spans: int) -> Case:
    """Write texts and codings, and the project from them."""
    folder.mkdir(parents=True)
    draw = random.Random(f"{size}:{spans}")
    said, places = interview(draw, max(4, size // TURN))
    opening = f"Participant: {WORD} it was.\n"
    text = opening + said
    places = [(start + len(opening), end + len(opening)) for start, end in places]
    codes = [f"{theme} {number}" for theme in THEMES for number in range(1, 9)]
    digits = {code: str(number) for number, code in enumerate(codes[:9], start=1)}
    write(folder / "codebook.csv", ("code", "hotkey"), [(code, digits.get(code, "")) for code in codes])
    marks: set[tuple[int, int, str]] = set()
    while len(marks) < spans:
        first = draw.randrange(len(places))
        last = min(len(places) - 1, first + draw.randrange(4))
        marks.add((places[first][0], places[last][1] - draw.randrange(10), draw.choice(codes)))
    (folder / "texts").mkdir()
    (folder / "texts/a.txt").write_text(SHORT, encoding="utf-8")
    (folder / "texts/b.txt").write_text(text, encoding="utf-8")
    (folder / "marks.json").write_text(json.dumps([mark[:2] for mark in sorted(marks)]), encoding="utf-8")
    rows: list[tuple[object, ...]] = [("ana", "b", *mark) for mark in sorted(marks)]
    write(folder / "codings.csv", ("coder", "transcript", "start", "end", "code"), rows)
    project = folder / "study.qualcode"
    run("new", project, "--codebook", folder / "codebook.csv", folder / "texts")
    run("import", "codings", folder / "codings.csv", "-p", project, "--finished", "none")
    return Case(name, len(text), spans, project, folder / "texts/b.txt", folder / "marks.json")


def whole_study(folder: Path, *size: str) -> Path:
    """The study of real size of `corpus.py`, as a project."""
    corpus, project = folder / "corpus", folder / "whole.qualcode"
    subprocess.run((sys.executable, str(Path(__file__).parents[1] / "corpus.py"), str(corpus), *size), check=True)
    run("new", project, "--codebook", corpus / "codebook.csv", "--participants", corpus / "participants.csv",
        corpus / "transcripts")  # fmt: skip
    run("import", "codings", corpus / "codings.csv", "-p", project, "--finished", "none")
    return project


def first_marks(folder: Path) -> int:
    """How many codings the first transcript of the whole study has."""
    with (folder / "corpus/codings.csv").open(encoding="utf-8") as stream:
        return sum(row["transcript"] == "T0000" and row["coder"] == CODERS[0] for row in csv.DictReader(stream))


def run(*words: str | Path) -> None:
    """A command of the program."""
    subprocess.run((*QUALCODE, *map(str, words)), check=True, capture_output=True)
