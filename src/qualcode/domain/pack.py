"""Packs: what a coder did elsewhere, brought together with what happened here meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from qualcode.domain.changes import Change, Row, is_same, remove, renewed


class Take(StrEnum):
    """Whose state of a row stays where both changed it."""

    PROJECT = "project"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Clash:
    """A row that both the pack and the project changed, each in its own way."""

    kind: str
    id: str
    ours: Row | None
    theirs: Row | None

    def differences(self) -> list[tuple[str, object, object]]:
        """Field, the project's value and the pack's, where the two differ; the whole row where it is gone in one."""
        if self.ours is None or self.theirs is None:
            return [(self.kind, self.ours and "is there", self.theirs and "is there")]
        names = (each.name for each in fields(self.ours) if each.name not in {"id", "version"})  # type: ignore[arg-type]  # rows are dataclasses
        pairs = ((name, getattr(self.ours, name), getattr(self.theirs, name)) for name in names)
        return [each for each in pairs if each[1] != each[2]]


@dataclass(slots=True)
class Merge:
    """What a pack's changes mean for the project."""

    applied: list[Change] = field(default_factory=list)
    """Changes that bring the tables along."""
    said: list[Change] = field(default_factory=list)
    """Changes that only the log needs, so that after the pack's own events it replays to the tables."""
    clashes: list[Clash] = field(default_factory=list)
    """Rows that somebody must decide on."""


def net_changes(changes: Iterable[Change]) -> list[Change]:
    """One change a row: from before the first to after the last, in order of first appearance."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = change.kind, change.id
        before = found[key].before if key in found else change.before
        found[key] = Change(change.kind, change.id, before, change.after)
    return [each for each in found.values() if not is_same(each.before, each.after)]


def merged(
    changes: Iterable[Change], now: Mapping[str, Row], twins: Mapping[str, Row], take: Take | None = None
) -> Merge:
    """What the net changes of a pack mean for the project.

    Args:
        changes: As `net_changes` gives them.
        now: The project's rows by id.
        twins: Rows of the project by the id of the pack's row that says the same of the same thing, under another id:
            the same transcript finished by the same coder, a memo of the same coder on the same subject.
        take: Whose state stays where both changed a row; undecided where None.
    """
    merge = Merge()
    for change in changes:
        ours, twin = now.get(change.id), twins.get(change.id)
        if twin is not None and change.after is not None and ours is None:
            _settle_twin(merge, change, twin, take)
        elif is_same(ours, change.before):
            merge.applied.append(renewed(change, ours))
        elif not is_same(ours, change.after):
            _settle(merge, change, ours, take)
    return merge


def _settle(merge: Merge, change: Change, ours: Row | None, take: Take | None) -> None:
    if take is Take.PACK:
        merge.applied.append(renewed(change, ours))
    elif take is Take.PROJECT:
        merge.said.append(Change(change.kind, change.id, change.after, ours))
    else:
        merge.clashes.append(Clash(change.kind, change.id, ours, change.after))


def _settle_twin(merge: Merge, change: Change, twin: Row, take: Take | None) -> None:
    theirs = change.after
    assert theirs is not None  # noqa: S101  # narrows the type for mypy
    clash = Clash(change.kind, change.id, twin, theirs)
    if take is Take.PACK and clash.differences():
        merge.applied += [remove(twin), change]
        merge.said.append(remove(twin))
    elif take is Take.PROJECT or not clash.differences():
        merge.said.append(remove(theirs))
    else:
        merge.clashes.append(clash)
