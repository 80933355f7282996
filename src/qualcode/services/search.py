"""Looking for words in all transcripts, and coding what was found as one act."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from qualcode.analysis.matching import similar
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.errors import RuleRefused
from qualcode.domain.folding import Folded, folded
from qualcode.domain.phrases import Phrase
from qualcode.domain.sentences import sentences
from qualcode.domain.table import Column, Measure, Table
from qualcode.domain.transcript import Role, Segment, Speaker, Transcript
from qualcode.services.coding import applied, desk_for
from qualcode.services.folded_copies import folded_copies
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads
from qualcode.store.reads import Reader, TurnsOfText


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all that was looked for stands."""

    transcript_id: str
    transcript: str
    group: str
    revision_id: str
    speaker: str
    start: int
    end: int
    sentence: Segment
    """The whole sentence around it."""
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to find; a phrase stands word for word, a word may go on."""

    text: str
    is_phrase: bool


def wanted(query: str) -> list[Wanted]:
    """The words and quoted phrases of a query, folded.

    Raises:
        RuleRefused: there is nothing to look for.
    """
    found = [Wanted(" ".join((quoted or word).split()), bool(quoted)) for quoted, word in _TERM.findall(folded(query))]
    found = [each for each in found if any(character.isalnum() for character in each.text)]
    if not found:
        raise RuleRefused("There is nothing to look for.", "Type a word, or a phrase in quotes.")
    return found


def search(project: Project, query: str, *, fuzzy: bool = False, everybody: bool = False) -> list[Hit]:
    """Every place where the words stand, by group, transcript and place.

    One word or phrase is found wherever it stands; several are found in sentences that hold them all.

    Args:
        project: Where.
        query: Words, which may go on (`safe` finds *safety*), and phrases in quotes, which must stand as they are.
        fuzzy: Whether words that are merely alike count.
        everybody: Whether what interviewers and others say is looked through as well.

    Raises:
        RuleRefused: there is nothing to look for.
    """
    with project.read() as reader:
        return _search(reader, wanted(query), fuzzy=fuzzy, everybody=everybody)


def search_table(project: Project, query: str, *, fuzzy: bool = False, everybody: bool = False) -> Table:
    """What is found, as a table with the words around it.

    Raises:
        RuleRefused: there is nothing to look for.
    """
    with project.read() as reader:
        hits = _search(reader, wanted(query), fuzzy=fuzzy, everybody=everybody)
        made = provenance(
            reader, query=query, likeness="fuzzy" if fuzzy else "exact", speech="all" if everybody else "participants"
        )
    rows = tuple(
        (each.group, each.transcript, each.speaker, each.start, each.end, each.before, each.words, each.after)
        for each in hits
    )
    places = len({each.transcript_id for each in hits})
    title = Phrase("“{words}”: {n} hits in {m} transcripts", {"words": query, "n": len(hits), "m": places})
    return Table("search", title, _COLUMNS, rows, closing_notes(made), made)


def code_hits(project: Project, coder_id: str, passages: Iterable[tuple[str, int, int]], code_id: str) -> ChangeSet:
    """Put a code on many passages, as one act; those that have it, or cannot be coded, are passed over.

    Args:
        project: Where.
        coder_id: Whose codings.
        passages: Revision, start and end of each.
        code_id: The code.

    Raises:
        RuleRefused: none of them can be coded with it.
    """
    ordered = sorted(set(passages))

    def rule(reader: Reader) -> list[Change]:
        changes: list[Change] = []
        refused: RuleRefused | None = None
        for revision_id, places in groupby(ordered, key=lambda each: each[0]):
            desk = desk_for(reader, coder_id, revision_id)
            for _, start, end in places:
                try:
                    changes += applied(reader, desk, start, end, code_id)
                except RuleRefused as refusal:
                    refused = refusal
        if refused and not changes:
            raise refused
        return changes

    return project.transact(Op.APPLY_CODE, rule, coder_id)


_TERM: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD: Final = re.compile(r"\w+")
_AROUND: Final = 60
"""Characters of context on each side."""

_COLUMNS: Final = (
    Column("group", "Group"),
    Column("transcript", "Transcript"),
    Column("speaker", "Speaker", printed=False),
    Column("start", "Start", Measure.COUNT, printed=False),
    Column("end", "End", Measure.COUNT, printed=False),
    Column("before", "Before"),
    Column("hit", "Hit"),
    Column("after", "After"),
)


def _search(reader: Reader, terms: Sequence[Wanted], *, fuzzy: bool, everybody: bool) -> list[Hit]:
    names = {each.id: each.name for each in reads.every(reader, Transcript)}
    groups = reads.transcript_groups(reader)
    closed: dict[str, set[str]] = {}
    for speaker in reads.every(reader, Speaker) if not everybody else ():
        if speaker.role != Role.PARTICIPANT:
            closed.setdefault(speaker.transcript_id, set()).add(speaker.label)
    digests = reads.text_digests(reader)
    ordered = sorted(digests, key=lambda each: (not groups.get(each), groups.get(each, ""), names[each]))
    copies = folded_copies(reader, [digests[each] for each in ordered])
    found: list[Hit] = []
    for transcript_id, copy in zip(ordered, copies, strict=True):
        places = [_fuzzy(copy.text, term) if fuzzy else _exact(copy.text, term) for term in terms]
        if all(places):
            (turns,) = reads.turns(reader, transcript_id)
            ((_, text),) = reads.texts(reader, [turns.sha256])
            page = _Page(text, turns, closed.get(transcript_id, set()))
            found += page.hits(copy, places, names[transcript_id], groups.get(transcript_id, ""))
    return found


def _exact(text: str, term: Wanted) -> list[Segment]:
    """Where a term begins with a word and, where it is a phrase, ends with one."""
    words, found = term.text, []
    opens, closes = words[0].isalnum(), term.is_phrase and words[-1].isalnum()
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        begins = not opens or at == 0 or not text[at - 1].isalnum()
        if begins and not (closes and end < len(text) and text[end].isalnum()):
            found.append((at, end))
        at = text.find(words, at + 1)
    return found


def _fuzzy(text: str, term: Wanted) -> list[Segment]:
    """Where words stand that are like those of the term."""
    vocabulary = set(_WORD.findall(text))
    alike = [sorted(similar(word, vocabulary)) for word in _WORD.findall(term.text)]
    if not all(alike):
        return []
    pattern = r"\W+".join(f"(?:{'|'.join(map(re.escape, each))})" for each in alike)
    return [match.span() for match in re.finditer(rf"\b{pattern}\b", text)]


class _Page:
    """A text with the speech that is looked through."""

    def __init__(self, text: str, turns: TurnsOfText, closed: set[str]) -> None:
        self._text = text
        self._turns = turns
        self._pieces = sorted(
            (start, end, label, number)
            for number, (label, _, _, body) in enumerate(turns.turns) if label not in closed
            for start, end in body
        )  # fmt: skip
        self._opens = [piece[0] for piece in self._pieces]
        self._sentences: dict[int, list[Segment]] = {}

    def hits(self, copy: Folded, places: Sequence[Sequence[Segment]], name: str, group: str) -> Iterator[Hit]:
        """The places where every term stands in speech: for several terms, one in each sentence that holds them all."""
        found = [list(self._said(copy, each)) for each in places]
        if len(found) == 1:
            spans: Iterable[tuple[Segment, Segment]] = found[0]
        else:
            held = [_by_sentence(each) for each in found]
            common = [sentence for sentence in held[0] if all(sentence in each for each in held)]
            spans = [
                (sentence, (min(each[sentence][0] for each in held), max(each[sentence][1] for each in held)))
                for sentence in common
            ]
        for sentence, (start, end) in spans:
            first = self._pieces[bisect_right(self._opens, start) - 1]
            last = self._pieces[bisect_right(self._opens, end - 1) - 1]
            yield Hit(
                self._turns.transcript_id, name, group, self._turns.revision_id, first[2], start, end, sentence,
                _flat(self._text[max(first[0], start - _AROUND) : start]), _flat(self._text[start:end]),
                _flat(self._text[end : min(last[1], end + _AROUND)]),
            )  # fmt: skip

    def _said(self, copy: Folded, places: Iterable[Segment]) -> Iterator[tuple[Segment, Segment]]:
        """Sentence and place of those that lie in one turn of speech."""
        for folded_start, folded_end in places:
            start, end = copy.segment(folded_start, folded_end)
            first, last = bisect_right(self._opens, start) - 1, bisect_right(self._opens, end - 1) - 1
            if (
                first >= 0 and start < self._pieces[first][1] and end <= self._pieces[last][1]
                and self._pieces[first][3] == self._pieces[last][3]
            ):  # fmt: skip
                yield (self._sentence(first, start)[0], self._sentence(last, end - 1)[1]), (start, end)

    def _sentence(self, piece: int, offset: int) -> Segment:
        start, end, *_ = self._pieces[piece]
        if piece not in self._sentences:
            self._sentences[piece] = [(a + start, b + start) for a, b in sentences(self._text[start:end])]
        for found in self._sentences[piece]:
            if offset < found[1]:
                return found
        return start, end


def _by_sentence(found: Iterable[tuple[Segment, Segment]]) -> Mapping[Segment, Segment]:
    """The first place in each sentence."""
    first: dict[Segment, Segment] = {}
    for sentence, place in found:
        first.setdefault(sentence, place)
    return first


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", text)
