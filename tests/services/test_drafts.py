from __future__ import annotations

import stat

from tests.conftest import SmallStudy

from qualcode.domain.coding import Memo
from qualcode.services import coding
from qualcode.services.drafts import Draft, drop_draft, keep_draft, read_draft
from qualcode.store import reads


def memos(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        return [memo.text for memo in reads.every(reader, Memo)]


def test_a_draft_is_kept_for_its_owner_and_written_when_the_project_opens_again(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    coding_id = small_study.apply("Ana", "first", "She listens.", "Time")
    keep_draft(small_study.project, ana, Draft("coding", coding_id, "half a thou"))
    (path,) = small_study.project.path.parent.glob(f".*{ana}.draft")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    coding.recover_memo(small_study.project, ana)
    assert memos(small_study) == ["half a thou"]
    assert not path.exists()
    coding.recover_memo(small_study.project, ana)
    assert memos(small_study) == ["half a thou"]


def test_closing_the_memo_forgets_the_draft(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    keep_draft(small_study.project, ana, Draft("code", small_study.code("Time").id, "hou"))
    coding.write_memo(small_study.project, ana, "code", small_study.code("Time").id, "hours")
    assert read_draft(small_study.project, ana) is None
    assert memos(small_study) == ["hours"]


def test_a_draft_on_what_is_gone_or_a_damaged_one_does_no_harm(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    keep_draft(small_study.project, ana, Draft("coding", "gone", "words"))
    coding.recover_memo(small_study.project, ana)
    small_study.project.path.with_name(f".{small_study.project.path.stem}.{ana}.draft").write_bytes(b"{")
    coding.recover_memo(small_study.project, ana)
    assert memos(small_study) == []
    drop_draft(small_study.project, ana)
    drop_draft(small_study.project, ana)
