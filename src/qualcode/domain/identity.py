"""Ids and digests: what lets two files from two laptops be merged."""

from __future__ import annotations

import hashlib
import os
import time


def new_id() -> str:
    """A UUID of version 7 (RFC 9562) in lower-case text: ordered by time, random behind it."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    high = noise >> 68  # 12 bits
    low = noise & 0x3FFF_FFFF_FFFF_FFFF  # 62 bits
    digits = f"{milliseconds << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def digest(*parts: str) -> str:
    """SHA-256 in hexadecimal over the parts, each closed by a unit separator."""
    return hashlib.sha256("".join(f"{part}\x1f" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()
