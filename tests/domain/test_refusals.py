"""Every refusal of the source has its French, with the same names in it."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from qualcode.domain import errors, phrases
from qualcode.domain.refusals import told, told_of

SOURCE = Path(errors.__file__).parent.parent
RAISED = {"QualcodeError", "RuleRefused", "BadInput", "Conflict", "ProjectUnusable", "Busy", "UsageError"}
FORMATS = {"refuse", "refuse_all"}


def _sentences(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Line, sentence with marks for its values, and the marks, of every refusal that stands in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and node.value is not None
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in RAISED or (name in FORMATS and path.parent.name == "formats"):
            for argument in call.args:
                told_ = named.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
                for node in _strings(told_):
                    yield call.lineno, *_marked(node)


def _strings(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    """The strings of an argument: itself, the sides of a choice or of a sum."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*_strings(node.body), *_strings(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (each for value in node.values for each in _strings(value))
    elif isinstance(node, ast.BinOp):
        yield from _strings(node.left)
    elif isinstance(node, ast.Call):
        yield from (each for value in node.args for each in _strings(value))


def _marked(node: ast.JoinedStr | ast.Constant) -> tuple[str, list[str]]:
    if isinstance(node, ast.Constant):
        return str(node.value), []
    parts, marks = [], []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            marks.append(f"700{len(marks)}")
            parts.append(marks[-1])
    return "".join(parts), marks


def _bare(sentence: str, marks: list[str]) -> str:
    for mark in marks:
        sentence = sentence.replace(mark, "")
    return sentence


def test_every_refusal_of_the_source_has_its_french_with_the_same_names() -> None:
    missing = []
    for path in sorted(SOURCE.rglob("*.py")):
        for line, sentence, marks in _sentences(path):
            if not any(
                letter.isalpha() for letter in _bare(sentence, marks).replace("keymap.toml", "").replace("line ", "")
            ):
                continue  # only values: each of them is a sentence by itself
            if " " not in sentence:
                continue  # the unit of a fault
            first = sentence.split("\n", maxsplit=1)[0]
            french = told(first, "fr")
            if french == first or not all(mark in french for mark in marks if mark in first):
                missing.append(f"{path.relative_to(SOURCE)}:{line}: {sentence}")
    assert not missing, "\n".join(missing)


def test_french_of_a_refusal_names_what_the_english_names() -> None:
    for english, french in phrases.entries("refusals_"):
        assert _places(english) == _places(french), english


def _places(text: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(text) if place}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ('There is no coder "Zoé".', "Il n’y a pas de codeur « Zoé »."),
        ("book.csv: line 3: the code has no name.", "book.csv : ligne 3 : le code n’a pas de nom."),
        (
            'b.csv was not taken in:\nline 2: it has no name\nline 3: "x" stands under itself (x).',
            "b.csv n’a pas été importé :\nligne 2 : elle n’a pas de nom\nligne 3 : « x » est placé sous lui-même (x).",
        ),
        (
            "keymap.toml: screen.look: This works everywhere: only a function key or ctrl will do.",
            "keymap.toml : screen.look : Ceci marche partout : seule une touche de fonction ou ctrl convient.",
        ),
        (
            'row 4: The words "a: b. c" stand in several places. Quote more of them, or give offsets.',
            "ligne 4 : Les mots « a: b. c » sont à plusieurs endroits. Citez-en davantage, ou donnez des positions.",
        ),
        ("There are: none.", "Il y a : aucun."),
        ("What nobody has translated stays.", "What nobody has translated stays."),
        ("a: b: c: d: e", "a: b: c: d: e"),
        ("", ""),
    ],
)
def test_a_refusal_is_said_in_french_by_its_shape(english: str, french: str) -> None:
    assert told(english, "fr").replace("\u00a0", " ") == french
    assert told(english, "en") == english


def test_sentence_and_remedy_are_said() -> None:
    error = errors.RuleRefused("There is nothing to look for.", "Type a word, or a phrase in quotes.")
    assert told_of(error, "fr") == ("Il n’y a rien à chercher.", "Tapez un mot, ou une expression entre guillemets.")


@pytest.mark.parametrize(
    "hostile", [": " * 5_000, '"' * 20_000, "a. " * 5_000, 'There is no coder "' * 500, "{name} {0}" * 99]
)
def test_hostile_names_take_no_time_and_stay_as_they_are(hostile: str) -> None:
    begun = time.perf_counter()
    assert hostile in told(f'There is no coder "{hostile}".', "fr")
    told(f"{hostile}: line 3: nothing known", "fr")
    assert time.perf_counter() - begun < 2  # seconds, on a busy machine
