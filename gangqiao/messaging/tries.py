"""How often a message is tried, and how long one waits. No Django."""

from __future__ import annotations

from datetime import timedelta

MOST_TRIES = 5
# Minutes after the first, second, ... try that certainly failed.
AGAIN_AFTER = (1, 5, 30, 120)
# Longer than any gateway may take; then nobody waits for its answer any more.
LOST_AFTER = timedelta(minutes=5)
# After so many tries in vain, one after the other, the gateway is left alone for a while.
DOWN_AFTER = 3
PAUSE = timedelta(minutes=5)
