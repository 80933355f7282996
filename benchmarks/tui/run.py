"""The coding screen on a real pseudo-terminal, 140x44, beside Textual's own text widgets and plain floors.

    python benchmarks/tui/run.py [--presses 100] [--small]

A key's time ends with the last byte that it causes. Each figure stands beside what it should be: the gates are fixed,
the other goals are multiples of a floor that was taken in the same run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import study
from terminal import Terminal

SCREENS = (sys.executable, str(Path(__file__).parent / "screens.py"))
RIVALS = ("TextArea", "Static", "RichLog")
SIZES = (("60 kB", 60_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000))
SPANS = (1_000, 20_000)
OPENS = {("60 kB", 1_000): 100.0, ("1 MB", 1_000): 100.0, ("10 MB", 20_000): 500.0}
FRAME = 1000 / 60
DENSE = ("60 kB", 20_000)
"""Every character lies under forty codings: other gates."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the coding screen on a pseudo-terminal.")
    parser.add_argument("--presses", type=int, default=100)
    parser.add_argument("--small", action="store_true", help="a tiny text: whether it runs, not how fast")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), 3, 1) if given.small else Bench(Path(folder), given.presses, 5)
        if given.small:
            bench.case("20 kB", 20_000, 50, RIVALS[:1])
            bench.whole("--transcripts", "3", "--turns", "20", "--codings", "10")
            return
        for name, size in SIZES:
            for spans in SPANS:
                bench.case(name, size, spans, RIVALS if spans == min(SPANS) and size < max(SIZES)[1] else RIVALS[:1])
        bench.whole()


class Bench:
    """A folder to work in, how often keys are pressed and programs started."""

    def __init__(self, folder: Path, presses: int, starts: int) -> None:
        self.folder, self.presses, self.starts = folder, presses, starts
        print(f"{'':<58}{'found':>10}{'goal':>10}")

    def case(self, name: str, size: int, spans: int, rivals: tuple[str, ...]) -> None:
        """One text with its codings: ours, then the others on the same text."""
        made = study.case(self.folder / f"{size}-{spans}", name, size, spans)
        label = f"{name} / {spans:,}"
        dense = (name, spans) == DENSE
        with self.ours(made.project, "a") as screen:
            screen.until("Quokka")
            screen.settle(0.5)
            before = screen.memory()
            pressed = screen.send("next")
            row(f"{label}: open, painted (ms)", screen.until(study.WORD, pressed), OPENS.get((name, spans)))
            row(f"{label}: open, everything (ms)", (screen.settle(0.5) - pressed) * 1000)
            row(f"{label}: memory (MB)", screen.memory() - before, (5 * made.characters + 512 * spans) / 1e6)
            key = self.keys(f"{label}: arrow", screen, "down", 40 if dense else 20)
            self.keys(f"{label}: code key", screen, "1", 60 if dense else 30, after="down")
            self.keys(f"{label}: wheel", screen, "wheel", middle=FRAME)
        for rival in rivals:
            self.rival(label, rival, made, key)

    def rival(self, label: str, rival: str, made: study.Case, ours: float) -> None:
        """One of Textual's widgets on the same text."""
        with Terminal((*SCREENS, rival, str(made.text), str(made.marks)), self.folder) as screen:
            screen.until("READY")
            screen.settle(0.5)
            before = screen.memory()
            pressed = screen.send("o")
            row(f"{label}: {rival} opens (ms)", screen.until(study.WORD, pressed))
            screen.settle(0.5)
            row(f"{label}: {rival} memory (MB)", screen.memory() - before)
            theirs = self.keys(f"{label}: {rival} arrow", screen, "down")
            row(f"{label}: {rival} arrow / ours", theirs / ours)

    def keys(
        self, label: str, screen: Terminal, key: str, worst: float | None = None, *,
        middle: float | None = None, after: str = "",
    ) -> float:  # fmt: skip
        """Press a key again and again; its median."""
        found, spent = [], []
        for at in range(self.presses):
            if key == "page" and at % 15 == 0:
                screen.send("home")
                screen.settle()
            before = screen.spent()
            found.append(screen.press(key))
            spent.append(screen.spent() - before)
            if after:
                screen.press(after)
        found.sort()
        row(f"{label}, median (ms)", statistics.median(found), middle)
        row(f"{label}, 99 % (ms)", found[int(len(found) * 0.99)], worst)
        row(f"{label}, processor (ms)", statistics.median(spent))
        return statistics.median(found)

    def whole(self, *size: str) -> None:
        """A study of real size: start, rest, and one coding, as multiples of the least that can be."""
        project = study.whole_study(self.folder, *size)
        text = self.folder / "corpus/transcripts/T0000.txt"
        self.start(project)  # the first one compiles
        floor = self.floor(text)
        starts = sorted(self.start(project) for _ in range(self.starts))
        paint, usable = statistics.median(one for one, _ in starts), statistics.median(two for _, two in starts)
        row("cold start to first paint (ms)", paint, 800)
        row("10 first paint / bare Textual", paint / floor["bare"], 1.5)
        row("10 usable / a screen of lines", usable / floor["start"], 2)
        with self.ours(project, "T0001") as screen:
            screen.until("Interviewer")
            screen.settle(1)
            row("12 resting memory (MB)", screen.memory(), 80)
            row("12 resting load (%)", screen.load(0.5 if size else 10), 0.3)
            data = floor["data"] + floor["page"]
            opened = screen.press("next")
            row(f"13 open a text with {study.first_marks(self.folder)} codings / its floor", opened / data, 5)
            line = self.keys("14 line", screen, "down")
            row("14 line / floor", line / floor["line"], 2)
            page = self.keys("14 page", screen, "page", 20)
            row("14 page / floor", page / floor["page"], 2)
            coded = []
            for _ in range(self.presses):
                screen.press("page" if len(coded) % 40 == 39 else "down")  # stay in the text
                coded.append(screen.press("." if coded else "1"))
            coded.sort()
            least = floor["commit"] + floor["line"]
            row("3 one coding, median / commit and redraw", statistics.median(coded) / least, 2)
            row("3 one coding, 95 % / commit and redraw", coded[int(len(coded) * 0.95)] / least, 4)
        self.search(project)

    def search(self, project: Path) -> None:
        """A phrase in all texts, from within the program: first without folded copies, then with them."""
        words = "third time"
        script = str(Path(__file__).parent / "phrase.py")
        told = subprocess.run((sys.executable, script, str(project), words), check=True, capture_output=True, text=True)
        for line in told.stdout.splitlines():
            name, found, *goal = line.split("\t")
            row(f"15 a phrase: {name}", float(found), float(goal[0]) if goal else None)

    def floor(self, text: Path) -> dict[str, float]:
        """The least that the machine allows, in this very minute."""
        found = {"bare": self.median(lambda: self.seen((*SCREENS, "bare"), "READY"))}
        with Terminal((*SCREENS, "lines", str(text)), self.folder) as screen:
            found["start"] = screen.until("READY")
            screen.settle(0.3)
            screen.send("o")
            screen.settle(0.3)
            found["line"] = self.keys("floor: line", screen, "down")
            found["page"] = self.keys("floor: page", screen, "page")
        base = sqlite3.connect(self.folder / "floor.db", isolation_level=None)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("CREATE TABLE coding (transcript INTEGER, start INTEGER, end INTEGER, code INTEGER)")
        insert = "INSERT INTO coding VALUES (1, 2, 3, 4)"
        found["commit"] = statistics.median(timed(lambda: base.execute(insert)) for _ in range(200))
        read = "SELECT * FROM coding WHERE transcript = 1"
        found["data"] = statistics.median(timed(lambda: base.execute(read).fetchall()) for _ in range(20))
        base.close()
        for name in ("bare", "start", "commit", "data"):
            row(f"floor: {name} (ms)", found[name])
        return found

    def start(self, project: Path) -> tuple[float, float]:
        """Milliseconds to the first paint, and until the text is there."""
        with self.ours(project, "T0000") as screen:
            return screen.until("qualcode"), screen.until("Interviewer")

    def seen(self, command: tuple[str, ...], word: str) -> float:
        with Terminal(command, self.folder) as screen:
            return screen.until(word)

    def median(self, measure: Callable[[], float]) -> float:
        return statistics.median(measure() for _ in range(self.starts))

    def ours(self, project: Path, transcript: str) -> Terminal:
        words = ("code", transcript, "-p", str(project), "--coder", "ana")
        return Terminal((*study.QUALCODE, *words), self.folder)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    before = time.perf_counter()
    act()
    return (time.perf_counter() - before) * 1000


def row(name: str, found: float, goal: float | None = None) -> None:
    """Print a line of the table."""
    beside = "" if goal is None else f"{goal:>10.1f}  {'met' if found <= goal else 'missed'}"
    print(f"{name:<58}{found:>10.1f}{beside}", flush=True)


if __name__ == "__main__":
    main()
