"""The sample: who takes part, by site and group, how they were interviewed, and what else is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean, stdev
from typing import Final

from qualcode.domain.counts import EVERYBODY, Count, Counts, Union
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Participant
from qualcode.domain.table import Column, Measure, Table, Value
from qualcode.domain.transcript import Transcript
from qualcode.services.groups import groups_of, known_participants
from qualcode.services.interviews import interviews, participants_by_id
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.services.withdrawal import withdrawn_notes
from qualcode.store import reads

_TOTAL: Final = "Total"
_MOST: Final = 12
"""An attribute with more different words than this is a name or an address, and no table of it helps anybody."""
_FEWEST: Final = 2
_LANGUAGES: Final = {"en": "English", "fr": "French"}
_KINDS: Final = ("mode", "language")
"""What is known of an interview."""


def sample_table(project: Project, by: str = "site", group: str = "group") -> Table:
    """Participants by site and group: how many, how many interviewed, in which mode and language.

    Args:
        project: The project.
        by: The attribute of the rows.
        group: The attribute of the columns.

    Raises:
        RuleRefused: no participant has the attribute.
    """
    with project.read() as reader:
        transcripts = {each.id: each for each in reads.every(reader, Transcript)}
        found = interviews(reader)
        people = known_participants(reader, found)
        heard: dict[str, list[Transcript]] = {}
        for interview in found:
            for who in interview.speech_of:
                heard.setdefault(who, []).append(transcripts[interview.transcript_id])
        about = provenance(reader, by=by, group=group)
        withdrew = withdrawn_notes(reads.every(reader, Participant))
    rows_of = {**groups_of(people, by), _TOTAL: frozenset(people)}
    groups = groups_of(people, group)
    modes = _words(each.mode for found in heard.values() for each in found)
    languages = _words(each.language for found in heard.values() for each in found)
    cells = [
        cell
        for row, (name, who) in enumerate(rows_of.items())
        for cell in _cells(row, by if name != _TOTAL else "", name, who, groups, heard, (modes, languages))
    ]
    rows = [
        (name, *_counts(who, groups), *_interviewed(who, groups, heard), *_kinds(who, heard, modes, languages))
        for name, who in rows_of.items()
    ]
    return Table(
        "sample",
        Phrase("Participants by {attribute} and {group}", {"attribute": _titled(by), "group": _titled(group)}),
        _columns(by, groups, modes, languages),
        tuple(rows),
        (
            Phrase("% is of all participants of the group; modes and languages count participants interviewed."),
            *withdrew,
            *closing_notes(about),
        ),
        about,
        people=Counts(
            tuple(cells),
            tuple(_unions(by, groups_of(people, by), people, heard, (modes, languages))),
            (("interviewed", frozenset(people), len(heard)),),
        ),
    )


def attributes_table(project: Project, group: str = "group") -> Table:
    """What else is known of participants, by group: values of attributes, or mean and standard deviation.

    Raises:
        RuleRefused: no participant has the attribute that names the groups, or nothing else is known.
    """
    with project.read() as reader:
        people = participants_by_id(reader)
        about = provenance(reader, group=group)
    groups = groups_of(people, group)
    rows: list[tuple[Value, ...]] = []
    cells: list[Count] = []
    unions: list[Union] = []
    left_out = []
    for name in sorted({name for each in people.values() for name in each.attributes} - {group}):
        known = {who: person.attribute(name) for who, person in people.items() if person.attribute(name)}
        numbers = {who: _number(value) for who, value in known.items()}
        if all(number is not None for number in numbers.values()) and len(set(known.values())) > _MOST:
            cells += _known(len(rows), name, groups, known)
            rows += _spread(name, groups, {who: number for who, number in numbers.items() if number is not None})
        elif len(set(known.values())) <= _MOST:
            values = sorted(set(known.values()))
            cells += _told(len(rows), name, values, groups, known)
            unions += [
                Union(
                    EVERYBODY,
                    tuple(f"{name}: {each}" for each in values),
                    is_exclusive=True,
                    of=members.intersection(known),
                )
                for members in groups.values()
            ]
            rows += _values(name, groups, known)
        else:
            left_out.append(name)
    columns = (
        Column("code", "Attribute"),
        Column("parent", "Parent", printed=False),
        Column("group", "Group"),
        Column("n", "n", Measure.COUNT),
        Column("base", "Base", Measure.COUNT),
        Column("percent", "%", Measure.SHARE),
        Column("mean", "M", Measure.NUMBER),
        Column("sd", "SD", Measure.NUMBER),
    )
    notes: list[Phrase | str] = [Phrase("Base: participants of the group of whom the attribute is known.")]
    if left_out:
        notes.append(Phrase("Left out, as nearly every participant has another value: {names}.",
                            {"names": ", ".join(left_out)}))  # fmt: skip
    title = Phrase("Attributes of Participants, by {group}", {"group": _titled(group)})
    people_told = Counts(tuple(cells), tuple(unions))
    return Table("attributes", title, columns, tuple(rows), (*notes, *closing_notes(about)), about, people=people_told)


def _known(first: int, name: str, groups: Mapping[str, frozenset[str]], known: Mapping[str, str]) -> Iterator[Count]:
    for row, members in enumerate(groups.values(), start=first):
        shows = ("n", "base", "mean", "sd")
        yield Count(row, shows, f"{name} known", members, len(members.intersection(known)))


def _told(
    first: int, name: str, values: Sequence[str], groups: Mapping[str, frozenset[str]], known: Mapping[str, str]
) -> Iterator[Count]:
    """What the rows of an attribute tell, and that their bases are counts as well."""
    row = first
    for value in values:
        for members in groups.values():
            of = members.intersection(known)
            base = f"{name} known"
            n = sum(known[who] == value for who in of)
            yield Count(row, ("n", "percent"), f"{name}: {value}", of, n, base, members)
            yield Count(row, ("base",), base, members, len(of))
            row += 1


def _titled(attribute: str) -> str:
    return attribute.replace("_", " ").title()


def _words(found: Iterable[str]) -> list[str]:
    return [word for word, _ in Counter(word for word in found if word).most_common()]


def _columns(
    by: str, groups: Iterable[str], modes: Iterable[str], languages: Iterable[str]
) -> tuple[Column, ...]:  # fmt: skip
    columns = [Column(by, _titled(by))]
    for name in groups:
        columns.append(Column(f"n_{name}", Phrase("{group} n", {"group": name.capitalize()}), Measure.COUNT))
        columns.append(Column(f"percent_{name}", "%", Measure.SHARE, is_beside=True))
    columns += [
        Column(f"interviewed_{name}", Phrase("Interviewed {group}", {"group": name}), Measure.COUNT) for name in groups
    ]
    columns += [Column(f"mode_{name}", name.capitalize(), Measure.COUNT) for name in modes]
    columns += [
        Column(f"language_{name}", _LANGUAGES.get(name) or Phrase("language: {name}", {"name": name}), Measure.COUNT)
        for name in languages
    ]
    return tuple(columns)


def _counts(who: frozenset[str], groups: Mapping[str, frozenset[str]]) -> list[Value]:
    cells: list[Value] = []
    for members in groups.values():
        cells += [len(who & members), len(who & members) / len(members)]
    return cells


def _interviewed(
    who: frozenset[str], groups: Mapping[str, frozenset[str]], heard: Mapping[str, Sequence[Transcript]]
) -> list[Value]:
    return [len(who & members & heard.keys()) for members in groups.values()]


_Kinds = tuple[Sequence[str], Sequence[str]]


def _cells(
    row: int,
    by: str,
    name: str,
    who: frozenset[str],
    groups: Mapping[str, frozenset[str]],
    heard: Mapping[str, Sequence[Transcript]],
    kinds: _Kinds,
) -> Iterator[Count]:
    """What a row tells of people; the row of totals is by nothing."""
    for group, members in groups.items():
        shows, what = (f"n_{group}", f"percent_{group}"), f"{by}: {name}" if by else "participant"
        yield Count(row, shows, what, members, len(who & members))
        interviewed = len(who & members & heard.keys())
        yield Count(row, (f"interviewed_{group}",), "interviewed", who & members, interviewed)
    for of_kind, words in zip(_KINDS, kinds, strict=True):
        for word in words:
            n = len(_of_kind(of_kind, word, who, heard))
            yield Count(row, (f"{of_kind}_{word}",), f"{of_kind}: {word}", who, n)


def _unions(
    by: str,
    rows: Mapping[str, frozenset[str]],
    people: Mapping[str, Participant],
    heard: Mapping[str, Sequence[Transcript]],
    kinds: _Kinds,
) -> Iterator[Union]:
    everywhere = frozenset[str]().union(*rows.values())
    yield Union(EVERYBODY, tuple(f"{by}: {name}" for name in rows), is_exclusive=True, of=everywhere)
    yield Union("interviewed", ("coded",), is_covered=False)
    for of_kind, words in zip(_KINDS, kinds, strict=True):
        of_word = [_of_kind(of_kind, word, frozenset(people), heard) for word in words]
        together = frozenset[str]().union(*of_word)
        parts = tuple(f"{of_kind}: {word}" for word in words)
        is_exclusive = len(together) == sum(map(len, of_word))
        yield Union("interviewed", parts, is_exclusive=is_exclusive, is_covered=heard.keys() <= together)


def _of_kind(kind: str, word: str, who: Iterable[str], heard: Mapping[str, Sequence[Transcript]]) -> frozenset[str]:
    """Those who have an interview in this mode or language."""
    return frozenset(each for each in who if any(getattr(one, kind) == word for one in heard.get(each, ())))


def _kinds(
    who: frozenset[str], heard: Mapping[str, Sequence[Transcript]], modes: Sequence[str], languages: Sequence[str]
) -> list[Value]:
    return [
        len(_of_kind(kind, word, who, heard))
        for kind, words in zip(_KINDS, (modes, languages), strict=True)
        for word in words
    ]


def _values(name: str, groups: Mapping[str, frozenset[str]], known: Mapping[str, str]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for value in sorted(set(known.values())):
        for group, members in groups.items():
            base = members.intersection(known)
            n = sum(known[who] == value for who in base)
            rows.append((f"{_label(name)}: {value}", name, group, n, len(base), n / len(base) if base else None,
                         None, None))  # fmt: skip
    return rows


def _spread(name: str, groups: Mapping[str, frozenset[str]], known: Mapping[str, float]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for group, members in groups.items():
        values = [known[who] for who in sorted(members.intersection(known))]
        mean = fmean(values) if values else None
        spread = stdev(values) if len(values) >= _FEWEST else None
        rows.append((_label(name), name, group, len(values), len(values), None, mean, spread))
    return rows


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _number(words: str) -> float | None:
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
