"""How the work was done: who coded what and when, and the items of COREQ that the project itself answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from qualcode.domain.codebook import Code, Origin
from qualcode.domain.coding import Finished, Layer
from qualcode.domain.phrases import Phrase, counted, say
from qualcode.domain.study import STATUS_WORDS, Coder, Participant, Question, Status
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Answer, Speaker, Transcript
from qualcode.services.interviews import interviews
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads
from qualcode.store.reads import Reader
from qualcode.version import VERSION

_TRANSCRIPT, _LAYER, _CREATED, _VERSION = 1, 6, 8, 9
"""Places in a row of `reads.coding_rows`."""


def methods_table(project: Project, language: str = "en") -> Table:
    """A row a coder and layer: transcripts coded and finished, codings, when, with which versions of the codebook."""
    with project.read() as reader:
        coders = {each.id: each.name for each in reads.every(reader, Coder)}
        finished = Counter(each.coder_id for each in reads.every(reader, Finished))
        found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for row in reads.coding_rows(reader):
            found.setdefault((coders[row[0]], row[_LAYER]), []).append(row)
        events = reads.history(reader)
        about = provenance(reader)
    ids = {name: coder for coder, name in coders.items()}
    rows = tuple(
        (
            name,
            say(layer, language),
            *_work(found[name, layer]),
            finished[ids[name]] if layer == Layer.INDEPENDENT else None,
        )
        for name, layer in sorted(found)
    )
    columns = (
        Column("coder", "Coder"),
        Column("layer", "Layer"),
        Column("transcripts", "Transcripts", Measure.COUNT),
        Column("codings", "Codings", Measure.COUNT),
        Column("codes", "Codes used", Measure.COUNT),
        Column("first", "First"),
        Column("last", "Last"),
        Column("versions", "Codebook"),
        Column("finished", "Finished", Measure.COUNT),
    )
    acts = Counter(act for _, _, act, _, _ in events)
    notes = (
        Phrase("The log holds {n} events: {acts}.",
               {"n": len(events), "acts": ", ".join(f"{act} {n}" for act, n in sorted(acts.items()))}),
        Phrase("qualcode {version}.", {"version": VERSION}),
        *closing_notes(about),
    )  # fmt: skip
    return Table("methods", Phrase("Who Coded What, and When"), columns, rows, notes, about)


def _work(rows: list[tuple[Any, ...]]) -> tuple[Value, ...]:
    days = sorted(str(row[_CREATED])[:10] for row in rows if row[_CREATED])
    versions = sorted({int(row[_VERSION]) for row in rows})
    return (
        len({row[_TRANSCRIPT] for row in rows}),
        len(rows),
        len({row[2] for row in rows}),
        days[0] if days else "",
        days[-1] if days else "",
        ", ".join(f"v{each}" for each in versions),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the project knows that a checklist asks for."""

    interviewed: int
    participants: int
    sites: int
    questions: int
    repeated: str
    modes: Mapping[str, int | None]
    languages: Mapping[str, int | None]
    statuses: Mapping[str, int | None]
    coders: int
    codes: int
    emergent: int
    groups: Mapping[str, int | None]
    interviewers: int
    codings: int
    withdrew: int

    def without_counts(self) -> _Facts:
        """The same with no number of people who have something in common."""
        return replace(
            self,
            repeated="-",
            statuses={},
            groups={},
            modes=dict.fromkeys(self.modes),
            languages=dict.fromkeys(self.languages),
        )


def checklist_table(project: Project, language: str = "en", *, with_counts: bool = True) -> Table:
    """The 32 items of COREQ (Tong, Sainsbury & Craig, 2007): what the project says on each, or that you must.

    Without counts it names no numbers of people but those interviewed and known.
    """
    with project.read() as reader:
        facts = _facts(reader) if with_counts else _facts(reader).without_counts()
        about = provenance(reader)
    rows: list[tuple[Value, ...]] = []
    for number, item in enumerate(_ITEMS, start=1):
        says = _ANSWERS.get(number)
        said = say(says(facts), language) if says else ""
        rows.append((number, say(item, language), say("project" if says else "you", language), said))
    columns = (
        Column("item", "Item", Measure.COUNT),
        Column("topic", "Topic"),
        Column("filled", "Filled by"),
        Column("says", "What the project says"),
    )
    notes = (
        Phrase("Items after COREQ (Tong, Sainsbury & Craig, 2007). Where it says you, the project does not know."),
        *closing_notes(about),
    )
    return Table("checklist", Phrase("Reporting Checklist"), columns, tuple(rows), notes, about)


_ITEMS: Final = (
    "Interviewer",
    "Credentials",
    "Occupation",
    "Gender",
    "Experience and training",
    "Relationship before the study",
    "What participants knew of the interviewer",
    "Interviewer's characteristics",
    "Methodological orientation",
    "Sampling",
    "Method of approach",
    "Sample size",
    "Non-participation",
    "Setting",
    "Presence of others",
    "Description of the sample",
    "Interview guide",
    "Repeat interviews",
    "Recording",
    "Field notes",
    "Duration",
    "Data saturation",
    "Transcripts returned",
    "Number of coders",
    "Description of the coding tree",
    "Derivation of themes",
    "Software",
    "Participants' checking",
    "Quotations",
    "Data and findings consistent",
    "Major themes",
    "Minor themes",
)
_ANSWERS: Final[Mapping[int, Callable[[_Facts], Phrase]]] = {
    1: lambda facts: Phrase("Labels of speakers marked as interviewers: {n}.", {"n": facts.interviewers}),
    12: lambda facts: Phrase(
        "{interviewed} interviewed of {n} participants known ({groups}).",
        {"interviewed": facts.interviewed, "n": facts.participants, "groups": counted(facts.groups)},
    ),
    13: lambda facts: Phrase(
        "Participants without an interview: {n}; withdrawn: {withdrew}; questions without an answer: {statuses}.",
        {
            "n": facts.participants - facts.interviewed,
            "withdrew": facts.withdrew,
            "statuses": counted(facts.statuses),
        },
    ),
    14: lambda facts: Phrase("Sites: {n}; see the table sample.", {"n": facts.sites}),
    16: lambda _: Phrase("See the tables sample and attributes."),
    17: lambda facts: Phrase("Questions: {n}; see the table guides.", {"n": facts.questions}),
    18: lambda facts: Phrase("Participants with more than one interview: {n}.", {"n": facts.repeated}),
    19: lambda facts: Phrase(
        "Kinds of record: {modes}; languages: {languages}.",
        {"modes": counted(facts.modes), "languages": counted(facts.languages)},
    ),
    22: lambda _: Phrase("See the table saturation, for themes that emerged."),
    24: lambda facts: Phrase(
        "Coders: {coders}; codings: {codings}; see the table methods.",
        {"coders": facts.coders, "codings": facts.codings},
    ),
    25: lambda facts: Phrase("Codes in use: {n}; see the table codebook.", {"n": facts.codes}),
    26: lambda facts: Phrase("Codes marked emergent: {n}; see the table codebook.", {"n": facts.emergent}),
    27: lambda _: Phrase("qualcode {version}.", {"version": VERSION}),
    29: lambda _: Phrase("See the table quotes, with the attribution that you choose."),
    31: lambda _: Phrase("See the table themes."),
    32: lambda _: Phrase("See the table themes, the rows with small counts."),
}


def _facts(reader: Reader) -> _Facts:
    everybody = reads.every(reader, Participant)
    people = [each for each in everybody if not each.is_withdrawn]
    heard = Counter(who for each in interviews(reader) for who in each.speech_of)
    transcripts = reads.every(reader, Transcript)
    groups = Counter(each.group for each in people if each.id in heard)
    rows = reads.coding_rows(reader)
    codes = [each for each in reads.every(reader, Code) if not each.is_retired]
    return _Facts(
        len(heard),
        len(people),
        len({each.site for each in people if each.site}),
        len(reads.every(reader, Question)),
        str(sum(n > 1 for n in heard.values())),
        _counted(each.mode for each in transcripts),
        _counted(each.language for each in transcripts),
        _counted(
            STATUS_WORDS.get(each.status, each.status)
            for each in reads.every(reader, Answer)
            if each.status != Status.ANSWERED
        ),
        len({row[0] for row in rows}),
        len(codes),
        sum(each.origin == Origin.EMERGENT for each in codes),
        dict(sorted(groups.items())),
        len({each.label for each in reads.every(reader, Speaker) if each.role == "interviewer"}),
        len(rows),
        len(everybody) - len(people),
    )


def _counted(words: Iterable[str]) -> dict[str, int | None]:
    return dict(sorted(Counter(words).items()))
