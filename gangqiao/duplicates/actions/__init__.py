"""The verbs of duplicates."""

from gangqiao.duplicates.actions.deciding import answer, ask, reopen, tell_apart
from gangqiao.duplicates.actions.searching import look_at, search

__all__ = ["answer", "ask", "look_at", "reopen", "search", "tell_apart"]
