"""Which bytes are text, in which encoding, and what a refusal says."""

from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.formats.transcripts import read_transcript, write_transcript

FRENCH = "Intervieweuse : Ça va à l’établissement ?\nP : Oui, « très » bien… c’est sûr.\n"


def refusal(data: bytes, name: str = "a.txt", encoding: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        read_transcript(data, name, encoding)
    return str(caught.value)


def test_windows_text_is_refused_with_place_reading_and_remedy() -> None:
    data = b"I: Hello\n" + "P : Une détenue m’a dit ça.\n".encode("cp1252")
    assert refusal(data, "W057.txt") == (
        "W057.txt: line 2, byte 18 (0xE9): the file is not UTF-8; read as cp1252 it says "
        '"P : Une détenue m’a dit ça.". If that is right, import it with --encoding cp1252.'
    )


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_encodings_are_told_apart(encoding: str) -> None:
    assert f"--encoding {encoding}" in refusal(FRENCH.replace("\n", "\n" * 2).encode(encoding))


def test_a_named_encoding_is_used_where_the_file_is_not_unicode_and_gives_the_file_back() -> None:
    data = FRENCH.encode("cp1252")
    parsed = read_transcript(data, "a.txt", "windows-1252")
    assert (parsed.text, parsed.encoding) == (FRENCH, "cp1252")
    assert write_transcript(parsed.text, parsed.encoding, parsed.bom, parsed.newlines) == data
    assert read_transcript(FRENCH.encode(), "a.txt", "cp1252").encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_settles_the_encoding_and_is_kept(encoding: str) -> None:
    data = ("\ufeff" + FRENCH).encode(encoding)
    parsed = read_transcript(data, "a.txt")
    assert (parsed.text, parsed.encoding, parsed.bom) == (FRENCH, encoding, True)
    assert write_transcript(parsed.text, parsed.encoding, parsed.bom, parsed.newlines) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        ("\ufeff".encode(), "no words"),
        (b" \n\t\n", "no words"),
        (b"P: yes\nI: \0\n", "line 2: there is a NUL"),
        ("P: oui\n".encode("utf-16-le"), "--encoding utf-16-le"),
        (b"\x89PNG\r\n\x1a\n....", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0JFIF", "a picture (JPEG)"),
        (b"PK\x03\x04....", "Word document"),
        (b"a" * 20_000_001, "20 MB"),
        (b"\xff\xfea", "UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize("broken", [b"\xc3(", b"\xe2\x28\xa1", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf"])
def test_five_kinds_of_broken_utf8_are_refused_at_their_byte(broken: bytes) -> None:
    assert "line 2, byte 6 " in refusal(b"P: ok\n" + broken)


def test_two_encodings_in_one_file_are_said_to_be_mixed() -> None:
    message = refusal("P: café\n".encode() + "P: café\n".encode("cp1252"))
    assert "two encodings were mixed" in message
    assert "--encoding" not in message


def test_an_encoding_that_does_not_exist_or_does_not_fit_is_refused() -> None:
    assert 'no encoding "klingon"' in refusal(b"caf\xe9", encoding="klingon")
    assert "not ascii" in refusal(b"caf\xe9", encoding="ascii")
    assert "no encoding" in refusal(b"caf\xe9", encoding="base64")


def test_utf16_without_its_mark_is_read_when_named() -> None:
    parsed = read_transcript(FRENCH.encode("utf-16-le"), "a.txt", "utf-16")
    assert (parsed.text, parsed.encoding, parsed.bom) == (FRENCH, "utf-16-le", False)


def test_a_document_is_refused_by_its_suffix() -> None:
    assert "plain text (.txt)" in refusal(b"x", "a.docx")
