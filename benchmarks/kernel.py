"""The agreement kernel by itself: spans in memory, three units, 1,000 draws; and what numpy arrays of characters cost.

    python benchmarks/kernel.py [--transcripts 212] [--rounds 5]

Every row is taken in one process, in turn, round after round. The best round of each counts: in the others it waited
for the machine.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from qualcode.analysis.agreement import agreement_by_code
from qualcode.analysis.units import PatternCounts, Spans, Units, character_patterns, unit_patterns

CODES, CODERS, LENGTH, MARKS, TURN, DRAWS = 30, 3, 60_000, 200, 500, 1000


def corpus(transcripts: int) -> Spans:
    """Codings of 60 to 400 characters by three coders, drawn with a seed."""
    draw = np.random.default_rng(1)
    n = transcripts * CODERS * MARKS
    start = draw.integers(0, LENGTH - 400, n)
    transcript = np.repeat(np.arange(transcripts), CODERS * MARKS)
    coder = np.tile(np.repeat(np.arange(CODERS), MARKS), transcripts)
    return Spans(draw.integers(0, CODES, n), transcript, coder, start, start + draw.integers(60, 400, n))


def pieces(transcripts: int, size: int) -> Units:
    """Every transcript cut in units of this size."""
    starts = range(0, LENGTH, size)
    rows = [(each, at, at + size, each * len(starts) + k) for each in range(transcripts) for k, at in enumerate(starts)]
    cluster = [each for each in range(transcripts) for _ in starts]
    return Units.of(rows, cluster, [2**CODERS - 1] * len(cluster))


def expanded(spans: Spans, transcripts: int) -> np.ndarray:
    """Counts of patterns by code, with an array of characters for each code, transcript and coder."""
    order = np.lexsort((spans.coder, spans.code, spans.transcript))
    columns = [each[order] for each in (spans.transcript, spans.code, spans.coder, spans.start, spans.end)]
    key = (columns[0] * CODES + columns[1]) * CODERS + columns[2]
    bounds = np.searchsorted(key, np.arange(transcripts * CODES * CODERS + 1))
    starts, ends = columns[3].tolist(), columns[4].tolist()
    found = np.zeros((CODES, 2**CODERS), dtype=np.int64)
    for cell in range(transcripts * CODES):
        pattern = np.zeros(LENGTH, dtype=np.uint8)
        for coder in range(CODERS):
            active = np.zeros(LENGTH, dtype=bool)
            for at in range(bounds[cell * CODERS + coder], bounds[cell * CODERS + coder + 1]):
                active[starts[at] : ends[at]] = True
            pattern |= active.astype(np.uint8) << coder
        found[cell % CODES] += np.bincount(pattern, minlength=2**CODERS)
    return found


def totals(counts: PatternCounts) -> np.ndarray:
    """The kernel's counts in the shape of `expanded`."""
    found = np.zeros((CODES, 2**CODERS), dtype=np.int64)
    np.add.at(found, (counts.code, counts.present), counts.count)
    return found


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description="The agreement kernel against arrays of characters.")
    parser.add_argument("--transcripts", type=int, default=212)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    spans, n = corpus(given.transcripts), given.transcripts
    whole, turns = pieces(n, LENGTH), pieces(n, TURN)
    counts = character_patterns(spans, whole, CODES, n)
    if not (totals(counts) == expanded(spans, n)).all():
        raise SystemExit("The sweep and the arrays of characters disagree.")
    steps: dict[str, Callable[[], object]] = {
        "sweep of characters": lambda: character_patterns(spans, whole, CODES, n),
        "numpy arrays of characters": lambda: expanded(spans, n),
        "turns": lambda: unit_patterns(spans, turns, CODES, n),
        "transcripts": lambda: unit_patterns(spans, whole, CODES, n),
        "all coefficients, no draws": lambda: agreement_by_code(counts, CODERS, draws=0, seed=1),
        f"the same with {DRAWS:,} draws": lambda: agreement_by_code(counts, CODERS, draws=DRAWS, seed=1),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(given.rounds):
        for name, act in steps.items():
            times[name].append(timed(act))
    report({name: min(found) for name, found in times.items()}, len(spans.code))


def report(seconds: dict[str, float], n_spans: int) -> None:
    """The rows, as multiples of one sweep."""
    sweep, arrays, turns, transcripts, plain, drawn = seconds.values()
    print(f"{n_spans:,} codings; seconds, and multiples of one sweep")
    for name, took in seconds.items():
        print(f"{name:<34}{took:>9.3f}{took / sweep:>9.2f}")
    replicates = drawn - plain
    every = sweep + turns + transcripts + 3 * drawn
    for name, found, goal in (
        ("sweeps in arrays", arrays / sweep, "at least 30"),
        ("replicates over sweep", replicates / sweep, "at most 1"),
        ("three units with draws, seconds", every, "at most 0.25"),
    ):
        print(f"{name:<34}{found:>9.2f}  goal: {goal}")


if __name__ == "__main__":
    main()
