"""The program's version, kept where reading it costs nothing."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
