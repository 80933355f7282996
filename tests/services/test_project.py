from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op, update
from qualcode.domain.errors import Conflict, RuleRefused
from qualcode.services import codebook, coding, rounds
from qualcode.services.project import Project


def test_undo_and_redo_survive_a_restart(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    ana = small_study.coder("Ana").id
    small_study.project.close()
    project = Project.open(small_study.project.path)
    project.undo(ana)
    assert coding.code_counts(project, ana) == {}
    project.close()
    project = Project.open(small_study.project.path)
    project.redo(ana)
    assert list(coding.code_counts(project, ana).values()) == [1]


def test_undo_reaches_only_the_coders_own_acts(small_study: SmallStudy) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.apply("Ben", "first", "never enough time", "Time")
    small_study.project.undo(small_study.coder("Ana").id)
    assert coding.code_counts(small_study.project, small_study.coder("Ana").id) == {}
    assert coding.code_counts(small_study.project, small_study.coder("Ben").id) != {}


def test_undo_is_refused_naming_who_built_on_it_and_can_be_passed_over(small_study: SmallStudy) -> None:
    project, ana, ben = small_study.project, small_study.coder("Ana").id, small_study.coder("Ben").id
    small_study.apply("Ben", "first", "never enough time", "Time")
    codebook.add_code(project, ben, "Mentoring")
    small_study.apply("Ana", "first", "She listens.", "Mentoring")
    with pytest.raises(RuleRefused, match=r"Ana has built on it since .apply code"):
        project.undo(ben)
    project.pass_over(ben)
    project.undo(ben)
    assert coding.code_counts(project, ben) == {}
    assert list(coding.code_counts(project, ana).values()) == [1]


def test_a_new_act_makes_the_undone_one_unreachable(small_study: SmallStudy) -> None:
    ana = small_study.coder("Ana").id
    small_study.apply("Ana", "first", "never enough time", "Time")
    small_study.project.undo(ana)
    small_study.apply("Ana", "first", "She listens.", "Communication")
    with pytest.raises(RuleRefused, match="nothing to redo"):
        small_study.project.redo(ana)


def test_an_update_of_a_row_that_changed_meanwhile_is_a_conflict_with_both_values(small_study: SmallStudy) -> None:
    stale = small_study.code("Time")
    codebook.edit_code(small_study.project, None, stale.id, definition="Hours and minutes")
    with pytest.raises(Conflict, match=r"was changed by somebody else.*Hours and minutes"):
        small_study.project.transact(Op.EDIT_CODE, lambda _: [update(stale, definition="Other")])
    assert small_study.code("Time").definition == "Hours and minutes"


def test_a_rehearsal_says_what_would_change_and_stores_nothing(small_study: SmallStudy) -> None:
    head = small_study.project.head()
    small_study.project.is_rehearsal = True
    assert codebook.add_code(small_study.project, None, "Trust").touches("code")
    small_study.project.is_rehearsal = False
    assert small_study.project.head() == head
    with pytest.raises(RuleRefused):
        codebook.read_codebook(small_study.project).find("Trust")


def test_changes_since_tells_another_screen_what_happened(small_study: SmallStudy) -> None:
    seen = small_study.project.head()
    small_study.apply("Ana", "first", "never enough time", "Time")
    ops = [changes.op for changes in small_study.project.changes_since(seen)]
    assert ops == [Op.ADD_CODER, Op.APPLY_CODE]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE coding SET start = start + 1", "table coding does not follow from the log"),
        ("UPDATE change SET after = replace(after, '0', '1')", "log is broken at event"),
        ("UPDATE event SET at = '1999'", "log is broken at event"),
        ("UPDATE content SET text = replace(text, 'time', 'crime')", "differs from its digest"),
    ],
)
def test_check_finds_what_was_changed_past_the_write_door(small_study: SmallStudy, statement: str, fault: str) -> None:
    small_study.apply("Ana", "first", "never enough time", "Time")
    assert small_study.project.faults() == []
    connection = driver.connect(str(small_study.project.path))
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert any(fault in found for found in small_study.project.faults())


CODE_FOR_EVER = """
import sys
from pathlib import Path
from qualcode.services import coding
from qualcode.services.project import Project
project = Project.open(Path(sys.argv[1]))
for start in range(10_000):
    coding.apply_code(project, sys.argv[2], sys.argv[3], 36 + start % 20, 60 + start // 20, sys.argv[4])
    print(start, flush=True)
"""


def test_kill_9_loses_no_acknowledged_coding(new_study: Callable[[], SmallStudy]) -> None:
    study = new_study()
    ana, time_ = study.coder("Ana").id, study.code("Time").id
    revision = coding.open_transcript(study.project, study.transcript("first"), ana).revision.id
    study.project.close()
    command = [sys.executable, "-c", CODE_FOR_EVER, str(study.project.path), ana, revision, time_]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(12)]
        time.sleep(0.02)
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += writer.stdout.readlines()
    project = Project.open(study.project.path)
    stored = coding.code_counts(project, ana)[time_]
    assert stored >= len([line for line in acknowledged if line.endswith("\n")]) >= 12
    assert project.faults() == []


def test_four_writers_at_once_lose_nothing(new_study: Callable[[], SmallStudy], tmp_path: Path) -> None:
    study = new_study()
    coders = [study.coder(f"Coder {number}").id for number in range(4)]
    time_ = study.code("Time").id
    revision = coding.open_transcript(study.project, study.transcript("first"), coders[0]).revision.id
    script = CODE_FOR_EVER.replace("10_000", "40")
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(study.project.path), coder, revision, time_],
                         stdout=subprocess.DEVNULL)
        for coder in coders
    ]  # fmt: skip
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    assert [coding.code_counts(study.project, coder)[time_] for coder in coders] == [40, 40, 40, 40]
    assert study.project.faults() == []


def test_what_would_come_back_where_somebody_made_the_same_since_is_refused(small_study: SmallStudy) -> None:
    project, ana, ben = small_study.project, small_study.coder("Ana").id, small_study.coder("Ben").id
    rounds.open_round(project, ana, "Main")
    project.undo(ana)
    rounds.open_round(project, ben, "Main")
    with pytest.raises(RuleRefused, match="meets something"):
        project.redo(ana)
    project.undo(ben)
    project.redo(ana)


def test_what_would_come_back_without_the_code_that_it_needs_is_refused(small_study: SmallStudy) -> None:
    project, ana, ben = small_study.project, small_study.coder("Ana").id, small_study.coder("Ben").id
    codebook.add_code(project, ben, "Money")
    small_study.apply("Ana", "first", "never enough time", "Money")
    project.undo(ana)
    project.undo(ben)
    with pytest.raises(RuleRefused, match="meets something"):
        project.redo(ana)
