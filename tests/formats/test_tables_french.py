"""Every title, label, note and reason of a table has its French."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode import services
from qualcode.analysis.agreement import Reason
from qualcode.domain import phrases
from qualcode.domain.table import Column, Measure, Table
from qualcode.formats.tables import format_table
from qualcode.services import agreement, disclosure, frequencies, themes
from qualcode.services.results import choices, cooccurrence, questions, quotes, record, saturation, shares

SERVICES = Path(services.__file__).parent

SILENT = {"__init__", "evidence", "names", "translations", "raised", "theme_rows", "measure_rows"}
"""They say nothing in a table."""

RESULTS = [
    f"results/{each.stem}" for each in sorted((SERVICES / "results").glob("*.py"))
    if each.stem not in SILENT
]  # fmt: skip


def _said(module: str) -> set[str]:
    """The sentences that a module passes to `Phrase`, and the labels it passes to `Column`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((SERVICES / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Phrase", "Column"}:
            words = node.args[node.func.id == "Column"]
            if isinstance(words, ast.Constant) and isinstance(words.value, str):
                found.add(words.value)
    return found


@pytest.mark.parametrize("module", ["agreement", "themes", "provenance", "disclosure", *RESULTS])
def test_sentences_and_labels_have_their_french(module: str) -> None:
    said = _said(module)
    assert said
    assert said - set(dict(phrases.entries())) == set()


def test_reasons_bases_units_and_layers_have_their_french() -> None:
    units = {str(agreement.UNIT_NAMES[unit]) for unit in agreement.Unit}
    reasons = {frequencies._UNION, frequencies._UNFED, frequencies.NOBODY, *(reason.value for reason in Reason)}
    layers = {"consensus", "union", "consensus where it exists, else the single coder, else the union"}
    said = units | reasons | layers | set(frequencies._BASE_NOTES.values()) | {"Group", "Site", "Note.", "low", "high"}
    assert said - set(dict(phrases.entries())) == set()


def test_the_meaning_of_every_unit_has_its_french() -> None:
    source = (SERVICES / "agreement.py").read_text(encoding="utf-8")
    said = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("Unit = ")
    }
    assert len(said) == len(agreement.Unit)
    assert said - set(dict(phrases.entries())) == set()


def test_titles_notes_labels_and_items_that_stand_in_tables_have_their_french() -> None:
    said = {
        *shares._TITLES.values(), *shares._NOTES.values(), *cooccurrence._NOTES.values(), *questions._LABELS.values(),
        *record._ITEMS, choices._SILENT, *quotes._ATTRIBUTED.values(),
        themes._RANGE_NOTE, themes._TEST_NOTE, disclosure._EXPOSED,
        saturation._SHORT, saturation._EMPTY, saturation._OPEN, "project", "you",
    }  # fmt: skip
    assert said - set(dict(phrases.entries())) == set()


def test_known_groups_have_french_names_in_every_form_and_others_stay_as_they_are() -> None:
    columns = (Column("code", "Theme"), Column("group", "Group"), Column("n", "n", Measure.COUNT))
    groups = ("staff", "women", "elders")
    table = Table("themes", "Themes", columns, tuple(("Time", group, 1) for group in groups))
    for form in ("text", "md", "html", "tex"):
        said = format_table(table, form, "fr")
        assert all(word in said for word in ("Personnel", "Femmes", "Elders")), form
    assert "staff" not in format_table(replace(table, columns=(Column("case", "Case"), *columns[1:])), "text", "fr")
    assert "Time,staff,1" in format_table(table, "csv", "fr")


def test_groups_are_counted_in_one_line() -> None:
    assert phrases.say(phrases.counted({"women": 1, "": 2, "elders": None}), "fr") == "femmes 1, - 2, elders"
    assert str(phrases.counted({})) == "-"
