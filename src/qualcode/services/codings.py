"""Codings in and out as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from qualcode.domain.adjudication import Adjudication
from qualcode.domain.changes import Change, ChangeSet, Op, add
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Finished, Layer, Memo, Recoded
from qualcode.domain.errors import BadInput, QualcodeError
from qualcode.domain.identity import new_id
from qualcode.domain.rounds import Round
from qualcode.domain.study import Coder, new_coder
from qualcode.domain.transcript import Revision, Role, Segment, Speaker, Transcript, quote, speech, touches
from qualcode.formats import codings as format_
from qualcode.services.exclusion import withheld
from qualcode.services.files import read_bytes
from qualcode.services.project import Project, now
from qualcode.services.recode_rounds import coded_again
from qualcode.services.rounds import blinded
from qualcode.store import reads
from qualcode.store.reads import Reader

_SHOWN_FAULTS: Final = 20


class FinishedBy(StrEnum):
    """Which transcripts an import of codings marks finished."""

    CODED = "coded"
    """A coder has finished the transcripts in which they coded."""
    ALL = "all"
    """Every coder of the file has finished every transcript of the file."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ImportedCodings:
    """What an import of codings did."""

    changes: ChangeSet
    codings: int
    known: int
    """Rows whose coding was there already."""
    warnings: tuple[str, ...]
    unknown_rounds: tuple[str, ...]
    """Rounds that the codings name and the project does not have, so that no table can tell them apart."""


@dataclass(slots=True)
class _Place:
    """A transcript as codings look at it."""

    transcript_id: str
    revision: Revision
    speech: list[Segment]
    text: str | None = None


@dataclass(slots=True)
class _Import:
    """What is known while the rows of a file come in."""

    reader: Reader
    filename: str
    codebook: Codebook
    places: dict[str, _Place]
    coders: dict[str, Coder]
    present: set[tuple[str, str, str, int, int, str]]
    """Coder, text, code, place and layer of what is there; a recode round's name for its layer."""
    now: str
    version: int
    rounds: set[str]
    recode: dict[str, Round]
    """Rounds in which coders code again, by name."""
    codes: dict[str, Code] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    new_coders: list[Coder] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    known: int = 0
    worked: dict[tuple[str, str], None] = field(default_factory=dict)
    """Coder and transcript of every row, in order."""
    recoded: dict[tuple[str, str, str], None] = field(default_factory=dict)
    """Coder, transcript and round of every row that was coded again, in order."""


def import_codings(
    project: Project, path: Path, finished: FinishedBy = FinishedBy.CODED, coder_id: str | None = None
) -> ImportedCodings:
    """Take codings in from a file, as one act; codings that are there already are passed over.

    Args:
        project: Where to.
        path: The file; a row without offsets is found by its quote.
        finished: What the file says about transcripts being finished.
        coder_id: Who acts; the codings belong to the coders that the file names.

    Raises:
        BadInput: a row is at fault; the first faults are named by row and nothing is stored.
    """
    rows = format_.read_codings(read_bytes(path), path.name)
    work: list[_Import] = []

    def rule(reader: Reader) -> list[Change]:
        state = _state(reader, path.name)
        work[:] = [state]
        for row in rows:
            try:
                _take(state, row)
            except QualcodeError as error:
                state.faults.append(f"row {row[0]}: {error}")
        if state.faults:
            raise _refusal(state)
        made: list[Change] = [add(coder) for coder in state.new_coders]
        made += [add(coding) for coding in state.codings]
        made += [add(memo) for memo in state.memos]
        return made + _finished(reader, state, finished)

    changes = project.transact(Op.IMPORT_CODINGS, rule, coder_id)
    (state,) = work
    unknown = {each.round for each in state.codings} - state.rounds - {""}
    return ImportedCodings(changes, len(state.codings), state.known, tuple(state.warnings), tuple(sorted(unknown)))


def coding_export(project: Project, coder_id: str | None = None) -> Iterator[tuple[Any, ...]]:
    """The values of each coding, in the order of the columns of `codings.csv`.

    Of transcripts of a blind round that is open, only the coder's own; of those that they code again now, only that.
    What decisions wrote into the consensus layer
    stands in the disagreement list, since it is no consensus without the answers on which coders agree. Transcripts
    excluded from export are left out.
    """
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        paths = {code.id: codebook.path(code) for code in codebook.codes.values()}
        coders = {coder.id: coder.name for coder in reads.every(reader, Coder)}
        bodies = {each.sha256: [(a, b) for *_, body in each.turns for a, b in body] for each in reads.turns(reader)}
        kept_back = {each.name for each in reads.by_ids(reader, Transcript.KIND, withheld(reader)).values()}
        hidden = {each.name for each in reads.by_ids(reader, Transcript.KIND, blinded(reader)).values()}
        revisions = reads.by_ids(
            reader, Revision.KIND, {each.revision_id for each in reads.every(reader, Adjudication)}
        )
        decided = {each.sha256 for each in revisions.values()}
        text, shown = "", ""
        again = coded_again(reader, coder_id) if coder_id else {}
        anew = {each.name: again[each.id].name for each in reads.by_ids(reader, Transcript.KIND, again).values()}
        for row in reads.coding_rows(reader):
            coder, transcript, code, start, end, memo, layer, round_, created, version, unsure, sha = row
            if (
                transcript in kept_back
                or (transcript in hidden and coder != coder_id)
                or (layer == Layer.CONSENSUS and sha in decided)
                or (transcript in anew and (layer, round_) != (Layer.RECODE, anew[transcript]))
            ):
                continue
            flag = "yes" if unsure else ""
            if sha != shown:
                ((shown, text),) = reads.texts(reader, [sha])
            words = quote(text, bodies[sha], start, end)
            yield coders[coder], transcript, paths[code], start, end, words, memo, layer, round_, created, version, flag


def _state(reader: Reader, filename: str) -> _Import:
    recode = {each.name: each for each in reads.every(reader, Round) if each.recodes}
    return _Import(
        reader,
        filename,
        Codebook.of(reads.every(reader, Code)),
        _places(reader),
        {coder.name: coder for coder in reads.every(reader, Coder)},
        {
            (coder, revision, code, start, end, layer)
            for layer in (Layer.INDEPENDENT.value, Layer.CONSENSUS.value)
            for code, revision, coder, start, end in reads.coding_spans(reader, layer)
        }
        | {
            (coder, revision, code, start, end, each.name)
            for each in recode.values()
            for code, revision, coder, start, end in reads.coding_spans(reader, Layer.RECODE.value, round_=each.name)
        },
        now(),
        max(1, reads.head(reader)[2]),
        {each.name for each in reads.every(reader, Round)},
        recode,
    )


def _places(reader: Reader) -> dict[str, _Place]:
    """Every transcript under its name, with and without the file's suffix."""
    transcripts = {each.id: each for each in reads.every(reader, Transcript)}
    speakers: dict[str, list[str]] = {}
    for speaker in reads.every(reader, Speaker):
        if speaker.role == Role.PARTICIPANT:
            speakers.setdefault(speaker.transcript_id, []).append(speaker.label)
    found: dict[str, _Place] = {}
    for revision in reads.latest_revisions(reader):
        transcript = transcripts[revision.transcript_id]
        said = speech(revision.turns, speakers.get(transcript.id, ()))
        place = _Place(transcript.id, revision, said)
        found[transcript.name] = found[transcript.name + transcript.suffix] = place
    return found


def _take(state: _Import, row: tuple[Any, ...]) -> None:
    line, coder_name, transcript, code_name, start, end, words, memo, layer, round_, created, version, unsure = row
    place = state.places.get(transcript)
    if place is None:
        raise BadInput(f'The project has no transcript "{transcript}".', "Import it first, or correct the name.")
    code = state.codes.get(code_name)
    if code is None:
        code = state.codes[code_name] = state.codebook.find(code_name)
    coder = state.coders.get(coder_name) or _new_coder(state, coder_name)
    if start is None:
        start, end = _found(state, place, words)
    if not 0 <= start < end <= place.revision.length:
        raise BadInput(
            f"{start} to {end} does not lie in {transcript}, which has {place.revision.length} characters.",
            "Offsets count code points from 0; the end is exclusive.",
        )
    if layer == Layer.RECODE:
        if round_ not in state.recode:
            raise BadInput(
                f'There is no recode round "{round_}".', f'Open it first: qualcode round open "{round_}" --kind recode'
            )
        state.recoded[coder.id, place.transcript_id, state.recode[round_].id] = None
    else:
        state.worked[coder.id, place.transcript_id] = None
    pass_ = round_ if layer == Layer.RECODE else layer or Layer.INDEPENDENT.value
    key = (coder.id, place.revision.id, code.id, start, end, pass_)
    if key in state.present:
        state.known += 1
        return
    state.present.add(key)
    if not touches(place.speech, start, end):
        state.warnings.append(
            f"row {line}: {start} to {end} of {transcript} holds no participant's speech; it is kept and counts in no "
            "unit"
        )
    coding = Coding(
        new_id(), place.revision.id, coder.id, code.id, start, end, layer or "independent", round_,
        created or state.now, version or state.version, unsure,
    )  # fmt: skip
    state.codings.append(coding)
    if memo:
        state.memos.append(Memo(new_id(), Coding.KIND, coding.id, coder.id, memo))


def _new_coder(state: _Import, name: str) -> Coder:
    coder = new_coder(name)
    state.coders[name] = coder
    state.new_coders.append(coder)
    return coder


def _found(state: _Import, place: _Place, words: str) -> Segment:
    """Where the quoted words stand, if they stand in one place."""
    if not words:
        raise BadInput("There are neither offsets nor a quote.", "Fill start and end, or quote.")
    if place.text is None:
        ((_, place.text),) = reads.texts(state.reader, [place.revision.sha256])
    start = place.text.find(words)
    if start < 0:
        raise BadInput(
            f'The words "{words[:60]}" do not stand in the transcript.', "Copy them exactly, or give offsets."
        )
    if place.text.find(words, start + 1) >= 0:
        raise BadInput(f'The words "{words[:60]}" stand in several places.', "Quote more of them, or give offsets.")
    return start, start + len(words)


def _finished(reader: Reader, state: _Import, finished: FinishedBy) -> list[Change]:
    if finished is FinishedBy.NONE:
        return []
    pairs: Iterable[tuple[str, str]] = state.worked
    if finished is FinishedBy.ALL:
        coders = dict.fromkeys(coder for coder, _ in state.worked)
        transcripts = dict.fromkeys(transcript for _, transcript in state.worked)
        pairs = [(coder, transcript) for coder in coders for transcript in transcripts]
    known = {(row.coder_id, row.transcript_id) for row in reads.every(reader, Finished)}
    marked = {(row.coder_id, row.transcript_id, row.round_id) for row in reads.every(reader, Recoded)}
    made = [
        add(Finished(new_id(), transcript, coder)) for coder, transcript in pairs if (coder, transcript) not in known
    ]
    return made + [
        add(Recoded(new_id(), round_id, transcript, coder))
        for coder, transcript, round_id in state.recoded
        if (coder, transcript, round_id) not in marked
    ]


def _refusal(state: _Import) -> BadInput:
    shown = "\n".join(state.faults[:_SHOWN_FAULTS])
    more = len(state.faults) - _SHOWN_FAULTS
    rest = f"\nand {more} more" if more > 0 else ""
    return BadInput(f"{state.filename} was not taken in:\n{shown}{rest}", "Correct these rows and import it again.")
