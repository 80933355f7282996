"""Codebooks: .csv, .xlsx, .yaml and .qdc in, .csv and .qdc out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final, NoReturn

from qualcode.domain.codebook import Code, Codebook, folded
from qualcode.formats.codebook_tree import CodebookEntry, Draft, resolve
from qualcode.formats.encodings import decode
from qualcode.formats.refusals import refuse
from qualcode.formats.rows import column_name, read_rows, restored, write_rows

__all__ = ["CodebookEntry", "read_codebook", "write_codebook"]

_COLUMNS: Final = (
    "code", "parent", "definition", "include", "exclude", "example", "colour", "hotkey", "exclusive", "label_fr",
    "definition_fr",
)  # fmt: skip
_OTHER_NAMES: Final = {
    "name": "code", "nom": "code", "thème": "theme", "description": "definition", "définition": "definition",
    "inclusion": "include", "exclusion": "exclude", "examples": "example", "exemple": "example", "color": "colour",
    "couleur": "colour", "key": "hotkey", "origine": "origin", "name_fr": "label_fr", "description_fr": "definition_fr",
}  # fmt: skip
_RARE: Final = ("retired", "origin")
"""Columns that are written where any code fills them."""
_KNOWN: Final = {*_COLUMNS, "theme", *_RARE}


def read_codebook(data: bytes, filename: str) -> list[CodebookEntry]:
    """The codes of a file in the order of the tree, parents before children.

    Raises:
        BadInput: the file cannot be read, or names, parents, colours or hotkeys are at fault; all faults are named.
    """
    suffix = PurePath(filename).suffix.lower()
    if suffix in {".csv", ".tsv", ".txt", ".xlsx"}:
        drafts, unit = _from_rows(data, filename), "row" if suffix == ".xlsx" else "line"
    elif suffix in {".yaml", ".yml"}:
        drafts, unit = _from_yaml(data, filename), "line"
    elif suffix == ".qdc":
        from qualcode.formats.qdc import read_qdc  # noqa: PLC0415  # only where a file needs it

        drafts, unit = read_qdc(data, filename), "code"
    else:
        _refuse_suffix(filename, suffix, "read from", ".csv, .xlsx, .yaml or .qdc")
    if not drafts:
        refuse(filename, "there are no codes.", "Write a line for each code.")
    return resolve(drafts, filename, unit)


def write_codebook(codebook: Codebook, filename: str) -> bytes:
    """The codebook as a file of the kind that its name ends with.

    Raises:
        BadInput: codebooks are not written in that form, or there is no code.
    """
    suffix = PurePath(filename).suffix.lower()
    if not codebook.codes:
        refuse(filename, "the codebook has no codes yet.", "Add a code first.")
    if suffix not in {".csv", ".qdc"}:
        _refuse_suffix(filename, suffix, "written as", ".csv or .qdc")
    if suffix == ".csv":
        return _to_csv(codebook)
    from qualcode.formats.qdc import write_qdc  # noqa: PLC0415  # only where a file needs it

    return write_qdc(codebook)


def _refuse_suffix(filename: str, suffix: str, act: str, known: str) -> NoReturn:
    refuse(filename, f"codebooks are not {act} {suffix or 'a file without a suffix'}.", f"Choose {known}.")


def _from_rows(data: bytes, filename: str) -> list[Draft]:
    rows = read_rows(data, filename)
    header = _columns(rows.header)
    if "code" not in header:
        refuse(filename, f'no column is called "code" or "name"; there are: {", ".join(rows.header)}.', "Rename one.")
    drafts = []
    for line, row in zip(rows.lines, rows.rows, strict=True):
        cells = {name: restored(cell) for name, cell in zip(header, row, strict=True) if name}
        drafts.append(_draft(line, cells))
    return drafts


def _columns(header: tuple[str, ...]) -> list[str]:
    """The columns by our names; another word for a column counts only where ours is not there."""
    return [
        _OTHER_NAMES[name] if name in _OTHER_NAMES and _OTHER_NAMES[name] not in header else name for name in header
    ]


def _draft(line: int, cells: Mapping[str, str], parent: Draft | None = None) -> Draft:
    known = {name: cell for name, cell in cells.items() if name in _KNOWN}
    extra = {name: cell for name, cell in cells.items() if name not in _KNOWN and cell.strip()}
    return Draft(line, known, parent, extra)


def _from_yaml(data: bytes, filename: str) -> list[Draft]:
    from qualcode.formats.yaml_text import load_yaml  # noqa: PLC0415  # only where a file needs it

    content = load_yaml(decode(data, filename).text, filename)
    if isinstance(content, dict):
        content = content.get("codes", content.get("codebook", ""))
    if not isinstance(content, list):
        refuse(filename, "there is no list of codes.", "Write a list: each code begins with - code: NAME.")
    drafts: list[Draft] = []
    stack: list[tuple[Any, Draft | None]] = [(each, None) for each in reversed(content)]
    while stack:
        item, parent = stack.pop()
        draft = _yaml_draft(item, parent, filename)
        drafts.append(draft)
        nested = item.get("codes") if isinstance(item, dict) else None
        if nested and not isinstance(nested, list):
            refuse(filename, f'line {draft.line}: the codes under "{draft.name}" are no list.')
        stack.extend((each, draft) for each in reversed(nested or []))
    return drafts


def _yaml_draft(item: Any, parent: Draft | None, filename: str) -> Draft:  # whatever the file holds
    """One code: a mapping of its columns, or its name alone."""
    line = parent.line if parent else 1
    if isinstance(item, str):
        return Draft(line, {"code": item}, parent)
    if not isinstance(item, dict):
        refuse(filename, f"line {line}: a code is neither a name nor a list of its columns.")
    line = getattr(item, "line", line)
    names = [column_name(key) for key in item]
    cells: dict[str, str] = {}
    for name, value in zip(_columns(tuple(names)), item.values(), strict=True):
        if name != "codes":
            cells[name] = _yaml_text(value, f"line {line}, {name}", filename)
    if parent is not None and (cells.get("parent", "").strip() or cells.get("theme", "").strip()):
        refuse(filename, f"line {line}: a code nested under another one names a parent or theme as well.")
    return _draft(line, cells, parent)


def _yaml_text(value: Any, place: str, filename: str) -> str:  # whatever the file holds
    """A scalar, or a list of scalars as lines."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        refuse(filename, f"{place}: this must be text or a list of texts.")
    return "\n".join(parts)


def _to_csv(codebook: Codebook) -> bytes:
    every = (*_COLUMNS, *_RARE)
    rows = [_csv_row(codebook, code) for _, code in codebook.walk()]
    kept = [place for place, name in enumerate(every) if name not in _RARE or any(row[place] for row in rows)]
    return write_rows([every[place] for place in kept], ([row[place] for place in kept] for row in rows))


def _csv_row(codebook: Codebook, code: Code) -> tuple[str, ...]:
    parent = codebook.codes[code.parent_id] if code.parent_id else None
    reference = ""
    if parent is not None:
        names = [folded(each.name) for each in codebook.codes.values()]
        reference = parent.name if names.count(folded(parent.name)) == 1 else codebook.path(parent)
    return (
        code.name,
        reference,
        *(code.definition, code.include, code.exclude, code.example, code.colour, code.hotkey),
        "yes" if code.exclusive else "",
        *(code.label_fr, code.definition_fr),
        "yes" if code.is_retired else "",
        code.origin,
    )
