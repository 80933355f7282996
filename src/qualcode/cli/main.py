"""The `qualcode` command: which commands there are, and how errors are said.

Heavy rooms are imported inside the commands, so that help and version answer at once.
"""

from __future__ import annotations

import gc
import os
import sys

import click

from qualcode.cli import (
    claims,
    codebook,
    exports,
    findings,
    imports,
    packs,
    projects,
    reports,
    results,
    rounds,
    searching,
    serve,
    withdrawal,
)
from qualcode.cli.common import Talk
from qualcode.domain.errors import Busy, QualcodeError
from qualcode.version import VERSION

DONE, REFUSED, USAGE, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 130


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 refused, 2 wrong usage, "
    "3 project busy, 130 interrupted.",
)
@click.version_option(VERSION, prog_name="qualcode")
@click.pass_context
def qualcode(context: click.Context) -> None:
    """Code interview transcripts as a team, measure agreement, and report themes by group.

    Without a command, the terminal screen opens: on the project in this folder if there is just one, else on the
    start screen.
    """
    if context.invoked_subcommand is None:
        context.invoke(projects.open_command)


for _room in (
    projects,
    serve,
    imports,
    codebook,
    rounds,
    packs,
    reports,
    searching,
    findings,
    claims,
    exports,
    withdrawal,
):
    for _command in _room.COMMANDS:
        qualcode.add_command(_command)
for _command in results.COMMANDS:
    reports.report_group.add_command(_command)


def run() -> None:
    """Run the command line and leave with its exit code."""
    # A command ends soon and makes few cycles: looking for them again and again took a third of a large import.
    gc.disable()
    talk = Talk()
    try:
        qualcode.main(standalone_mode=False, obj=talk)
        sys.stdout.flush()
        code = DONE
    except click.UsageError as error:
        click.UsageError(_told(error.format_message(), talk), error.ctx).show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; what was not finished was not stored.", err=True)
        code = INTERRUPTED
    except QualcodeError as error:
        click.echo(f"qualcode: {_told(_visible(error.message), talk)}", err=True)
        if error.hint:
            click.echo(_told(_visible(error.hint), talk), err=True)
        code = UNREACHABLE if isinstance(error, Busy) else REFUSED
    except BrokenPipeError:
        # The reader of our output has gone; Python must not complain about it once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except click.exceptions.Exit as left:
        code = left.exit_code
    sys.exit(code)


def _told(sentence: str, talk: Talk) -> str:
    """A refusal in the language asked for, else in that of the settings."""
    from qualcode.domain.refusals import told  # noqa: PLC0415  # only refusals need the catalogue
    from qualcode.services.settings import load_settings  # noqa: PLC0415  # as above

    return told(sentence, talk.language or load_settings().language)


def _visible(text: str) -> str:
    """The sentence with control characters of foreign names made harmless."""
    return "".join(char if char == "\n" or char.isprintable() else "�" for char in text)


if __name__ == "__main__":
    run()
