"""What a claim stands on: a row of the theme table, a correlation, or the agreement of coders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qualcode.domain.codebook import Code, Codebook
from qualcode.formats.claims import Rule, read_claims
from qualcode.services.files import read_bytes
from qualcode.services.project import Project
from qualcode.store import reads

_BY_PLACE: Final = {Rule.CONSISTENT, Rule.AT_EACH_SITE}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to look: `code` names a row of the theme table, `measures` two variables; neither means agreement."""

    by: str = "group"
    base: str = "interviewed"
    layer: str = ""
    code: str = ""
    """The label of the first code that the claim names."""
    value: str = ""
    """Of the attribute in that row; with `measures` the group, empty for all."""
    measures: tuple[str, ...] = ()


def claim_ground(project: Project, path: Path, number: int, *, language: str = "en") -> Ground:
    """What the claim at this place of the file stands on.

    Raises:
        BadInput: the file has faults.
        RuleRefused: the claim names what the project has not.
    """
    claim = read_claims(read_bytes(path), path.name)[number]
    if claim.rule is Rule.RELIABLE:
        return Ground()
    group = claim.groups[0] if claim.groups else ""
    if claim.rule is Rule.CORRELATION:
        return Ground(value=group, measures=(claim.x, claim.y))
    with project.read() as reader:
        code = Codebook.of(reads.every(reader, Code)).find(claim.codes[0])
    by, value = (claim.by, "") if claim.rule in _BY_PLACE else ("group", group)
    return Ground(by, claim.base, claim.layer or "", code.label(language), value)
