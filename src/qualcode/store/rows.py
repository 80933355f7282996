"""Domain values to rows and back, by the names of their fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_origin, get_type_hints

from sqlalchemy import Table as SqlTable

from qualcode.domain.adjudication import Adjudication
from qualcode.domain.changes import Row
from qualcode.domain.codebook import Code, CodebookVersion
from qualcode.domain.coding import Coding, Finished, Memo, Recoded
from qualcode.domain.measures import Outcome, Scale
from qualcode.domain.rounds import Assignment, Round
from qualcode.domain.study import Coder, MeasureValue, Participant, Question, Study
from qualcode.domain.transcript import Answer, Revision, Section, Speaker, Transcript, Turn
from qualcode.store.schema import Base

R = TypeVar("R", bound=Row)

KINDS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        kind.KIND: kind
        for kind in (
            Study, Coder, Participant, MeasureValue, Question, Transcript, Revision, Speaker, Section, Answer,
            Code, CodebookVersion, Coding, Memo, Finished, Round, Assignment, Recoded, Adjudication, Scale,
            Outcome,
        )
    }
)  # fmt: skip
"""Every kind of row that acts change, referred-to kinds before those that refer to them."""

Encoded = tuple[Any, ...]

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=list).encode
_load = json.JSONDecoder().decode


def table(kind: str) -> SqlTable:
    """The table of a kind."""
    return Base.metadata.tables[kind]


@cache
def names(kind: str) -> tuple[str, ...]:
    """The columns of a kind, in the order of the values of an encoded row."""
    return tuple(field.name for field in fields(KINDS[kind]))


@cache
def encoder(kind: str) -> Callable[[Row], Encoded]:
    """A function from a value of this kind to a row of what the database stores."""
    get = attrgetter(*names(kind))
    special = {place: encode for place, (encode, _) in _special(kind).items()}
    if not special:
        return get

    def encode(row: Row) -> Encoded:
        values = list(get(row))
        for place, convert in special.items():
            values[place] = convert(values[place])
        return tuple(values)

    return encode


@cache
def decoder(kind: str) -> Callable[[Sequence[Any]], Any]:
    """A function from a stored row to a value of this kind."""
    make = KINDS[kind]
    special = {place: decode for place, (_, decode) in _special(kind).items()} | dict.fromkeys(_shared(kind), intern)
    if not special:
        return lambda row: make(*row)

    def decode(row: Sequence[Any]) -> Any:
        values = list(row)
        for place, convert in special.items():
            values[place] = convert(values[place])
        return make(*values)

    return decode


def payload(encoded: Encoded) -> str:
    """The row's values as the log keeps them: all but id and version, as JSON."""
    return _dump(encoded[1:-1])


def from_payload(kind: str, columns: Iterable[str], row_id: str, version: int, text: str) -> Any:
    """The value that a payload of the log describes.

    Columns that were added to the table after the event was written take their defaults.
    """
    values = dict(zip(columns, _load(text), strict=True))
    places = {names(kind)[place]: decode for place, (_, decode) in _special(kind).items()}
    decoded = {name: places[name](value) if name in places else value for name, value in values.items()}
    return KINDS[kind](id=row_id, version=version, **decoded)


@cache
def defaults(kind: str) -> Mapping[str, Any]:
    """What is stored in columns that were added to the table after a row's event was written."""
    places = {names(kind)[place]: encode for place, (encode, _) in _special(kind).items()}
    found: dict[str, Any] = {}
    for field in fields(KINDS[kind]):
        value = field.default_factory() if field.default_factory is not MISSING else field.default
        if value is not MISSING:
            found[field.name] = places[field.name](value) if field.name in places else value
    return found


@cache
def _shared(kind: str) -> tuple[int, ...]:
    """Places of what thousands of codings have in common: kept once, not once for each."""
    return tuple(map(names(kind).index, _COMMON)) if kind == Coding.KIND else ()


_COMMON: Final = ("revision_id", "coder_id", "code_id", "layer", "round")


@cache
def _special(kind: str) -> Mapping[int, tuple[Callable[[Any], Any], Callable[[Any], Any]]]:
    """Conversions by place for the fields that are no plain text or number."""
    hints = get_type_hints(KINDS[kind])
    found: dict[int, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {}
    for place, name in enumerate(names(kind)):
        if hints[name] is bool:
            found[place] = (int, bool)
        elif (kind, name) == (Revision.KIND, "turns"):
            found[place] = (_encode_turns, _decode_turns)
        elif get_origin(hints[name]) is tuple:
            found[place] = (_dump, _decode_tuple)
        elif get_origin(hints[name]) is not None and issubclass(get_origin(hints[name]), Mapping):
            found[place] = (_encode_mapping, _load)
    return found


def _encode_mapping(values: Mapping[str, str]) -> str:
    return _dump(dict(values))


def _decode_tuple(text: str) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in _load(text))


def _encode_turns(turns: Iterable[Turn]) -> str:
    return _dump([(turn.label, turn.start, turn.end, turn.body) for turn in turns])


def _decode_turns(text: str) -> tuple[Turn, ...]:
    return tuple(Turn(label, start, end, tuple(map(tuple, body))) for label, start, end, body in _load(text))
