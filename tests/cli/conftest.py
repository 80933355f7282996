"""Runs the command line in a folder of its own, with settings of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode.cli.main import run


@dataclass(frozen=True)
class Done:
    """What a command said and how it left."""

    code: int
    out: str
    err: str


Command = Callable[..., Done]

FILES = {
    "codebook.csv": "code,parent,definition,exclusive\nResources,,,\nTime,Resources,Hours,\nTrust,,,\n",
    "participants.csv": "participant,group,site\nP1,women,A\nP2,staff,B\nP3,staff,A\n",
    "guide.toml": """\
[[question]]
id = "Q1"
text = "Warm-up"
unit = false
[[question]]
id = "Q2"
text = "What is missing?"
codes = ["Resources"]
""",
    "interviews/P1.txt": (
        "[Q1]\nI: Hello?\nP: Hello.\n[Q2]\nI: What is missing?\nP: There is no time. I trust her, though.\n"
    ),
    "interviews/P2.txt": "[Q1]\nI: Your role?\nP: Teacher.\n[Q2]\nI: What is missing?\nP: Time, as always.\n",
    "codings.csv": """\
coder,transcript,code,quote
Ana,P1,Time,There is no time.
Ben,P1,Time,no time
Ana,P1,Trust,I trust her
Ana,P2,Time,Time
Ben,P2,Time,"Time, as always."
""",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of a small study, in which commands run."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "settings"))
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    return tmp_path


@pytest.fixture
def qualcode(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `qualcode` with these words."""

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["qualcode", *words])
        with pytest.raises(SystemExit) as left:
            run()
        out, err = capsys.readouterr()
        return Done(int(left.value.code or 0), out, err)

    return command


@pytest.fixture
def project(qualcode: Command) -> Command:
    """The same, with the project `small.qualcode` made from the files and coded."""
    made = qualcode(
        "new", "small.qualcode", "--codebook", "codebook.csv", "--guide", "guide.toml",
        "--participants", "participants.csv", "interviews",
    )  # fmt: skip
    assert made.code == 0, made.err
    assert qualcode("import", "codings", "codings.csv").code == 0
    return qualcode
