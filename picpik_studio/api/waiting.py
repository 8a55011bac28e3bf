"""What a service says of when to come again: the header Retry-After."""

import email.utils
import math
import time
from typing import Final

LONGEST_S: Final = 24 * 60 * 60.0
"""A service that asks for more is mistaken: nothing that it keeps for us lives longer."""


def retry_after(header: str | None, now: float | None = None) -> float:
    """Return the seconds to wait, 0 to LONGEST_S; 0 when the header is missing or means nothing.

    `header`: seconds, or a date as HTTP writes it, which is compared with `now` (Unix seconds, the time now).
    """
    text = (header or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        seconds = _until(text, time.time() if now is None else now)
    return min(max(seconds, 0.0), LONGEST_S) if math.isfinite(seconds) else 0.0


def _until(text: str, now: float) -> float:
    try:
        return email.utils.parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return 0.0
