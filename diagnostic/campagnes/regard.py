"""Nothing is answered that was not seen: a page says when it was shown, and what comes back sooner
than anyone reads is the second touch of a finger meant for the page before.

The moment is written in the page, and sent back with the answer; it is kept nowhere. The same
delay holds in the browser (``.laisse-lire`` in static/css/base.css, static/js/regard.js).
"""

import time

DELAI = 800  # milliseconds


def maintenant() -> int:
    return time.time_ns() // 1_000_000


def trop_tot(montree: str) -> bool:
    """``montree``: what the page said. A page that does not say when it was shown was not."""
    try:
        return 0 <= maintenant() - int(montree[:20]) < DELAI
    except ValueError:
        return True
