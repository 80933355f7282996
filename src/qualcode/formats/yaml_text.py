"""YAML with every scalar as the text that it is: no tags, no types, no doubled keys, no explosion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qualcode.formats.refusals import refuse

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError

_DEPTH: Final = 160
_ALIASES: Final = 50
_VALUES: Final = 100_000
_SIZE: Final = 2_000_000


class Entry(dict[str, Any]):
    """A mapping that knows the line it begins on."""

    line: int = 0


def load_yaml(text: str, filename: str) -> Any:  # whatever the file holds
    """The content as `Entry`, list and str; an empty document is an empty str.

    Raises:
        BadInput: it is no YAML, or uses tags, a key twice, too many aliases or too many levels.
    """
    import yaml  # noqa: PLC0415  # only where a file needs it

    if len(text) > _SIZE:
        refuse(filename, "the file is too large for YAML.", "Save it as .csv.")
    try:
        _check_events(text, filename)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        refuse(filename, f"line {_line(error)}: {error.problem or 'this is no YAML'}.")
    except yaml.YAMLError as error:
        refuse(filename, f"this is no YAML ({str(error).splitlines()[0]}).")
    return _Values(filename).value(node) if node is not None else ""


def _line(error: MarkedYAMLError) -> int:
    mark = error.problem_mark
    return 1 if mark is None else mark.line + 1


def _check_events(text: str, filename: str) -> None:
    """Refuse what would be dangerous to compose; parsing alone neither recurses nor expands anything."""
    import yaml  # noqa: PLC0415  # as above

    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            refuse(filename, f"line {line}: tags such as {tag} are not read.", "Write plain text.")
        if depth > _DEPTH:
            refuse(filename, f"line {line}: more than {_DEPTH // 2} levels.", "Choose a flatter tree.")
        if aliases > _ALIASES:
            refuse(filename, f"line {line}: more than {_ALIASES} aliases (*name).", "Write the text out.")


class _Values:
    """Values of nodes, counted, because aliases can repeat without end."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.count = 0

    def value(self, node: Any, depth: int = 0) -> Any:  # any node, any content
        """The node as Entry, list or str."""
        self.count += 1
        if self.count > _VALUES or depth > _DEPTH:
            line = node.start_mark.line + 1
            refuse(self.filename, f"line {line}: aliases (*name) repeat without end.", "Write the text out.")
        if node.id == "mapping":
            return self._entry(node, depth)
        if node.id == "sequence":
            return [self.value(each, depth + 1) for each in node.value]
        return node.value

    def _entry(self, node: Any, depth: int) -> Entry:  # a mapping node
        entry = Entry()
        entry.line = node.start_mark.line + 1
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.id != "scalar":
                refuse(self.filename, f"line {line}: a key must be a word.")
            if key.value in entry:
                refuse(self.filename, f'line {line}: the key "{key.value}" stands here twice.')
            entry[key.value] = self.value(value, depth + 1)
        return entry
