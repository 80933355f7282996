"""A codebook under revision: codes merged and split, and what that asks of the codings made before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from qualcode.domain.adjudication import Adjudication, Decision
from qualcode.domain.changes import Change, remove, update, update_to
from qualcode.domain.codebook import Code, Codebook, add_code, folded, retire_code
from qualcode.domain.coding import Coding, Memo, check_own, check_usable
from qualcode.domain.errors import RuleRefused
from qualcode.domain.study import Question


def merge_codes(
    codebook: Codebook, source: Code, target: Code, codings: Iterable[Coding], memos: Iterable[Memo],
    questions: Iterable[Question], decisions: Iterable[Adjudication] = (),
) -> list[Change]:  # fmt: skip
    """The changes that put one code's codings, memos, decisions, children and questions under another, and retire it.

    No segment is lost: where a coder has both codes on the same segment, one coding stays and takes the other's memo.
    A decision holds on, unless the merge makes other coders have the code than those who had it when it was made.

    Args:
        codebook: All codes.
        source: The code that goes.
        target: The code that stays.
        codings: All codings of both codes, of every coder and layer.
        memos: All memos on these codings and on both codes.
        questions: The guide.
        decisions: All decisions on disagreements.

    Raises:
        RuleRefused: the codes are the same, one lies under the other, or the target is retired or a choice set.
    """
    _check_mergeable(codebook, source, target)
    codings = list(codings)
    staying = {_place(each): each for each in codings if each.code_id == target.id}
    heirs = {source.id: target.id}
    recoded: list[Change] = []
    doubled: list[Coding] = []
    for each in codings:
        if each.code_id == source.id and _place(each) in staying:
            heirs[each.id] = staying[_place(each)].id
            doubled.append(each)
        elif each.code_id == source.id:
            recoded.append(update(each, code_id=target.id))
    return [
        *_inherited(memos, heirs), *recoded, *_redecided(decisions, source, target, heirs),
        *(remove(each) for each in doubled),
        *_adopted(codebook, source, target), *_fed(codebook, source, target, questions), retire_code(source),
    ]  # fmt: skip


def split_code(codebook: Codebook, code: Code, parts: Sequence[Code], next_version: int) -> list[Change]:
    """The changes that put new codes under one, whose codings then wait to be looked at again.

    Raises:
        RuleRefused: there are fewer than two parts, or a name is blank or taken.
    """
    if len(parts) < 2:  # noqa: PLR2004  # one part is no split
        raise RuleRefused(f'To split "{code.name}" takes two new codes or more.', "Name each of them.")
    changes: list[Change] = []
    for part in parts:
        change = add_code(codebook, part)
        changes.append(change)
        codebook = Codebook.of([*codebook.codes.values(), *(row for row in (change.after,) if isinstance(row, Code))])
    return [*changes, update(code, revised_in=next_version)]


def confirm_coding(coding: Coding, coder_id: str, codebook_version: int) -> Change:
    """The change that says the coding holds under today's codebook.

    Raises:
        RuleRefused: it is another coder's.
    """
    check_own(coding, coder_id)
    return update(coding, codebook_version=codebook_version)


def recode_coding(
    existing: Iterable[Coding], coding: Coding, code: Code, coder_id: str, codebook_version: int
) -> Change:
    """The change that gives a coding another code.

    Raises:
        RuleRefused: it is another coder's, the code is not in use, or stands on the segment already.
    """
    check_own(coding, coder_id)
    check_usable(code)
    if any(each.code_id == code.id and _place(each) == _place(coding) for each in existing if each.id != coding.id):
        raise RuleRefused(f'"{code.name}" is on this passage already.', "Remove this coding instead.")
    return update(coding, code_id=code.id, codebook_version=codebook_version)


def needs_recode(coding: Coding, code: Code) -> bool:
    """Whether the meaning of the code changed after the coding was made or last confirmed."""
    return coding.codebook_version < code.revised_in


def _place(coding: Coding) -> tuple[str, str, int, int, str, str]:
    return coding.revision_id, coding.coder_id, coding.start, coding.end, coding.layer, coding.round


def _check_mergeable(codebook: Codebook, source: Code, target: Code) -> None:
    check_usable(target)
    if source.id == target.id:
        raise RuleRefused(f'"{source.name}" cannot be merged into itself.', "Choose another code.")
    for below, above in ((target, source), (source, target)):
        if above in codebook.ancestors(below):
            raise RuleRefused(
                f'"{below.name}" lies under "{above.name}", so the two cannot be merged.', "Move it out first."
            )


def _inherited(memos: Iterable[Memo], heirs: dict[str, str]) -> list[Change]:
    """Memos go to what stays; where their coder has one there already, the words are joined."""
    memos = list(memos)
    there = {(each.subject_id, each.coder_id): each for each in memos}
    changes: list[Change] = []
    for each in memos:
        heir = heirs.get(each.subject_id)
        kept = there.get((heir or "", each.coder_id))
        if heir is not None and kept is not None:
            changes += [remove(each), update(kept, text=f"{kept.text}\n\n{each.text}")]
        elif heir is not None:
            changes.append(update(each, subject_id=heir))
    return changes


def _redecided(
    decisions: Iterable[Adjudication], source: Code, target: Code, heirs: Mapping[str, str]
) -> Iterator[Change]:
    """Decisions on the code that goes are decisions on the one that stays; of two on one unit, one is left."""
    decisions = list(decisions)
    there = {(each.revision_id, each.start): each for each in decisions if each.code_id == target.id}
    wished = {each.id: _named_anew(each, heirs) for each in decisions}
    gone: list[Adjudication] = []
    for each in decisions:
        if each.code_id == source.id:
            other = there.get((each.revision_id, each.start))
            kept, lost = _of_two(each, other)
            codings = [coding for one in (kept, lost) if one for coding in wished[one.id].codings]
            wished[kept.id] = replace(wished[kept.id], code_id=target.id, codings=tuple(dict.fromkeys(codings)))
            gone += [lost] if lost else []
    lost_ids = {each.id for each in gone}
    yield from (remove(each) for each in gone)
    changes = (update_to(each, wished[each.id]) for each in decisions if each.id not in lost_ids)
    yield from (change for change in changes if change is not None)


def _named_anew(decision: Adjudication, heirs: Mapping[str, str]) -> Adjudication:
    """The decision, speaking of codings and codes as they are after the merge."""
    codings = tuple(dict.fromkeys(heirs.get(each, each) for each in decision.codings))
    is_code = decision.decision == Decision.CODE
    return replace(
        decision, codings=codings, chosen=heirs.get(decision.chosen, decision.chosen) if is_code else decision.chosen
    )


def _of_two(one: Adjudication, other: Adjudication | None) -> tuple[Adjudication, Adjudication | None]:
    """The decision that stays, and the one that goes: who has either code has the merged one.

    What is still to be discussed stays so; else the decision that found words, else the one made by the same coders
    having the code as have it now.
    """
    if other is None:
        return one, None
    both = one.holders | other.holders
    kept = max((other, one), key=lambda each: (not each.settles, bool(each.codings), each.holders == both))
    return kept, one if kept is other else other


def _adopted(codebook: Codebook, source: Code, target: Code) -> list[Change]:
    """Children of the code that goes stand under the one that stays.

    Raises:
        RuleRefused: a child's name is taken there.
    """
    taken = {folded(each.name): each.name for each in codebook.children.get(target.id, ())}
    children = codebook.children.get(source.id, ())
    for child in children:
        if folded(child.name) in taken:
            raise RuleRefused(f'Both codes have a "{child.name}" under them.', "Merge these two first.")
    return [update(child, parent_id=target.id, position=len(taken) + at) for at, child in enumerate(children, start=1)]


def _fed(codebook: Codebook, source: Code, target: Code, questions: Iterable[Question]) -> list[Change]:
    """Questions that feed the code that goes feed the one that stays."""
    changes: list[Change] = []
    for question in questions:
        fed = [codebook.path(target) if codebook.find(name).id == source.id else name for name in question.codes]
        if tuple(fed) != question.codes:
            changes.append(update(question, codes=tuple(dict.fromkeys(fed))))
    return changes
