from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.coding import Coding
from qualcode.domain.errors import RuleRefused
from qualcode.domain.identity import new_id
from qualcode.domain.rounds import RoundKind
from qualcode.domain.study import Participant
from qualcode.formats.tables import format_table
from qualcode.services import coding
from qualcode.services.codebook import add_code, edit_code
from qualcode.services.results import main_rounds
from qualcode.services.results.appendices import codebook_table, guides_table
from qualcode.services.results.choices import choices_table
from qualcode.services.results.composition import attributes_table, sample_table
from qualcode.services.results.cooccurrence import Meeting, cooccurrence_table
from qualcode.services.results.everything import Wish, save_everything
from qualcode.services.results.matrix import binary_table, matrix_table
from qualcode.services.results.names import names_in
from qualcode.services.results.page import summary_page
from qualcode.services.results.questions import questions_table
from qualcode.services.results.quotes import Attribution, quotes_table
from qualcode.services.results.record import checklist_table, methods_table
from qualcode.services.results.saturation import Plan, reached, saturation_table
from qualcode.services.results.shares import Count, shares_table
from qualcode.services.results.sites import sites_table
from qualcode.services.rounds import close_round, open_round
from qualcode.services.themes import theme_table
from qualcode.store import reads


def row(table: Any, **equal: object) -> dict[str, Any]:
    """The only row whose values equal these."""
    (found,) = [each for each in table.records() if all(each[key] == value for key, value in equal.items())]
    return dict(found)


def test_the_sample_is_counted_by_group_with_a_total(counted_study: SmallStudy) -> None:
    total = sample_table(counted_study.project, "group").records()[-1]
    assert (total["n_women"], total["n_staff"], total["interviewed_women"], total["mode_notes"]) == (3, 1, 3, 1)
    with pytest.raises(RuleRefused, match='No participant has the attribute "wing"'):
        sample_table(counted_study.project, "wing")


def test_attributes_with_braces_in_their_names_are_only_words(counted_study: SmallStudy) -> None:
    counted_study.add_transcript("fifth", THIRD_LIKE, {"participant": "P5", "group": "{x}", "mode": "{0}"})
    assert "{0}" in str(sample_table(counted_study.project, "group").columns)
    assert attributes_table(counted_study.project).rows == ()


THIRD_LIKE = "I: Time?\nP: Nothing.\n"


def test_of_each_question_it_is_counted_who_was_asked_and_answered(counted_study: SmallStudy) -> None:
    table = questions_table(counted_study.project)
    women = row(table, question="Q1", group="women")
    assert (women["interviewed"], women["asked"], women["answered"], women["unrecorded"]) == (3, 2, 2, 1)
    assert row(table, question="Q1", group="staff")["percent"] is None


def test_values_of_a_choice_set_are_of_those_who_answered(counted_study: SmallStudy) -> None:
    table = choices_table(counted_study.project)
    yes = row(table, code="Works: yes", group="women")
    assert (yes["n"], yes["base"], yes["percent"]) == (1, 2, 0.5)
    assert row(table, code="Works: asked, no answer", group="women")["percent"] is None
    assert row(table, code="Works: yes", group="staff")["reason"] == "nobody is in the base"


def test_shares_of_passages_and_words_have_what_is_said_as_their_base(counted_study: SmallStudy) -> None:
    passages = row(shares_table(counted_study.project), code="Time", group="women")
    assert (passages["n"], passages["base"]) == (3, 6)
    words = row(shares_table(counted_study.project, count=Count.WORDS), code="Obstacles", group="women")
    assert (words["n"], words["base"]) == (3 + 4 + 4, 15 + 11 + 5)


def test_words_under_codings_that_overlap_count_once(counted_study: SmallStudy) -> None:
    counted_study.apply("Ana", "fourth", "Time is", "Time")
    words = row(shares_table(counted_study.project, count=Count.WORDS), code="Time", group="women")
    assert words["n"] == 11


def test_quotations_come_from_several_people_and_say_no_more_than_asked(counted_study: SmallStudy) -> None:
    found = [each for each in quotes_table(counted_study.project).records() if each["code"] == "Time"]
    assert [each["source"] for each in found] == ["women (from interview notes)", "women", "women"]
    assert not any("P1" in str(each.values()) for each in found)
    named = quotes_table(counted_study.project, Attribution.PARTICIPANT, themes=("Time",), most=1).records()
    assert [each["source"] for each in named] == ["P3, women (from interview notes)"]


def test_a_deviant_case_is_of_the_same_group_and_says_why_it_is_one(counted_study: SmallStudy) -> None:
    for transcript, words in (("fifth", "Nothing is short."), ("sixth", "Time flies here.")):
        header = {"participant": transcript, "group": "women", "date": "2013"}
        counted_study.add_transcript(transcript, f"[Q1]\nI: Time?\nP: {words}\n", header)
    counted_study.apply("Ana", "sixth", "Time flies here.", "Time")
    for transcript in ("fifth", "sixth"):
        coding.finish_transcript(
            counted_study.project, counted_study.coder("Ana").id, counted_study.transcript(transcript)
        )
    themes = ("Time", "Works: yes", "Works: no")
    cases = [each for each in quotes_table(counted_study.project, themes=themes).records() if each["case"]]
    assert [(each["code"], each["quote"], each["source"]) for each in cases] == [
        ("Time", "Nothing is short.", "women"),
        ("Works: yes", "No.", "women"),
        ("Works: no", "Yes, it works.", "women (from interview notes)"),
    ]
    assert [each["case"] for each in cases] == [
        "deviant: theme not raised; answer to Q1", "deviant: Works: no", "deviant: Works: yes",
    ]  # fmt: skip


def test_a_memo_that_says_so_is_the_translation_of_a_passage(counted_study: SmallStudy) -> None:
    with counted_study.project.read() as reader:
        (made,) = [each for each in reads.every(reader, Coding) if each.end - each.start == len("Time is short here.")]
    coding.write_memo(counted_study.project, made.coder_id, "coding", made.id, "[Traduction] Le temps est court ici.")
    found = row(quotes_table(counted_study.project), quote="Time is short here.", code="Time")
    assert found["translation"] == "Le temps est court ici."
    assert quotes_table(counted_study.project).columns[2].printed


def test_words_that_may_name_somebody_are_flagged() -> None:
    ana = Participant(new_id(), "P7", "women", "Alder")
    words = 'On Friday I told Marie-Ève\'s friend. They said: "Never at alder, P7!" TV was on.'
    assert names_in(words, [ana]) == ["alder", "P7", "Marie-Ève's"]


def test_the_matrix_holds_first_passages_and_its_twin_zeros_and_ones(counted_study: SmallStudy) -> None:
    cell = row(matrix_table(counted_study.project), participant="P3")
    assert cell["Obstacles"] == "There is no time."
    assert row(binary_table(counted_study.project), participant="P2") == {
        "participant": "P2", "group_of": "staff", "site": "", "Obstacles": 1, "Obstacles > Time": 0,
        "Obstacles > Shift rotation": 1, "Communication": 0, "Works": 0, "Works > Works: yes": 0,
        "Works > Works: no": 0,
    }  # fmt: skip


def test_who_is_not_fully_coded_is_in_no_table_of_passages(counted_study: SmallStudy) -> None:
    coding.reopen_transcript(
        counted_study.project, counted_study.coder("Ana").id, counted_study.transcript("third")
    )  # fmt: skip
    assert {each["participant"] for each in binary_table(counted_study.project).records()} == {"P1", "P2", "P4"}


@pytest.mark.parametrize("meeting", list(Meeting))
def test_codes_meet_in_answers_and_in_passages_that_share_words(counted_study: SmallStudy, meeting: Meeting) -> None:
    table = cooccurrence_table(counted_study.project, meeting)
    met = row(table, first="Time", second="Communication")
    n_time = 2 if meeting is Meeting.ANSWER else 3
    assert (met["n"], met["n_first"], met["n_second"], met["jaccard"]) == (1, n_time, 1, 1 / n_time)


def test_saturation_is_where_a_run_brings_no_more_than_the_threshold() -> None:
    sets = [frozenset(each) for each in ("abc", "ad", "be", "a", "f", "b", "c")]
    assert reached(sets, 3, 2, 0.2) == 3
    assert reached(sets, 3, 2, 0.0) == 5
    assert reached(sets[:4], 3, 2, 0.0) is None
    assert reached([frozenset()] * 6, 3, 2, 0.0) is None


def test_saturation_follows_dates_and_is_the_same_a_second_time(counted_study: SmallStudy) -> None:
    made = saturation_table(counted_study.project, plan=Plan(base=1, run=1))
    women = [each for each in made.records() if each["group"] == "women"]
    assert [each["total"] for each in women] == [2, 4, 4]
    assert made == saturation_table(counted_study.project, plan=Plan(base=1, run=1))


def test_saturation_counts_the_codes_marked_emergent_where_any_is(counted_study: SmallStudy) -> None:
    for name in ("Communication", "Works: yes"):
        edit_code(counted_study.project, None, counted_study.code(name).id, origin="emergent")
    made = saturation_table(counted_study.project, plan=Plan(base=1, run=1))
    women = [each for each in made.records() if each["group"] == "women"]
    assert [each["total"] for each in women] == [0, 2, 2]
    assert "Counted: codes that the codebook marks emergent (2)." in [str(note) for note in made.notes]
    named = saturation_table(counted_study.project, plan=Plan(base=1, run=1), themes=["Time"])
    assert [each["total"] for each in named.records() if each["group"] == "women"] == [1, 1, 1]


def test_a_code_that_only_holds_others_is_no_code_that_emerged(counted_study: SmallStudy) -> None:
    for name in ("Obstacles", "Time"):
        edit_code(counted_study.project, None, counted_study.code(name).id, origin="emergent")
    made = saturation_table(counted_study.project, plan=Plan(base=1, run=1))
    assert [each["total"] for each in made.records() if each["group"] == "women"] == [1, 1, 1]
    assert "Counted: codes that the codebook marks emergent (1)." in [str(note) for note in made.notes]


def test_the_codebook_says_where_codes_come_from_and_when_they_were_added(counted_study: SmallStudy) -> None:
    table = codebook_table(counted_study.project)
    assert {column.key: column.printed for column in table.columns}["origin"] is False
    add_code(counted_study.project, None, "Late", origin="emergent")
    table = codebook_table(counted_study.project, "fr")
    assert {column.key: column.printed for column in table.columns}["added"]
    made = {row["code"]: (row["origin"], str(row["added"])[:3]) for row in table.records()}
    assert (made["Time"], made["Late"]) == (("", "v1,"), ("émergent", "v3,"))


def test_the_intersection_is_what_every_coder_saw(counted_study: SmallStudy) -> None:
    counted_study.apply("Ben", "first", "Officers rotate every week.", "Shift rotation")
    coding.finish_transcript(counted_study.project, counted_study.coder("Ben").id, counted_study.transcript("first"))
    of = {
        code: row(theme_table(counted_study.project, layer="intersection"), code=code, group="women")["n"]
        for code in ("Time", "Shift rotation", "Obstacles")
    }
    assert of == {"Time": 2, "Shift rotation": 0, "Obstacles": 3}
    ranged = row(theme_table(counted_study.project, with_range=True), code="Time", group="women")
    assert (ranged["range_low"], ranged["n"], ranged["range_high"]) == (2, 3, 3)
    with pytest.raises(RuleRefused, match="of passages"):
        quotes_table(counted_study.project, layer="intersection")


def test_themes_are_split_by_how_interviews_were_recorded(counted_study: SmallStudy) -> None:
    table = theme_table(counted_study.project, "mode", themes=("Obstacles",), with_children=True)
    assert {each["code"] for each in table.records()} == {"Obstacles", "Time", "Shift rotation"}
    assert (row(table, code="Time")["group"], row(table, code="Time")["n"]) == ("notes", 1)
    assert sample_table(counted_study.project, "mode").rows[0][0] == "notes"


def test_appendices_and_the_record_say_what_the_project_holds(counted_study: SmallStudy) -> None:
    assert [each["code"] for each in codebook_table(counted_study.project).records()][:2] == ["Obstacles", "Time"]
    assert row(guides_table(counted_study.project), question="Q2")["values"] == "yes; no"
    assert row(methods_table(counted_study.project), coder="Ana")["codings"] == 7
    sample_size = row(checklist_table(counted_study.project), item=12)
    assert sample_size["says"] == "4 interviewed of 4 participants known (staff 1, women 3)."
    assert len(checklist_table(counted_study.project).rows) == 32


def test_the_page_is_filled_in_both_languages(counted_study: SmallStudy) -> None:
    assert "**Obstacles**: 1 of 1 staff (100%); 3 of 3 women (100%)." in summary_page(counted_study.project)
    assert "**Obstacles**\u00a0: 1 sur 1 (personnel, 100\u00a0%)" in summary_page(counted_study.project, language="fr")


def test_themes_by_site_have_a_panel_a_group_and_a_total(counted_study: SmallStudy) -> None:
    table = sites_table(counted_study.project, by="mode", panels="group")
    assert row(table, panel="women", code="Time", group="Total")["n"] == 3
    assert (row(table, panel="women", code="Time", group="notes")["n"]) == 1
    lines = format_table(table).splitlines()
    assert any(line.split()[:3] == ["Women", "1", "3"] for line in lines)
    assert any(line.split()[:5] == ["Time", "1", "(100)", "3", "(100)"] for line in lines)


def test_a_count_hidden_in_one_table_is_hidden_in_all(counted_study: SmallStudy, tmp_path: Path) -> None:
    saved = save_everything(counted_study.project, tmp_path / "a", Wish(smallest=3))
    assert {"matrix", "binary"} <= {name for name, _ in saved.left_out}
    again = save_everything(counted_study.project, tmp_path / "b", Wish(smallest=3))
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(saved.written, again.written, strict=True))
    for path in saved.written:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                assert not [each for each in csv.DictReader(file) if each.get("n") in {"1", "2"} and "base" in each]
    page = (tmp_path / "a/page.md").read_text(encoding="utf-8")
    assert "1 of 1 staff" not in page


def test_agreement_of_a_report_is_over_main_rounds_where_there_are_any(counted_study: SmallStudy) -> None:
    project = counted_study.project
    assert main_rounds.selection(project).rounds == ()
    open_round(project, None, "main")
    open_round(project, None, "first", RoundKind.CALIBRATION)
    assert main_rounds.selection(project).rounds == ()
    close_round(project, None, "main")
    assert main_rounds.selection(project).rounds == ("main",)


def test_everything_is_written_and_the_same_a_second_time(counted_study: SmallStudy, tmp_path: Path) -> None:
    saved = save_everything(counted_study.project, tmp_path / "a", Wish(branches={"obstacles": ("Obstacles",)}))
    written, left_out = saved.written, saved.left_out
    again = save_everything(counted_study.project, tmp_path / "b", Wish(branches={"obstacles": ("Obstacles",)})).written
    assert [path.name for path in written] == [path.name for path in again]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(written, again, strict=True))
    assert {"report.html", "report.docx", "report.xlsx", "report.tex", "page.md", "obstacles.csv"} <= {
        path.name for path in written
    }
    assert [name for name, _ in left_out] == [
        "sample", "themes-by-site", "agreement", "agreement-by-round", "agreement-by-language", "confusion", "scales",
        "correlations", "joint",
    ]  # fmt: skip
