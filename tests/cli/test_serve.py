"""Who is let in to the screen in a browser, and what is said where it cannot be shown."""

from __future__ import annotations

import http.client
import shlex
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.cli.conftest import Command
from tests.conftest import SmallStudy
from tests.served import served

from qualcode.cli.serve import announcement, screen_command

UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


class Visitor:
    """Asks the server for pages."""

    def __init__(self, address: str) -> None:
        self.parts = urlsplit(address)
        self.cookie = ""

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text; a cookie that is given is kept."""
        connection = http.client.HTTPConnection(self.parts.netloc, timeout=20)
        connection.request("GET", path, headers={**({"Cookie": self.cookie} if self.cookie else {}), **headers})
        answer = connection.getresponse()
        given = answer.headers.get("Set-Cookie")
        self.cookie = given.partition(";")[0] if given else self.cookie
        text = "" if answer.status == http.client.SWITCHING_PROTOCOLS else answer.read().decode(errors="replace")
        answer.close()
        connection.close()
        return answer.status, text


@pytest.fixture
def visitor(small_study: SmallStudy) -> Iterator[Visitor]:
    with served(small_study.project.path, "--coder", "Ana") as address:
        yield Visitor(address)


def test_only_who_brings_the_token_sees_the_screen_and_only_from_our_own_page(visitor: Visitor) -> None:
    for path in ("/", "/static/js/textual.js", "/?token=", "/?token=%C3%A9"):
        assert visitor.get(path)[0] == 403
    for path in ("/ws", f"/ws?{visitor.parts.query}"):
        assert visitor.get(path, **UPGRADE)[0] == 403
    assert visitor.get(f"/?{visitor.parts.query}")[0] == 303
    status, page = visitor.get("/")
    assert status == 200
    assert "<title>qualcode: study1</title>" in page
    assert "://" not in page  # it loads nothing from elsewhere
    assert visitor.get("/static/js/textual.js")[0] == 200
    assert visitor.get("/ws", **UPGRADE, Origin="http://127.0.0.1:1")[0] == 403
    assert visitor.get("/ws", **UPGRADE, Origin=f"http://{visitor.parts.netloc}")[0] == 101


def test_each_visitors_screen_runs_this_interpreter_on_this_project_as_this_coder() -> None:
    command = screen_command(Path("/a b/$(it's).qualcode"), "Zoë `x`", "fr")
    words = shlex.split(command)
    assert words[0] == sys.executable
    assert words[-4:] == ["--coder", "Zoë `x`", "--", "/a b/$(it's).qualcode"]
    assert words[words.index("--lang") + 1] == "fr"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_loopback_nothing_is_warned_of(host: str) -> None:
    assert not any("Warning" in sentence for sentence in announcement(host, 8000, "t"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])  # noqa: S104  # never listened on
def test_beyond_loopback_the_danger_is_said(host: str) -> None:
    assert "no encryption and no login" in announcement(host, 8000, "t")[-1]


def test_without_the_extra_a_sentence_says_how_to_get_it(project: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "qualcode.cli.browser", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    done = project("serve", "small.qualcode")
    assert done.code == 1
    assert "qualcode[serve]" in done.err


def test_a_port_in_use_is_said(project: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = project("serve", "small.qualcode", "--port", str(taken.getsockname()[1]))
    assert done.code == 1
    assert "Name another port" in done.err


def test_a_project_that_is_not_there_is_said_before_anybody_visits(project: Command) -> None:
    assert project("serve", "none.qualcode").code == 1
