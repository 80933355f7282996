"""How much of what is said stands under each code: shares of passages or of words, beside the count of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Segment, overlap
from qualcode.services.project import Project
from qualcode.services.results.evidence import Evidence, Passage, evidence, merged


class Count(StrEnum):
    """What is counted."""

    PASSAGES = "passages"
    WORDS = "words"


_TITLES: Final = {
    Count.PASSAGES: "Passages Under Each Theme, by {attribute}",
    Count.WORDS: "Words Under Each Theme, by {attribute}",
}
_NOTES: Final = {
    Count.PASSAGES: "Base: coded passages of the group. A passage counts once for each of its codes.",
    Count.WORDS: "Base: words that participants of the group say. A word counts once for each of its codes.",
}


def shares_table(
    project: Project,
    by: str = "group",
    count: Count = Count.PASSAGES,
    layer: str | None = None,
    themes: Sequence[str] = (),
    language: str = "en",
) -> Table:
    """The share of coded passages, or of participants' words, that stands under each code, by an attribute.

    Raises:
        RuleRefused: no participant has the attribute, or there is no such layer.
    """
    known = evidence(project, layer, by=by, count=count.value)
    groups = known.groups(by)
    codes = known.codes(themes)
    measure = _passages if count is Count.PASSAGES else _words
    bases = (
        {group: _passages(known, [each for each in known.passages if each.participant_id in who])
         for group, who in groups.items()}
        if count is Count.PASSAGES
        else {group: _spoken(known, who) for group, who in groups.items()}
    )  # fmt: skip
    rows = []
    for code in codes:
        for group, who in groups.items():
            mine = [each for each in known.by_code.get(code.id, ()) if each.participant_id in who]
            rows.append((*_names(known, code, language), group, *_share(measure(known, mine), bases[group])))
    columns = (
        Column("code", "Theme"),
        Column("parent", "Parent", printed=False),
        Column("group", "Group"),
        Column("n", "n", Measure.COUNT),
        Column("base", "Base", Measure.COUNT),
        Column("percent", "%", Measure.SHARE),
        Column("reason", "Note"),
    )
    title = Phrase(_TITLES[count], {"attribute": by.replace("_", " ").title()})
    notes = (
        Phrase(_NOTES[count]),
        Phrase("Talkative participants weigh more here than others: read it beside the table of participants."),
        *known.notes(),
    )
    indents = tuple(len(known.codebook.ancestors(code)) for code in codes for _ in groups)
    return Table(count.value, title, columns, tuple(rows), notes, known.about, indents)


def _names(known: Evidence, code: Code, language: str) -> tuple[str, str]:
    parent = known.codebook.codes[code.parent_id].label(language) if code.parent_id else ""
    return code.label(language), parent


def _share(n: int, base: int) -> tuple[Value, ...]:
    if not base:
        return None, 0, None, "nobody is in the base"
    return n, base, n / base, ""


def _passages(_: Evidence, passages: Iterable[Passage]) -> int:
    return len({(each.participant_id, each.revision_id, each.start, each.end) for each in passages})


def _words(known: Evidence, passages: Iterable[Passage]) -> int:
    """Words that lie, or begin, in any of the passages."""
    spans: dict[tuple[str, str], list[Segment]] = {}
    for each in passages:
        spans.setdefault((each.revision_id, each.participant_id), []).append((each.start, each.end))
    return sum(_counted(known, revision, who, merged(found)) for (revision, who), found in spans.items())


def _counted(known: Evidence, revision: str, who: str, spans: Iterable[Segment]) -> int:
    interview = known.interviews[revision]
    text = known.texts[interview.sha256]
    pieces = (piece for start, end in spans for piece in overlap(interview.speech_of[who], start, end))
    return sum(len(text[start:end].split()) for start, end in pieces)


def _spoken(known: Evidence, who: frozenset[str]) -> int:
    pieces: Mapping[tuple[str, str], Sequence[Segment]] = {
        (interview.revision_id, each): interview.speech_of[each] for interview, each in known.of_coded() if each in who
    }
    return sum(_counted(known, revision, each, spans) for (revision, each), spans in pieces.items())
