from __future__ import annotations

import pytest
from tests.conftest import SmallStudy

from qualcode.domain.errors import RuleRefused
from qualcode.services import coding, search
from qualcode.services.hits import Hit
from qualcode.store import reads


def hits(study: SmallStudy, query: str, *, fuzzy: bool = False, everybody: bool = False) -> list[tuple[str, str]]:
    """Transcript and words of each hit; offsets are checked against the text itself."""
    found = search.search(study.project, query, fuzzy=fuzzy, everybody=everybody)
    texts = {each.transcript_id: _text(study, each.transcript_id) for each in found}
    for each in found:
        assert " ".join(texts[each.transcript_id][each.start : each.end].split()) == " ".join(each.words.split())
    return [(each.transcript, each.words) for each in found]


def _text(study: SmallStudy, transcript_id: str) -> str:
    return coding.open_transcript(study.project, transcript_id, study.coder("Ana").id).text


def test_hits_come_by_group_and_transcript_with_the_words_around_them(small_study: SmallStudy) -> None:
    found = search.search(small_study.project, "rotate")
    assert [(each.group, each.transcript) for each in found] == [("staff", "second"), ("women", "first")]
    assert (found[0].before, found[0].words, found[0].after) == (
        "There is never enough time. Officers ", "rotate", " every week.",
    )  # fmt: skip


def test_a_word_may_go_on_but_must_begin_where_a_word_begins(small_study: SmallStudy) -> None:
    assert hits(small_study, "offic") == [
        ("second", "Offic"),
        ("second", "offic"),
        ("first", "Offic"),
        ("first", "offic"),
    ]
    assert hits(small_study, "ficer") == []


def test_a_phrase_in_quotes_stands_as_it_is(small_study: SmallStudy) -> None:
    assert hits(small_study, '"never enough"') == [("second", "never enough"), ("first", "never enough")]
    assert hits(small_study, '"never enou"') == []
    assert hits(small_study, "“explains things”") == [("second", "explains things"), ("first", "explains things")]


def test_several_words_are_found_in_sentences_that_hold_them_all(small_study: SmallStudy) -> None:
    assert hits(small_study, "week officer") == [
        ("second", "Officers rotate every week"), ("first", "Officers rotate every week"),
    ]  # fmt: skip
    assert hits(small_study, "time week") == []


def test_only_participants_speech_is_looked_through_unless_asked(small_study: SmallStudy) -> None:
    assert hits(small_study, "works") == []
    assert hits(small_study, "works", everybody=True) == [("second", "works"), ("first", "works")]


def test_labels_and_headers_are_no_speech(small_study: SmallStudy) -> None:
    small_study.add_transcript("third", "P: Patience, please.\nI: Patience?\n", {"participant": "P3", "group": "men"})
    assert hits(small_study, "p") == [("third", "P"), ("third", "p")]


def test_accents_ligatures_and_apostrophes_do_not_matter(small_study: SmallStudy) -> None:
    text = "P: L\u2019agente a du cœur. Elle e\u0301coute \ufb01nement.\n"
    small_study.add_transcript("fr", text, {"participant": "P3", "group": "femmes"})
    for query, words in (
        ("l'agente", "L\u2019agente"), ("coeur", "cœur"), ("écoute", "e\u0301coute"), ("finement", "\ufb01nement"),
        ('"ecoute finement"', "e\u0301coute \ufb01nement"),
    ):  # fmt: skip
        assert hits(small_study, query) == [("fr", words)]


def test_alike_words_are_found_when_asked(small_study: SmallStudy) -> None:
    assert hits(small_study, "oficers", fuzzy=False) == []
    assert ("first", "Officers") in hits(small_study, "oficers", fuzzy=True)
    assert hits(small_study, '"never enuogh"', fuzzy=True) == [("second", "never enough"), ("first", "never enough")]


@pytest.mark.parametrize("query", ["", "  ", '""', "?!"])
def test_nothing_to_look_for_is_refused(small_study: SmallStudy, query: str) -> None:
    with pytest.raises(RuleRefused, match="nothing to look for"):
        search.search(small_study.project, query)


def test_signs_are_taken_literally(small_study: SmallStudy) -> None:
    small_study.add_transcript("third", "P: About 50% (or .* more).\n", {"participant": "P3", "group": "men"})
    assert hits(small_study, "50%") == [("third", "50%")]
    assert hits(small_study, "%50") == []


def sentences_of(found: list[Hit]) -> list[tuple[str, int, int]]:
    return [(each.revision_id, *each.sentence) for each in found]


def test_hits_are_coded_as_one_act_and_one_undo(small_study: SmallStudy) -> None:
    ana, time_ = small_study.coder("Ana").id, small_study.code("Time").id
    found = search.search(small_study.project, "offic")
    small_study.apply("Ana", "first", "Officers rotate every week.", "Time")
    before = small_study.project.head()
    changes = search.code_hits(small_study.project, ana, sentences_of(found), time_)
    assert small_study.project.head() == before + 1
    assert len(changes.changes) == 3
    counts = [each.codings for each in coding.transcript_list(small_study.project, ana)]
    assert counts == [2, 2]
    small_study.project.undo(ana)
    assert [each.codings for each in coding.transcript_list(small_study.project, ana)] == [1, 0]


def test_hits_that_cannot_be_coded_are_passed_over_and_refused_where_none_can(small_study: SmallStudy) -> None:
    ana, time_ = small_study.coder("Ana").id, small_study.code("Time").id
    asked = sentences_of(search.search(small_study.project, '"what works"', everybody=True))
    with pytest.raises(RuleRefused, match="interviewer's speech"):
        search.code_hits(small_study.project, ana, asked, time_)
    said = sentences_of(search.search(small_study.project, "listens"))
    assert len(search.code_hits(small_study.project, ana, asked + said, time_).changes) == 2


def test_the_table_names_its_query_and_its_places(small_study: SmallStudy) -> None:
    table = search.search_table(small_study.project, "listens")
    assert table.provenance["query"] == "listens"
    assert [(row["group"], row["transcript"], row["hit"]) for row in table.records()] == [
        ("staff", "second", "listens"), ("women", "first", "listens"),
    ]  # fmt: skip


def test_texts_are_read_for_what_is_looked_at_only(small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    text = reads.text

    def counted(reader: reads.Reader, sha256: str) -> str:
        read.append(sha256)
        return text(reader, sha256)

    monkeypatch.setattr(reads, "text", counted)
    found = search.search(small_study.project, "rotate")
    assert not read
    assert found[0].words == "rotate"
    assert len(read) == 1


def test_a_hit_in_a_text_that_was_erased_meanwhile_shows_nothing_of_it(
    small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = search.search(small_study.project, "rotate")
    with small_study.project.read() as reader:
        assert reads.text(reader, "0" * 64) == ""
    monkeypatch.setattr(reads, "text", lambda *_: "")
    assert (found[0].before, found[0].words, found[0].after) == ("", "", "")
    assert found[0].sentence
