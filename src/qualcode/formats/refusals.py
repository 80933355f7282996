"""One readable refusal for all the faults of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NoReturn

from qualcode.domain.errors import BadInput
from qualcode.formats.characters import visible

SHOWN: Final = 20
REMEDY: Final = "Correct this and import the file again; nothing of it was stored."


def refuse(filename: str, fault: str, remedy: str = REMEDY) -> NoReturn:
    """Refuse a file for one reason.

    Raises:
        BadInput: always.
    """
    raise BadInput(visible(f"{filename}: {fault}"), remedy)


def refuse_all(filename: str, faults: Sequence[tuple[int, str]], unit: str = "line", remedy: str = REMEDY) -> None:
    """Refuse a file for its faults, in the order of its lines; do nothing where it has none.

    Raises:
        BadInput: there is a fault.
    """
    if not faults:
        return
    lines = [f"{unit} {line}: {fault}" for line, fault in sorted(faults, key=lambda fault: fault[0])]
    if len(lines) == 1:
        refuse(filename, f"{lines[0]}.", remedy)
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    shown = "\n".join(visible(line) for line in [*lines[:SHOWN], *more])
    raise BadInput(f"{visible(filename)} was not taken in:\n{shown}.", remedy)


def listed(values: Iterable[object], limit: int = 5) -> str:
    """The first values with commas, and how many more there are."""
    every = [str(value) for value in values]
    more = f" and {len(every) - limit} more" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more
