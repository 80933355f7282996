"""`qualcode import ...`: bring files into a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import FILE, acting, coder_option, opened, progress, project_option, talk
from qualcode.domain.errors import QualcodeError, RuleRefused, said_of

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.transcript import Role
    from qualcode.services.project import Project
    from qualcode.services.transcripts import Intake

    FileVerb = Callable[[Project, Path, str | None], ChangeSet]

_SHOWN = 20

_dry_run = click.option("--dry-run", is_flag=True, help="Show what would happen; store nothing.")


@click.group("import")
def import_group() -> None:
    """Bring transcripts, codebook, participants, measures, scales, guide, speakers, codings, decisions into a project.

    What is there already and does not differ is passed over; a file with faults is refused whole, with every fault.
    """


@import_group.command("transcripts")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@project_option
@coder_option
@click.option("--interviewer", multiple=True, metavar="LABEL", help="This speaker's label is the interviewer's.")
@click.option("--encoding", metavar="NAME", help="For files that are not Unicode, for example cp1252.")
@_dry_run
def import_transcripts(
    paths: tuple[Path, ...],
    project_path: Path | None,
    coder: str | None,
    interviewer: tuple[str, ...],
    encoding: str | None,
    dry_run: bool,
) -> None:
    """Import transcripts: .txt files, or folders of them, as one step that one undo takes back.

    A .csv or .xlsx file is read as notes with a row for each answer: participant, question, answer.

    Speakers are detected; --dry-run lists them with the role each would get. Correct a role with --interviewer here,
    or for every transcript at once with: qualcode import speakers.
    """
    with opened(project_path) as project:
        refused = _take_in_transcripts(project, paths, coder, interviewer, encoding, dry_run=dry_run)
        _refuse_if(refused)


def _add_file_command(name: str, room: str, help_text: str) -> None:
    """A command that takes one file in by the verb `import_NAME` of a service."""

    @import_group.command(name, help=help_text)
    @click.argument("file", type=FILE)
    @project_option
    @coder_option
    @_dry_run
    def command(file: Path, project_path: Path | None, coder: str | None, dry_run: bool) -> None:
        verb: FileVerb = getattr(import_module(f"qualcode.services.{room}"), f"import_{name}")
        with opened(project_path) as project:
            project.is_rehearsal = dry_run
            talk(f"{_would(dry_run)} {_counted(verb(project, file, acting(project, coder)))}.")


for _name, _room, _help in (
    (
        "codebook",
        "codebook",
        "Import a codebook: .csv, .xlsx, .yaml or .qdc. Codes of the same name and place are updated.",
    ),
    (
        "participants",
        "transcripts",
        "Import participants: a .csv with participant, group, site and any further attributes.",
    ),
    (
        "measures",
        "transcripts",
        "Import numbers: a .csv with participant and one numeric column each; empty means missing.",
    ),
    ("scales", "measures", "Import scales and outcomes made of measures: a .toml with one entry each."),
    ("guide", "transcripts", "Import the interview guide: .toml or .yaml with one entry a question."),
    ("speakers", "transcripts", "Correct who speaks: a .csv with transcript (or *), speaker, role, participant."),
    (
        "adjudications",
        "adjudication",
        "Import decisions: a .csv like that of `qualcode report disagreements`, with decision, decider and reason.",
    ),
):
    _add_file_command(_name, _room, _help)


@import_group.command("codings")
@click.argument("file", type=FILE)
@project_option
@coder_option
@click.option(
    "--finished",
    type=click.Choice(["coded", "all", "none"]),
    default="coded",
    help="coded: a coder has finished the transcripts in which they coded (default); all: every coder every transcript "
    "of the file; none: nobody has finished any.",
)
@_dry_run
def import_codings(file: Path, project_path: Path | None, coder: str | None, finished: str, dry_run: bool) -> None:
    """Import codings: a .csv with coder, transcript, code, start, end (or a quote that stands in one place).

    Where a coder has finished a transcript, a code they did not use counts as absent; elsewhere it is missing.
    """
    from qualcode.services.codings import FinishedBy  # noqa: PLC0415  # loads the database
    from qualcode.services.codings import import_codings as take_in  # noqa: PLC0415  # as above

    with opened(project_path) as project, progress("Importing codings"):
        project.is_rehearsal = dry_run
        done = take_in(project, file, FinishedBy(finished), acting(project, coder))
    for warning in done.warnings[:_SHOWN]:
        talk(f"{file.name}, {warning}")
    if len(done.warnings) > _SHOWN:
        talk(f"and {len(done.warnings) - _SHOWN} more such rows")
    talk(f"{_would(dry_run)} {done.codings} codings; {done.known} were there already.")
    if done.unknown_rounds:
        names = ", ".join(repr(each) for each in done.unknown_rounds)
        talk(
            f"The project has no round {names}, which the file names. Agreement tells rounds apart once they are "
            "there: qualcode round open, assign, round close."
        )


def take_in_all(project: Project, paths: tuple[Path, ...], coder: str | None, files: Mapping[str, Any]) -> None:
    """Everything that `qualcode new` names, in the order in which one needs the other."""
    from qualcode.services import codebook, transcripts  # noqa: PLC0415  # loads the database

    refused: list[tuple[str, QualcodeError]] = []
    coder_id = acting(project, coder)
    verbs: tuple[tuple[str, FileVerb], ...] = (
        ("codebook", codebook.import_codebook),
        ("guide", transcripts.import_guide),
        ("participants", transcripts.import_participants),
        ("measures", transcripts.import_measures),
    )
    for name, verb in verbs:
        if files[name] is not None:
            refused += _attempt(verb, project, files[name], coder_id)
    if paths:
        refused += _take_in_transcripts(project, paths, coder, files["interviewer"], files["encoding"], dry_run=False)
    if files["speakers"] is not None:
        refused += _attempt(transcripts.import_speakers, project, files["speakers"], coder_id)
    talk(f"{project.path} is ready. Open it with: qualcode open {project.path}")
    _refuse_if(refused)


def _attempt(verb: FileVerb, project: Project, file: Path, coder_id: str | None) -> list[tuple[str, QualcodeError]]:
    try:
        talk(f"{file.name}: {_counted(verb(project, file, coder_id))}.")
    except QualcodeError as error:
        return [(str(file), error)]
    return []


def _take_in_transcripts(
    project: Project,
    paths: Iterable[Path],
    coder: str | None,
    interviewer: Iterable[str],
    encoding: str | None,
    *,
    dry_run: bool,
) -> list[tuple[str, QualcodeError]]:
    """Read and store transcripts; returns the files that were refused."""
    from qualcode.domain.transcript import Role  # noqa: PLC0415  # help does without it
    from qualcode.services import transcripts  # noqa: PLC0415  # loads the database

    with progress("Reading transcripts") as told:
        intake = transcripts.read_transcripts(project, paths, encoding, told)
    roles = dict.fromkeys(interviewer, Role.INTERVIEWER)
    unknown = roles.keys() - intake.roles().keys()
    if unknown and intake.parsed:
        raise RuleRefused(
            f"No transcript has a speaker {', '.join(sorted(unknown))}.",
            f"The speakers found are: {', '.join(intake.roles())}.",
        )
    _describe(intake, roles)
    project.is_rehearsal = dry_run
    with progress("Storing transcripts") as told:
        changes = transcripts.import_transcripts(project, intake, roles, acting(project, coder), told)
    talk(f"{_would(dry_run)} {_counted(changes)}.")
    return list(intake.refused)


def _describe(intake: Intake, roles: Mapping[str, Role]) -> None:
    """Detected speakers with their roles, and what is odd, before anything is stored."""
    for parsed in intake.parsed:
        for oddity in parsed.warnings[:5]:
            talk(f"{parsed.name}{parsed.suffix}, line {oddity.line}: {oddity.message}")
    if intake.speakers:
        talk("Speakers (correct a role with --interviewer LABEL, or with: qualcode import speakers):")
    for speaker in intake.speakers:
        role = roles.get(speaker.label, speaker.role)
        name = speaker.label or "(no label)"
        talk(f"  {name:<24} {role:<12} {speaker.turns:>6} turns, {speaker.transcripts:>4} transcripts")
    if intake.known:
        talk(f"{len(intake.known)} transcripts were there already and are passed over.")


def _counted(changes: ChangeSet) -> str:
    """What an act did, in numbers of rows by kind."""
    added = Counter(change.kind for change in changes if change.before is None)
    changed = Counter(change.kind for change in changes if change.before is not None)
    words = [f"{count} new {_rows_of(kind, count)}" for kind, count in added.items()]
    words += [f"{count} changed {_rows_of(kind, count)}" for kind, count in changed.items()]
    return ", ".join(words) or "nothing new"


def _rows_of(kind: str, count: int) -> str:
    name = {"finished": "mark *finished*"}.get(kind, kind.replace("_", " "))
    return name if count == 1 else f"{name}s"


def _would(dry_run: bool) -> str:
    return "Would store" if dry_run else "Stored"


def _refuse_if(refused: list[tuple[str, QualcodeError]]) -> None:
    """Say which files were left out; the good ones are stored by now."""
    if not refused:
        return
    lines = "\n".join(said_of(name, error) for name, error in refused)
    raise RuleRefused(f"Not taken in: {len(refused)}; everything else was.\n{lines}")


COMMANDS = (import_group,)
