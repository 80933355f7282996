"""`qualcode serve`: the same screen in a browser."""

from __future__ import annotations

import gc
import ipaddress
import secrets
import shlex
import socket
import sys
from pathlib import Path

import click

from qualcode.cli.common import FILE, coder_option, language_option, opened, talk, which_project
from qualcode.domain.errors import QualcodeError

_EXTRA = ("textual_serve", "aiohttp")
_LOOPBACK = "127.0.0.1"


@click.command("serve")
@click.argument("project", type=FILE, required=False)
@click.option("--host", default=_LOOPBACK, metavar="ADDRESS", help=f"Where to listen. Default: {_LOOPBACK}.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Default: 8000; 0 takes a free one.")
@coder_option
@language_option
def serve_command(project: Path | None, host: str, port: int, coder: str | None, language: str) -> None:
    """Show the screen of PROJECT in a browser on this machine, until Ctrl+C.

    The address with its token is printed on standard error; whoever has it codes as you. Without --coder, each visit
    begins by asking who codes.
    """
    path = which_project(project).resolve()
    with opened(path):  # what hinders it is said here, not in a visitor's window
        pass
    try:
        from qualcode.cli.browser import BrowserServer  # noqa: PLC0415  # an extra, and a web server
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(_EXTRA):
            raise
        raise QualcodeError(
            'To show the screen in a browser, qualcode needs its extra "serve".',
            "Install it with: pip install 'qualcode[serve]'",
        ) from None
    port = _free(host, port)
    token = secrets.token_urlsafe(24)
    gc.enable()  # a server lives long

    def ready() -> None:
        for sentence in announcement(host, port, token):
            talk(sentence)

    command = screen_command(path, coder, language)
    BrowserServer(command, host, port, token, f"qualcode: {path.stem}", ready, language).serve()


def screen_command(path: Path, coder: str | None, language: str) -> str:
    """The line that runs a visitor's screen: the same interpreter, project and coder."""
    words = (sys.executable, "-P", "-m", "qualcode.cli.main", "open", "--lang", language)
    return shlex.join((*words, *(("--coder", coder) if coder else ()), "--", str(path)))


def announcement(host: str, port: int, token: str) -> list[str]:
    """What is said once visitors can come."""
    sentences = [f"Open http://{_address(host)}:{port}/?token={token}", "Ctrl+C ends it; everything is saved."]
    if not _is_loopback(host):
        sentences.append(
            f"Warning: {host} can be reached from other machines. There is no encryption and no login: whoever reads "
            "the network or has the address reads the interviews and codes as you."
        )
    return sentences


def _free(host: str, port: int) -> int:
    """The port, or a free one for 0.

    Raises:
        QualcodeError: nobody can listen there.
    """
    try:
        with socket.create_server((host, port), family=_family(host)) as server:
            return int(server.getsockname()[1])
    except OSError as error:
        raise QualcodeError(
            f"Nothing can listen on {host}, port {port}: {error.strerror or error}.",
            "Name another port with --port, or an address of this machine with --host.",
        ) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(host: str) -> str:
    """The host as a browser wants it."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  # asked for by name, and warned of
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


COMMANDS = (serve_command,)
