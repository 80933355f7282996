"""From the lines of a codebook file to a tree: parents found, every fault named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qualcode.domain.codebook import DEPTH_LIMIT, PATH_SEPARATOR, Origin, folded
from qualcode.formats.characters import skeleton
from qualcode.formats.refusals import refuse_all

_COLOUR: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_YES: Final = {"yes", "y", "true", "1", "x", "oui", "vrai"}
_NO: Final = {"", "no", "n", "false", "0", "non", "faux"}
_ORIGINS: Final = {
    "": "",
    **dict.fromkeys(("a priori", "a-priori", "apriori", "deductive", "déductif"), Origin.A_PRIORI.value),
    **dict.fromkeys(("emergent", "émergent", "inductive", "inductif"), Origin.EMERGENT.value),
}


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A code as a file has it."""

    line: int
    name: str
    parent: tuple[str, ...] = ()
    """The names from the top to the parent; empty for a code at the top."""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str = ""
    """`#rrggbb` or empty."""
    hotkey: str = ""
    exclusive: bool = False
    label_fr: str = ""
    definition_fr: str = ""
    is_retired: bool = False
    origin: str | None = None
    """An `Origin` or empty; None where the file does not speak of it."""
    guid: str = ""
    """The id a .qdc gives the code, in lower case without braces; empty where there is none."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns that a codebook has no place for, where they are filled."""

    @property
    def path(self) -> tuple[str, ...]:
        """The names from the top to the code itself."""
        return (*self.parent, self.name)


@dataclass(slots=True)
class Draft:
    """A line of a codebook file before its parent is found."""

    line: int
    cells: Mapping[str, str]
    """By the names of `CodebookEntry` and `parent`, `theme`, `guid`, `retired`."""
    parent: Draft | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    @property
    def name(self) -> str:
        """The name without outer blanks."""
        return self.cells.get("code", "").strip()


Faults = list[tuple[int, str]]


def resolve(drafts: Sequence[Draft], filename: str, unit: str = "line") -> list[CodebookEntry]:
    """The codes in the order of the tree, parents before children.

    Args:
        drafts: Lines in the order of the file; those of nested formats know their parent already.
        filename: Named in refusals.
        unit: What a place in the file is called: line, row or code.

    Raises:
        BadInput: a name, parent, colour, hotkey or the tree is at fault; all faults are named.
    """
    faults: Faults = []
    every = [*drafts]
    _check_names(every, faults)
    _find_parents(every, faults)
    _check_tree(every, faults)
    _check_cells(every, faults)
    refuse_all(filename, faults, unit)
    return [_entry(draft) for draft in _in_order(every)]


def _check_names(drafts: Iterable[Draft], faults: Faults) -> None:
    for draft in drafts:
        if not draft.name:
            faults.append((draft.line, "the code has no name"))
        elif ">" in draft.name:
            faults.append((draft.line, f'"{draft.name}" holds a ">", which separates the parts of a path'))
        if draft.cells.get("parent", "").strip() and draft.cells.get("theme", "").strip():
            faults.append((draft.line, f'"{draft.name}" has both a parent and a theme; leave one of them empty'))


def _find_parents(drafts: list[Draft], faults: Faults) -> None:
    """Give each draft its parent; themes that no line defines are added at the top."""
    named: dict[str, list[Draft]] = {}
    for draft in drafts:
        named.setdefault(folded(draft.name), []).append(draft)
    _find_themes(drafts, named)
    waiting = [draft for draft in drafts if draft.cells.get("parent", "").strip()]
    for draft in [each for each in waiting if ">" not in each.cells["parent"]]:
        candidates = named.get(folded(draft.cells["parent"]), [])
        if len(candidates) == 1:
            draft.parent = candidates[0]
        else:
            faults.append((draft.line, _unfound(draft, candidates)))
    paths = [draft for draft in waiting if ">" in draft.cells["parent"]]
    for _ in range(DEPTH_LIMIT):
        paths = [draft for draft in paths if not _find_by_path(draft, named, paths)]
    faults += [(draft.line, _unfound(draft, ())) for draft in paths]


def _find_themes(drafts: list[Draft], named: dict[str, list[Draft]]) -> None:
    made: list[Draft] = []
    for draft in drafts:
        theme = draft.cells.get("theme", "").strip()
        if not theme or draft.cells.get("parent", "").strip():
            continue
        candidates = named.get(folded(theme), [])
        at_top = [
            each for each in candidates if not any(each.cells.get(key, "").strip() for key in ("parent", "theme"))
        ]
        if not at_top:
            at_top = [Draft(draft.line, {"code": theme})]
            made += at_top
            named.setdefault(folded(theme), []).extend(at_top)
        draft.parent = at_top[0]
    if made:
        first = [next(place for place, each in enumerate(drafts) if each.parent is new) for new in made]
        for place, new in sorted(zip(first, made, strict=True), key=lambda pair: -pair[0]):
            drafts.insert(place, new)


def _find_by_path(draft: Draft, named: Mapping[str, list[Draft]], waiting: Sequence[Draft]) -> bool:
    """Whether the parent was found by its path among the codes whose own place is known."""
    wished = folded(draft.cells["parent"])
    for candidate in named.get(wished.rpartition(PATH_SEPARATOR)[2], []):
        if not any(candidate is each for each in waiting) and folded(PATH_SEPARATOR.join(_path(candidate))) == wished:
            draft.parent = candidate
            return True
    return False


def _unfound(draft: Draft, candidates: Sequence[Draft]) -> str:
    parent = draft.cells["parent"].strip()
    if candidates:
        lines = ", ".join(str(each.line) for each in candidates)
        return f'the parent "{parent}" is the name of several codes ({lines}); write its path, as in Theme > Code'
    return f'the parent "{parent}" is not in the file; add a line for it, or name the column "theme"'


def _path(draft: Draft) -> tuple[str, ...]:
    names: list[str] = []
    each: Draft | None = draft
    while each is not None and len(names) <= DEPTH_LIMIT + 1:
        names.append(each.name)
        each = each.parent
    return tuple(reversed(names))


def _check_tree(drafts: Sequence[Draft], faults: Faults) -> None:
    _check_depth(drafts, faults)
    seen: dict[tuple[int, str], Draft] = {}
    for draft in drafts:
        if not draft.name:
            continue
        other = seen.setdefault((id(draft.parent), skeleton(draft.name)), draft)
        if other is not draft:
            same = folded(other.name) == folded(draft.name)
            how = "is a code in that place already" if same else f'looks like "{other.name}" in the same place'
            faults.append((draft.line, f'"{draft.name}" {how} (see {other.line})'))


def _check_depth(drafts: Sequence[Draft], faults: Faults) -> None:
    """Name circles and codes that lie too deep, and tell every draft its depth."""
    depths: dict[int, int] = {}
    for draft in drafts:
        chain: list[Draft] = []
        each: Draft | None = draft
        on_chain: set[int] = set()
        while each is not None and id(each) not in depths and id(each) not in on_chain:
            chain.append(each)
            on_chain.add(id(each))
            each = each.parent
        if each is not None and id(each) in on_chain:
            circle = chain[next(place for place, link in enumerate(chain) if link is each) :]
            names = " > ".join(link.name for link in reversed([*circle, each][:5]))
            faults.append((each.line, f'"{each.name}" stands under itself ({names})'))
            depths |= dict.fromkeys(map(id, chain), 0)
            continue
        depth = -1 if each is None else depths[id(each)]
        for link in reversed(chain):
            depth += 1
            depths[id(link)] = link.depth = depth
            if depth == DEPTH_LIMIT:
                faults.append((link.line, f'"{link.name}" lies more than {DEPTH_LIMIT} levels deep'))


def _check_cells(drafts: Iterable[Draft], faults: Faults) -> None:
    hotkeys: dict[str, Draft] = {}
    for draft in drafts:
        colour, hotkey = draft.cells.get("colour", "").strip(), draft.cells.get("hotkey", "").strip()
        if colour and not _COLOUR.fullmatch(colour):
            faults.append((draft.line, f'"{colour}" is no colour; write it as #1f77b4'))
        if hotkey and not (len(hotkey) == 1 and hotkey in "0123456789"):
            faults.append((draft.line, f'the hotkey "{hotkey}" is no digit'))
        elif hotkey and hotkeys.setdefault(hotkey, draft) is not draft:
            faults.append((draft.line, f'the hotkey {hotkey} is that of "{hotkeys[hotkey].name}" already'))
        for key in ("exclusive", "retired"):
            answer = draft.cells.get(key, "").strip()
            if answer.casefold() not in _YES | _NO:
                faults.append((draft.line, f'"{answer}" under {key} is neither yes nor no'))
        if (origin := draft.cells.get("origin", "")).strip().casefold() not in _ORIGINS:
            faults.append((draft.line, f'"{origin}" under origin is neither "a priori" nor "emergent"'))


def _in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts as the tree is read: siblings in the order of the file."""
    children: dict[int, list[Draft]] = {}
    for draft in drafts:
        children.setdefault(id(draft.parent), []).append(draft)
    ordered: list[Draft] = []
    stack = children.get(id(None), [])[::-1]
    while stack:
        draft = stack.pop()
        ordered.append(draft)
        stack.extend(reversed(children.get(id(draft), [])))
    return ordered


def _entry(draft: Draft) -> CodebookEntry:
    cells = draft.cells
    colour = cells.get("colour", "").strip().lower()
    if len(colour) == len("#rgb"):
        colour = "#" + "".join(each * 2 for each in colour[1:])
    return CodebookEntry(
        draft.line,
        draft.name,
        _path(draft.parent) if draft.parent else (),
        cells.get("definition", ""),
        cells.get("include", ""),
        cells.get("exclude", ""),
        cells.get("example", ""),
        colour,
        cells.get("hotkey", "").strip(),
        cells.get("exclusive", "").strip().casefold() in _YES,
        cells.get("label_fr", "").strip(),
        cells.get("definition_fr", ""),
        cells.get("retired", "").strip().casefold() in _YES,
        _ORIGINS[cells["origin"].strip().casefold()] if "origin" in cells else None,
        cells.get("guid", ""),
        draft.extra,
    )
