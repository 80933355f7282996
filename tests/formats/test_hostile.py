"""Hostile transcripts: taken in exactly and warned of; and honest ones that look like them and are not."""

from __future__ import annotations

import pytest

from qualcode.formats.characters import harmless, visible, visible_line
from qualcode.formats.transcripts import read_transcript, write_transcript

HOSTILE = {
    "clipboard": "P: \x1b]52;c;aGk=\x07 yes",
    "title": "P: \x1b]0;owned\x07\x1b]8;;http://x\x07link",
    "eight bit": "P: \x9d52;c;aGk=\x9c \x9b2J",
    "clear screen": "P: \x1b[2J\x1b[6n\x1b[?1049h",
    "device control": "P: \x1bPq#0\x1b\\ \x1b_Gf=100\x1b\\",
    "bidi override": "P: he \u202eneddih\u202c said",
    "zero width": "P: par\u200bole and pa\u200drole",
    "backspace": "P: guilty\b\b\b\b\b\bfree",
    "tags": "P: a\U000e0041\U000e0042",
    "soft hyphen": "P: pa\u00adrole",
    "replacement": "P: caf\ufffd",
    "override in hebrew": "P: \u05e9\u05dc\u05d5\u05dd \u202eabc",
}

HONEST = {
    "times": "P: It was [00:12:31] then.\n[00:12:40]\nI: Yes?",
    "smileys": "P: =) fine\n=D too\nI: :-) ok",
    "french": "Intervieweuse\u202f: Ça va\u00a0?\nDétenue\u00a0: «\u00a0Oui\u00a0», j’ai dit l'autre jour.",
    "hebrew": "P: \u05e9\u05dc\u05d5\u05dd\u200f, \u05d0\u05d9\u05da\u200e?",
    "persian": "P: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "family": "P: \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "flag": "P: \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "decomposed": "P: cafe\u0301 e\u0301tait ferme\u0301",
    "markup": "P: [/] [bold]x[/bold] [@click=app.quit]y[/]",
    "html": "P: <script>alert(1)</script> {{ 7*7 }} & so on",
    "formula": "P: well\n=SUM(A1)\n+1 for that\n-2\n@home",
    "search": "P: 100% of it_ was .* (maybe) [a-z]+ \\d",
    "wide": "P: 日本語のテキスト",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_exactly_and_warned_of(text: str) -> None:
    parsed = read_transcript(text.encode(), "a.txt")
    assert parsed.text == text
    assert parsed.warnings
    assert all("\x1b" not in each.message for each in parsed.warnings)
    assert write_transcript(parsed.text, parsed.encoding, parsed.bom, parsed.newlines) == text.encode()


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST)
def test_honest_text_passes_without_a_warning(text: str) -> None:
    parsed = read_transcript(text.encode(), "a.txt")
    assert parsed.text == text
    assert parsed.warnings == ()


def test_a_warning_counts_and_names_the_first_lines() -> None:
    parsed = read_transcript(b"P: a\x1b[2J\nb\n\x07\x07\nc\n\x1b\n\x08\n", "a.txt")
    (warning,) = parsed.warnings
    assert warning.line == 1
    assert warning.message == (
        "5 control characters (U+001B, U+0007, U+0008) in line 1, 3, 5 ...: kept as in the file; shown as marks and "
        "never sent to the terminal."
    )


def test_no_control_character_gets_past_the_marks() -> None:
    every = "".join(map(chr, range(0x300))) + "\u200b\u202e\ufeff"
    for shown in (visible(every), visible_line(every), harmless(every)):
        assert not [each for each in shown if (ord(each) < 0x20 and each not in "\n\t") or 0x7F <= ord(each) < 0xA0]
    assert "\n" not in visible_line(every)
    assert len(visible(every)) == len(every)


def test_a_refusal_shows_file_names_with_marks() -> None:
    with pytest.raises(Exception, match="\u241b") as caught:
        read_transcript(b"", "a\x1b[2J.txt")
    assert "\x1b" not in str(caught.value)
