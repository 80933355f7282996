"""Characters that do not show what they are: marks for them, warnings about them, letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from qualcode.domain.transcript import Oddity

_CONTROL: Final = (*(each for each in range(0x20) if each not in (0x09, 0x0A)), 0x7F, *range(0x80, 0xA0))
_BIDI: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE: Final = (
    0x00AD, 0x034F, 0x180E, 0x200B, 0x200C, 0x200D, *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080),
)  # fmt: skip
_SUSPECTS: Final = frozenset(map(chr, (*_CONTROL, *_BIDI, *_INVISIBLE, 0xFFFD)))
_PLAIN: Final = bytes(each for each in range(0x80) if each not in _CONTROL)


def _ranges(codes: Iterable[int]) -> str:
    return "[" + "".join(re.escape(chr(code)) for code in codes) + "]"


_LETTERS: Final = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
_FLAG: Final = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{1,8}\U000e007f")
_IS_CONTROL: Final = re.compile(_ranges(_CONTROL))
_IS_OVERRIDE: Final = re.compile("[\u202d\u202e]")
_IS_BIDI: Final = re.compile(_ranges(_BIDI))
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_IS_INVISIBLE: Final = re.compile(
    _ranges(each for each in _INVISIBLE if each not in (0x200C, 0x200D))
    + f"|(?<=[{_LETTERS}])[\u200c\u200d]|[\u200c\u200d](?=[{_LETTERS}])"
)
_IS_REPLACEMENT: Final = re.compile("\ufffd")

_PICTURES: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys((*range(0x80, 0xA0), *_BIDI, *_INVISIBLE, 0x2028, 0x2029), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}"),  # no file can hold these
}
_CONTROL_PICTURES: Final = {code: _PICTURES[code] for code in _CONTROL}
_KEPT_JOINERS: Final = {code: picture for code, picture in _PICTURES.items() if code not in (0x0A, 0x200C, 0x200D)}


def visible(text: str) -> str:
    """The text with one visible mark for each control or invisible character; line feeds and joiners stay."""
    return text.translate(_KEPT_JOINERS)


def visible_line(text: str) -> str:
    """The text on one line, with visible marks for characters that do not show."""
    return " ".join(text.split("\n")).translate(_KEPT_JOINERS)


def harmless(text: str) -> str:
    """The text with marks for control characters, which a terminal might obey; tabs and line feeds stay."""
    return text if text.isprintable() else text.translate(_CONTROL_PICTURES)


def suspects(data: bytes) -> frozenset[str]:
    """The characters of a text in UTF-8 that do not show what they are."""
    return _SUSPECTS.intersection(data.translate(None, _PLAIN).decode("utf-8", "replace"))


def oddities(text: str) -> Iterator[Oddity]:
    """Warnings about control, direction and invisible characters; none for honest uses of them."""
    yield from _oddity(text, _IS_CONTROL, "control character", "shown as marks and never sent to the terminal")
    honest = _RIGHT_TO_LEFT.search(text) is not None
    yield from _oddity(text, _IS_OVERRIDE if honest else _IS_BIDI, "direction control", "shown as marks")
    flagless = _FLAG.sub(lambda flag: "x" * len(flag[0]), text)
    yield from _oddity(flagless, _IS_INVISIBLE, "invisible character", "passed over in searches")
    yield from _oddity(text, _IS_REPLACEMENT, "replacement character", "letters were lost before this file was saved")


def _oddity(text: str, pattern: re.Pattern[str], noun: str, consequence: str) -> Iterator[Oddity]:
    lines: dict[int, int] = {}
    names: dict[str, None] = {}
    line, last = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        lines[line] = lines.get(line, 0) + 1
        names[f"U+{ord(match[0]):04X}"] = None
    if lines:
        count = sum(lines.values())
        first = ", ".join(map(str, list(lines)[:3])) + (" ..." if len(lines) > 3 else "")  # noqa: PLR2004
        many = f"{count} {noun}{'s' if count > 1 else ''} ({', '.join(list(names)[:3])}) in line {first}"
        yield Oddity(next(iter(lines)), f"{many}: kept as in the file; {consequence}.")


_TWINS: Final = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρτυικ",
    "ABE3KMHOPCTYXIJSaeopcyxijshdqwABEZHIKMNOPTYXovptuik",
)


def skeleton(name: str) -> str:
    """What a name looks like: case, blanks, width, accents' form and look-alike letters of other scripts ignored."""
    folded = unicodedata.normalize("NFKC", name).translate(_TWINS)
    return "".join(each for each in folded.casefold() if not each.isspace() and each not in _SUSPECTS)
