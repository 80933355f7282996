from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SmallStudy

from qualcode.domain.changes import Op
from qualcode.domain.coding import Coding, Memo
from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.domain.pack import Take
from qualcode.services import codebook, coding, recoding
from qualcode.services.packs import LEFT_OUT, PACKED, make_pack, merge_pack
from qualcode.services.project import Project
from qualcode.store import log, reads
from qualcode.store.rows import KINDS

FIRST = "There is never enough time."
SECOND = "Officers rotate every week."


def packed(study: SmallStudy, coder: str) -> SmallStudy:
    """A pack for the coder, opened."""
    study.coder(coder)
    path = study.project.path.with_name(f"{study.project.path.stem}-{coder}.qualcode")
    make_pack(study.project, path, coder)
    return SmallStudy(Project.open(path), study.text)


def tables(project: Project) -> log.Tables:
    with project.read() as reader:
        return log.stored(reader)


def events(project: Project) -> set[str]:
    """Ids of all events but those that say who merged."""
    with project.read() as reader:
        own = {each.event["id"] for each in log.own_chain(reader) if each.event["op"] != Op.MERGE_PACK}
        return own | {row[0] for row in reader.exec_driver_sql("SELECT id FROM event WHERE replica != ''")}


def test_every_kind_of_row_is_packed_or_left_out_on_purpose() -> None:
    assert {*PACKED, *LEFT_OUT} == set(KINDS.values())


def test_a_pack_holds_nothing_of_another_coders_work(small_study: SmallStudy) -> None:
    made = small_study.apply("Ben", "first", FIRST, "Time")
    coding.write_memo(small_study.project, small_study.coder("Ben").id, "coding", made, "a secret of Ben")
    small_study.apply("Ana", "first", SECOND, "Shift rotation")
    pack = packed(small_study, "Ana")
    with pack.project.read() as reader:
        assert [small_study.text[each.start : each.end] for each in reads.every(reader, Coding)] == [SECOND]
        assert reads.every(reader, Memo) == []
    assert [each.name for each in pack.project.coders()] == ["Ana"]
    pack.project.close()
    assert b"a secret of Ben" not in pack.project.path.read_bytes()
    assert b"Ben" not in pack.project.path.read_bytes()


def test_work_done_in_a_pack_comes_in_once_and_the_log_still_replays(small_study: SmallStudy) -> None:
    pack = packed(small_study, "Ana")
    pack.apply("Ana", "first", FIRST, "Time")
    pack.project.undo(pack.coder("Ana").id)
    made = pack.apply("Ana", "first", SECOND, "Time")
    coding.write_memo(pack.project, pack.coder("Ana").id, "coding", made, "a thought")
    lead = small_study.coder("Lead").id
    assert merge_pack(small_study.project, pack.project.path, lead).acts == 4
    with small_study.project.read() as reader:
        (row,) = reads.every(reader, Coding)
        assert small_study.text[row.start : row.end] == SECOND
    assert small_study.project.faults() == []
    before, head = tables(small_study.project), small_study.project.head()
    assert merge_pack(small_study.project, pack.project.path, lead).acts == 0
    assert (tables(small_study.project), small_study.project.head()) == (before, head)
    pack.apply("Ana", "second", FIRST, "Time")
    assert merge_pack(small_study.project, pack.project.path, lead).acts == 1
    assert small_study.project.faults() == []


def test_a_merge_and_what_it_brought_stand_outside_undo(small_study: SmallStudy) -> None:
    pack = packed(small_study, "Ana")
    pack.apply("Ana", "first", FIRST, "Time")
    lead = small_study.coder("Lead").id
    merge_pack(small_study.project, pack.project.path, lead)
    for coder_id in (lead, small_study.coder("Ana").id):
        with pytest.raises(RuleRefused, match="nothing to undo"):
            small_study.project.undo(coder_id)


def test_what_both_changed_is_shown_and_stored_only_once_decided(small_study: SmallStudy) -> None:
    pack = packed(small_study, "Ana")
    ana = pack.coder("Ana").id
    time = small_study.code("Time").id
    codebook.edit_code(pack.project, ana, time, name="Hours")
    codebook.edit_code(small_study.project, None, time, name="Clock")
    before = tables(small_study.project)
    with pytest.raises(RuleRefused, match="name \"Clock\": project 'Clock', pack 'Hours'"):
        merge_pack(small_study.project, pack.project.path)
    assert tables(small_study.project) == before
    copy = small_study.project.path.with_name("copy.qualcode")
    small_study.project.backup(copy)
    merge_pack(small_study.project, pack.project.path, take=Take.PROJECT)
    assert small_study.code("Clock").id == time
    other = SmallStudy(Project.open(copy), small_study.text)
    merge_pack(other.project, pack.project.path, take=Take.PACK)
    assert other.code("Hours").id == time
    assert small_study.project.faults() == other.project.faults() == []


def test_a_transcript_finished_in_both_places_is_finished_once(small_study: SmallStudy) -> None:
    pack = packed(small_study, "Ana")
    for study in (pack, small_study):
        coding.finish_transcript(study.project, study.coder("Ana").id, study.transcript("first"))
    merge_pack(small_study.project, pack.project.path)
    assert small_study.project.faults() == []


def test_a_codebook_that_went_on_is_recognised_and_its_codings_wait(small_study: SmallStudy) -> None:
    pack = packed(small_study, "Ana")
    codebook.edit_code(small_study.project, None, small_study.code("Time").id, definition="Too few hours")
    pack.apply("Ana", "first", FIRST, "Time")
    done = merge_pack(small_study.project, pack.project.path)
    assert done.codebook_version < done.codebook_now
    assert len(recoding.recode_queue(small_study.project, small_study.coder("Ana").id)) == 1


def test_a_code_of_one_name_from_two_packs_is_pointed_out(small_study: SmallStudy) -> None:
    packs = [packed(small_study, name) for name in ("Ana", "Ben")]
    for pack in packs:
        codebook.add_code(pack.project, None, "Peer mediation")
    assert merge_pack(small_study.project, packs[0].project.path).same_names == ()
    assert merge_pack(small_study.project, packs[1].project.path).same_names == ("Peer mediation",)


def test_a_foreign_or_forged_pack_is_refused_and_nothing_is_stored(
    small_study: SmallStudy, new_study: Callable[[], SmallStudy]
) -> None:
    pack = packed(small_study, "Ana")
    before = tables(small_study.project)
    other = packed(new_study(), "Ana")
    with pytest.raises(BadInput, match="another project"):
        merge_pack(small_study.project, other.project.path)
    with pytest.raises(BadInput, match="no pack"):
        merge_pack(small_study.project, new_study().project.path)
    pack.apply("Ana", "first", FIRST, "Time")
    with pack.project._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE change SET after = replace(after, 'independent', 'consensus')")
    with pytest.raises(BadInput, match="broken at event"):
        merge_pack(small_study.project, pack.project.path)
    assert tables(small_study.project) == before


acts = st.lists(
    st.tuples(st.sampled_from(["Ana", "Ben"]), st.integers(0, 3), st.integers(0, 200), st.integers(1, 40)), max_size=12
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_merging_the_same_packs_in_any_order_gives_the_same_project(
    new_study: Callable[[], SmallStudy], done: list[tuple[str, int, int, int]]
) -> None:
    study = new_study()
    copy = study.project.path.with_suffix(".copy.qualcode")
    packs = {name: packed(study, name) for name in ("Ana", "Ben")}
    for coder, verb, at, length in done:
        act(packs[coder], coder, verb, at, length)
    study.project.backup(copy)
    other = Project.open(copy)
    for project, order in ((study.project, ("Ana", "Ben")), (other, ("Ben", "Ana", "Ben"))):
        for name in order:
            merge_pack(project, packs[name].project.path)
    assert tables(study.project) == tables(other)
    assert events(study.project) == events(other)
    assert study.project.faults() == other.faults() == []


def act(pack: SmallStudy, coder: str, verb: int, at: int, length: int) -> None:
    """One of a few things that a coder does; what is refused is not done."""
    project, ana = pack.project, pack.coder(coder).id
    with project.read() as reader:
        revision = reads.latest_revision(reader, pack.transcript("first")).id
        own = reads.every(reader, Coding, coder_id=ana)
    with suppress(RuleRefused):
        if verb == 0:
            code = pack.code("Time" if at % 2 else "Communication").id
            coding.apply_code(project, ana, revision, at, at + length, code)
        elif verb == 1 and own:
            coding.remove_coding(project, ana, own[at % len(own)].id)
        elif verb == 2 and own:  # numbers of verbs
            coding.write_memo(project, ana, "coding", own[at % len(own)].id, f"{at}")
        else:
            project.undo(ana)
