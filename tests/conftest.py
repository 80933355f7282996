"""A small study whose input can be read: texts are written as they look, codings by the words they cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode.domain.changes import Op, add
from qualcode.domain.codebook import Code
from qualcode.domain.identity import new_id
from qualcode.domain.intake import Intake, take_in
from qualcode.domain.study import Coder, Participant, Question
from qualcode.domain.transcript import MarkedSection, ParsedTranscript, Role, Transcript, Turn, text_digest
from qualcode.services import coding
from qualcode.services.project import Project
from qualcode.services.sample import PROJECT, write_sample
from qualcode.store import reads

INTERVIEW = """\
I: What gets in the way here?
P: There is never enough time. Officers rotate every week.
I: And what works?
P: My officer explains things. She listens.
"""


def parsed(name: str, text: str, headers: dict[str, str] | None = None) -> ParsedTranscript:
    """The transcript of lines `Label: words`, with `[Q3]` lines as markers."""
    turns, marks = [], []
    for line in re.finditer(r"[^\n]+", text):
        marker = re.fullmatch(r"\[(\w+)\]", line.group())
        if marker:
            marks.append((marker[1], line.start()))
            continue
        label, _, words = line.group().partition(": ")
        turns.append(Turn(label, line.start(), line.end(), ((line.end() - len(words), line.end()),)))
    ends = [start for _, start in [*marks, ("", len(text))][1:]]
    sections = tuple(MarkedSection(name_, start, end) for (name_, start), end in zip(marks, ends, strict=True))
    newlines = (("\n", text.count("\n")),)
    return ParsedTranscript(name, ".txt", text, "utf-8", False, newlines, headers or {}, tuple(turns), sections)


@dataclass
class SmallStudy:
    """A project with interviews, codes and coders, addressed by their names."""

    project: Project
    text: str

    def coder(self, name: str) -> Coder:
        return self.project.coder(name)

    def code(self, name: str) -> Code:
        with self.project.read() as reader:
            code = reads.one(reader, Code, name=name)
        assert code is not None
        return code

    def transcript(self, name: str) -> str:
        with self.project.read() as reader:
            transcript = reads.one(reader, Transcript, name=name)
        assert transcript is not None
        return transcript.id

    def apply(self, coder: str, transcript: str, words: str, code: str) -> str:
        """Code these words; returns the coding's id."""
        coder_id = self.coder(coder).id
        opened = coding.open_transcript(self.project, self.transcript(transcript), coder_id)
        start = opened.text.index(words)
        done = coding.apply_code(
            self.project, coder_id, opened.revision.id, start, start + len(words), self.code(code).id
        )
        return done.made(coding.Coding)[0].id

    def add_transcript(self, name: str, text: str, headers: dict[str, str] | None = None) -> None:
        rows = Intake({}, {}, {"I": Role.INTERVIEWER})
        with self.project.read() as reader:
            rows.participants.update({each.name: each for each in reads.every(reader, Participant)})
            rows.questions.update({each.name: each for each in reads.every(reader, Question)})
        take_in(rows, parsed(name, text, headers))
        self.project.transact(Op.IMPORT_TRANSCRIPTS, lambda _: rows.changes, None, {text_digest(text): text})


@pytest.fixture(scope="session")
def six_rivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample study, made once a run: for reading; a test that changes it takes a copy."""
    folder = tmp_path_factory.mktemp("sample") / "six-rivers"
    write_sample(folder).close()
    return folder


@pytest.fixture(scope="module")
def sample(six_rivers: Path) -> Iterator[Project]:
    """The sample study, open."""
    project = Project.open(six_rivers / PROJECT)
    yield project
    project.close()


@pytest.fixture
def new_study(tmp_path: Path) -> Callable[[], SmallStudy]:
    """Makes studies: two interviews, one staff and one woman; Obstacles > Time, Shift rotation; Communication."""
    count = 0

    def make() -> SmallStudy:
        nonlocal count
        count += 1
        study = SmallStudy(Project.create(tmp_path / f"study{count}.qualcode", "Small study"), INTERVIEW)
        obstacles = Code(new_id(), "Obstacles", position=1, colour="#cc6677")
        codes = [
            obstacles,
            Code(new_id(), "Time", obstacles.id, 1, hotkey="1"),
            Code(new_id(), "Shift rotation", obstacles.id, 2, hotkey="2"),
            Code(new_id(), "Communication", position=2, colour="#4477aa"),
        ]
        study.project.transact(Op.IMPORT_CODEBOOK, lambda _: [add(code) for code in codes])
        study.add_transcript("first", INTERVIEW, {"participant": "P1", "group": "women"})
        study.add_transcript("second", INTERVIEW, {"participant": "P2", "group": "staff"})
        return study

    return make


@pytest.fixture
def small_study(new_study: Callable[[], SmallStudy]) -> SmallStudy:
    """One such study."""
    return new_study()
