"""Which key does what: the default keys, changed by a preset and by what a person chose."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, Keys, key_to_character

from qualcode.domain.errors import BadInput
from qualcode.domain.phrases import say
from qualcode.tui.widgets.key_places import EVERY_VERB, SINGLY, TYPES_LETTERS, VERB_BY_ID, together
from qualcode.tui.widgets.key_presets import PRESETS
from qualcode.tui.widgets.keymap import APP_VERBS, HELP_MARK, NO_KEY, RESERVED, no_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.app import App

    from qualcode.services.keymaps import Keymap

KeysById = dict[str, tuple[str, ...]]

FIXED: Final = frozenset({"escape", "enter", "ctrl+q", "ctrl+p", "f1", "tab", "shift+tab", "ctrl+c", *RESERVED})
"""Keys that keep their meaning, so that nobody locks themselves out."""

_DEFAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    **{verb.id: tuple(verb.keys.split(",")) if verb.keys else () for verb in EVERY_VERB},
    **{f"code.pin.{digit}": (digit,) for digit in SINGLY["code.pin"]},
    **{f"code.find.{letter}": (letter,) for letter in SINGLY["code.find_letter"]},
    HELP_MARK: ("question_mark",),
}
_WHOLE: Final = frozenset({*SINGLY, "box.row"})
"""Verbs whose keys are bound one by one, or not at all."""

_PRINTED: Final = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "backspace": "⌫", "delete": "Del", "escape": "Esc",
    "enter": "Enter", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "insert": "Ins", "space": "space",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyScheme:
    """The keys of every verb."""

    keys: Mapping[str, tuple[str, ...]]

    def printed(self, verb_id: str) -> str:
        """The verb's first key as a person reads it; a dash where it has none."""
        keys = self.keys.get(verb_id, ())
        if keys == _DEFAULTS.get(verb_id):
            return VERB_BY_ID[verb_id].printed if verb_id in VERB_BY_ID else printed_key(keys[0])
        return printed_key(keys[0]) if keys else NO_KEY

    def owner(self, key: str, verb_id: str) -> str:
        """The id of another verb that has this key where `verb_id` works; empty where none has."""
        rivals = together(verb_id) - {verb_id}
        return next((each for each, keys in self.keys.items() if key in keys and each in rivals), "")

    def verb_of(self, key: str, verb_ids: Collection[str]) -> str:
        """Which of these verbs has this key; empty where none has."""
        return next((each for each in verb_ids if key in self.keys[each]), "")

    def changed(self) -> dict[str, str]:
        """What differs from the default, as Textual takes it."""
        return {
            verb_id: ",".join(keys) or no_key(verb_id)
            for verb_id, keys in self.keys.items()
            if keys != _DEFAULTS[verb_id]
        }


DEFAULT_SCHEME: Final = KeyScheme(_DEFAULTS)


@runtime_checkable
class HasKeys(Protocol):
    """An app whose keys can be changed."""

    key_scheme: KeyScheme
    language: str


def key_of(app: App[object], verb_id: str) -> str:
    """The verb's key as it is printed in this app."""
    if isinstance(app, HasKeys):
        return say(app.key_scheme.printed(verb_id), app.language)
    return DEFAULT_SCHEME.printed(verb_id)


def verb_pressed(app: App[object], key: str, verb_ids: Collection[str]) -> str:
    """Which of these verbs has this key in this app; empty where none has."""
    return (app.key_scheme if isinstance(app, HasKeys) else DEFAULT_SCHEME).verb_of(key, verb_ids)


def scheme_of(keymap: Keymap) -> KeyScheme:
    """The keys that a person's choice amounts to.

    Raises:
        BadInput: a preset, a verb or a key is unknown, a key is given to two verbs, or it cannot be given away.
    """
    if keymap.preset not in PRESETS:
        raise BadInput(f'keymap.toml: there is no preset "{keymap.preset}".', f"Presets are {', '.join(PRESETS)}.")
    chosen: KeysById = {}
    for verb_id, keys in keymap.keys.items():
        if verb_id not in _DEFAULTS or verb_id in _WHOLE:
            raise BadInput(f'keymap.toml: there is no verb "{verb_id}".', "Change keys (ctrl+p) shows the id of each.")
        kept = (key for key in _DEFAULTS[verb_id] if key in FIXED)
        chosen[verb_id] = tuple(dict.fromkeys((*(_checked(verb_id, key) for key in keys), *kept)))
    _check_apart(chosen)
    return KeyScheme(_overlaid(_overlaid(dict(_DEFAULTS), PRESETS[keymap.preset]), chosen))


def key_name(key: str) -> str:
    """The key as Textual names it: `/` is `slash`; empty for what no terminal sends."""
    *modifiers, base = [key] if len(key) == 1 else key.split("+")
    if len(base) == 1 and not base.isalnum():
        base = unicodedata.name(base, "").lower().replace("-", "_").replace(" ", "_")
        base = KEY_NAME_REPLACEMENTS.get(base, base)
    named = "+".join([*modifiers, base])
    if named in {each.value for each in Keys}:
        return named
    is_known = base and set(modifiers) <= {"ctrl", "shift", "alt"} and bool(_character(base) or base in _PRINTED)
    return named if is_known else ""


def printed_key(key: str) -> str:
    """A key as a person reads it."""
    *modifiers, base = key.split("+")
    shown = _PRINTED.get(base) or _character(base) or base
    if base[:1] == "f" and base[1:].isdecimal():
        shown = base.upper()
    return "".join("⇧" if each == "shift" else f"{each}+" for each in modifiers) + shown


def refusal(verb_id: str, key: str) -> str:
    """Why a verb cannot have a key, in a sentence that is still to be translated; empty where it can."""
    fixed = key in FIXED and key not in _DEFAULTS.get(verb_id, ())
    if fixed:
        return "{key} keeps its meaning."
    if verb_id in TYPES_LETTERS and _is_typed(key):
        return "Letters are typed here: only an arrow, a function key or ctrl will do."
    everywhere = key.startswith("ctrl+") or (key[:1] == "f" and key[1:].isdecimal())
    if verb_id in APP_VERBS and not everywhere:
        return "This works everywhere: only a function key or ctrl will do."
    return ""


def _is_typed(key: str) -> bool:
    return bool(_character(key)) and key not in FIXED and (_character(key) or "").isprintable()


def _character(key: str) -> str | None:
    return key_to_character(REPLACED_KEYS.get(key, key))


def _checked(verb_id: str, key: str) -> str:
    name = key_name(key)
    if not name:
        raise BadInput(f'keymap.toml: "{key}" (for {verb_id}) is no key.', "Examples: n, f5, ctrl+t, shift+down.")
    refused = refusal(verb_id, name)
    if refused:
        raise BadInput(f"keymap.toml: {verb_id}: {refused.format(key=key)}", "Choose another key.")
    return name


def _check_apart(chosen: KeysById) -> None:
    for verb_id, keys in chosen.items():
        for other in together(verb_id) & chosen.keys() - {verb_id}:
            for key in (each for each in keys if each in chosen[other]):
                first, second = sorted((verb_id, other))
                raise BadInput(
                    f'keymap.toml gives "{printed_key(key)}" to both {first} and {second}.', "Let one of them have it."
                )


def _overlaid(base: KeysById, chosen: Mapping[str, tuple[str, ...]]) -> KeysById:
    """The keys with those chosen; a key that is given to a verb is taken from the one that had it in that place."""
    taken: dict[str, set[str]] = {}
    for verb_id, keys in chosen.items():
        for rival in together(verb_id):
            taken.setdefault(rival, set()).update(keys)
    kept = {verb_id: tuple(key for key in keys if key not in taken.get(verb_id, ())) for verb_id, keys in base.items()}
    return {**kept, **chosen}
