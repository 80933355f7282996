"""Ids and digests: what lets two files from two laptops be merged."""

from __future__ import annotations

import hashlib
import os
import time


def new_id() -> str:
    """A UUID of version 7 (RFC 9562) in lower-case text: ordered by time, random behind it."""
    clock = f"{time.time_ns() // 1_000_000:012x}"
    noise = os.urandom(10).hex()
    variant = "89ab"[int(noise[3], 16) & 3]
    return f"{clock[:8]}-{clock[8:]}-7{noise[:3]}-{variant}{noise[4:7]}-{noise[7:19]}"


def digest(*parts: str) -> str:
    """SHA-256 in hexadecimal over the parts, each closed by a unit separator."""
    return hashlib.sha256("\x1f".join((*parts, "")).encode("utf-8", "surrogatepass")).hexdigest()
