"""Who raised a theme, and in which words: what stands behind a row of the theme table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import group_word
from qualcode.services.frequencies import Base, frequencies
from qualcode.services.groups import Only
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, Passage, evidence

_AROUND: Final = 120
"""Characters of context on either side."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage with what is said around it."""

    transcript_id: str
    transcript: str
    code: str
    start: int
    end: int
    before: str
    """Of the same line; an ellipsis stands where it is cut."""
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Raiser:
    """A participant who raised the theme, and where."""

    name: str
    facts: str
    """Group and site, as far as they are known."""
    passages: tuple[Quoted, ...]


def raised(
    project: Project,
    path: Sequence[str],
    by: str,
    value: str,
    base: Base = Base.INTERVIEWED,
    layer: str | None = None,
    *,
    only: Only | None = None,
    language: str = "en",
) -> list[Raiser]:
    """The participants that a row of the theme table counts, in order of their names, with their passages.

    Args:
        project: The project.
        path: The labels of the code and of those above it, from the top.
        by: The attribute that the table splits.
        value: The value of the row.
        base: Whom the table's percentages are of.
        layer: The layer that the table reads.
        only: Values of attributes that the table counts only participants with.
        language: Of the codes' labels.

    Raises:
        RuleRefused: there is no such code, layer, coder or attribute, or the layer is the intersection.
    """
    read = evidence(project, layer).narrowed(only or {})
    code = _at(read.codebook, path, language)
    with project.read() as reader:
        counted = frequencies(reader, base, layer)
    who = {each for each in read.groups(by).get(value, frozenset()) if counted.count(code, (each,))[0]}
    mine: dict[str, list[Quoted]] = {}
    for passage in read.by_code.get(code.id, ()):
        if passage.participant_id in who:
            mine.setdefault(passage.participant_id, []).append(_quoted(read, passage, language))
    return [
        Raiser(
            person.name,
            " · ".join(part for part in (group_word(person.group, language), person.site) if part),
            tuple(passages),
        )
        for person, passages in ((read.people[each], passages) for each, passages in mine.items())
    ]


def _at(codebook: Codebook, path: Sequence[str], language: str) -> Code:
    """The code with these labels from the top."""
    for _, code in codebook.walk():
        line = [code, *codebook.ancestors(code)]
        if [each.label(language) for each in reversed(line)] == list(path):
            return code
    raise RuleRefused("The codebook has changed: that theme is no longer there.", "Compute the table again.")


def _quoted(read: Evidence, passage: Passage, language: str) -> Quoted:
    transcript = read.transcript(passage)
    text = read.texts[read.interviews[passage.revision_id].sha256]
    before = text[max(0, passage.start - _AROUND) : passage.start]
    after = text[passage.end : passage.end + _AROUND]
    _, is_whole, before_words = before.rpartition("\n")
    after_words, is_all, _ = after.partition("\n")
    return Quoted(
        transcript.id,
        transcript.name,
        read.codebook.codes[passage.code_id].label(language),
        passage.start,
        passage.end,
        before_words if is_whole or passage.start <= _AROUND else f"…{before_words}",
        read.words(passage),
        after_words if is_all or passage.end + _AROUND >= len(text) else f"{after_words}…",
    )
