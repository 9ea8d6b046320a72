"""Why a pair fits or not, and what would change it. Imports without numba: a page shows reasons with it."""

from gangqiao.engine.helping import Change, Kind, what_would_help
from gangqiao.engine.judging import Judgement, Matter, judge

__all__ = ["Change", "Judgement", "Kind", "Matter", "judge", "what_would_help"]
