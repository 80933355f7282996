from __future__ import annotations

import ast
from pathlib import Path

from qualcode.domain import phrases
from qualcode.services.memos import WHAT
from qualcode.tui.screens.codebook.verbs import FIELDS
from qualcode.tui.screens.coding import practice
from qualcode.tui.widgets import deeds, header, key_places, key_presets, open_view

TUI = Path(phrases.__file__).parent.parent / "tui"


def _said() -> set[str]:
    """Every sentence that the screens pass to `say` as it stands."""
    found: set[str] = set()
    for path in TUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                first = node.args[0]
                if name in {"say", "Phrase"} and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def _listed() -> set[str]:
    """Those that stand in tables of words."""
    verbs = {words for verb in key_places.EVERY_VERB for words in (verb.name, verb.help, verb.group)}
    verbs |= {step.words for step in practice.STEPS} | {practice._END}
    verbs |= set(key_presets.ABOUT) | set(key_presets.ABOUT.values())
    verbs |= set(FIELDS.values())
    verbs |= set(WHAT.values()) | set(open_view.STATUS_WORDS.values())
    return verbs | set(deeds._WORDS.values()) | {label for _, label in (*header.MODES, *header.MORE_MODES)}


def test_every_sentence_of_the_screens_has_its_french() -> None:
    french = dict(phrases.entries())
    assert sorted((_said() | _listed()) - {""} - set(french)) == []


def test_french_keeps_the_places_for_values() -> None:
    for english, french in dict(phrases.entries()).items():
        for name in ("{n}", "{at}", "{name}", "{key}"):
            assert (name in english) == (name in french), english
