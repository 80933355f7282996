"""What a change of the codebook does to codings: which change, which wait to be recoded, which stay; for a preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from qualcode.domain.adjudication import Adjudication
from qualcode.domain.changes import ChangeSet
from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.coding import Coding, Layer
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Coder
from qualcode.services.project import Project
from qualcode.store import reads
from qualcode.store.reads import Reader


@dataclass(frozen=True, slots=True)
class Effects:
    """Codings counted by coder's name, each in one of three places."""

    changing: Mapping[str, int]
    """They get another code, or stand twice and become one."""
    waiting: Mapping[str, int]
    """They come into their coder's recode queue."""
    staying: Mapping[str, int]
    """They are of the codes concerned, or of codes below them, and stay as they are."""
    consensus: int
    """Passages of the consensus that get another code."""
    decisions: int
    """Decisions that speak of another code from then on, or give way to another one."""

    def sentences(self) -> Iterator[Phrase]:
        """The same in words."""
        for template, counted in (
            ("Codings that change: {what}.", self.changing),
            ("Codings that come into the recode queue of their coders: {what}.", self.waiting),
            ("Codings that stay as they are: {what}.", self.staying),
        ):
            if counted:
                yield Phrase(template, {"what": counted_by_name(counted)})
        if self.consensus or self.decisions:
            words = "Passages of the consensus that change: {passages}; decisions: {decisions}."
            yield Phrase(words, {"passages": self.consensus, "decisions": self.decisions})
        if not (self.changing or self.waiting or self.staying):
            yield Phrase("There is no coding with it.")


def counted_by_name(counts: Mapping[str, int]) -> str:
    """As `Ana 12, Ben 3`."""
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def rehearsed(project: Project, verb: Callable[[], ChangeSet]) -> Effects:
    """What the verb would do; nothing is stored.

    Raises:
        RuleRefused: the verb would be refused.
    """
    before = project.is_rehearsal
    project.is_rehearsal = True
    try:
        changes = verb()
    finally:
        project.is_rehearsal = before
    return effects_of(project, changes)


def effects_of(project: Project, changes: ChangeSet) -> Effects:
    """What changes of the codebook do or did to codings."""
    codings = {change.id: row for change in changes if isinstance(row := change.before or change.after, Coding)}
    codes = [(change.before, change.after) for change in changes if change.kind == Code.KIND]
    known = {before.id: after for before, after in codes if isinstance(before, Code) and isinstance(after, Code)}
    revised = {
        before.id: (before.revised_in, after.revised_in)
        for before, after in codes
        if isinstance(before, Code) and isinstance(after, Code) and before.revised_in < after.revised_in
    }
    with project.read() as reader:
        names = {each.id: each.name for each in reads.every(reader, Coder)}
        others = [each for each in _of_codes(reader, known) if each.id not in codings]
    waiting = [each for each in others if each.code_id in revised and _newly(each, revised[each.code_id])]
    there = {each.id for each in waiting}
    return Effects(
        _counted(codings.values(), names),
        _counted(waiting, names),
        _counted((each for each in others if each.id not in there), names),
        sum(row.layer == Layer.CONSENSUS for row in codings.values()),
        sum(change.kind == Adjudication.KIND for change in changes),
    )


def _of_codes(reader: Reader, codes: Iterable[str]) -> Iterator[Coding]:
    """All codings of these codes and of those below them."""
    book = Codebook.of(reads.every(reader, Code))
    wanted = set(codes)
    for code in book.codes.values():
        if wanted & {code.id, *(above.id for above in book.ancestors(code))}:
            yield from reads.every(reader, Coding, code_id=code.id)


def _newly(coding: Coding, versions: tuple[int, int]) -> bool:
    """Whether it waits from now on, and did not before."""
    return versions[0] <= coding.codebook_version < versions[1] and coding.layer == Layer.INDEPENDENT


def _counted(codings: Iterable[Coding], names: Mapping[str, str]) -> dict[str, int]:
    return dict(Counter(names[each.coder_id] for each in codings if each.layer == Layer.INDEPENDENT))
