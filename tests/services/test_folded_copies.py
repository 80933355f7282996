"""Folded copies are kept from one search to the next, as far as there is room."""

from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.services import folded_copies as copies
from qualcode.store import reads


def looked_through(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        digests = [text.sha256 for text in reads.newest_texts(reader).values()]
        return [copy.text for copy in copies.folded_copies(reader, digests)]


@pytest.mark.parametrize("room", [0, 100, 32_000_000])
def test_every_text_is_looked_through_whatever_room_there_is(
    small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(copies, "_ROOM", room)
    monkeypatch.setattr(copies, "_KEPT", {})
    first = looked_through(small_study)
    assert looked_through(small_study) == first
    assert sum(len(copy.text) for copy in copies._KEPT.values()) <= room


def test_a_text_that_is_kept_is_not_read_again(small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_KEPT", {})
    read: list[str] = []
    texts = reads.texts

    def counted(reader: reads.Reader, digests: list[str]) -> object:
        read.extend(digests)
        return texts(reader, digests)

    monkeypatch.setattr(reads, "texts", counted)
    looked_through(small_study)
    assert read
    read.clear()
    looked_through(small_study)
    assert read == []
