"""Labels that stand before speech: which are labels at all, and who speaks under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from qualcode.domain.transcript import Oddity, Role
from qualcode.formats.characters import skeleton


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LABEL_LIMIT: Final = 63
_SHORT: Final = 3
"""A label of at most so many words need not come back."""

LABEL: Final = re.compile(
    r"[ \t\u00a0\u202f]*"
    r"(?:[\[(]\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])][ \t\u00a0\u202f]*)?"  # a time before the label
    r"([^\W_][^:\n]{0,64}):(?=[\s\"“”«'‘’(\[…]|[^\W\d_]|$)"
)
"""A line that begins with what may be a label; group 1 still has its trailing blanks."""

_NO_LABEL: Final = re.compile(
    r"(?:https?|ftp|mailto|www\..*|notes?|nota|n\.?b\.?|p\.?s\.?|re|e\.g\.?|i\.e\.?|p\.ex\.?|source|q\d+\w*)",
    re.IGNORECASE,
)
_NOT_IN_LABELS: Final = re.compile(r"[?!;,\"“”«»\[\]{}<>=\\/|*@\t]|\.\s(?!\S*\d)")
_TITLED: Final = re.compile(r"(?:(?:dr|mr|mrs|ms|mme|mlle|me|m|prof|st|int|agt|off)\.\s+)+", re.IGNORECASE)
_FIRST_WORDS_OF_SENTENCES: Final = _words(
    "and because but he if it no ok okay or she so that the then there they this we well what when why yes you "
    "alors ben bon ce cela ces c'est c’est dans donc elle elles et il ils je là les mais non nous on ou oui où "
    "parce pour puis quand que qui si tu un une vous"
)
_SMALL_WORDS: Final = _words("a al and d' da de del der des di du e el et la le les of the van von y &")
_ROLE_WORDS: Final = _words(
    "agent agente chercheur chercheuse client cliente détenue enquêteur enquêteuse femme field guard homme "
    "intervenant intervenante interviewee interviewer intervieweur intervieweuse man membre moderator "
    "narrateur offender officer parole participant participante personne répondant répondante researcher "
    "respondent speaker staff unidentified unknown voice voix witness woman parent"
)

_INTERVIEWER: Final = _words(
    "i int intv iv ivr interviewer interviewers intervieweur intervieweuse intervieweurs q question enquêteur "
    "enquêteuse enquêtrice researcher chercheur chercheuse moderator moderateur modérateur modératrice "
    "facilitator animateur animatrice"
)
_OTHER: Final = frozenset(
    ("n", "note", "notes", "field note", "field notes", "note de terrain", "notes de terrain", "observer")
)
_QUESTIONS_ENOUGH: Final = 3


def guess_role(label: str, said: Iterable[str] = ()) -> Role:
    """Who probably speaks under a label: interviewer, other (notes of the interviewer) or participant.

    Args:
        label: As the text writes it.
        said: What was said under it, where known: whoever mostly asks is the interviewer.
    """
    name = re.sub(r"[\s\d.#()_-]+$", "", label.casefold())
    if name in _OTHER:
        return Role.OTHER
    if name in _INTERVIEWER or name.split(" ")[0] in _INTERVIEWER - {"i", "q"}:
        return Role.INTERVIEWER
    turns = [turn.rstrip() for turn in said]
    if len(turns) >= _QUESTIONS_ENOUGH and 2 * sum(turn.endswith("?") for turn in turns) > len(turns):
        return Role.INTERVIEWER
    return Role.PARTICIPANT


def accepted(found: Mapping[str, int]) -> set[str]:
    """Those of the possible labels, given with how often they occur, that are labels."""
    kept = {label for label, count in found.items() if _is_possible(label) and _is_likely(label, count)}
    if len(kept) == 1 and all(found[label] == 1 and not _is_known(label) for label in kept):
        return set()  # one word with a colon, once, in a text without other speakers
    return kept


def look_alikes(labels: Mapping[str, int]) -> Iterator[Oddity]:
    """Warnings about labels that look the same and are not; `labels` gives the line each is first seen in."""
    seen: dict[str, str] = {}
    for label, line in labels.items():
        other = seen.setdefault(skeleton(label), label)
        if other != label:
            yield Oddity(line, f'the speaker "{label}" looks like "{other}" and is counted as another one.')


def _is_possible(label: str) -> bool:
    plain = _TITLED.sub("", label)
    return (
        len(label) <= LABEL_LIMIT
        and any(each.isalpha() for each in label)
        and not _NO_LABEL.fullmatch(label)
        and not _NOT_IN_LABELS.search(plain)
    )


def _is_likely(label: str, count: int) -> bool:
    words = label.split()
    first = words[0].casefold()
    if first in _FIRST_WORDS_OF_SENTENCES and (len(words) > 1 or len(label) > 1):
        return False
    if len(words) > _SHORT:
        return count > 1 and _is_named(words)
    if first in _ROLE_WORDS or _is_named(words):
        return True
    return count > 1 and (len(words) == 1 or label[0].isupper())


def _is_known(label: str) -> bool:
    """Whether the label is that of a role, or initials."""
    if len(label) <= _SHORT or label.split(maxsplit=1)[0].casefold() in _ROLE_WORDS:
        return True
    return guess_role(label) is not Role.PARTICIPANT


def _is_named(words: list[str]) -> bool:
    """Whether the words are written as a name is: capitals, numbers, and small words between."""
    return words[0][0].upper() == words[0][0] and all(
        word[0].upper() == word[0] or word.casefold() in _SMALL_WORDS for word in words[1:]
    )
