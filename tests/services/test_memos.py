from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import SmallStudy

from qualcode.domain.study import Participant
from qualcode.services import coding, exchange, memos
from qualcode.store import reads

if TYPE_CHECKING:
    from pathlib import Path


def write(study: SmallStudy, coder: str, kind: str, subject_id: str, text: str) -> None:
    coding.write_memo(study.project, study.coder(coder).id, kind, subject_id, text)


def with_memos(study: SmallStudy) -> SmallStudy:
    """Ana writes on everything, Ben on the project."""
    with study.project.read() as reader:
        person = reads.one(reader, Participant, name="P2")
    assert person is not None
    write(study, "Ana", "coding", study.apply("Ana", "first", "She listens.", "Time"), "Compare.")
    write(study, "Ana", "code", study.code("Time").id, "Too broad?")
    write(study, "Ana", "transcript", study.transcript("second"), "Short.")
    write(study, "Ana", "participant", person.id, "Careful reader.")
    write(study, "Ana", "study", study.project.study().id, "Ask about nights.")
    write(study, "Ben", "study", study.project.study().id, "Mine.")
    return study


def test_memos_are_listed_with_what_they_are_on(small_study: SmallStudy) -> None:
    study = with_memos(small_study)
    found = memos.memos(study.project, study.coder("Ana").id)
    assert [(each.what, each.name, each.transcript, each.words, each.memo.text) for each in found] == [
        ("project", "Small study", "", "", "Ask about nights."),
        ("participant", "P2", "", "", "Careful reader."),
        ("transcript", "second", "second", "", "Short."),
        ("code", "Obstacles > Time", "", "", "Too broad?"),
        ("coding", "Obstacles > Time", "first", "She listens.", "Compare."),
    ]


def test_a_lead_may_take_everybodys_memos_and_a_coder_sees_none_of_others(small_study: SmallStudy) -> None:
    study = with_memos(small_study)
    own = memos.memo_table(study.project, study.coder("Ana").id)
    every = memos.memo_table(study.project, None)
    assert {row["coder"] for row in own.records()} == {"Ana"}
    assert len(every.rows) == len(own.rows) + 1


def test_memos_go_to_a_file_harmless(small_study: SmallStudy, tmp_path: Path) -> None:
    write(small_study, "Ana", "study", small_study.project.study().id, "=cmd()\n<b>bold</b> \x1b[31m")
    table = memos.memo_table(small_study.project, small_study.coder("Ana").id)
    for name in ("memos.csv", "memos.md", "memos.json", "memos.xlsx", "memos.txt"):
        exchange.save_table(table, tmp_path / name)
    assert "'=cmd()" in (tmp_path / "memos.csv").read_text()
    assert "<b>" not in (tmp_path / "memos.md").read_text()
    assert "\x1b" not in (tmp_path / "memos.csv").read_text() + (tmp_path / "memos.md").read_text()
