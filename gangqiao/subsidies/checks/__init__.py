"""The cross-matches before payment (domain notes 3.3): set-based, each declared once."""

from gangqiao.subsidies.checks import asking_again, doubles, kin, patterns, payees, persons, posts, training, units
from gangqiao.subsidies.checks.batch import Batch, County
from gangqiao.subsidies.checks.register import BLOCK, WARN, Check, Found, Pair, gathered

# Each module declares its checks by being imported.
_MODULES = (asking_again, doubles, kin, patterns, payees, persons, posts, training, units)
CHECKS: dict[str, Check] = gathered()


def look(claims: Batch) -> dict[str, Found]:
    """What every check finds about the claims of a batch, by key of the check."""
    return {key: one.find(claims) for key, one in CHECKS.items()}


__all__ = ["BLOCK", "CHECKS", "WARN", "Batch", "Check", "County", "Found", "Pair", "look"]
