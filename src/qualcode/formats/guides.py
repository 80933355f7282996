"""Interview guides: .toml, or .yaml of the same shape."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from qualcode.formats.encodings import decode
from qualcode.formats.refusals import refuse, refuse_all


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """A question as the guide has it."""

    name: str
    texts: Mapping[str, str]
    """Every key that begins with `text`: by language and group."""
    groups: tuple[str, ...]
    values: tuple[str, ...]
    codes: tuple[str, ...]
    unit: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """A version of an interview guide."""

    version: str
    questions: tuple[GuideQuestion, ...]


def read_guide(data: bytes, filename: str) -> Guide:
    """The guide.

    Raises:
        BadInput: it cannot be parsed, holds no question, or a question has no id or the id of another.
    """
    content = _content(data, filename)
    entries = content.get("question", content.get("questions", []))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries) or not entries:
        refuse(filename, "there are no questions.", 'Write one [[question]] with an id for each, as in: id = "Q1".')
    faults: list[tuple[int, str]] = []
    questions: dict[str, GuideQuestion] = {}
    for number, entry in enumerate(entries, start=1):
        name = str(entry.get("id", "")).strip()
        if not name:
            faults.append((number, "the question has no id"))
        elif name in questions:
            faults.append((number, f'the id "{name}" is another question\'s'))
        else:
            questions[name] = _question(name, entry)
    refuse_all(filename, faults, unit="question")
    return Guide(str(content.get("version", "")), tuple(questions.values()))


def _content(data: bytes, filename: str) -> Mapping[str, Any]:
    text = decode(data, filename).text
    suffix = PurePath(filename).suffix.lower()
    if suffix not in {".toml", ".yaml", ".yml"}:
        refuse(filename, f"guides are not read from {suffix or 'a file without suffix'}.", "Choose .toml or .yaml.")
    if suffix == ".toml":
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            refuse(filename, f"{error}.")
    from qualcode.formats.yaml_text import load_yaml  # noqa: PLC0415  # only where a file needs it

    content = load_yaml(text, filename)
    return content if isinstance(content, dict) else {"questions": content}


def _question(name: str, entry: Mapping[str, Any]) -> GuideQuestion:
    return GuideQuestion(
        name,
        {key: str(value) for key, value in entry.items() if key.startswith("text")},
        _words(entry.get("groups", ())),
        _words(entry.get("values", ())),
        _words(entry.get("codes", ())),
        str(entry.get("unit", True)).lower() not in {"false", "no", "0"},
    )


def _words(value: Any) -> tuple[str, ...]:
    """A list of words, also where somebody wrote them in one string with commas."""
    parts = value if isinstance(value, list | tuple) else str(value).split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())
