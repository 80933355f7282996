from __future__ import annotations

from defusedxml.ElementTree import fromstring
from tests.formats.test_tables import AGREEMENT, HOSTILE, themes

from qualcode.domain.table import Column, Measure, Table
from qualcode.formats.plots import plot


def drawn(table: Table) -> str:
    return "".join(plot(table, "en"))


def test_themes_have_a_dot_on_its_interval_for_each_group() -> None:
    picture = fromstring(drawn(themes("staff", "women")))
    assert len([each for each in picture.iter("circle") if each.get("cy") != "12"]) == 6
    assert len([each for each in picture.iter("path") if each.get("class") in {"g0", "g1"}]) == 6


def test_agreement_without_a_value_has_no_dot() -> None:
    assert drawn(AGREEMENT).count("<circle") == 5


def test_more_groups_than_colours_are_read_and_not_drawn() -> None:
    assert drawn(themes("a", "b", "c")) == ""


def test_saturation_is_a_curve_a_group_and_hostile_words_are_only_words() -> None:
    columns = (Column("group", "Group"), Column("interview", "n", Measure.COUNT), Column("total", "t", Measure.COUNT))
    rows = ((HOSTILE, 1, 4), (HOSTILE, 2, 5), ("women", 1, 3))
    picture = fromstring(drawn(Table("saturation", HOSTILE, columns, rows)))
    assert [each.get("class") for each in picture.iter("path") if each.get("class") != "axis"] == ["g0", "g1"]
    assert "script" not in {each.tag for each in picture.iter()}


def test_rounds_are_a_trend_of_every_code_and_of_their_mean() -> None:
    columns = (Column("code", "Code"), Column("part", "Round"), Column("alpha", "alpha", Measure.COEFFICIENT))
    rows = (("Time", HOSTILE, 0.4), ("Time", "main", 0.8), ("Space", HOSTILE, 0.6), ("Space", "main", None))
    picture = fromstring(drawn(Table("agreement-by-round", "T", columns, rows)))
    assert [each.get("class") for each in picture.iter("path") if each.get("class") != "axis"] == ["g1", "g0"]
    heights = [each.get("cy") for each in picture.iter("circle")]
    assert heights == ["134.0", "74.0"], "means of .5 and .8"
    alone = Table("agreement-by-round", "T", columns, rows[1:2])
    assert drawn(alone) == ""
