"""The design of a study: who was interviewed, what was asked, who codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final

from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id


class Status(StrEnum):
    """What became of a question in an interview."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    DONT_KNOW = "dont_know"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    CUT_SHORT = "cut_short"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


STATUS_WORDS: Final = {
    Status.ANSWERED.value: "answered",
    Status.NO_ANSWER.value: "no answer",
    Status.REFUSED.value: "refused to answer",
    Status.DONT_KNOW.value: "does not know",
    Status.NOT_ASKED.value: "not asked",
    Status.NOT_APPLICABLE.value: "not applicable",
    Status.CUT_SHORT.value: "cut short",
    Status.UNREADABLE.value: "unreadable",
    Status.WITHDRAWN.value: "withdrawn",
}
"""What each is called, by its value."""


@dataclass(frozen=True, slots=True)
class Study:
    """The one row that says what this project is."""

    KIND: ClassVar[str] = "study"
    id: str
    name: str
    synthetic: bool = False
    """Printed under every table; no act clears it."""
    created: str = ""
    codes_interviewer: bool = False
    """Whether the interviewer's speech may be coded. It enters no unit and no count all the same."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    KIND: ClassVar[str] = "coder"
    id: str
    name: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Participant:
    """A person interviewed."""

    KIND: ClassVar[str] = "participant"
    id: str
    name: str
    """The pseudonymous id of the participants' file."""
    group: str = ""
    site: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    transcripts: tuple[str, ...] = ()
    """Names of transcripts that the participants' file gives them, before or after these come in."""
    is_excluded: bool = False
    """Counted, and their words are never exported."""
    is_withdrawn: bool = False
    """In no number, no table, no export; of what they said nothing is left."""
    version: int = 1

    def attribute(self, name: str) -> str:
        """The value of `group`, `site` or any further attribute; empty where it is not known."""
        return {"group": self.group, "site": self.site}.get(name) or self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A number that belongs to a participant: an item, a score, a count."""

    KIND: ClassVar[str] = "measure_value"
    id: str
    participant_id: str
    name: str
    value: float
    version: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview guide."""

    KIND: ClassVar[str] = "question"
    id: str
    name: str
    """Its id in the guide and in markers: `Q3`."""
    position: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    """The wording by form: `text`, `text_fr`, `text_staff` ... as the guide names them."""
    groups: tuple[str, ...] = ()
    """Groups that are asked it; empty means all."""
    values: tuple[str, ...] = ()
    """Closed values; empty where the question is open."""
    codes: tuple[str, ...] = ()
    """Names of the codes it feeds."""
    unit: bool = True
    """False for a warm-up, whose answers are not counted."""
    guide_version: str = ""
    version: int = 1

    def wording(self, language: str = "en", group: str = "") -> str:
        """The text for that language and group, else the nearest that the guide has."""
        suffix = "" if language == "en" else f"_{language}"
        for key in (f"text_{group}{suffix}", f"text{suffix}", f"text_{group}", "text"):
            if self.texts.get(key):
                return self.texts[key]
        return ""


def new_coder(name: str) -> Coder:
    """A coder of that name.

    Raises:
        RuleRefused: the name is blank.
    """
    if not name.strip():
        raise RuleRefused("A coder needs a name.", "Say who is coding with --coder NAME.")
    return Coder(new_id(), name.strip())
