"""Deviant cases: words of somebody who did not raise a theme, in the group that raised it most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from qualcode.domain.codebook import Code
from qualcode.domain.phrases import Phrase
from qualcode.domain.study import Status
from qualcode.domain.transcript import overlap
from qualcode.services.results.evidence import Evidence, Passage

Found = tuple[Passage, Phrase]
"""The words, and what sets their case apart."""


def deviant_case(
    known: Evidence,
    code: Code,
    strangeness: Callable[[Passage], tuple[int, str, int]],
    without: Collection[Passage] = (),
) -> Found | None:
    """The deviant case of a code: the one whose words make the best quotation; None where there is none.

    For a value of a choice set: a passage under another value of it, from a participant who did not give this one. For
    other codes: the answer of a participant without the code to the question under which most passages of it stand.
    What is in `without` is passed over.
    """
    silent = _without(known, code)
    cases = _of_other_value(known, code, silent) if _is_value(known, code) else _answers(known, code, silent)
    kept = (case for case in cases if known.is_quotable(case[0]) and case[0] not in without)
    return min(kept, key=lambda case: strangeness(case[0]), default=None)


def _without(known: Evidence, code: Code) -> frozenset[str]:
    """The participants without the code in the group that raised it most."""
    raised = known.present(code)
    groups: dict[str, set[str]] = {}
    for who in known.coded:
        groups.setdefault(known.people[who].group, set()).add(who)
    most = max(groups, key=lambda group: (len(raised & groups[group]) / len(groups[group]), group))
    return frozenset(groups[most] - raised)


def _is_value(known: Evidence, code: Code) -> bool:
    return code.parent_id is not None and known.codebook.codes[code.parent_id].exclusive


def _of_other_value(known: Evidence, code: Code, without: frozenset[str]) -> Iterator[Found]:
    for other in known.codebook.children[code.parent_id]:
        for passage in known.by_code.get(other.id, ()) if other.id != code.id else ():
            if passage.participant_id in without:
                yield passage, Phrase("deviant: {code}", {"code": other.name})


def _answers(known: Evidence, code: Code, without: frozenset[str]) -> Iterator[Found]:
    """The answers of these participants to the question under which the code stands most."""
    asked = Counter(
        section.question_id
        for passage in known.by_code.get(code.id, ())
        for section in known.interviews[passage.revision_id].sections
        if known.questions[section.question_id].unit and section.start <= passage.start < section.end
    )
    if not asked:
        return
    question = known.questions[min(asked, key=lambda each: (-asked[each], known.questions[each].position))]
    for interview, who in known.of_coded():
        if who not in without or interview.answers.get(question.id) != Status.ANSWERED:
            continue
        for section in interview.sections:
            said = overlap(interview.speech_of[who], section.start, section.end)
            if section.question_id == question.id and said:
                passage = Passage(code.id, who, interview.revision_id, said[0][0], said[-1][1])
                yield passage, Phrase("deviant: theme not raised; answer to {question}", {"question": question.name})
