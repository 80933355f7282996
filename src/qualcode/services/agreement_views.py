"""Who is compared with whom, on which part of the material: each comparison is a view, and a table may hold several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qualcode.domain.coding import Layer
from qualcode.domain.errors import RuleRefused
from qualcode.domain.phrases import Phrase
from qualcode.domain.rounds import Round
from qualcode.domain.study import Question
from qualcode.domain.transcript import Transcript
from qualcode.services.kept import Kept
from qualcode.services.ratings import Rated, Rater, Selection, Unit, coders_named, rated
from qualcode.store import reads
from qualcode.store.reads import Reader


class By(StrEnum):
    """What agreement is set apart by."""

    QUESTION = "question"
    LANGUAGE = "language"
    MODE = "mode"
    ROUND = "round"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class View:
    """One comparison."""

    rated: Rated
    note: Phrase
    """Who is compared, for the table's note."""
    part: str = ""
    """What sets it apart from the other views: a question, a coder."""
    heading: str = ""
    """Of the column that names the parts."""


def coders_together(reader: Reader, selection: Selection) -> View:
    """All coders at once."""
    return _TOGETHER(reader, selection)


def _together(reader: Reader, selection: Selection) -> View:
    found = rated(reader, coders_named(reader, selection.coders), selection)
    return View(found, _independent(found))


_TOGETHER: Final = Kept(_together)
"""Coefficients, pairs, confusions and plots look at one comparison."""


def parts(reader: Reader, selection: Selection, by: By) -> list[View]:
    """All coders on each part of the material.

    Raises:
        RuleRefused: the material does not fall into parts that way.
    """
    if by is By.ROUND:
        return _by_round(reader, selection)
    whole = rated(reader, coders_named(reader, selection.coders), selection)
    if by is By.QUESTION and whole.unit is not Unit.ANSWER:
        raise RuleRefused("Only answers belong to questions.", "Use --unit answer with --by question.")
    labels = _LABELS[by](reader, whole)
    guide = {each.name: each.position for each in reads.every(reader, Question)} if by is By.QUESTION else {}
    names = sorted(set(labels), key=lambda name: (guide.get(name, 0), name))
    return [
        View(whole.only([label == name for label in labels]), _independent(whole), name, _HEADINGS[by])
        for name in names
    ]


def against_consensus(reader: Reader, selection: Selection) -> list[View]:
    """Each coder against the consensus, in transcripts that have one."""
    consensus = Rater("consensus", None)
    missing = RuleRefused(
        "There is no consensus to compare coders with.",
        "Codings of the layer consensus make one; see `import codings`.",
    )
    found = []
    for coder in coders_named(reader, selection.coders):
        pair = _if_comparable(reader, [coder, consensus], selection, missing)
        if pair is None:
            continue
        note = Phrase("Each coder's independent codings against the consensus, which is no coder.")
        found.append(View(pair, note, coder.name, "Coder"))
    if not found:
        raise missing
    return found


def with_oneself(reader: Reader, selection: Selection, rounds: tuple[str, str]) -> list[View]:
    """Each coder against themself, in transcripts that they coded in both rounds.

    Of a recode round that is what was coded again there. An empty name stands for all that was coded before, whatever
    the round.

    Raises:
        RuleRefused: nobody has, or a recode round is open.
    """
    recode = {each.name: each for each in reads.every(reader, Round) if each.recodes}
    for name in rounds:
        if name in recode and recode[name].is_open:
            raise RuleRefused(f'The recode round "{name}" is open.', f'Close it first: qualcode round close "{name}"')
    missing = _nothing_twice(rounds, [*_rounds(reader), *recode])
    first, second = rounds
    note = Phrase("A coder against themself: round {first} and round {second}.", {"first": first, "second": second})
    if not first:
        note = Phrase("A coder against themself: what they coded before and round {second}.", {"second": second})
    found = []
    for coder in coders_named(reader, selection.coders):
        raters = [_reading(coder, name, is_recode=name in recode) for name in rounds]
        pair = _if_comparable(reader, raters, selection, missing)
        if pair is not None:
            found.append(View(pair, note, coder.name, "Coder"))
    if not found:
        raise missing
    return found


def _reading(coder: Rater, round_: str, *, is_recode: bool) -> Rater:
    """A coder's codings of a round, or all that are no recoding where it has no name."""
    name = f"{coder.name} ({round_})" if round_ else coder.name
    return Rater(name, coder.coder_id, round_, (Layer.RECODE if is_recode else Layer.INDEPENDENT).value)


def _nothing_twice(rounds: tuple[str, str], known: list[str]) -> RuleRefused:
    first, second = rounds
    return RuleRefused(
        f"Nobody has coded the same transcript in the rounds {first} and {second}."
        if first
        else f"Nobody has finished a transcript before and again in the round {second}.",
        f"There are the rounds: {', '.join(known) or 'none'}.",
    )


def _if_comparable(reader: Reader, raters: list[Rater], selection: Selection, missing: RuleRefused) -> Rated | None:
    """The raters' codings; None where no two of them can be compared."""
    try:
        return rated(reader, raters, selection, missing)
    except RuleRefused as refused:
        if refused is missing:
            return None
        raise


def _by_round(reader: Reader, selection: Selection) -> list[View]:
    coders = coders_named(reader, selection.coders)
    missing = RuleRefused(
        "No round holds codings of two coders in one transcript.", "Codings get a round when a round is open."
    )
    found = []
    for name in _rounds(reader):
        raters = [Rater(coder.name, coder.coder_id, name) for coder in coders]
        each = _if_comparable(reader, raters, selection, missing)
        if each is not None:
            found.append(View(each, _independent(each), name, "Round"))
    if not found:
        raise missing
    return found


def _rounds(reader: Reader) -> list[str]:
    """The rounds that independent codings name, in the order in which they were coded last."""
    last: dict[str, str] = {}
    for layer, round_, _, _, when in reads.coded_rounds(reader):
        if layer == Layer.INDEPENDENT.value and round_:
            last[round_] = max(last.get(round_, ""), when or "")
    return sorted(last, key=lambda name: (last[name], name))


def _independent(found: Rated) -> Phrase:
    return Phrase(
        "Coders: {coders}; codings made independently, in transcripts that each of them has finished.",
        {"coders": found.names},
    )


def _questions(reader: Reader, whole: Rated) -> list[str]:
    names = {each.id: each.name for each in reads.every(reader, Question)}
    return [names[key[1]] for key in whole.keys]


def _of_transcript(kind: str) -> Callable[[Reader, Rated], list[str]]:
    def labels(reader: Reader, whole: Rated) -> list[str]:
        known = {each.id: getattr(each, kind) or "-" for each in reads.every(reader, Transcript)}
        return [known[whole.interviews[place].transcript_id] for place in whole.places]

    return labels


def _halves(reader: Reader, whole: Rated) -> list[str]:
    """Early and late halves of the transcripts, by when they were coded last."""
    ids = {rater.coder_id for rater in whole.raters}
    when: dict[str, str] = {}
    for layer, _, coder, revision, last in reads.coded_rounds(reader):
        if layer == Layer.INDEPENDENT.value and coder in ids:
            when[revision] = max(when.get(revision, ""), last or "")
    used = sorted({whole.interviews[place].revision_id for place in whole.places}, key=lambda each: when.get(each, ""))
    if len({when.get(each, "") for each in used}) < 2:  # noqa: PLR2004  # halves
        raise RuleRefused(
            "All transcripts were coded at the same time, so there is no early and late half.",
            "Codings that were brought in carry their time in the column created.",
        )
    early = set(used[: (len(used) + 1) // 2])
    return ["1 early" if whole.interviews[place].revision_id in early else "2 late" for place in whole.places]


_LABELS: Mapping[By, Callable[[Reader, Rated], list[str]]] = {
    By.QUESTION: _questions,
    By.LANGUAGE: _of_transcript("language"),
    By.MODE: _of_transcript("mode"),
    By.TIME: _halves,
}
_HEADINGS: Mapping[By, str] = {
    By.QUESTION: "Question",
    By.LANGUAGE: "Language",
    By.MODE: "Mode",
    By.TIME: "Half",
}
