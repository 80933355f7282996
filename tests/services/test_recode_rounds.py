from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.coding import Coding, Finished, Recoded
from qualcode.domain.errors import BadInput, RuleRefused
from qualcode.domain.rounds import RoundKind
from qualcode.domain.table import Table
from qualcode.formats.codings import write_codings
from qualcode.services import coding, packs, progress, recoding, rounds, unsure
from qualcode.services.agreement import Shown, agreement_report, agreement_table
from qualcode.services.agreement_views import By
from qualcode.services.codebook import edit_code
from qualcode.services.codings import coding_export, import_codings
from qualcode.services.memos import memos
from qualcode.services.passages import passages_of
from qualcode.services.project import Project
from qualcode.services.ratings import Selection
from qualcode.services.search import code_hits
from qualcode.services.themes import theme_table
from qualcode.store import log, reads


def _marks(study: SmallStudy) -> tuple[int, int]:
    """How many marks of a first and of a second coding there are."""
    with study.project.read() as reader:
        return len(reads.every(reader, Finished)), len(reads.every(reader, Recoded))


def _codings(study: SmallStudy) -> list[tuple[str, str]]:
    with study.project.read() as reader:
        return sorted((each.layer, each.round) for each in reads.every(reader, Coding))


def _seen(study: SmallStudy, coder: str = "Ana", transcript: str = "first") -> list[tuple[str, str]]:
    opened = coding.open_transcript(study.project, study.transcript(transcript), study.coder(coder).id)
    return [(each.layer, each.round) for each in opened.codings]


def _report(study: SmallStudy, by: By | None = None, rounds: tuple[str, str] | None = None) -> Table:
    return agreement_report(study.project, Selection(), Shown(), by=by, rounds=rounds)


def _open(study: SmallStudy, name: str = "Again", *transcripts: str) -> None:
    rounds.open_round(study.project, None, name, RoundKind.RECODE)
    rounds.assign(study.project, None, name, transcripts or ("first",), ("Ana",))


def _finish(study: SmallStudy, coder: str = "Ana", transcript: str = "first") -> None:
    coding.finish_transcript(study.project, study.coder(coder).id, study.transcript(transcript))


@pytest.fixture
def coded(small_study: SmallStudy) -> Iterator[SmallStudy]:
    """Ana and Ben have coded and finished both transcripts in the round Main."""
    study = small_study
    rounds.open_round(study.project, None, "Main")
    rounds.assign(study.project, None, "Main", ("first", "second"), ("Ana", "Ben"))
    for transcript in ("first", "second"):
        for coder in ("Ana", "Ben"):
            study.apply(coder, transcript, "never enough time", "Time")
            study.apply(coder, transcript, "She listens.", "Communication")
            _finish(study, coder, transcript)
    rounds.close_round(study.project, None, "Main")
    yield study
    with study.project.read() as reader:  # whatever a test did is in the log
        assert log.replayed(reader) == log.stored(reader)


def test_who_codes_again_sees_nothing_of_the_first_time_until_the_round_is_closed(coded: SmallStudy) -> None:
    ana, time = coded.coder("Ana").id, coded.code("Time").id
    first = coding.open_transcript(coded.project, coded.transcript("first"), ana)
    one = next(each for each in first.codings if each.code_id == time)
    coding.write_memo(coded.project, ana, Coding.KIND, one.id, "I was not sure.")
    unsure.flag_coding(coded.project, ana, one.id)
    edit_code(coded.project, None, time, definition="Too few hours.")

    def glimpses() -> tuple[object, ...]:
        listed = {each.name: each for each in coding.transcript_list(coded.project, ana)}["first"]
        return (
            _seen(coded), coding.codings_here(coded.project, ana, one.revision_id, one.start, one.end),
            [each for each in passages_of(coded.project, ana, time) if each.transcript == "first"],
            unsure.unsure_codings(coded.project, ana), memos(coded.project, ana),
            [each for each in recoding.recode_queue(coded.project, ana) if each.transcript.name == "first"],
            listed.codings, listed.unsure, coding.coded_shares(coded.project, ana).get(listed.id, 0),
            [each for each in coding_export(coded.project, ana) if each[:2] == ("Ana", "first")],
        )  # fmt: skip

    assert all(glimpses())
    counts = coding.code_counts(coded.project, ana)[time]
    _open(coded)
    assert not any(glimpses())
    assert coding.code_counts(coded.project, ana)[time] == counts - 1
    assert _seen(coded, "Ben") == [("independent", "Main")] * 2
    assert _seen(coded, transcript="second") == [("independent", "Main")] * 2
    rounds.close_round(coded.project, None, "Again")
    assert all(glimpses())


def test_what_is_coded_again_goes_into_its_own_layer_and_is_what_its_coder_sees(coded: SmallStudy) -> None:
    ana, time = coded.coder("Ana").id, coded.code("Time").id
    first = coding.open_transcript(coded.project, coded.transcript("first"), ana)
    place = next((each.start, each.end) for each in first.codings if each.code_id == time)
    _open(coded)
    revision = first.revision.id
    coding.toggle_code(
        coded.project, ana, revision, *place, time
    )  # the first time's is neither in the way nor taken off
    assert _seen(coded) == [("recode", "Again")]
    assert _codings(coded).count(("independent", "Main")) == 8
    coding.toggle_code(coded.project, ana, revision, *place, time)
    assert _seen(coded) == []
    code_hits(coded.project, ana, [(revision, *place)], time)
    assert _seen(coded) == [("recode", "Again")]
    assert coding.transcript_list(coded.project, ana)[0].codings == 1
    assert [each.transcript for each in passages_of(coded.project, ana, time)] == ["first", "second"]
    coded.project.undo(ana)
    assert _seen(coded) == []
    assert len(_codings(coded)) == 8


def test_finishing_again_is_a_mark_of_its_own(coded: SmallStudy) -> None:
    ana, first = coded.coder("Ana").id, coded.transcript("first")
    _open(coded)
    assert [each.is_finished for each in coding.transcript_list(coded.project, ana)] == [False, True]
    coding.toggle_finished(coded.project, ana, first)
    assert _marks(coded) == (4, 1)
    assert coding.open_transcript(coded.project, first, ana).is_finished
    assert [row["finished"] for row in rounds.round_table(coded.project).records()] == [4, 1]
    with pytest.raises(RuleRefused, match="finished already"):
        coding.finish_transcript(coded.project, ana, first)
    coding.toggle_finished(coded.project, ana, first)
    assert _marks(coded) == (4, 0)
    with pytest.raises(RuleRefused, match="not marked finished"):
        coding.reopen_transcript(coded.project, ana, first)
    coded.project.undo(ana)
    assert _marks(coded) == (4, 1)


def test_a_coder_is_compared_with_themself_once_the_round_is_closed(coded: SmallStudy) -> None:
    _open(coded)
    coded.apply("Ana", "first", "She listens.", "Communication")
    with pytest.raises(RuleRefused, match='recode round "Again" is open'):
        _report(coded, rounds=("Main", "Again"))
    rounds.close_round(coded.project, None, "Again")
    with pytest.raises(RuleRefused, match="Nobody has coded the same transcript"):
        _report(coded, rounds=("Main", "Again"))  # it was not marked finished


@pytest.mark.parametrize("before", ["Main", ""])
def test_time_was_not_seen_again_and_communication_was(coded: SmallStudy, before: str) -> None:
    _open(coded)
    coded.apply("Ana", "first", "She listens.", "Communication")
    _finish(coded)
    rounds.close_round(coded.project, None, "Again")
    table = _report(coded, rounds=(before, "Again"))
    percent = {str(row["code"]): row["percent"] for row in table.records() if row["n_units"]}
    assert percent["Communication"] == 1
    assert percent["Time"] < 1
    assert table.provenance["layer"] == "independent, recode"


def test_what_reads_independent_work_reads_the_first_coding_still(coded: SmallStudy) -> None:
    def figures() -> list[object]:
        tables = (
            agreement_table(coded.project), agreement_table(coded.project, round_="Main"), theme_table(coded.project),
            _report(coded, by=By.ROUND),
        )  # fmt: skip
        return [table.rows for table in tables]

    before = figures()
    _open(coded)
    coded.apply("Ana", "first", "Officers rotate", "Shift rotation")
    _finish(coded)
    rounds.close_round(coded.project, None, "Again")
    assert figures() == before
    with pytest.raises(RuleRefused, match="one of recoding"):
        agreement_table(coded.project, round_="Again")


def test_a_second_recode_round_hides_the_first(coded: SmallStudy) -> None:
    _open(coded)
    coded.apply("Ana", "first", "She listens.", "Communication")
    _finish(coded)
    rounds.close_round(coded.project, None, "Again")
    _open(coded, "Once more")
    assert _seen(coded) == []
    coded.apply("Ana", "first", "She listens.", "Communication")
    _finish(coded)
    rounds.close_round(coded.project, None, "Once more")
    rows = _report(coded, rounds=("Again", "Once more")).records()
    assert {row["percent"] for row in rows if row["code"] == "Communication"} == {1}


def test_a_recode_round_is_blind(coded: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="recode round is blind"):
        rounds.open_round(coded.project, None, "Again", RoundKind.RECODE, is_blind=False)


def test_progress_counts_what_is_coded_again(coded: SmallStudy) -> None:
    ana = coded.coder("Ana").id
    opened = coding.open_transcript(coded.project, coded.transcript("first"), ana)
    places = [progress.AnswerPlace(opened.transcript.id, opened.revision.id, ((0, len(opened.text)),))]
    furthest = {opened.transcript.id: len(opened.text)}
    assert progress.coder_progress(coded.project, ana, furthest, places).coded == 1
    _open(coded)
    assert progress.coder_progress(coded.project, ana, furthest, places).coded == 0
    coded.apply("Ana", "first", "She listens.", "Communication")
    assert progress.coder_progress(coded.project, ana, furthest, places).coded == 1


def test_a_pack_holds_nothing_of_the_first_time_and_brings_the_second_back(coded: SmallStudy, tmp_path: Path) -> None:
    _open(coded)
    path = tmp_path / "ana.qualcode"
    packs.make_pack(coded.project, path, "Ana")
    pack = SmallStudy(Project.open(path), coded.text)
    assert _codings(pack) == [("independent", "Main")] * 2  # those of the second transcript
    pack.apply("Ana", "first", "She listens.", "Communication")
    _finish(pack)
    pack.project.close()
    packs.merge_pack(coded.project, path)
    packs.merge_pack(coded.project, path)
    assert _seen(coded) == [("recode", "Again")]
    assert _marks(coded) == (4, 1)


def test_codings_go_out_and_come_in_with_their_layer(
    coded: SmallStudy, small_study: SmallStudy, tmp_path: Path
) -> None:
    _open(coded)
    coded.apply("Ana", "first", "She listens.", "Communication")
    _finish(coded)
    rounds.close_round(coded.project, None, "Again")
    path = tmp_path / "codings.csv"
    path.write_bytes(write_codings(coding_export(coded.project)))
    assert import_codings(coded.project, path).known == 9
    path.write_text("coder,transcript,code,quote,layer,round\nAna,second,Communication,She listens.,recode,Again\n")
    done = import_codings(coded.project, path)
    assert (done.codings, _marks(coded)) == (1, (4, 2))
    path.write_text("coder,transcript,code,quote,layer,round\nAna,second,Communication,She listens.,recode,Main\n")
    with pytest.raises(BadInput, match='There is no recode round "Main"'):
        import_codings(coded.project, path)
