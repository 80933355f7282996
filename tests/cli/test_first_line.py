"""The line that is shown while the screens load."""

from __future__ import annotations

import sys

import pytest

from qualcode.cli.first_line import first_line


def test_nothing_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with first_line():
        pass
    assert capsys.readouterr().out == ""


def test_what_fails_meanwhile_is_said_on_the_usual_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(LookupError), first_line():
        raise LookupError
    written = capsys.readouterr().out
    assert "qualcode" in written
    assert written.count("\x1b[?1049h") == written.count("\x1b[?1049l") == 1


def test_in_a_browser_no_terminal_is_written_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    with first_line():
        pass
    assert capsys.readouterr().out == ""
