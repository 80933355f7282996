"""The least work for each job: Python's own sqlite3 and csv, one transaction, no checks, no log, no ids.

    python benchmarks/floor.py import|codings|logged|table|agreement|export|search CORPUS DATABASE [CODE|WORDS]

`logged` also makes an id and a digest for each coding and keeps a row of the log, which the program's design owes.
`agreement` sweeps over the ends of codings with numpy and prints Krippendorff's alpha of each code by characters of the
participant's speech.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import sys
import uuid
from pathlib import Path

SCHEMA = """
CREATE TABLE participant (id INTEGER PRIMARY KEY, name TEXT UNIQUE, grp TEXT, site TEXT);
CREATE TABLE transcript (id INTEGER PRIMARY KEY, name TEXT UNIQUE, participant INTEGER, body TEXT);
CREATE TABLE code (id INTEGER PRIMARY KEY, name TEXT UNIQUE, theme TEXT);
CREATE TABLE coding (id INTEGER PRIMARY KEY, transcript INTEGER, coder TEXT, code INTEGER, start INTEGER, end INTEGER);
CREATE TABLE log (id TEXT PRIMARY KEY, payload TEXT, digest TEXT);
CREATE INDEX coding_place ON coding (transcript, coder, start);
CREATE INDEX coding_code ON coding (code, transcript, coder, start, end);
"""


def rows(corpus: Path, name: str) -> list[dict[str, str]]:
    with (corpus / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def import_(corpus: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript(SCHEMA)
    people = rows(corpus, "participants.csv")
    with base:
        base.executemany(
            "INSERT INTO participant VALUES (?,?,?,?)",
            ((n, row["participant"], row["group"], row["site"]) for n, row in enumerate(people)),
        )
        base.executemany("INSERT INTO code (name, theme) VALUES (:code, :theme)", rows(corpus, "codebook.csv"))
        base.executemany(
            "INSERT INTO transcript VALUES (?,?,?,?)",
            (
                (n, row["participant"], n, (corpus / "transcripts" / row["transcript"]).read_text(encoding="utf-8"))
                for n, row in enumerate(people)
            ),
        )


def codings(corpus: Path, path: Path, *, logged: bool = False) -> None:
    base = sqlite3.connect(path)
    names = dict(base.execute("SELECT name, id FROM transcript"))
    codes = dict(base.execute("SELECT name, id FROM code"))
    with base, (corpus / "codings.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        base.execute("DELETE FROM coding")
        found = [
            (names[name.removesuffix(".txt")], coder, codes[code], int(start), int(end))
            for coder, name, start, end, code in reader
        ]
        base.executemany("INSERT INTO coding (transcript, coder, code, start, end) VALUES (?,?,?,?,?)", found)
        if logged:
            base.execute("DELETE FROM log")
            base.executemany("INSERT INTO log VALUES (?,?,?)", (entry(row) for row in found))


def entry(row: tuple[object, ...]) -> tuple[str, str, str]:
    payload = json.dumps(row)
    return str(uuid.uuid4()), payload, hashlib.sha256(payload.encode()).hexdigest()


def table(_: Path, path: Path) -> None:
    found = sqlite3.connect(path).execute(
        "SELECT code.name, grp, COUNT(DISTINCT transcript.participant) FROM coding JOIN code ON code.id = code "
        "JOIN transcript ON transcript.id = transcript JOIN participant ON participant.id = participant GROUP BY 1, 2"
    )
    csv.writer(sys.stdout).writerows(found)


def agreement(_: Path, path: Path, wanted: str | None = None) -> None:
    import numpy as np

    base = sqlite3.connect(path)
    offset: dict[int, int] = {}
    starts, sizes, keys, total = [], [], [], 0
    width = 10_000_000
    for number, body in base.execute("SELECT id, body FROM transcript ORDER BY id"):
        for said in re.finditer(r"^Participant: (.*)$", body, re.MULTILINE):
            keys.append(number * width + said.start(1))
            starts.append(total - said.start(1))
            sizes.append(total + said.end(1) - said.start(1))
            total += said.end(1) - said.start(1)
        offset[number] = total
    coders = [name for (name,) in base.execute("SELECT DISTINCT coder FROM coding ORDER BY 1")]
    numbers = {name: place for place, name in enumerate(coders)}
    key, shift, limit = (np.array(column) for column in (keys, starts, sizes))

    def place(transcript: np.ndarray, at: np.ndarray) -> np.ndarray:
        piece = np.searchsorted(key, transcript * width + at, side="right") - 1
        return np.minimum(at + shift[piece], limit[piece])

    where = "WHERE code.name = ?" if wanted else ""
    joined = f"coding JOIN code ON code.id = code {where} ORDER BY code"
    query = f"SELECT code, transcript, coder, start, end, code.name FROM {joined}"
    found = base.execute(query, (wanted,) if wanted else ()).fetchall()
    writer = csv.writer(sys.stdout)
    columns = np.array(
        [(code, transcript, numbers[coder], start, end) for code, transcript, coder, start, end, _ in found]
    )
    labels = {row[0]: row[5] for row in found}
    begin, finish = place(columns[:, 1], columns[:, 3]), place(columns[:, 1], columns[:, 4])
    for code, label in labels.items():
        kept = (columns[:, 0] == code) & (finish > begin)
        position = np.concatenate((begin[kept], finish[kept]))
        order = np.argsort(position, kind="stable")
        step = np.repeat((1, -1), kept.sum())[order]
        who = np.tile(columns[kept, 2], 2)[order]
        active = sum((np.cumsum(np.where(who == coder, step, 0)) > 0).astype(int) for coder in range(len(coders)))
        length = np.diff(position[order], append=position[order][-1])
        ones = int((active * length).sum())
        split = int((2 * active * (len(coders) - active) * length).sum()) / (len(coders) - 1)
        n = total * len(coders)
        writer.writerow((label, f"{1 - split * (n - 1) / (2 * ones * (n - ones)):.9f}"))


def export(_: Path, path: Path) -> None:
    base = sqlite3.connect(path)
    bodies = dict(base.execute("SELECT id, body FROM transcript"))
    writer = csv.writer(sys.stdout)
    for coder, transcript, name, start, end in base.execute(
        "SELECT coder, transcript, code.name, start, end FROM coding JOIN code ON code.id = code "
        "ORDER BY transcript, start"
    ):
        writer.writerow((coder, transcript, name, start, end, bodies[transcript][start:end]))


def search(_: Path, path: Path, words: str) -> None:
    writer = csv.writer(sys.stdout)
    for number, body in sqlite3.connect(path).execute("SELECT id, body FROM transcript ORDER BY id"):
        lower = body.lower()
        at = lower.find(words)
        while at >= 0:
            writer.writerow((number, at, at + len(words), body[at : at + len(words)]))
            at = lower.find(words, at + 1)


if __name__ == "__main__":
    step, corpus_, path_ = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if step == "agreement":
        agreement(corpus_, path_, *sys.argv[4:])
    elif step == "search":
        search(corpus_, path_, sys.argv[4])
    elif step == "logged":
        codings(corpus_, path_, logged=True)
    else:
        {"import": import_, "codings": codings, "table": table, "export": export}[step](corpus_, path_)
