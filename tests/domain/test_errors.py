from __future__ import annotations

from qualcode.domain.errors import BadInput, said_of


def test_a_sentence_names_its_file_once() -> None:
    assert (
        said_of("/data/one.txt", BadInput("one.txt: line 2 is odd.", "Mend it.")) == "one.txt: line 2 is odd. Mend it."
    )
    assert said_of("/data/one.txt", BadInput("It is empty.")) == "/data/one.txt: It is empty."
