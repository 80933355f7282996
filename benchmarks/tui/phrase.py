"""How long a phrase is looked for in all texts, beside the least: `find` in texts in lower case that are in memory.

    python benchmarks/tui/phrase.py PROJECT WORDS

Milliseconds of processor time, tab-separated: name, found, goal.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from qualcode.services.project import Project
from qualcode.services.search import search


def main(path: Path, words: str) -> None:
    texts = [text.lower() for (text,) in sqlite3.connect(path).execute("SELECT text FROM content")]
    project = Project.open(path)
    scan = median(lambda: [hit for text in texts for hit in places(text, words)])
    first = spent(lambda: search(project, f'"{words}"'))
    again = median(lambda: search(project, f'"{words}"'))
    none = median(lambda: search(project, '"not a word of it"'))
    print(f"scan (ms)\t{scan}")
    print(f"the first / scan\t{first / scan}")
    print(f"again / scan\t{again / scan}\t1.5")
    print(f"again, no hits / scan\t{none / scan}\t1.5")


def places(text: str, words: str) -> list[int]:
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def spent(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return (time.process_time() - before) * 1000


def median(act: Callable[[], object]) -> float:
    return statistics.median(spent(act) for _ in range(5))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
