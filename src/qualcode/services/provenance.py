"""What every table says of itself: which project, which state of it, synthetic or not."""

from __future__ import annotations

from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Study
from qualcode.domain.table import Value
from qualcode.store import reads
from qualcode.store.reads import Reader
from qualcode.version import VERSION


def provenance(reader: Reader, **what: Value) -> dict[str, Value]:
    """The project's name, event number, codebook version and synthetic flag, and what the caller adds."""
    seq, _, codebook_version = reads.head(reader)
    study = reads.every(reader, Study)[0]
    return {
        "project": study.name,
        "event": seq,
        "codebook_version": codebook_version,
        "synthetic": int(study.synthetic),
        "program": f"qualcode {VERSION}",
        **what,
    }


def closing_notes(made: dict[str, Value]) -> tuple[Phrase | str, ...]:
    """The notes that stand under every table."""
    state = Phrase(
        "Codebook v{version}; event {event} of the project's log.",
        {"version": made["codebook_version"], "event": made["event"]},
    )
    if made["synthetic"]:
        return (Phrase("SYNTHETIC DATA: invented for demonstration; no real person, institution or finding."), state)
    return (state,)
