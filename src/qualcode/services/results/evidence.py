"""The passages behind every result: who said what under which code, in the layer that is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant, Question
from qualcode.domain.table import Value
from qualcode.domain.transcript import Segment, Transcript, overlap, touches
from qualcode.services.exclusion import withheld_notes
from qualcode.services.groups import Only, groups_of, known_participants, only_notes, those_with
from qualcode.services.interviews import Interview, interviews
from qualcode.services.layers import Reading, reading
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads
from qualcode.store.reads import Reader

Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A code on words of one participant, once however many coders put it there."""

    code_id: str
    participant_id: str
    revision_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Evidence:
    """What is read, and of whom."""

    codebook: Codebook
    people: Mapping[str, Participant]
    """Every participant by id."""
    interviews: Mapping[str, Interview]
    """By revision."""
    transcripts: Mapping[str, Transcript]
    questions: Mapping[str, Question]
    layer: str
    coded: frozenset[str]
    """Participants all of whose interviews are fully coded: the others are in no number."""
    waiting: int
    passages: tuple[Passage, ...]
    texts: Mapping[str, str]
    """By digest."""
    about: dict[str, Value]
    only: Only = field(default_factory=dict)
    """Values of attributes that participants must have to be in any number."""

    def narrowed(self, only: Only) -> Evidence:
        """The same of those who have these values."""
        if not only:
            return self
        coded = self.coded & those_with(self.people, only)
        passages = tuple(passage for passage in self.passages if passage.participant_id in coded)
        about = {**self.about, **{f"only_{name}": value for name, value in only.items()}}
        return replace(self, coded=coded, passages=passages, only=only, about=about)

    def codes(self, names: Sequence[str] = ()) -> list[Code]:
        """The codes named, else all in use, in the codebook's order."""
        wanted = {self.codebook.find(name).id for name in names}
        return [
            code for _, code in self.codebook.walk() if (code.id in wanted if wanted else not code.is_retired)
        ]  # fmt: skip

    def leaves(self, names: Sequence[str] = ()) -> list[Code]:
        """The same without those that only hold others, where none is named."""
        found = self.codes(names)
        return found if names else [code for code in found if not self.codebook.children.get(code.id)]

    def groups(self, by: str) -> Groups:
        """Fully coded participants by value of an attribute, in alphabetical order.

        Raises:
            RuleRefused: no participant has the attribute.
        """
        return {value: who & self.coded for value, who in groups_of(self.people, by).items()}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages of each code and of all below it, in order of participants' names."""
        found: dict[str, dict[Passage, None]] = {}
        for passage in self.passages:
            code = self.codebook.codes[passage.code_id]
            for each in (code, *self.codebook.ancestors(code)):
                found.setdefault(each.id, {})[passage] = None
        return {code: tuple(passages) for code, passages in found.items()}

    def present(self, code: Code) -> frozenset[str]:
        """The participants who raised the code or one below it."""
        return frozenset(passage.participant_id for passage in self.by_code.get(code.id, ()))

    def words(self, passage: Passage) -> str:
        """What the participant says in the passage."""
        return " ".join(" ".join(piece.split()) for piece in self._pieces(passage))

    def length(self, passage: Passage) -> int:
        """How many words that is."""
        return sum(len(piece.split()) for piece in self._pieces(passage))

    def _pieces(self, passage: Passage) -> Iterator[str]:
        interview = self.interviews[passage.revision_id]
        text = self.texts[interview.sha256]
        pieces = overlap(interview.speech_of[passage.participant_id], passage.start, passage.end)
        return (text[start:end] for start, end in pieces)

    def transcript(self, passage: Passage) -> Transcript:
        """The transcript that the passage stands in."""
        return self.transcripts[self.interviews[passage.revision_id].transcript_id]

    def is_quotable(self, passage: Passage) -> bool:
        """Whether the words may be printed: neither the participant nor the interview is excluded from export."""
        return not (self.people[passage.participant_id].is_excluded or self.transcript(passage).is_excluded)

    def withheld_notes(self) -> tuple[Phrase, ...]:
        """How many participants are counted whose words are not printed, or not all."""
        return withheld_notes(
            who
            for interview, who in self.of_coded()
            if self.people[who].is_excluded or self.transcripts[interview.transcript_id].is_excluded
        )

    def of_coded(self) -> Iterator[tuple[Interview, str]]:
        """Every interview with each of its participants who are fully coded."""
        for interview in self.interviews.values():
            for who in interview.speech_of:
                if who in self.coded:
                    yield interview, who

    def notes(self) -> tuple[Phrase | str, ...]:
        """Layer, who is left out, and the notes under every table."""
        found: list[Phrase | str] = [*only_notes(self.only), Phrase("Layer: {layer}.", {"layer": self.layer})]
        if self.waiting:
            found.append(Phrase("Participants left out, with an interview not fully coded: {n}.", {"n": self.waiting}))
        return (*found, *closing_notes(self.about))


def evidence(project: Project, layer: str | None = None, **what: Value) -> Evidence:
    """What the layer says; further values are named in the provenance.

    Raises:
        RuleRefused: there is no such layer or coder, or it is the intersection.
    """
    if layer == "intersection":
        raise RuleRefused(
            "The intersection of coders is of participants, and this table is of passages.",
            "Name consensus, union or a coder.",
        )
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        found = interviews(reader)
        people = known_participants(reader, found)
        read = reading(reader, found, layer)
        everybody = {who for each in found for who in each.speech_of}
        waiting = {who for each in found if each.revision_id not in read.chosen for who in each.speech_of}
        coded = frozenset(everybody - waiting)
        by_revision = {each.revision_id: each for each in found}
        spans = _spans(reader, read)
        passages = [
            Passage(code_id, who, revision_id, start, end)
            for code_id, revision_id, start, end in spans
            for who, said in by_revision[revision_id].speech_of.items()
            if who in coded and touches(said, start, end)
        ]
        place = {each.revision_id: number for number, each in enumerate(found)}
        passages.sort(
            key=lambda each: (people[each.participant_id].name, place[each.revision_id], each.start, each.end)
        )
        return Evidence(
            codebook,
            people,
            by_revision,
            {each.id: each for each in reads.every(reader, Transcript)},
            {each.id: each for each in reads.every(reader, Question)},
            read.name,
            coded,
            len(waiting),
            tuple(passages),
            dict(reads.texts(reader, sorted({each.sha256 for each in found}))),
            provenance(reader, layer=read.name, **what),
        )


def merged(spans: Iterable[Segment]) -> list[Segment]:
    """The same stretches, in order, with those that meet made one."""
    found: list[Segment] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _spans(reader: Reader, read: Reading) -> set[tuple[str, str, int, int]]:
    """Code, revision, start and end of everything that the layer reads."""
    independent = {
        (code_id, revision_id, start, end)
        for code_id, revision_id, coder_id, start, end in reads.coding_spans(reader, Layer.INDEPENDENT.value)
        if coder_id in (read.chosen.get(revision_id, ("", None))[1] or ())
    }
    settled = {
        (code_id, revision_id, start, end)
        for revision_id in read.settled.keys() & read.chosen.keys()
        for code_id, start, end in read.settled[revision_id]
    }
    return independent | settled
