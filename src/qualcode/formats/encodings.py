"""From the bytes of a file to its text and back."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final, NoReturn

from qualcode.formats.characters import visible_line
from qualcode.formats.refusals import refuse

SIZE_LIMIT: Final = 20_000_000
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN: Final = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a Word document or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a document in rich text format"),
    (b"SQLite format 3\0", "a database"),
)
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_OTHER_ENDS: Final = ("\r", "\x85", "\u2028", "\u2029")
_WESTERN: Final = frozenset("éèàêçâîôûùëïüœæÿÉÈÀÊÇÂÎÔÛÙËÏÜŒáíóúñãõäöåøßìò’‘“”«»–—…\u00a0€°•")
_PROPOSALS: Final = ("cp1252", "mac_roman", "cp850")
Runs = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what it takes to write the same bytes again."""

    text: str
    encoding: str
    bom: bool


def decode(data: bytes, filename: str, encoding: str | None = None, remedy: str = "") -> Decoded:
    """The text of a file in Unicode, or in `encoding` where it is not.

    Args:
        data: The file.
        filename: Named in refusals.
        encoding: Used for files that are not Unicode.
        remedy: What to do about a file in another encoding; by default, name it with `--encoding`.

    Raises:
        BadInput: empty, too large, no text, or not in the encoding.
    """
    _check_bytes(data, filename)
    decoded = _unicode(data, filename, encoding) or _legacy(data, filename, encoding, remedy)
    if not decoded.text.strip():
        refuse(filename, "the file holds no words.", "Leave it out, or save it again with its text.")
    if "\0" in decoded.text:
        line = decoded.text.count("\n", 0, decoded.text.index("\0")) + 1
        hint = _utf16_hint(data)
        refuse(filename, f"line {line}: there is a NUL character, so this is no plain text{hint[0]}.", hint[1])
    return decoded


def encode(text: str, encoding: str, *, bom: bool) -> bytes:
    """The bytes of a text as the file had them."""
    mark = next((mark for mark, name in _BOMS if name == encoding), b"") if bom else b""
    return mark + text.encode(encoding)


def unified(text: str) -> tuple[str, Runs]:
    r"""The text with every line end as `\n`, and the line ends it had, as runs."""
    if not any(end in text for end in _OTHER_ENDS):
        count = text.count("\n")
        return text, ((("\n", count),) if count else ())
    windows = text.count("\r\n")
    plain = text.replace("\r\n", "\n")
    if plain.count("\n") == windows and not any(end in plain for end in _OTHER_ENDS):
        return plain, (("\r\n", windows),)
    runs: list[tuple[str, int]] = []
    for match in _LINE_ENDS.finditer(text):
        if runs and runs[-1][0] == match[0]:
            runs[-1] = (match[0], runs[-1][1] + 1)
        else:
            runs.append((match[0], 1))
    return _LINE_ENDS.sub("\n", text), tuple(runs)


def restored(text: str, runs: Runs) -> str:
    """The text with the line ends it had; line feeds beyond those recorded stay line feeds."""
    parts: list[str] = []
    start = 0
    for end, count in runs:
        for _ in range(count):
            stop = text.find("\n", start)
            if stop < 0:
                break
            parts += (text[start:stop], end)
            start = stop + 1
    return "".join([*parts, text[start:]])


def _check_bytes(data: bytes, filename: str) -> None:
    if not data:
        refuse(filename, "the file is empty.", "Leave it out, or save it again with its text.")
    if len(data) > SIZE_LIMIT:
        refuse(
            filename,
            f"the file has {len(data) / 1e6:.0f} MB; at most {SIZE_LIMIT // 1_000_000} MB are read.",
            "Divide it into parts.",
        )
    what = next((what for start, what in _FOREIGN if data.startswith(start)), "")
    if what:
        refuse(filename, f"this is {what}, not plain text.", "Open it in its own program and save it as text in UTF-8.")


def _unicode(data: bytes, filename: str, encoding: str | None) -> Decoded | None:
    """The text if the file is marked as Unicode or is strict UTF-8."""
    marked = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)
    if marked is None:
        if encoding and b"\0" in data:
            return None
        try:
            return Decoded(data.decode("utf-8"), "utf-8", bom=False)
        except UnicodeDecodeError:
            return None
    mark, name = marked
    try:
        return Decoded(data[len(mark) :].decode(name), name, bom=True)
    except UnicodeDecodeError as error:
        refuse(
            filename,
            f"the file says it is {name.upper()}, and byte {len(mark) + error.start} is not.",
            "Open it in an editor and save it as UTF-8.",
        )


def _legacy(data: bytes, filename: str, encoding: str | None, remedy: str) -> Decoded:
    if encoding is None:
        _refuse_encoding(data, filename, remedy)
    try:
        name = codecs.lookup(encoding).name
        name = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)
        text = data.decode(name)
        same = text.encode(name) == data
    except LookupError:
        refuse(filename, f'there is no encoding "{encoding}".', "Name one such as cp1252, mac_roman or utf-16-le.")
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = data.count(b"\n", 0, start) + 1
        place = f"line {line}, byte {start}"
        refuse(filename, f"{place}: not {encoding}.", "Name another encoding, or save the file as UTF-8.")
    if not same:
        refuse(filename, f"a text in {encoding} cannot be given back unchanged.", "Save the file as UTF-8.")
    return Decoded(text, name, bom=False)


def _refuse_encoding(data: bytes, filename: str, remedy: str) -> NoReturn:
    """Say where the file stops being UTF-8 and which encoding it may be in.

    Raises:
        BadInput: always.
    """
    start = _first_fault(data)
    line = data.count(b"\n", 0, start) + 1
    place = f"line {line}, byte {start} (0x{data[start]:02X}): the file is not UTF-8"
    if not _WESTERN.isdisjoint(data.decode("utf-8", "ignore")):
        both = "though other parts are; two encodings were mixed"
        refuse(filename, f"{place}, {both}.", "Open it in an editor, correct the letters and save it as UTF-8.")
    name = proposed_encoding(data)
    if not name:
        refuse(filename, f"{place}.", remedy or "Name its encoding with --encoding NAME, or save it as UTF-8.")
    around = data[max(data.rfind(b"\n", 0, start) + 1, start - 20) : start + 20].decode(name, "replace")
    reading = f'read as {name} it says "{visible_line(around.splitlines()[0]).strip()}"'
    refuse(filename, f"{place}; {reading}.", remedy or f"If that is right, import it with --encoding {name}.")


def _first_fault(data: bytes) -> int:
    """Where a text stops being UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def proposed_encoding(data: bytes) -> str:
    """The encoding that a text which is not UTF-8 may be in; empty where nothing fits. Only ever a proposal."""
    sample = bytes(each for each in data[:1_000_000] if each > 0x7F)[:4000]  # noqa: PLR2004  # not ASCII
    best, name = max(((_fit(sample, name), -place), name) for place, name in enumerate(_PROPOSALS))
    if best[0] >= 0.9:  # noqa: PLR2004  # nine letters in ten are Western European
        return name
    from charset_normalizer import from_bytes  # noqa: PLC0415  # only a refusal needs it

    found = from_bytes(data[:50_000]).best()
    return found.encoding if found else ""


def _fit(sample: bytes, name: str) -> float:
    """The share of letters and signs that Western European texts use."""
    text = sample.decode(name, "replace")
    return sum(each in _WESTERN for each in text) / max(1, len(text))


def _utf16_hint(data: bytes) -> tuple[str, str]:
    """What NUL characters may mean, and the remedy."""
    head = data[:1000]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[first::2]
        if half.count(0) > 0.4 * len(half):
            return "; it looks like UTF-16 without its mark", f"Import it with --encoding {name}, or save it as UTF-8."
    return "", "Open it in its own program and save it as text in UTF-8."
