"""How long to wait before something is tried again: as long as the service asks for, and never all at once."""

import random
from typing import Final

from picpik_studio.api.errors import ApiError

SPREAD: Final = 0.25
"""By so much of itself a pause is longer by chance, lest all that were turned away together come back together."""

_CHANCE = random.SystemRandom()


def pause_after(error: Exception, least: float) -> float:
    """Return the seconds to wait after `error`: `least`, or what the service asked for, and a little more by chance."""
    asked = error.retry_after if isinstance(error, ApiError) else 0.0
    return max(least, asked) * _CHANCE.uniform(1.0, 1.0 + SPREAD)
