"""REFI-QDA codebooks (.qdc): codes with ids, colours and descriptions; the tree by nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from qualcode.domain.codebook import Code, Codebook, Origin
from qualcode.formats.characters import harmless
from qualcode.formats.codebook_tree import Draft
from qualcode.formats.refusals import refuse, refuse_all

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"
_GUID: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_PARTS: Final = {
    "Include": "include",
    "Exclude": "exclude",
    "Example": "example",
    "Label (fr)": "label_fr",
    "Definition (fr)": "definition_fr",
    "Origin": "origin",
}
"""Headings in a description, which is the one text that the format has for a code."""
_HEADING: Final = re.compile(
    rf"^({'|'.join(re.escape(each) for each in _PARTS if each != 'Origin')}"
    rf"|Origin(?=: (?:{'|'.join(Origin)})$)):[ \n]?",
    re.MULTILINE,
)
"""Words of other programs behind "Origin:" are no origin of ours, and stay in the description."""
_SIZE: Final = 20_000_000
_REMEDY: Final = "Export the codebook again from the program it comes from."


def read_qdc(data: bytes, filename: str) -> list[Draft]:
    """The codes of the file, parents before children.

    Raises:
        BadInput: it is no codebook, brings a document type of its own, or uses an id twice.
    """
    root = _root(data, filename)
    drafts: list[Draft] = []
    ids: dict[str, int] = {}
    faults: list[tuple[int, str]] = []
    stack: list[tuple[Element, Draft | None]] = [(code, None) for code in reversed(_top(root))]
    while stack:
        element, parent = stack.pop()
        draft = Draft(len(drafts) + 1, _cells(element), parent)
        drafts.append(draft)
        guid = draft.cells["guid"]
        if guid and ids.setdefault(guid, draft.line) != draft.line:
            faults.append((draft.line, f'"{draft.name}" has the id of code {ids[guid]}'))
        stack.extend((code, draft) for code in reversed(_named(element, "Code")))
    refuse_all(filename, faults, "code", _REMEDY)
    return drafts


def write_qdc(codebook: Codebook) -> bytes:
    """The file, valid by the schema; choice sets are codes that cannot be applied."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<CodeBook xmlns="{_NAMESPACE}" origin="qualcode">', "<Codes>"]
    depths: list[int] = []
    for depth, code in codebook.walk():
        while depths and depths[-1] >= depth:
            lines.append(" " * depths.pop() + "</Code>")
        lines += (" " * depth + line for line in _opened(code))
        depths.append(depth)
    lines += (" " * depth + "</Code>" for depth in reversed(depths))
    lines += ["</Codes>", "</CodeBook>"]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _root(data: bytes, filename: str) -> Element:
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415  # the exception only; parsing is defused

    from defusedxml import DefusedXmlException  # noqa: PLC0415  # only where a file needs it
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415  # as above

    if len(data) > _SIZE:
        refuse(filename, f"the file has {len(data) / 1e6:.0f} MB, too much for a codebook.", _REMEDY)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        refuse(filename, "the file brings a document type or entities of its own, which are not read.", _REMEDY)
    except (ParseError, ValueError, LookupError) as error:
        refuse(filename, f"this is no XML ({error}).", _REMEDY)
    if _local(root) != "CodeBook":
        refuse(filename, f"the file holds a {_local(root)}, not a codebook.", _REMEDY)
    return root


def _local(element: Element) -> str:
    """The name of an element whatever its namespace."""
    return str(element.tag).rpartition("}")[2]


def _named(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _top(root: Element) -> list[Element]:
    return [code for codes in _named(root, "Codes") for code in _named(codes, "Code")]


def _cells(element: Element) -> dict[str, str]:
    guid = _GUID.fullmatch(element.get("guid", "").strip())
    described = "\n".join("".join(each.itertext()) for each in _named(element, "Description")).strip()
    definition, *parts = _HEADING.split(described)
    cells = {"code": element.get("name", ""), "colour": element.get("color", ""), "definition": definition.strip()}
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        name = _PARTS[heading]
        cells[name] = "\n".join(filter(None, (cells.get(name, ""), text.strip())))
    return {**cells, "guid": guid[1].lower() if guid else ""}


def _opened(code: Code) -> Iterator[str]:
    """The opening tag of a code and its description."""
    colour = f' color="{_attribute(code.colour)}"' if code.colour else ""
    codable = "false" if code.exclusive else "true"
    yield f'<Code guid="{_attribute(code.id)}" name="{_attribute(code.name)}" isCodable="{codable}"{colour}>'
    parts = [code.definition, *(f"{head}: {text}" for head, name in _PARTS.items() if (text := getattr(code, name)))]
    described = "\n".join(filter(None, parts)).replace("\r\n", "\n")
    if described:
        yield f"<Description>{escape(harmless(described), quote=False)}</Description>"


def _attribute(text: str) -> str:
    return escape(harmless(text)).replace("\n", "&#10;").replace("\t", "&#9;")
