"""A study of real size, drawn from patterns with a seed: 212 interviews of about 60 kB, three coders, 30 codes.

    python benchmarks/corpus.py FOLDER [--transcripts 212] [--turns 190] [--codings 200]

The same arguments give the same bytes. Every word is made up.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

SUBJECTS = ("The officer", "My cousin", "Nobody", "Our teacher", "The morning shift", "Someone from upstairs", "She")
VERBS = ("forgot to sign", "kept asking about", "wrote down", "carried", "explained", "lost", "waited for", "repaired")
OBJECTS = ("the form for the garden", "a date in the spring", "the café list", "my second letter", "the kitchen rota",
           "every word of it", "the map of the yard", "what we had agreed", "a box of books")  # fmt: skip
ENDINGS = (
    "before noon",
    "on the way back",
    "for the third time",
    "without saying why",
    "and then it was quiet",
    "as usual",
)
THEMES = ("Access", "Contact", "Daily life", "Obstacles", "Outlook")
CODERS = ("ana", "ben", "cleo")


def sentence(draw: random.Random) -> str:
    """A made-up sentence."""
    words = (draw.choice(part) for part in (SUBJECTS, VERBS, OBJECTS, ENDINGS))
    return f"{' '.join(words)}{draw.choice('.....?…')}"


def interview(draw: random.Random, turns: int) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where the participant's sentences lie."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for turn in range(turns):
        label = "Interviewer: " if turn % 2 == 0 else "Participant: "
        line = label
        for _ in range(1 if turn % 2 == 0 else draw.randint(5, 10)):
            said = sentence(draw)
            if turn % 2:
                places.append((length + len(line), length + len(line) + len(said)))
            line += f"{said} "
        parts.append(line.rstrip() + "\n")
        length += len(parts[-1])
    return "".join(parts), places


def codings(
    draw: random.Random, places: list[tuple[int, int]], codes: list[str], count: int
) -> list[tuple[int, int, str]]:
    """What one coder marks: stretches of one to three sentences, each with a code that place and chance decide."""
    found = set()
    while len(found) < count:
        first = draw.randrange(len(places))
        last = min(len(places) - 1, first + draw.randrange(3))
        code = codes[(first * 7) % len(codes)] if draw.random() < 0.7 else draw.choice(codes)
        found.add((places[first][0], places[last][1], code))
    return sorted(found)


def write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """A file of rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def make(folder: Path, transcripts: int = 212, turns: int = 230, marks: int = 200, seed: int = 1) -> None:
    """Write the study."""
    (folder / "transcripts").mkdir(parents=True, exist_ok=True)
    codes = [f"{theme} {number}" for theme in THEMES for number in range(1, 7)]
    write(folder / "codebook.csv", ("code", "theme"), [(code, code.rpartition(" ")[0]) for code in codes])
    names = [f"T{number:04d}" for number in range(transcripts)]
    people = [
        (name, f"{name}.txt", "women" if n % 12 < 7 else "staff", f"Site {'ABCDEF'[n % 6]}")
        for n, name in enumerate(names)
    ]
    write(folder / "participants.csv", ("participant", "transcript", "group", "site"), list(people))
    rows: list[tuple[object, ...]] = []
    for name in names:
        draw = random.Random(f"{seed}:{name}")
        text, places = interview(draw, turns)
        (folder / f"transcripts/{name}.txt").write_text(text, encoding="utf-8", newline="\n")
        for coder in CODERS:
            rows += [(coder, name, *mark) for mark in codings(draw, places, codes, marks)]
    write(folder / "codings.csv", ("coder", "transcript", "start", "end", "code"), rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the study for the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--transcripts", type=int, default=212)
    parser.add_argument("--turns", type=int, default=230)
    parser.add_argument("--codings", type=int, default=200)
    given = parser.parse_args()
    make(given.folder, given.transcripts, given.turns, given.codings)
