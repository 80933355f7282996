"""Looking for words in all transcripts, and coding what was found as one act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from typing import Final

from qualcode.analysis.matching import similar
from qualcode.domain.changes import Change, ChangeSet, Op
from qualcode.domain.errors import RuleRefused
from qualcode.domain.folding import folded
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table
from qualcode.domain.transcript import Role, Segment, Speaker, Transcript
from qualcode.services.coding import applied, desk_for
from qualcode.services.folded_copies import folded_copies, speech_of
from qualcode.services.hits import Hit, Page
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads
from qualcode.store.reads import Reader


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

    @lru_cache(maxsize=_OPEN)
    def read(sha256: str) -> str:
        with project.read() as reader:
            return reads.text(reader, sha256)

    with project.read() as reader:
        return _search(reader, wanted(query), read, fuzzy=fuzzy, everybody=everybody)


def search_table(project: Project, query: str, *, fuzzy: bool = False, everybody: bool = False) -> Table:
    """What is found, as a table with the words around it.

    Raises:
        RuleRefused: there is nothing to look for.
    """
    with project.read() as reader:
        read = lru_cache(maxsize=_OPEN)(partial(reads.text, reader))
        hits = _search(reader, wanted(query), read, fuzzy=fuzzy, everybody=everybody)
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
_OPEN: Final = 4
"""Texts that are held at a time to show what is around hits."""
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


def _search(
    reader: Reader, terms: Sequence[Wanted], read: Callable[[str], str], *, fuzzy: bool, everybody: bool
) -> list[Hit]:
    names = {each.id: each.name for each in reads.every(reader, Transcript)}
    groups = reads.transcript_groups(reader)
    closed: dict[str, set[str]] = {}
    for speaker in reads.every(reader, Speaker) if not everybody else ():
        if speaker.role != Role.PARTICIPANT:
            closed.setdefault(speaker.transcript_id, set()).add(speaker.label)
    newest = reads.newest_texts(reader)
    ordered = sorted(newest, key=lambda each: (not groups.get(each), groups.get(each, ""), names[each]))
    copies = folded_copies(reader, [newest[each].sha256 for each in ordered])
    found: list[Hit] = []
    for transcript_id, copy in zip(ordered, copies, strict=True):
        places = [_fuzzy(copy.text, term) if fuzzy else _exact(copy.text, term) for term in terms]
        if all(places):
            text = newest[transcript_id]
            speech = speech_of(reader, transcript_id, text, frozenset(closed.get(transcript_id, ())))
            page = Page(
                transcript_id, names[transcript_id], groups.get(transcript_id, ""), text.revision_id, speech,
                partial(read, text.sha256),
            )  # fmt: skip
            found += page.hits([list(speech.said(copy, each)) for each in places])
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
